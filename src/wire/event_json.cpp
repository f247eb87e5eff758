#include "outcry/wire/json.hpp"

#include "wire/json_line.hpp"
#include "wire/venue_event_json.hpp"

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
    if (traded.fee_flags == 0) return;
    line.add("fee_flags", traded.fee_flags);
    line.add("fee_asset", traded.fee_asset);
}

void add_body(JsonLine& line, const OrderClosed& closed) {
    line.add("order_id", closed.order_id);
    line.add("account", closed.account);
    line.add("side", closed.side);
    line.add("price", closed.price);
    line.add("open_quantity", closed.open_quantity);
    line.add("reason", closed.reason);
    line.add("was_resting", closed.was_resting);
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
    line.add("phase", terms.phase);
    line.add("reserves_by_formula", terms.reserves_by_formula != 0);
    line.add("reserved_amount", terms.reserved_amount);
    line.add("order_list_id", terms.order_list_id);
    line.add("strategy_id", terms.strategy_id);
    line.add("strategy_type", terms.strategy_type);
    line.add("session", terms.session);
}

void add_body(JsonLine& line, const OrderTriggered& triggered) {
    line.add("order_id", triggered.order_id);
    line.add("account", triggered.account);
    line.add("side", triggered.side);
    line.add("kind", triggered.kind);
    line.add("price", triggered.price);
}

void add_body(JsonLine& line, const OrderReserved& reserved) {
    line.add("order_id", reserved.order_id);
    line.add("account", reserved.account);
    line.add("side", reserved.side);
    line.add("amount", reserved.amount);
    line.add("is_by_formula", reserved.is_by_formula != 0);
}

void add_body(JsonLine& line, const IcebergRefreshed& refreshed) {
    line.add("order_id", refreshed.order_id);
    line.add("account", refreshed.account);
    line.add("side", refreshed.side);
    line.add("price", refreshed.price);
    line.add("visible_open_quantity", refreshed.visible_open_quantity);
    line.add("open_quantity", refreshed.open_quantity);
}

void add_body(JsonLine& line, const OrderListAccepted& accepted) {
    line.add("order_list_id", accepted.order_list_id);
    line.add("account", accepted.account);
    line.add("list_type", accepted.type);
    if (!accepted.client_order_id.empty())
        line.add("list_client_order_id", accepted.client_order_id);
    line.add("order_id_0", accepted.order_ids[0]);
    line.add("order_id_1", accepted.order_ids[1]);
    if (accepted.order_ids[2] != OrderId{}) line.add("order_id_2", accepted.order_ids[2]);
}

void add_body(JsonLine& line, const OrderListDone& done) {
    line.add("order_list_id", done.order_list_id);
    line.add("account", done.account);
}

void add_body(JsonLine& line, const OrderStaged& staged) {
    line.add("account", staged.account);
    line.add("staged_count", staged.staged_count);
}

void add_body(JsonLine& line, const BatchApplied& batch) {
    line.add("account", batch.account);
    line.add("member_count", batch.member_count);
}

void add_body(JsonLine& line, const OrderRepeated& repeated) {
    line.add("order_id", repeated.order_id);
    line.add("account", repeated.account);
    line.add("accepted_by", repeated.accepted_by);
    line.add("client_order_id", repeated.client_order_id);
}

void add_body(JsonLine& line, const DeadManSet& dead_man) {
    line.add("account", dead_man.account);
    line.add("expires_at", dead_man.expires_at);
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
        case EventType::order_triggered: return add_body(line, event.triggered);
        case EventType::order_reserved: return add_body(line, event.order_reserved);
        case EventType::iceberg_refreshed: return add_body(line, event.refreshed);
        case EventType::order_list_accepted: return add_body(line, event.list_accepted);
        case EventType::order_list_done: return add_body(line, event.list_done);
        case EventType::order_staged: return add_body(line, event.order_staged);
        case EventType::batch_applied: return add_body(line, event.batch);
        case EventType::order_repeated: return add_body(line, event.repeated);
        case EventType::dead_man_set: return add_body(line, event.dead_man);
        case EventType::asset_created:
        case EventType::instrument_created:
        case EventType::instrument_status_changed:
        case EventType::account_created:
        case EventType::balance_adjusted:
        case EventType::bytes_staged:
        case EventType::key_registered:
        case EventType::key_revoked:
        case EventType::fees_changed:
        case EventType::account_rules_set:
        case EventType::instrument_rules_set:
        case EventType::instrument_changed:
        case EventType::account_status_set:
        case EventType::venue_status_set:
        case EventType::account_limits_set:
        case EventType::exposure_limit_set:
        case EventType::fee_tier_set:
        case EventType::account_fees_set:
        case EventType::fee_asset_rate_set:
        case EventType::balance_transferred:
        case EventType::key_rules_set:
        case EventType::key_address_allowed:
        case EventType::key_instruments_allowed:
        case EventType::referral_paid:
        case EventType::account_tier_changed: return add_venue_body(line, event);
        case EventType::clock_advanced:
        case EventType::none: return;
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
