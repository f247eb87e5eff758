#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include "outcry/domain/amount.hpp"
#include "outcry/domain/ids.hpp"

namespace outcry::views {

/// The trades of one stretch of time. Stored in snapshots as it stands. Sums that do not fit 128
/// bits stay at the largest value: they decide nothing.
struct Candle {
    Timestamp start;
    Price open;
    Price high;
    Price low;
    Price close;
    Amount base_volume;     // smallest units
    Amount quote_volume;    // smallest units
    Amount taker_buy_base;  // of trades in which the taker bought
    Amount taker_buy_quote;
    std::uint64_t trade_count = 0;
    TradeId trade_id_first;
    TradeId trade_id_last;
};
static_assert(std::has_unique_object_representations_v<Candle>);

enum class CandleInterval : std::uint8_t {
    second_1,
    minute_1,
    minute_3,
    minute_5,
    minute_15,
    minute_30,
    hour_1,
    hour_2,
    hour_4,
    hour_6,
    hour_8,
    hour_12,
    day_1,
    day_3,
    week_1,   // from Monday on
    month_1,  // of the calendar
};
inline constexpr std::size_t candle_interval_count = 16;

/// "1s", "15m", "1M", …
[[nodiscard]] std::string_view word_of(CandleInterval interval) noexcept;
[[nodiscard]] std::optional<CandleInterval> find_interval(std::string_view word) noexcept;

/// A division of time: intervals whose days begin `offset_us` before those of UTC.
struct CandleGrid {
    CandleInterval interval{};
    std::int64_t offset_us = 0;
};
/// The beginning of the interval that the time is in, and the end of the one that begins there.
[[nodiscard]] Timestamp begin_of(const CandleGrid& grid, Timestamp time) noexcept;
[[nodiscard]] Timestamp end_of(const CandleGrid& grid, Timestamp begin) noexcept;

}  // namespace outcry::views
