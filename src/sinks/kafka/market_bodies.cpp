#include "sinks/kafka/market_bodies.hpp"

#include "outcry/wire/enum_names.hpp"

namespace outcry::sinks::kafka {
namespace {

using wire::name_of;

void add_body(JsonObject& object, const OrderTriggered& triggered, const Market& market) {
    object.number("order_id", triggered.order_id);
    object.number("account", triggered.account);
    object.word("side", name_of(triggered.side));
    object.word("kind", name_of(triggered.kind));
    object.price("last_price", *market.instrument, triggered.price);
}

void add_body(JsonObject& object, const OrderReserved& reserved, const Market& market) {
    const AssetDefinition& asset = paid_asset(market, reserved.side);
    object.number("order_id", reserved.order_id);
    object.number("account", reserved.account);
    object.word("side", name_of(reserved.side));
    object.truth("is_by_formula", reserved.is_by_formula != 0);
    object.text("asset", asset.code.view());
    if (reserved.is_by_formula != 0) {
        object.null("amount");
    } else {
        object.amount("amount", reserved.amount, asset.decimals);
    }
}

void add_body(JsonObject& object, const IcebergRefreshed& refreshed, const Market& market) {
    object.number("order_id", refreshed.order_id);
    object.number("account", refreshed.account);
    object.word("side", name_of(refreshed.side));
    object.price("price", *market.instrument, refreshed.price);
    object.quantity("visible_open_quantity", *market.instrument, refreshed.visible_open_quantity);
    object.quantity("open_quantity", *market.instrument, refreshed.open_quantity);
}

void add_body(JsonObject& object, const OrderListAccepted& list) {
    object.number("order_list_id", list.order_list_id);
    object.number("account", list.account);
    object.word("list_type", name_of(list.type));
    object.text("client_order_id", list.client_order_id.view());
    object.begin_list("order_ids");
    for (const OrderId id : list.order_ids) {
        if (id != OrderId{}) object.item(id.value());
    }
    object.end_list();
}

void add_body(JsonObject& object, const OrderRepeated& repeated) {
    object.number("order_id", repeated.order_id);
    object.number("account", repeated.account);
    object.text("client_order_id", repeated.client_order_id.view());
    object.number("accepted_by", repeated.accepted_by);
}

void add_notional(JsonObject& object, std::string_view name, std::uint64_t notional,
                  const Market& market) {
    const auto units = static_cast<int128>(notional) * market.instrument->quote_units_per_tick_lot;
    object.amount(name, Amount{units}, market.quote->decimals);
}

void add_body(JsonObject& object, const InstrumentRules& rules, const Market& market) {
    const InstrumentDefinition& instrument = *market.instrument;
    object.quantity("market_quantity_minimum", instrument, rules.market_quantity_minimum);
    object.quantity("market_quantity_maximum", instrument, rules.market_quantity_maximum);
    object.quantity("position_maximum", instrument, rules.position_maximum);
    add_notional(object, "notional_maximum", rules.notional_maximum, market);
    object.price("price_step", instrument, Price{rules.price_step});
    object.quantity("quantity_step", instrument, Quantity{rules.quantity_step});
    object.number("bid_up_bips", rules.bid_up_bips);
    object.number("bid_down_bips", rules.bid_down_bips);
    object.number("ask_up_bips", rules.ask_up_bips);
    object.number("ask_down_bips", rules.ask_down_bips);
    object.number("market_band_bips", rules.market_band_bips);
    object.number("orders_maximum", rules.orders_maximum);
    object.number("stop_orders_maximum", rules.stop_orders_maximum);
    object.number("iceberg_orders_maximum", rules.iceberg_orders_maximum);
    object.number("order_lists_maximum", rules.order_lists_maximum);
    object.number("iceberg_parts_maximum", rules.iceberg_parts_maximum);
    object.number("trailing_minimum_bips", rules.trailing_minimum_bips);
    object.number("trailing_maximum_bips", rules.trailing_maximum_bips);
}

void add_body(JsonObject& object, const InstrumentChange& change, const Market& market) {
    const InstrumentDefinition& instrument = *market.instrument;
    object.price("price_minimum", instrument, change.price_minimum);
    object.price("price_maximum", instrument, change.price_maximum);
    object.quantity("quantity_minimum", instrument, change.quantity_minimum);
    object.quantity("quantity_maximum", instrument, change.quantity_maximum);
    add_notional(object, "notional_minimum", change.notional_minimum, market);
}

}  // namespace

Market market_of(const Event& event, const Definitions& definitions) {
    Market market;
    market.instrument = definitions.instrument(event.instrument);
    if (market.instrument == nullptr) return market;
    market.base = definitions.asset(market.instrument->base_asset);
    market.quote = definitions.asset(market.instrument->quote_asset);
    return market;
}

const AssetDefinition& paid_asset(const Market& market, Side side) {
    return side == Side::buy ? *market.quote : *market.base;
}

void add_waiting_body(JsonObject& object, const Event& event, const Market& market) {
    switch (event.type) {
        case EventType::order_triggered: return add_body(object, event.triggered, market);
        case EventType::order_reserved: return add_body(object, event.order_reserved, market);
        case EventType::iceberg_refreshed: return add_body(object, event.refreshed, market);
        case EventType::order_list_accepted: return add_body(object, event.list_accepted);
        case EventType::order_list_done:
            object.number("order_list_id", event.list_done.order_list_id);
            return object.number("account", event.list_done.account);
        case EventType::order_repeated: return add_body(object, event.repeated);
        case EventType::instrument_rules_set:
            return add_body(object, event.instrument_rules, market);
        case EventType::instrument_changed:
            return add_body(object, event.instrument_change, market);
        default: return;
    }
}

}  // namespace outcry::sinks::kafka
