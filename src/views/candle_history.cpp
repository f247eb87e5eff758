#include "outcry/views/candle_history.hpp"

#include <algorithm>
#include <limits>

#include "outcry/base/assert.hpp"

namespace outcry::views {
namespace {

Amount saturating_sum(Amount left, Amount right) noexcept {
    constexpr uint128 largest = ~uint128{0} >> 1;
    int128 sum{};
    if (__builtin_add_overflow(left.value(), right.value(), &sum)) {
        return Amount{static_cast<int128>(largest)};
    }
    return Amount{sum};
}

Timestamp floored(Timestamp time, std::int64_t width_us) noexcept {
    return Timestamp{time.value() - time.value() % width_us};
}

Candle candle_of(const TradeRecord& trade, Amount base) noexcept {
    const bool taker_buys = trade.taker_side == Side::buy;
    return {.start = trade.time,
            .open = trade.price,
            .high = trade.price,
            .low = trade.price,
            .close = trade.price,
            .base_volume = base,
            .quote_volume = trade.quote,
            .taker_buy_base = taker_buys ? base : Amount{},
            .taker_buy_quote = taker_buys ? trade.quote : Amount{},
            .trade_count = 1,
            .trade_id_first = trade.trade_id,
            .trade_id_last = trade.trade_id};
}

/// `later` came after all that is in `sum`.
void append(Candle& sum, const Candle& later) noexcept {
    sum.high = std::max(sum.high, later.high);
    sum.low = std::min(sum.low, later.low);
    sum.close = later.close;
    sum.base_volume = saturating_sum(sum.base_volume, later.base_volume);
    sum.quote_volume = saturating_sum(sum.quote_volume, later.quote_volume);
    sum.taker_buy_base = saturating_sum(sum.taker_buy_base, later.taker_buy_base);
    sum.taker_buy_quote = saturating_sum(sum.taker_buy_quote, later.taker_buy_quote);
    sum.trade_count += later.trade_count;
    sum.trade_id_last = later.trade_id_last;
}

std::deque<Candle>::const_iterator first_from(const std::deque<Candle>& candles, Timestamp start) {
    return std::lower_bound(
        candles.begin(), candles.end(), start,
        [](const Candle& candle, Timestamp time) { return candle.start < time; });
}

Timestamp beginning(const CandleQuery& query, Timestamp last) noexcept {
    if (query.start != Timestamp{}) {
        const Timestamp begin = begin_of(query.grid, query.start);
        return begin == query.start ? begin : end_of(query.grid, begin);
    }
    Timestamp at = last;
    for (std::size_t count = 1; count < query.limit && at > Timestamp{}; ++count) {
        at = begin_of(query.grid, Timestamp{at.value() - 1});
    }
    return at;
}

}  // namespace

void CandleSeries::add(const TradeRecord& trade, Amount base) {
    Candle candle = candle_of(trade, base);
    candle.start = floored(trade.time, width_us_);
    // Time never goes back.
    if (!candles_.empty() && candle.start <= candles_.back().start) {
        append(candles_.back(), candle);
        return;
    }
    candles_.push_back(candle);
    if (candles_.size() > count_max_) candles_.pop_front();
}

bool CandleSeries::restore(const Candle& candle) {
    const bool is_in_order = candles_.empty() || candles_.back().start < candle.start;
    if (!is_in_order || candle.start.value() % width_us_ != 0) return false;
    candles_.push_back(candle);
    if (candles_.size() > count_max_) candles_.pop_front();
    return true;
}

Candle CandleSeries::combined(Timestamp start, Timestamp end) const {
    auto at = first_from(candles_, start);
    Candle sum;
    if (at == candles_.end() || at->start >= end) {
        sum.start = start;
        if (at == candles_.begin()) return sum;
        sum.open = sum.high = sum.low = sum.close = std::prev(at)->close;
        return sum;
    }
    sum = *at;
    sum.start = start;
    for (++at; at != candles_.end() && at->start < end; ++at) append(sum, *at);
    return sum;
}

void CandleHistory::add(const TradeRecord& trade, Amount base) {
    for (CandleSeries& series : series_) series.add(trade, base);
}

const CandleSeries& CandleHistory::base_of(const CandleGrid& grid) const noexcept {
    // The widest one that all borders of the grid fall upon.
    const Timestamp some_day{1'700'000'000'000'000};
    const Timestamp begin = begin_of(grid, some_day);
    const Timestamp end = end_of(grid, begin);
    for (std::size_t i = series_count; i > 1; --i) {
        const std::int64_t width = series_[i - 1].width_us();
        if (begin.value() % width == 0 && end.value() % width == 0) return series_[i - 1];
    }
    return series_[0];
}

std::vector<Candle> CandleHistory::candles(const CandleQuery& query) const {
    const CandleSeries& series = base_of(query.grid);
    if (series.candles().empty()) return {};
    Timestamp first = begin_of(query.grid, series.candles().front().start);
    // Part of it may have left.
    if (series.is_full()) first = end_of(query.grid, first);
    const Timestamp now = std::max(query.now, series.candles().back().start);
    const Timestamp end = query.end == Timestamp{} ? now : std::min(query.end, now);
    const Timestamp last = begin_of(query.grid, end);

    std::vector<Candle> result;
    Timestamp at = std::max(beginning(query, last), first);
    while (at <= last && result.size() < query.limit) {
        const Timestamp next = end_of(query.grid, at);
        result.push_back(series.combined(at, next));
        at = next;
    }
    return result;
}

Candle CandleHistory::window(Timestamp start, Timestamp end) const {
    const CandleSeries& seconds = series_[0];
    const CandleSeries& minutes = series_[1];
    const bool seconds_reach = !seconds.is_full() || start >= seconds.candles().front().start;
    const bool is_minute_start = start.value() % minutes.width_us() == 0;
    if (is_minute_start || !seconds_reach) return minutes.combined(start, end);
    return seconds.combined(start, end);
}

}  // namespace outcry::views
