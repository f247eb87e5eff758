#include <algorithm>
#include <utility>

#include "support/naive_engine.hpp"

namespace outcry::test {

// A pending order's turn, once the working order of its list is filled.

void NaiveEngine::start_pending(List& list) {
    const List copy = list;
    for (std::size_t i = 1; i < copy.orders.size(); ++i) {
        Order* const order = find(copy.orders[i]);
        if (order == nullptr) continue;
        order->is_to_start = true;
        make_ready(*order);
    }
}

/// Why it cannot start, its funds aside.
std::optional<CloseReason> NaiveEngine::start_refusal(const Order& order, bool is_before_another) {
    if (naive::is_maker_type(order.type) && would_trade(order.instrument, order.side, order.price))
        return CloseReason::would_trade;
    // It is counted already, as is the one after it.
    const std::uint64_t others = trailing_count(order.instrument) - (is_before_another ? 1 : 0);
    if (order.terms.trailing_delta_bips != 0 && others > trailing_orders_per_instrument_max)
        return CloseReason::no_capacity;
    if (!naive::is_maker_type(order.type)) return {};
    // It does not stand at its price yet.
    OrderPhase& phase = find(order.id)->phase;
    const OrderPhase is = std::exchange(phase, OrderPhase::pending);
    const Reason room = price_room_refusal(order.instrument, order.price);
    phase = is;
    if (room) return CloseReason::no_capacity;
    return {};
}

void NaiveEngine::start(std::uint64_t id) {
    Order* const order = find(id);
    Order* const sibling = sibling_of(*order);
    std::vector<std::uint64_t> ids{id};
    if (sibling != nullptr) ids.push_back(sibling->id);
    std::sort(ids.begin(), ids.end());
    for (const std::uint64_t each : ids) {
        Order& started = *find(each);
        report_trigger(started, TriggerKind::started);
        started.is_to_start = false;
        // What was said of it when it was accepted holds; a later event says nothing of it.
        started.terms.strategy_id = 0;
        started.terms.strategy_type = 0;
        started.holds_nothing = false;
        started.phase = OrderPhase::working;
        if (!naive::is_any_stop(started.type)) continue;
        const Instrument& market = instruments_[started.instrument];
        started.phase =
            started.terms.stop_price.value() == 0 ? OrderPhase::tracking : OrderPhase::waiting;
        if (naive::is_market_stop(started.type) && started.side == Side::buy)
            started.hold_price = hold_price_of(started.terms, market);
    }
    Order& first = *find(ids.front());
    Order& last = *find(ids.back());
    if (ids.size() == 2) share_hold(first, last);
    std::uint64_t failing = 0;
    CloseReason why{};
    for (const std::uint64_t each : ids) {
        const Order& started = *find(each);
        if (started.holds_nothing) continue;
        const int128 free = balance(started.account, pays(started.instrument, started.side)).free;
        if (start_amount(started) <= free) continue;
        failing = each;
        why = CloseReason::insufficient_balance;
    }
    for (const std::uint64_t each : ids) {
        if (failing != 0) break;
        const bool is_before_another =
            each != ids.back() && find(ids.back())->terms.trailing_delta_bips != 0;
        const auto refusal = start_refusal(*find(each), is_before_another);
        if (!refusal) continue;
        failing = each;
        why = *refusal;
    }
    if (failing != 0) return end_started(failing, why);
    for (const std::uint64_t each : ids) {
        Order& started = *find(each);
        if (naive::is_any_stop(started.type) || ids.size() == 2)
            if (!started.holds_nothing) hold(started, own_amount(started));
    }
    for (const std::uint64_t each : ids) {
        const Order& started = *find(each);
        if (started.phase == OrderPhase::working && started.holds_nothing) report_held(started);
    }
    for (const std::uint64_t each : ids)
        if (find(each) != nullptr) start_one(each);
}

/// It ends before it did anything, and its list with it.
void NaiveEngine::end_started(std::uint64_t id, CloseReason reason) {
    const Order order = *find(id);
    close(order, reason, {}, 0);
    erase(id);
    after_end(order, reason);
}

/// What a pending order needs when its turn comes.
int128 NaiveEngine::start_amount(const Order& order) {
    if (order.type == OrderType::market && order.side == Side::buy)
        return preview(order.instrument, taking_of(order)).quote;
    return own_amount(order);
}

void NaiveEngine::start_one(std::uint64_t id) {
    Order& order = *find(id);
    if (order.phase == OrderPhase::waiting && is_reached(order)) {
        if (order.terms.trailing_delta_bips == 0) return trigger(id);
        track(order);
    }
    if (order.phase != OrderPhase::working) return report_terms(order);
    Order running = order;
    erase(id);
    if (running.held == 0) return run(running);
    // Of a pair: a limit maker, which does not cross.
    Taking nothing;
    nothing.open = running.open;
    rest(running, nothing);
}

}  // namespace outcry::test
