#include "gateway/api/time_zone.hpp"

#include <charconv>
#include <optional>
#include <string_view>

namespace outcry::gateway {
namespace {

constexpr std::int64_t minutes_per_hour = 60;
constexpr std::int64_t minute_us = 60'000'000;
constexpr std::int64_t westmost_minutes = -12 * minutes_per_hour;
constexpr std::int64_t eastmost_minutes = 14 * minutes_per_hour;

/// One or two digits.
std::optional<std::int64_t> number_of(std::string_view text) noexcept {
    std::int64_t value = 0;
    if (text.empty() || text.size() > 2 || text.front() == '-') return std::nullopt;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::int64_t> minutes_of(std::string_view text) noexcept {
    const bool is_west = text.starts_with('-');
    if (is_west || text.starts_with('+')) text.remove_prefix(1);
    const std::size_t colon = text.find(':');
    const auto hours = number_of(text.substr(0, colon));
    const auto minutes = colon == std::string_view::npos ? std::optional<std::int64_t>{0}
                                                         : number_of(text.substr(colon + 1));
    if (!hours || !minutes || *minutes >= minutes_per_hour) return std::nullopt;
    const std::int64_t east = *hours * minutes_per_hour + *minutes;
    return is_west ? -east : east;
}

}  // namespace

std::int64_t read_time_zone(ParameterReader& reader) {
    const std::string_view sent = reader.text(Parameter::time_zone);
    if (sent.empty()) return 0;
    const auto minutes = minutes_of(sent);
    if (!minutes || *minutes < westmost_minutes || *minutes > eastmost_minutes) {
        reader.refuse(refusals::invalid_value(name_of(Parameter::time_zone)));
        return 0;
    }
    return *minutes * minute_us;
}

}  // namespace outcry::gateway
