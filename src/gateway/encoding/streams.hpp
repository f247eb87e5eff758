#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "outcry/domain/event.hpp"
#include "outcry/domain/instrument.hpp"
#include "outcry/views/depth_view.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/api/api.hpp"

namespace outcry::gateway {

/// When a message is made (`E`) and in which unit its times are: encoded once per unit.
struct MessageTime {
    Timestamp now;
    TimeUnit unit = TimeUnit::milliseconds;
};

/// `<symbol>@trade` of an `order_traded` event.
[[nodiscard]] std::string encode_trade(const InstrumentDefinition& instrument, const Event& event,
                                       MessageTime time);
/// The same of a trade that is remembered.
[[nodiscard]] std::string encode_trade(const InstrumentDefinition& instrument,
                                       const views::TradeRecord& trade, MessageTime time);
/// `<symbol>@depth`, `<symbol>@depth@100ms`.
[[nodiscard]] std::string encode_depth_difference(const InstrumentDefinition& instrument,
                                                  const views::DepthDifference& difference,
                                                  MessageTime time);
/// `<symbol>@bookTicker`; it has no times.
[[nodiscard]] std::string encode_book_ticker(const views::InstrumentView& instrument);
/// `<symbol>@depth5`, `10`, `20`; it has no times.
[[nodiscard]] std::string encode_partial_depth(const views::InstrumentView& instrument,
                                               std::size_t level_count);
/// The state that differences go on from: {"e":"depthSnapshot",…}.
[[nodiscard]] std::string encode_depth_snapshot(const views::InstrumentView& instrument,
                                                std::size_t level_count, MessageTime time);
/// `/stream`: {"stream":name,"data":message}.
[[nodiscard]] std::string wrap_combined(std::string_view stream_name, std::string_view message);

}  // namespace outcry::gateway
