#include "gateway/encoding/streams.hpp"

#include <span>

#include "gateway/encoding/json_writer.hpp"

namespace outcry::gateway {
namespace {

constexpr std::size_t message_size_usual = 256;

void write_levels(JsonWriter& json, const InstrumentDefinition& instrument,
                  std::span<const views::DepthLevel> levels) {
    json.begin_array();
    for (const views::DepthLevel& level : levels) {
        json.begin_array().price(instrument, level.price);
        json.quantity(instrument, level.quantity).end_array();
    }
    json.end_array();
}

void write_changes(JsonWriter& json, const InstrumentDefinition& instrument,
                   std::span<const views::LevelChange> changes, Side side) {
    json.begin_array();
    for (const views::LevelChange& change : changes) {
        if (change.side != side) continue;
        json.begin_array().price(instrument, change.price);
        json.quantity(instrument, change.quantity).end_array();
    }
    json.end_array();
}

struct PublicTrade {
    TradeId id;
    Price price;
    Quantity quantity;
    Timestamp at;
    Side taker_side{};
};

std::string encode_public_trade(const InstrumentDefinition& instrument, const PublicTrade& trade,
                                MessageTime time) {
    std::string text;
    text.reserve(message_size_usual);
    JsonWriter json{text, time.unit};
    json.begin_object();
    json.name("e").word("trade");
    json.name("E").time(time.now);
    json.name("s").word(instrument.symbol.view());
    json.name("t").count(trade.id.value());
    json.name("p").price(instrument, trade.price);
    json.name("q").quantity(instrument, trade.quantity);
    json.name("T").time(trade.at);
    json.name("m").boolean(trade.taker_side == Side::sell);
    json.name("M").boolean(true);
    json.end_object();
    return text;
}

}  // namespace

std::string encode_trade(const InstrumentDefinition& instrument, const Event& event,
                         MessageTime time) {
    const OrderTraded& traded = event.traded;
    return encode_public_trade(
        instrument, {traded.trade_id, traded.price, traded.quantity, event.time, traded.taker_side},
        time);
}

std::string encode_trade(const InstrumentDefinition& instrument, const views::TradeRecord& trade,
                         MessageTime time) {
    return encode_public_trade(
        instrument, {trade.trade_id, trade.price, trade.quantity, trade.time, trade.taker_side},
        time);
}

std::string encode_depth_difference(const InstrumentDefinition& instrument,
                                    const views::DepthDifference& difference, MessageTime time) {
    constexpr std::size_t change_size_usual = 40;
    std::string text;
    text.reserve(message_size_usual + change_size_usual * difference.changes.size());
    JsonWriter json{text, time.unit};
    json.begin_object();
    json.name("e").word("depthUpdate");
    json.name("E").time(time.now);
    json.name("s").word(instrument.symbol.view());
    json.name("U").count(difference.first.value());
    json.name("u").count(difference.last.value());
    write_changes(json.name("b"), instrument, difference.changes, Side::buy);
    write_changes(json.name("a"), instrument, difference.changes, Side::sell);
    json.end_object();
    return text;
}

std::string encode_book_ticker(const views::InstrumentView& instrument) {
    const views::DepthLevel bid = instrument.depth.best(Side::buy);
    const views::DepthLevel ask = instrument.depth.best(Side::sell);
    std::string text;
    text.reserve(message_size_usual);
    JsonWriter json{text, TimeUnit::milliseconds};
    json.begin_object();
    json.name("u").count(instrument.depth.last_update().value());
    json.name("s").word(instrument.definition.symbol.view());
    json.name("b").price(instrument.definition, bid.price);
    json.name("B").quantity(instrument.definition, bid.quantity);
    json.name("a").price(instrument.definition, ask.price);
    json.name("A").quantity(instrument.definition, ask.quantity);
    json.end_object();
    return text;
}

std::string encode_partial_depth(const views::InstrumentView& instrument, std::size_t level_count) {
    std::string text;
    JsonWriter json{text, TimeUnit::milliseconds};
    json.begin_object();
    json.name("lastUpdateId").count(instrument.depth.last_update().value());
    write_levels(json.name("bids"), instrument.definition,
                 instrument.depth.levels(Side::buy, level_count));
    write_levels(json.name("asks"), instrument.definition,
                 instrument.depth.levels(Side::sell, level_count));
    json.end_object();
    return text;
}

std::string encode_depth_snapshot(const views::InstrumentView& instrument, std::size_t level_count,
                                  MessageTime time) {
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object();
    json.name("e").word("depthSnapshot");
    json.name("E").time(time.now);
    json.name("s").word(instrument.definition.symbol.view());
    json.name("lastUpdateId").count(instrument.depth.last_update().value());
    write_levels(json.name("bids"), instrument.definition,
                 instrument.depth.levels(Side::buy, level_count));
    write_levels(json.name("asks"), instrument.definition,
                 instrument.depth.levels(Side::sell, level_count));
    json.end_object();
    return text;
}

std::string wrap_combined(std::string_view stream_name, std::string_view message) {
    std::string text;
    text.reserve(stream_name.size() + message.size() + 32);
    JsonWriter json{text, TimeUnit::milliseconds};
    json.begin_object();
    // A client may have asked for any name.
    json.name("stream").text(stream_name);
    json.name("data").raw(message);
    json.end_object();
    return text;
}

}  // namespace outcry::gateway
