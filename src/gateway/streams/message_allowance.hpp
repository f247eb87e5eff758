#pragma once

#include <algorithm>
#include <cstdint>

#include "outcry/domain/ids.hpp"

namespace outcry::gateway {

/// How many messages a peer may still send: so many at once, then a steady rate.
class MessageAllowance {
public:
    MessageAllowance(std::uint32_t per_second_max, std::uint32_t burst_max)
        : message_us_{second_us / per_second_max}, burst_us_{message_us_ * burst_max} {}

    /// False for a message too many.
    [[nodiscard]] bool take(Timestamp now) noexcept {
        // Time saved up, at most that of a burst; a clock that goes back costs nothing.
        if (last_ != Timestamp{})
            saved_us_ = std::min(
                burst_us_, saved_us_ + std::max(now.value() - last_.value(), std::int64_t{0}));
        else
            saved_us_ = burst_us_;
        last_ = now;
        if (saved_us_ < message_us_) return false;
        saved_us_ -= message_us_;
        return true;
    }

private:
    static constexpr std::int64_t second_us = 1'000'000;
    const std::int64_t message_us_;
    const std::int64_t burst_us_;
    std::int64_t saved_us_ = 0;
    Timestamp last_;
};

}  // namespace outcry::gateway
