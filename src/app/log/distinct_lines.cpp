#include "app/log/distinct_lines.hpp"

#include <fmt/format.h>

namespace outcry::app {
namespace {

/// The line with each run of digits as one #.
std::string kind_of(std::string_view line) {
    std::string kind;
    for (const char letter : line) {
        if (letter < '0' || letter > '9') {
            kind += letter;
        } else if (kind.empty() || kind.back() != '#') {
            kind += '#';
        }
    }
    return kind;
}

}  // namespace

std::optional<std::string> DistinctLines::pass(std::string_view line, std::int64_t now_ns) {
    if (kinds_.size() >= distinct_lines_max) kinds_.clear();
    const auto [found, is_new] = kinds_.try_emplace(kind_of(line), Kind{now_ns, 0});
    if (is_new) return std::string{line};
    Kind& kind = found->second;
    if (now_ns - kind.shown_at_ns < quiet_time_ns) {
        ++kind.held_back_count;
        return std::nullopt;
    }
    std::string text{line};
    if (kind.held_back_count > 0)
        text += fmt::format(" ({} more like it were held back)", kind.held_back_count);
    kind = {now_ns, 0};
    return text;
}

}  // namespace outcry::app
