#include "sinks/history/candle_batch.hpp"

#include <algorithm>

#include "outcry/base/assert.hpp"

namespace outcry::sinks {

CandleBatch candles_of(const std::vector<TradeRow>& trades, const Projection& projection) {
    CandleBatch candles;
    for (const TradeRow& trade : trades) {
        const InstrumentDefinition* const instrument = projection.find_instrument(trade.instrument);
        OUTCRY_ASSERT(instrument != nullptr);
        const Amount base = base_amount(*instrument, trade.quantity);
        for (std::size_t index = 0; index < candle_interval_count; ++index) {
            const CandleInterval interval = candle_interval(index);
            const CandleKey key{trade.instrument, interval, candle_start(interval, trade.time)};
            CandleRow& candle = candles[key];
            std::tie(candle.instrument, candle.interval, candle.start) = key;
            add_trade(candle, trade, base);
        }
    }
    return candles;
}

void add_candle(CandleRow& candle, const CandleRow& later) noexcept {
    candle.high = std::max(candle.high, later.high);
    candle.low = std::min(candle.low, later.low);
    candle.close = later.close;
    candle.base += later.base;
    candle.quote += later.quote;
    candle.taker_buy_base += later.taker_buy_base;
    candle.taker_buy_quote += later.taker_buy_quote;
    candle.trade_count += later.trade_count;
    candle.trade_last = later.trade_last;
}

}  // namespace outcry::sinks
