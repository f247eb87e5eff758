#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/views/candle.hpp"

#include "gateway/api/api.hpp"
#include "gateway/streams/stream_options.hpp"

namespace outcry::gateway {

enum class StreamKind : std::uint8_t {
    trade,
    aggregate_trade,
    book_ticker,
    depth_100ms,
    depth_1000ms,
    depth_5_100ms,
    depth_5_1000ms,
    depth_10_100ms,
    depth_10_1000ms,
    depth_20_100ms,
    depth_20_1000ms,
    mini_ticker,
    ticker,
    ticker_1h,
    ticker_4h,
    ticker_1d,
    average_price,
    status,
    orders,
    candle_first,  // one for each interval, then again for UTC+8
};
inline constexpr std::size_t candle_zone_count = 2;
inline constexpr std::size_t stream_kind_count =
    static_cast<std::size_t>(StreamKind::candle_first) +
    candle_zone_count * views::candle_interval_count;

[[nodiscard]] constexpr bool is_candle(StreamKind kind) noexcept {
    return kind >= StreamKind::candle_first;
}
/// Of a kind of candles.
[[nodiscard]] views::CandleGrid grid_of(StreamKind kind) noexcept;

/// `<symbol>@<kind>` or `!<kind>@arr` taken apart; nothing for a name that no stream has.
struct StreamName {
    std::string_view symbol;  // as written: lower case; empty: all markets
    StreamKind kind{};
};
[[nodiscard]] std::optional<StreamName> parse_stream_name(std::string_view name);

/// The symbol as markets have it.
[[nodiscard]] std::string upper(std::string_view text);

/// What the path and the query of a stream connection ask for.
struct StreamTarget {
    bool is_combined = false;
    TimeUnit time_unit = TimeUnit::milliseconds;
    ConnectionOptions options{};
    std::vector<std::string_view> names;
};

/// `/ws`, `/ws/a/b`, `/stream?streams=a/b`; nothing for other paths. Names are not checked: one
/// that nobody knows stays silent, as clients expect.
[[nodiscard]] std::optional<StreamTarget> parse_stream_target(std::string_view path,
                                                              std::string_view query);

/// The value of a query parameter as written; the first one of that name.
[[nodiscard]] std::optional<std::string_view> query_value(std::string_view query,
                                                          std::string_view name);
[[nodiscard]] TimeUnit time_unit_of_query(std::string_view query);

}  // namespace outcry::gateway
