#include "gateway/encoding/order_stream.hpp"

#include "outcry/base/assert.hpp"

#include "gateway/encoding/json_writer.hpp"
#include "gateway/encoding/words.hpp"

namespace outcry::gateway {
namespace {

// Of one side; what is worse is left out.
constexpr std::size_t snapshot_orders_max = 20'000;

std::string_view kind_of(OrderChange::Kind kind) noexcept {
    switch (kind) {
        case OrderChange::Kind::added: return "add";
        case OrderChange::Kind::changed: return "change";
        case OrderChange::Kind::removed: return "remove";
    }
    OUTCRY_UNREACHABLE();
}

void write_change(JsonWriter& json, const InstrumentDefinition& instrument,
                  const OrderChange& change) {
    json.begin_object();
    json.name("k").word(kind_of(change.kind));
    json.name("i").count(change.order_id.value());
    if (change.kind != OrderChange::Kind::removed) {
        json.name("S").word(word_of(change.side));
        json.name("p").price(instrument, change.price);
        json.name("q").quantity(instrument, change.quantity);
    }
    json.end_object();
}

void write_side(JsonWriter& json, const views::VenueView& view,
                const InstrumentDefinition& instrument, Side side) {
    json.begin_array();
    for (const auto* order : view.resting_orders(instrument.id, side, snapshot_orders_max)) {
        json.begin_array().count(order->order_id.value());
        json.price(instrument, order->price);
        json.quantity(instrument, views::shown_quantity(*order)).end_array();
    }
    json.end_array();
}

}  // namespace

std::string encode_order_changes(const InstrumentDefinition& instrument,
                                 const OrderChanges::OfCommand& changed, MessageTime time) {
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object();
    json.name("e").word("orderChanges");
    json.name("E").time(time.now);
    json.name("s").word(instrument.symbol.view());
    json.name("u").count(changed.sequence.value());
    json.name("pu").count(changed.before.value());
    json.name("T").time(changed.time);
    json.name("c").begin_array();
    for (const OrderChange& change : changed.changes) write_change(json, instrument, change);
    json.end_array().end_object();
    return text;
}

std::string encode_order_snapshot(const views::VenueView& view,
                                  const views::InstrumentView& instrument, Sequence last,
                                  MessageTime time) {
    std::string text;
    JsonWriter json{text, time.unit};
    json.begin_object();
    json.name("e").word("orderSnapshot");
    json.name("E").time(time.now);
    json.name("s").word(instrument.definition.symbol.view());
    json.name("lastUpdateId").count(last.value());
    write_side(json.name("bids"), view, instrument.definition, Side::buy);
    write_side(json.name("asks"), view, instrument.definition, Side::sell);
    json.end_object();
    return text;
}

}  // namespace outcry::gateway
