#include "outcry/wire/json.hpp"

#include "wire/json_line.hpp"

namespace outcry::wire {
namespace {

void add_body(JsonLine& line, const OrderAccepted& accepted) {
    line.add("order_id", accepted.order_id);
    line.add("account", accepted.account);
    line.add("side", accepted.side);
    line.add("order_type", accepted.type);
    line.add("time_in_force", accepted.time_in_force);
    line.add("price", accepted.price);
    line.add("quantity", accepted.quantity);
    if (accepted.quote_quantity != Amount{}) line.add("quote_quantity", accepted.quote_quantity);
    line.add("self_trade_prevention", accepted.self_trade_prevention);
    if (!accepted.client_order_id.empty()) line.add("client_order_id", accepted.client_order_id);
}

void add_body(JsonLine& line, const OrderTraded& traded) {
    line.add("trade_id", traded.trade_id);
    line.add("price", traded.price);
    line.add("quantity", traded.quantity);
    line.add("taker_side", traded.taker_side);
    line.add("maker_order_id", traded.maker_order_id);
    line.add("maker_account", traded.maker_account);
    line.add("maker_open_quantity", traded.maker_open_quantity);
    line.add("maker_fee", traded.maker_fee);
    line.add("taker_order_id", traded.taker_order_id);
    line.add("taker_account", traded.taker_account);
    line.add("taker_fee", traded.taker_fee);
}

void add_body(JsonLine& line, const OrderClosed& closed) {
    line.add("order_id", closed.order_id);
    line.add("account", closed.account);
    line.add("side", closed.side);
    line.add("price", closed.price);
    line.add("open_quantity", closed.open_quantity);
    line.add("reason", closed.reason);
    line.add("was_resting", closed.was_resting != 0);
    if (!closed.cancel_client_order_id.empty())
        line.add("cancel_client_order_id", closed.cancel_client_order_id);
}

void add_body(JsonLine& line, const OrderAmended& amended) {
    line.add("order_id", amended.order_id);
    line.add("account", amended.account);
    line.add("side", amended.side);
    line.add("price_before", amended.price_before);
    line.add("price", amended.price);
    line.add("open_quantity_before", amended.open_quantity_before);
    line.add("open_quantity", amended.open_quantity);
    line.add("quantity", amended.quantity);
    line.add("kept_priority", amended.kept_priority != 0);
    if (!amended.client_order_id.empty()) line.add("client_order_id", amended.client_order_id);
}

void add_body(JsonLine& line, const CommandRefused& refused) {
    line.add("command", refused.command);
    line.add("part", refused.part);
    line.add_text("reason", outcry::name_of(refused.reason));
    line.add("account", refused.account);
    if (refused.order_id != OrderId{}) line.add("order_id", refused.order_id);
    line.add("given", refused.given);
    line.add("limit", refused.limit);
    if (!refused.client_order_id.empty()) line.add("client_order_id", refused.client_order_id);
}

void add_body(JsonLine& line, const MassActionProgressed& progressed) {
    line.add("account", progressed.account);
    line.add("closed_count", progressed.closed_count);
    line.add("is_finished", progressed.is_finished != 0);
}

void add_body(JsonLine& line, const SelfTradePrevented& prevented) {
    line.add("prevented_match_id", prevented.id);
    line.add("mode", prevented.mode);
    line.add("price", prevented.price);
    line.add("quantity", prevented.quantity);
    line.add("taker_side", prevented.taker_side);
    line.add("maker_order_id", prevented.maker_order_id);
    line.add("maker_account", prevented.maker_account);
    line.add("maker_open_quantity", prevented.maker_open_quantity);
    line.add("taker_order_id", prevented.taker_order_id);
    line.add("taker_account", prevented.taker_account);
    line.add("taker_open_quantity", prevented.taker_open_quantity);
    line.add("trade_group", prevented.trade_group);
}

void add_body(JsonLine& line, const OrderTermsSet& terms) {
    line.add("order_id", terms.order_id);
    line.add("account", terms.account);
    line.add("stop_price", terms.stop_price);
    line.add("trailing_delta_bips", terms.trailing_delta_bips);
    line.add("visible_quantity", terms.visible_quantity);
    line.add("expires_at", terms.expires_at);
}

void add_body(JsonLine& line, const AccountRulesSet& rules) {
    line.add("account", rules.account);
    line.add("trade_group", rules.trade_group);
    line.add("default_self_trade_prevention", rules.default_self_trade_prevention);
}

void add_body(JsonLine& line, const AssetCreated& asset) {
    line.add("asset", asset.id);
    line.add("code", asset.code);
    line.add("decimals", asset.decimals);
}

void add_body(JsonLine& line, const InstrumentCreated& created) {
    line.add("symbol", created.symbol);
    line.add("base_asset", created.base_asset);
    line.add("quote_asset", created.quote_asset);
    line.add("tick_mantissa", created.tick_mantissa);
    line.add("tick_scale", created.tick_scale);
    line.add("lot_mantissa", created.lot_mantissa);
    line.add("lot_scale", created.lot_scale);
    line.add("price_minimum", created.price_minimum);
    line.add("price_maximum", created.price_maximum);
    line.add("quantity_minimum", created.quantity_minimum);
    line.add("quantity_maximum", created.quantity_maximum);
    line.add("notional_minimum", created.notional_minimum);
    line.add("maker_fee_ppm", created.maker_fee_ppm);
    line.add("taker_fee_ppm", created.taker_fee_ppm);
    line.add("status", created.status);
}

void add_body(JsonLine& line, const InstrumentStatusChanged& status) {
    line.add("before", status.before);
    line.add("after", status.after);
}

void add_body(JsonLine& line, const AccountCreated& created) {
    line.add("account", created.account);
    line.add("external_uid", created.external_uid);
    line.add("name", created.name);
}

void add_body(JsonLine& line, const BalanceAdjusted& adjusted) {
    line.add("account", adjusted.account);
    line.add("asset", adjusted.asset);
    line.add("kind", adjusted.kind);
    line.add("amount", adjusted.amount);
    line.add("free_after", adjusted.free_after);
}

void add_body(JsonLine& line, const BytesStaged& staged) {
    line.add("offset", staged.offset);
    line.add("size", staged.size);
}

void add_body(JsonLine& line, const KeyRegistered& key) {
    line.add("account", key.account);
    line.add("key", key.name);
    line.add("key_type", key.type);
    line.add("permissions", key.permissions);
    line.add("material_size", key.material_size);
}

void add_body(JsonLine& line, const KeyRevoked& key) {
    line.add("account", key.account);
    line.add("key", key.name);
}

void add_body(JsonLine& line, const FeesChanged& fees) {
    line.add("maker_fee_ppm", fees.maker_fee_ppm);
    line.add("taker_fee_ppm", fees.taker_fee_ppm);
}

void add_body_of(JsonLine& line, const Event& event) {
    switch (event.type) {
        case EventType::order_accepted: return add_body(line, event.accepted);
        case EventType::order_traded: return add_body(line, event.traded);
        case EventType::order_closed: return add_body(line, event.closed);
        case EventType::order_amended: return add_body(line, event.amended);
        case EventType::command_refused: return add_body(line, event.refused);
        case EventType::mass_action_progressed: return add_body(line, event.mass_action);
        case EventType::self_trade_prevented: return add_body(line, event.prevented);
        case EventType::order_terms_set: return add_body(line, event.terms);
        case EventType::account_rules_set: return add_body(line, event.account_rules);
        case EventType::asset_created: return add_body(line, event.asset);
        case EventType::instrument_created: return add_body(line, event.instrument_created);
        case EventType::instrument_status_changed: return add_body(line, event.status);
        case EventType::account_created: return add_body(line, event.account_created);
        case EventType::balance_adjusted: return add_body(line, event.adjusted);
        case EventType::bytes_staged: return add_body(line, event.staged);
        case EventType::key_registered: return add_body(line, event.key);
        case EventType::key_revoked: return add_body(line, event.key_revoked);
        case EventType::fees_changed: return add_body(line, event.fees);
        case EventType::clock_advanced:
        case EventType::none:
        default: return;
    }
}

}  // namespace

void append_json(std::string& text, const Event& event) {
    JsonLine line{text};
    line.add("sequence", event.sequence);
    line.add("index", event.index);
    line.add("time", event.time);
    line.add("type", event.type);
    line.add("request", event.request);
    line.add("instrument", event.instrument);
    add_body_of(line, event);
    line.add("is_last", event.is_last_of_command());
    line.close();
}

}  // namespace outcry::wire
