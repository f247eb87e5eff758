#include "gateway/streams/stream_name.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace outcry::gateway {
namespace {

constexpr std::array<std::pair<std::string_view, StreamKind>, 6> kinds{{
    {"trade", StreamKind::trade},
    {"bookTicker", StreamKind::book_ticker},
    {"depth", StreamKind::depth_1000ms},
    {"depth@1000ms", StreamKind::depth_1000ms},
    {"depth@100ms", StreamKind::depth_100ms},
    {"depth@0ms", StreamKind::depth_100ms},
}};

bool is_upper(char character) noexcept { return character >= 'A' && character <= 'Z'; }

std::vector<std::string_view> split_names(std::string_view text) {
    std::vector<std::string_view> names;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('/'), text.size());
        if (end > 0) names.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return names;
}

}  // namespace

std::optional<StreamName> parse_stream_name(std::string_view name) {
    const std::size_t at = name.find('@');
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    const std::string_view symbol = name.substr(0, at);
    if (std::any_of(symbol.begin(), symbol.end(), is_upper)) return std::nullopt;
    const std::string_view kind = name.substr(at + 1);
    for (const auto& [text, value] : kinds)
        if (text == kind) return StreamName{symbol, value};
    return std::nullopt;
}

std::optional<std::string_view> query_value(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view parameter = query.substr(0, end);
        const std::size_t equals = parameter.find('=');
        if (equals != std::string_view::npos && parameter.substr(0, equals) == name)
            return parameter.substr(equals + 1);
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return std::nullopt;
}

TimeUnit time_unit_of_query(std::string_view query) {
    const auto value = query_value(query, "timeUnit");
    const bool is_microseconds = value == "MICROSECOND" || value == "microsecond";
    return is_microseconds ? TimeUnit::microseconds : TimeUnit::milliseconds;
}

std::optional<StreamTarget> parse_stream_target(std::string_view path, std::string_view query) {
    StreamTarget target;
    target.time_unit = time_unit_of_query(query);
    if (path == "/stream" || path == "/stream/") {
        target.is_combined = true;
        target.names = split_names(query_value(query, "streams").value_or(""));
        return target;
    }
    constexpr std::string_view raw_path = "/ws";
    if (!path.starts_with(raw_path)) return std::nullopt;
    path.remove_prefix(raw_path.size());
    if (!path.empty() && path.front() != '/') return std::nullopt;
    target.names = split_names(path);
    return target;
}

}  // namespace outcry::gateway
