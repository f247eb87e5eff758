#pragma once

#include <cstdint>

#include "outcry/views/venue_view.hpp"

#include "gateway/encoding/json_writer.hpp"

namespace outcry::gateway {

/// What happened to a price between two times; `close` is what clients are told as the end.
struct PriceWindow {
    views::Candle candle;
    Timestamp open;
    Timestamp close;
    Price close_before;  // of the last trade before it; zero: there was none that is known
};

/// The last 24 hours, to the second as long as the seconds are kept, else to the minute.
[[nodiscard]] PriceWindow day_window_of(const views::InstrumentView& instrument, Timestamp now);
/// From `start`, a whole minute, until now; `close` as given.
[[nodiscard]] PriceWindow window_of(const views::InstrumentView& instrument, Timestamp start,
                                    Timestamp now);

/// Last minus first price, in ticks; its relation to the first in thousandths of a percent.
[[nodiscard]] std::int64_t price_change_of(const views::Candle& candle) noexcept;
[[nodiscard]] Amount price_change_percent_of(const views::Candle& candle) noexcept;
inline constexpr int percent_decimals = 3;
/// Quote volume by base volume with `wire_decimals_min` decimals, rounded half up; zero without
/// trades.
[[nodiscard]] Amount weighted_price_of(const views::VenueView& view,
                                       const views::InstrumentView& instrument,
                                       const views::Candle& candle) noexcept;

inline constexpr std::int64_t average_price_minutes = 5;
struct AveragePrice {
    Amount price;  // `wire_decimals_min` decimals; without trades the last price
    Timestamp last_trade_at;
};
[[nodiscard]] AveragePrice average_price_of(const views::VenueView& view,
                                            const views::InstrumentView& instrument, Timestamp now);

enum class TickerType : std::uint8_t { full, mini };
/// `ticker/24hr`; the others leave out what is not of the window.
enum class TickerScope : std::uint8_t { day, window };
struct TickerForm {
    TickerType type = TickerType::full;
    TickerScope scope = TickerScope::window;
};
void write_ticker(JsonWriter& json, const views::VenueView& view,
                  const views::InstrumentView& instrument, const PriceWindow& window,
                  TickerForm form);

struct CandleSpan {
    const views::Candle& candle;
    Timestamp end;
};
/// A row of `klines`.
void write_candle(JsonWriter& json, const views::VenueView& view,
                  const views::InstrumentView& instrument, const CandleSpan& span);
/// The quantity of the newest trade; zero when none is known.
[[nodiscard]] Quantity last_quantity_of(const views::VenueView& view,
                                        const views::InstrumentView& instrument);
void write_aggregate(JsonWriter& json, const InstrumentDefinition& instrument,
                     const views::AggregateRecord& record);

}  // namespace outcry::gateway
