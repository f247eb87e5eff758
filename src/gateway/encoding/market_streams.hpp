#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "outcry/views/venue_view.hpp"

#include "gateway/encoding/streams.hpp"
#include "gateway/encoding/ticker_json.hpp"

namespace outcry::gateway {

/// What the messages below are about.
struct MarketState {
    const views::VenueView& view;
    const views::InstrumentView& instrument;
    MessageTime time;
};

/// `<symbol>@aggTrade`.
[[nodiscard]] std::string encode_aggregate_trade(const MarketState& market,
                                                 const views::AggregateRecord& record);

struct CandleMessage {
    const views::Candle& candle;
    Timestamp end;
    std::string_view interval;
    bool is_closed = false;
};
/// `<symbol>@kline_<interval>`.
[[nodiscard]] std::string encode_candle(const MarketState& market, const CandleMessage& message);

/// `<symbol>@miniTicker`.
[[nodiscard]] std::string encode_mini_ticker(const MarketState& market, const PriceWindow& window);
/// `<symbol>@ticker`.
[[nodiscard]] std::string encode_ticker(const MarketState& market, const PriceWindow& window);
/// `<symbol>@ticker_<window>`; `type` is its `e`.
[[nodiscard]] std::string encode_window_ticker(const MarketState& market, const PriceWindow& window,
                                               std::string_view type);
/// `<symbol>@status`. Without a reason it is the status as it stands, which may be older than what
/// this gateway has seen.
struct StatusMessage {
    InstrumentStatus status{};
    std::optional<InstrumentStatus> before{};
    std::optional<StatusReason> reason{};
    Timestamp since{};  // zero: not known
};
[[nodiscard]] std::string encode_status(const InstrumentDefinition& instrument,
                                        const StatusMessage& message, MessageTime time);
/// Of the whole venue; among `!status@arr`.
[[nodiscard]] std::string encode_venue_status(const Event& event, MessageTime time);
/// `<symbol>@avgPrice`.
[[nodiscard]] std::string encode_average_price(const MarketState& market);

}  // namespace outcry::gateway
