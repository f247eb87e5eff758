#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace outcry::app {

/// Lets a line through unless one like it, which differs in its digits at most, came within the
/// last minute; the first one after that says how many were held back. One thread.
class DistinctLines {
public:
    static constexpr std::int64_t quiet_time_ns = 60'000'000'000;
    /// Kinds of lines that are remembered; beyond it all are forgotten.
    static constexpr std::size_t distinct_lines_max = 256;

    [[nodiscard]] std::optional<std::string> pass(std::string_view line, std::int64_t now_ns);

private:
    struct Kind {
        std::int64_t shown_at_ns = 0;
        std::uint64_t held_back_count = 0;
    };
    std::unordered_map<std::string, Kind> kinds_;
};

}  // namespace outcry::app
