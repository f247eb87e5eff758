#include "sinks/projection/order_steps.hpp"

#include "outcry/base/assert.hpp"

namespace outcry::sinks {
namespace {

PreventedMatchRow prevented_match_of(const Event& event) noexcept {
    const SelfTradePrevented& prevented = event.prevented;
    return {.sequence = event.sequence,
            .event_index = event.index,
            .instrument = event.instrument,
            .id = prevented.id,
            .time = event.time,
            .price = prevented.price,
            .quantity = prevented.quantity,
            .maker_order_id = prevented.maker_order_id,
            .taker_order_id = prevented.taker_order_id,
            .maker_account = prevented.maker_account,
            .taker_account = prevented.taker_account,
            .trade_group = prevented.trade_group,
            .taker_side = prevented.taker_side,
            .mode = prevented.mode};
}

/// `decrement` took as much off the order as would have traded.
void shrink(RowBatch& rows, const Event& event, OrderId id) {
    const Quantity lost = event.prevented.quantity;
    if (OrderRow* const order = rows.find_order(id)) {
        order->prevented_quantity += lost;
        // The total of an order by quote is what it executed.
        if (order->type != OrderType::market_by_quote) order->quantity -= lost;
        order->updated_at = event.time;
        order->updated_by = event.sequence;
        return;
    }
    OrderChange& change = rows.change_of(id);
    change.prevented_more += lost;
    if (change.is_amended) change.quantity -= lost;
    change.updated_at = event.time;
    change.updated_by = event.sequence;
}

void on_prevented(const Event& event, RowBatch& rows) {
    rows.prevented_matches.push_back(prevented_match_of(event));
    if (event.prevented.mode != SelfTradePrevention::decrement) return;
    shrink(rows, event, event.prevented.maker_order_id);
    shrink(rows, event, event.prevented.taker_order_id);
}

/// Does the same to the row of a new order and to the change of an older one.
template <class Edit>
void edit(RowBatch& rows, const Event& event, OrderId id, const Edit& edit_order) {
    if (OrderRow* const order = rows.find_order(id)) {
        edit_order(*order);
        order->updated_at = event.time;
        order->updated_by = event.sequence;
        return;
    }
    OrderChange& change = rows.change_of(id);
    edit_order(change);
    change.updated_at = event.time;
    change.updated_by = event.sequence;
}

OrderHold hold_of(bool is_by_formula, Amount amount) noexcept {
    return {.is_by_formula = is_by_formula, .amount = is_by_formula ? Amount{} : amount};
}

/// Events of before there were lists and stops do not say it: then no order was otherwise.
bool is_by_formula(const OrderTermsSet& terms) noexcept {
    const bool is_plain =
        terms.phase == OrderPhase::working && terms.order_list_id == OrderListId{};
    return is_plain || terms.reserves_by_formula != 0;
}

/// Follow the acceptance within its command, or the start of a pending order that now waits.
void on_terms(const Event& event, RowBatch& rows) {
    const OrderTermsSet& terms = event.terms;
    edit(rows, event, terms.order_id, [&](auto& order) {
        order.phase = terms.phase;
        order.hold = hold_of(is_by_formula(terms), terms.reserved_amount);
        if (terms.phase == OrderPhase::pending) order.status = OrderStatus::pending_new;
    });
    OrderRow* const order = rows.find_order(terms.order_id);
    if (order == nullptr) return;
    order->order_list_id = terms.order_list_id;
    // A pending order that starts has been told of before.
    const bool says_strategy = terms.strategy_id != 0 || terms.strategy_type != 0;
    order->terms = {
        .stop_price = terms.stop_price,
        .visible_quantity = terms.visible_quantity,
        .expires_at = terms.expires_at,
        .trailing_delta_bips = static_cast<std::uint16_t>(terms.trailing_delta_bips),
        .session = terms.session,
        .strategy_id = says_strategy ? terms.strategy_id : order->terms.strategy_id,
        .strategy_type = says_strategy ? terms.strategy_type : order->terms.strategy_type};
}

OrderTransitionRow transition_of(const Event& event, OrderId id, AccountId account,
                                 TransitionKind kind) {
    return {.sequence = event.sequence,
            .event_index = event.index,
            .time = event.time,
            .order_id = id,
            .account = account,
            .instrument = event.instrument,
            .kind = kind};
}

TransitionKind kind_of(TriggerKind kind) noexcept {
    switch (kind) {
        case TriggerKind::triggered: return TransitionKind::triggered;
        case TriggerKind::tracking: return TransitionKind::tracking;
        case TriggerKind::started: return TransitionKind::started;
    }
    OUTCRY_UNREACHABLE();
}

void on_triggered(const Event& event, RowBatch& rows) {
    const OrderTriggered& triggered = event.triggered;
    OrderTransitionRow row =
        transition_of(event, triggered.order_id, triggered.account, kind_of(triggered.kind));
    row.price = triggered.price;
    rows.transitions.push_back(row);
    edit(rows, event, triggered.order_id, [&](auto& order) {
        if (triggered.kind == TriggerKind::tracking) {
            order.phase = OrderPhase::tracking;
            order.tracking_at = event.time;
            return;
        }
        order.phase = OrderPhase::working;
        order.hold = OrderHold{};
        order.triggered_at = event.time;
        if (triggered.kind == TriggerKind::started) order.status = OrderStatus::open;
    });
}

void on_reserved(const Event& event, RowBatch& rows) {
    const OrderReserved& reserved = event.order_reserved;
    OrderTransitionRow row =
        transition_of(event, reserved.order_id, reserved.account, TransitionKind::reserved);
    row.hold = hold_of(reserved.is_by_formula != 0, reserved.amount);
    rows.transitions.push_back(row);
    edit(rows, event, reserved.order_id, [&](auto& order) { order.hold = row.hold; });
}

void on_refreshed(const Event& event, RowBatch& rows) {
    const IcebergRefreshed& refreshed = event.refreshed;
    OrderTransitionRow row =
        transition_of(event, refreshed.order_id, refreshed.account, TransitionKind::refreshed);
    row.price = refreshed.price;
    row.quantity = refreshed.visible_open_quantity;
    rows.transitions.push_back(row);
}

void on_amended(const Event& event, RowBatch& rows) {
    const OrderAmended& amended = event.amended;
    rows.amendments.push_back({.sequence = event.sequence,
                               .event_index = event.index,
                               .time = event.time,
                               .order_id = amended.order_id,
                               .account = amended.account,
                               .instrument = event.instrument,
                               .price_before = amended.price_before,
                               .price = amended.price,
                               .open_quantity_before = amended.open_quantity_before,
                               .open_quantity = amended.open_quantity,
                               .quantity = amended.quantity,
                               .kept_priority = amended.kept_priority != 0,
                               .client_order_id = amended.client_order_id});
    edit(rows, event, amended.order_id, [&](auto& order) {
        if constexpr (requires { order.is_amended; }) order.is_amended = true;
        order.price = amended.price;
        order.quantity = amended.quantity;
        if (!amended.client_order_id.empty()) order.client_order_id = amended.client_order_id;
    });
}

void on_list_accepted(const Event& event, RowBatch& rows) {
    const OrderListAccepted& list = event.list_accepted;
    rows.order_lists.push_back({.order_list_id = list.order_list_id,
                                .account = list.account,
                                .instrument = event.instrument,
                                .type = list.type,
                                .order_ids = list.order_ids,
                                .client_order_id = list.client_order_id,
                                .accepted_at = event.time,
                                .accepted_by = event.sequence});
}

}  // namespace

bool is_order_step(EventType type) noexcept {
    switch (type) {
        case EventType::order_amended:
        case EventType::self_trade_prevented:
        case EventType::order_terms_set:
        case EventType::order_triggered:
        case EventType::order_reserved:
        case EventType::iceberg_refreshed:
        case EventType::order_list_accepted:
        case EventType::order_list_done: return true;
        default: return false;
    }
}

void apply_order_step(const Event& event, RowBatch& rows) {
    switch (event.type) {
        case EventType::order_amended: return on_amended(event, rows);
        case EventType::self_trade_prevented: return on_prevented(event, rows);
        case EventType::order_terms_set: return on_terms(event, rows);
        case EventType::order_triggered: return on_triggered(event, rows);
        case EventType::order_reserved: return on_reserved(event, rows);
        case EventType::iceberg_refreshed: return on_refreshed(event, rows);
        case EventType::order_list_accepted: return on_list_accepted(event, rows);
        case EventType::order_list_done:
            return rows.end_order_list({event.list_done.order_list_id, event.time});
        default: OUTCRY_UNREACHABLE();
    }
}

}  // namespace outcry::sinks
