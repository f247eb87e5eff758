#include "gateway/streams/stream_name.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

using NamedKind = std::pair<std::string_view, StreamKind>;

constexpr NamedKind kinds[] = {
    {"trade", StreamKind::trade},
    {"aggTrade", StreamKind::aggregate_trade},
    {"bookTicker", StreamKind::book_ticker},
    {"depth", StreamKind::depth_1000ms},
    {"depth@1000ms", StreamKind::depth_1000ms},
    {"depth@100ms", StreamKind::depth_100ms},
    {"depth@0ms", StreamKind::depth_100ms},
    {"depth5", StreamKind::depth_5_1000ms},
    {"depth5@1000ms", StreamKind::depth_5_1000ms},
    {"depth5@100ms", StreamKind::depth_5_100ms},
    {"depth10", StreamKind::depth_10_1000ms},
    {"depth10@1000ms", StreamKind::depth_10_1000ms},
    {"depth10@100ms", StreamKind::depth_10_100ms},
    {"depth20", StreamKind::depth_20_1000ms},
    {"depth20@1000ms", StreamKind::depth_20_1000ms},
    {"depth20@100ms", StreamKind::depth_20_100ms},
    {"miniTicker", StreamKind::mini_ticker},
    {"ticker", StreamKind::ticker},
    {"ticker_1h", StreamKind::ticker_1h},
    {"ticker_4h", StreamKind::ticker_4h},
    {"ticker_1d", StreamKind::ticker_1d},
    {"avgPrice", StreamKind::average_price},
    {"status", StreamKind::status},
    {"orders", StreamKind::orders},
};

// Some clients name the pace, too.
constexpr NamedKind kinds_of_all_markets[] = {
    {"!miniTicker@arr", StreamKind::mini_ticker},
    {"!miniTicker@arr@1000ms", StreamKind::mini_ticker},
    {"!ticker@arr", StreamKind::ticker},
    {"!ticker@arr@1000ms", StreamKind::ticker},
    {"!ticker_1h@arr", StreamKind::ticker_1h},
    {"!ticker_4h@arr", StreamKind::ticker_4h},
    {"!ticker_1d@arr", StreamKind::ticker_1d},
    {"!status@arr", StreamKind::status},
};

constexpr std::string_view candle_prefix = "kline_";
constexpr std::string_view eastern_suffix = "@+08:00";
constexpr std::int64_t eastern_offset_us = std::int64_t{8} * 3600 * 1'000'000;

std::optional<StreamKind> candle_kind_of(std::string_view text) noexcept {
    if (!text.starts_with(candle_prefix)) return std::nullopt;
    text.remove_prefix(candle_prefix.size());
    const bool is_eastern = text.ends_with(eastern_suffix);
    if (is_eastern) text.remove_suffix(eastern_suffix.size());
    const auto interval = views::find_interval(text);
    if (!interval) return std::nullopt;
    const std::size_t zone = is_eastern ? views::candle_interval_count : 0;
    return static_cast<StreamKind>(static_cast<std::size_t>(StreamKind::candle_first) + zone +
                                   static_cast<std::size_t>(*interval));
}

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

views::CandleGrid grid_of(StreamKind kind) noexcept {
    OUTCRY_ASSERT(is_candle(kind));
    const std::size_t index =
        static_cast<std::size_t>(kind) - static_cast<std::size_t>(StreamKind::candle_first);
    return {.interval = static_cast<views::CandleInterval>(index % views::candle_interval_count),
            .offset_us = index < views::candle_interval_count ? 0 : eastern_offset_us};
}

std::string upper(std::string_view text) {
    std::string result{text};
    for (char& character : result)
        if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 32);
    return result;
}

std::optional<StreamName> parse_stream_name(std::string_view name) {
    for (const auto& [text, value] : kinds_of_all_markets)
        if (text == name) return StreamName{{}, value};
    const std::size_t at = name.find('@');
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    const std::string_view symbol = name.substr(0, at);
    if (std::any_of(symbol.begin(), symbol.end(), is_upper)) return std::nullopt;
    const std::string_view kind = name.substr(at + 1);
    for (const auto& [text, value] : kinds)
        if (text == kind) return StreamName{symbol, value};
    if (const auto candle = candle_kind_of(kind)) return StreamName{symbol, *candle};
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
    target.options = parse_connection_options(query);
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
