#include <algorithm>
#include <array>
#include <chrono>

#include "outcry/base/assert.hpp"
#include "outcry/sinks/history.hpp"

namespace outcry::sinks {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t minute_us = 60 * second_us;
constexpr std::int64_t hour_us = 60 * minute_us;
constexpr std::int64_t day_us = 24 * hour_us;
/// 1970 began with a Thursday: the first Monday came four days later.
constexpr std::int64_t first_monday_us = 4 * day_us;

struct Interval {
    std::string_view name;
    std::int64_t length_us;  // zero: a month
    std::int64_t origin_us;
};

constexpr std::array<Interval, candle_interval_count> intervals{{
    {"1s", second_us, 0},
    {"1m", minute_us, 0},
    {"3m", 3 * minute_us, 0},
    {"5m", 5 * minute_us, 0},
    {"15m", 15 * minute_us, 0},
    {"30m", 30 * minute_us, 0},
    {"1h", hour_us, 0},
    {"2h", 2 * hour_us, 0},
    {"4h", 4 * hour_us, 0},
    {"6h", 6 * hour_us, 0},
    {"8h", 8 * hour_us, 0},
    {"12h", 12 * hour_us, 0},
    {"1d", day_us, 0},
    {"3d", 3 * day_us, 0},
    {"1w", 7 * day_us, first_monday_us},
    {"1M", 0, 0},
}};

const Interval& of(CandleInterval interval) noexcept {
    const auto index = static_cast<std::size_t>(interval) - 1;
    OUTCRY_ASSERT(index < intervals.size());
    return intervals[index];
}

/// Rounds down, before 1970 as well.
std::int64_t floor_to(std::int64_t value, std::int64_t step) noexcept {
    const std::int64_t rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

std::int64_t month_start(std::int64_t time_us) noexcept {
    using std::chrono::days;
    using std::chrono::sys_days;
    using std::chrono::year_month_day;
    const auto day = sys_days{days{floor_to(time_us, day_us) / day_us}};
    const year_month_day date{day};
    const sys_days first{date.year() / date.month() / 1};
    return static_cast<std::int64_t>(first.time_since_epoch().count()) * day_us;
}

}  // namespace

std::string_view name_of(CandleInterval interval) noexcept { return of(interval).name; }

Timestamp candle_start(CandleInterval interval, Timestamp time) noexcept {
    const Interval& kind = of(interval);
    if (kind.length_us == 0) return Timestamp{month_start(time.value())};
    return Timestamp{floor_to(time.value() - kind.origin_us, kind.length_us) + kind.origin_us};
}

void add_trade(CandleRow& candle, const TradeRow& trade, Amount base) noexcept {
    if (candle.trade_count == 0) {
        candle.open = trade.price;
        candle.high = trade.price;
        candle.low = trade.price;
        candle.trade_first = trade.trade_id;
    }
    candle.high = std::max(candle.high, trade.price);
    candle.low = std::min(candle.low, trade.price);
    candle.close = trade.price;
    candle.base += base;
    candle.quote += trade.quote;
    if (trade.taker_side == Side::buy) {
        candle.taker_buy_base += base;
        candle.taker_buy_quote += trade.quote;
    }
    ++candle.trade_count;
    candle.trade_last = trade.trade_id;
}

}  // namespace outcry::sinks
