#include "gateway/encoding/market_streams.hpp"

#include "gateway/encoding/order_json.hpp"
#include "gateway/encoding/words.hpp"

namespace outcry::gateway {
namespace {

constexpr std::size_t ticker_size_usual = 512;

struct Decimals {
    int base = 0;
    int quote = 0;
};
Decimals decimals_of(const MarketState& market) {
    const InstrumentDefinition& definition = market.instrument.definition;
    return {asset_of(market.view, definition.base_asset).decimals,
            asset_of(market.view, definition.quote_asset).decimals};
}

std::int64_t id_or_none(const views::Candle& candle, TradeId id) noexcept {
    return candle.trade_count == 0 ? -1 : static_cast<std::int64_t>(id.value());
}

/// Opens the object, which the caller closes.
void begin_message(JsonWriter& json, const MarketState& market, std::string_view type) {
    json.begin_object();
    json.name("e").word(type);
    json.name("E").time(market.time.now);
    json.name("s").word(market.instrument.definition.symbol.view());
}

void write_change(JsonWriter& json, const MarketState& market, const views::Candle& candle) {
    json.name("p").price_difference(market.instrument.definition, price_change_of(candle));
    json.name("P").amount(price_change_percent_of(candle), percent_decimals);
}

void write_weighted_price(JsonWriter& json, const MarketState& market,
                          const views::Candle& candle) {
    json.name("w").amount(weighted_price_of(market.view, market.instrument, candle),
                          wire_decimals_min);
}

void write_volumes(JsonWriter& json, const MarketState& market, const views::Candle& candle) {
    const Decimals decimals = decimals_of(market);
    json.name("v").volume(candle.base_volume, decimals.base);
    json.name("q").volume(candle.quote_volume, decimals.quote);
}

void write_range(JsonWriter& json, const PriceWindow& window) {
    const views::Candle& candle = window.candle;
    json.name("O").time(window.open);
    json.name("C").time(window.close);
    json.name("F").integer(id_or_none(candle, candle.trade_id_first));
    json.name("L").integer(id_or_none(candle, candle.trade_id_last));
    json.name("n").count(candle.trade_count);
}

}  // namespace

std::string encode_aggregate_trade(const MarketState& market,
                                   const views::AggregateRecord& record) {
    std::string text;
    JsonWriter json{text, market.time.unit};
    begin_message(json, market, "aggTrade");
    write_aggregate(json, market.instrument.definition, record);
    json.end_object();
    return text;
}

std::string encode_candle(const MarketState& market, const CandleMessage& message) {
    const InstrumentDefinition& definition = market.instrument.definition;
    const views::Candle& candle = message.candle;
    const Decimals decimals = decimals_of(market);
    std::string text;
    text.reserve(ticker_size_usual);
    JsonWriter json{text, market.time.unit};
    begin_message(json, market, "kline");
    json.name("k").begin_object();
    json.name("t").time(candle.start);
    json.name("T").integer(wire_time(message.end, market.time.unit) - 1);
    json.name("s").word(definition.symbol.view());
    json.name("i").word(message.interval);
    json.name("f").integer(id_or_none(candle, candle.trade_id_first));
    json.name("L").integer(id_or_none(candle, candle.trade_id_last));
    json.name("o").price(definition, candle.open);
    json.name("c").price(definition, candle.close);
    json.name("h").price(definition, candle.high);
    json.name("l").price(definition, candle.low);
    json.name("v").volume(candle.base_volume, decimals.base);
    json.name("n").count(candle.trade_count);
    json.name("x").boolean(message.is_closed);
    json.name("q").volume(candle.quote_volume, decimals.quote);
    json.name("V").volume(candle.taker_buy_base, decimals.base);
    json.name("Q").volume(candle.taker_buy_quote, decimals.quote);
    json.name("B").word("0");
    json.end_object().end_object();
    return text;
}

std::string encode_mini_ticker(const MarketState& market, const PriceWindow& window) {
    const InstrumentDefinition& definition = market.instrument.definition;
    const views::Candle& candle = window.candle;
    std::string text;
    JsonWriter json{text, market.time.unit};
    begin_message(json, market, "24hrMiniTicker");
    json.name("c").price(definition, candle.close);
    json.name("o").price(definition, candle.open);
    json.name("h").price(definition, candle.high);
    json.name("l").price(definition, candle.low);
    write_volumes(json, market, candle);
    json.end_object();
    return text;
}

std::string encode_ticker(const MarketState& market, const PriceWindow& window) {
    const InstrumentDefinition& definition = market.instrument.definition;
    const views::Candle& candle = window.candle;
    const views::DepthLevel bid = market.instrument.depth.best(Side::buy);
    const views::DepthLevel ask = market.instrument.depth.best(Side::sell);
    std::string text;
    text.reserve(ticker_size_usual);
    JsonWriter json{text, market.time.unit};
    begin_message(json, market, "24hrTicker");
    write_change(json, market, candle);
    write_weighted_price(json, market, candle);
    json.name("x").price(definition, window.close_before);
    json.name("c").price(definition, candle.close);
    json.name("Q").quantity(definition, last_quantity_of(market.view, market.instrument));
    json.name("b").price(definition, bid.price);
    json.name("B").quantity(definition, bid.quantity);
    json.name("a").price(definition, ask.price);
    json.name("A").quantity(definition, ask.quantity);
    json.name("o").price(definition, candle.open);
    json.name("h").price(definition, candle.high);
    json.name("l").price(definition, candle.low);
    write_volumes(json, market, candle);
    write_range(json, window);
    json.end_object();
    return text;
}

std::string encode_window_ticker(const MarketState& market, const PriceWindow& window,
                                 std::string_view type) {
    const InstrumentDefinition& definition = market.instrument.definition;
    const views::Candle& candle = window.candle;
    std::string text;
    JsonWriter json{text, market.time.unit};
    begin_message(json, market, type);
    write_change(json, market, candle);
    json.name("o").price(definition, candle.open);
    json.name("h").price(definition, candle.high);
    json.name("l").price(definition, candle.low);
    json.name("c").price(definition, candle.close);
    write_weighted_price(json, market, candle);
    write_volumes(json, market, candle);
    write_range(json, window);
    json.end_object();
    return text;
}

std::string encode_average_price(const MarketState& market) {
    const AveragePrice average = average_price_of(market.view, market.instrument, market.time.now);
    std::string text;
    JsonWriter json{text, market.time.unit};
    begin_message(json, market, "avgPrice");
    json.name("i").word("5m");
    json.name("w").amount(average.price, wire_decimals_min);
    json.name("T").time(average.last_trade_at);
    json.end_object();
    return text;
}

std::string encode_status(const InstrumentDefinition& instrument, const StatusMessage& message,
                          MessageTime time) {
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object();
    json.name("e").word("instrumentStatus");
    json.name("E").time(time.now);
    json.name("s").word(instrument.symbol.view());
    json.name("status").word(word_of(message.status));
    json.name("exactStatus").word(exact_word_of(message.status));
    if (message.before) json.name("exactStatusBefore").word(exact_word_of(*message.before));
    if (message.reason) {
        json.name("reason").word(word_of(*message.reason));
    } else {
        json.name("reason").null();
    }
    if (message.since != Timestamp{}) json.name("T").time(message.since);
    json.end_object();
    return text;
}

std::string encode_venue_status(const Event& event, MessageTime time) {
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object();
    json.name("e").word("venueStatus");
    json.name("E").time(time.now);
    json.name("exactStatus").word(word_of(event.venue_status.after));
    json.name("exactStatusBefore").word(word_of(event.venue_status.before));
    json.name("T").time(event.time).end_object();
    return text;
}

}  // namespace outcry::gateway
