#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "outcry/base/result.hpp"

namespace outcry::app {

/// When a row is meant to be sent. Files have nanoseconds, the clock here is steady.
class FeedPace {
public:
    using Clock = std::chrono::steady_clock;

    /// `max` (as fast as the window of outstanding requests allows) or `1x`, `10x`, `0.5x`….
    [[nodiscard]] static Result<FeedPace, std::string> parse(std::string_view text);

    [[nodiscard]] bool is_timed() const noexcept { return speed_permille_ != 0; }
    /// Row `first_time_ns` is meant for `now`; call once, before `intended`.
    void start(std::int64_t first_time_ns, Clock::time_point now) noexcept;
    /// Recorded time may step back; what is late already is meant for then all the same.
    [[nodiscard]] Clock::time_point intended(std::int64_t time_ns) const noexcept;

private:
    explicit FeedPace(std::int64_t speed_permille) : speed_permille_{speed_permille} {}

    std::int64_t speed_permille_;  // zero: not timed
    std::int64_t first_time_ns_ = 0;
    Clock::time_point start_{};
};

}  // namespace outcry::app
