#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "outcry/sinks/history.hpp"
#include "outcry/sinks/projection.hpp"

namespace outcry::sinks {

/// The candles, of all intervals, that trades add to; each holds those trades only.
using CandleKey = std::tuple<InstrumentId, CandleInterval, Timestamp>;
using CandleBatch = std::map<CandleKey, CandleRow>;
[[nodiscard]] CandleBatch candles_of(const std::vector<TradeRow>& trades,
                                     const Projection& projection);

/// Makes an earlier part of a candle hold what a later one holds.
void add_candle(CandleRow& candle, const CandleRow& later) noexcept;

}  // namespace outcry::sinks
