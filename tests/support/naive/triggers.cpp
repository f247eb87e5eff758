#include <algorithm>

#include "support/naive_engine.hpp"

namespace outcry::test {

// --- prices that were traded ---------------------------------------------------------------------

/// A run's prices move one way: its first and its last say all.
void NaiveEngine::see_prices(std::uint16_t instrument, const Taking& taking) {
    if (!taking.has_traded) return;
    see_price(instrument, taking.first);
    if (taking.latest != taking.first) see_price(instrument, taking.latest);
}

void NaiveEngine::see_price(std::uint16_t instrument, std::int64_t price) {
    std::vector<std::uint64_t> tracking;
    for (const Order& order : orders_)
        if (order.instrument == instrument && order.phase == OrderPhase::tracking)
            tracking.push_back(order.id);
    std::sort(tracking.begin(), tracking.end());
    for (const std::uint64_t id : tracking) {
        Order& order = *find(id);
        const bool buys = order.side == Side::buy;
        const bool improves = buys ? price < order.watermark : price > order.watermark;
        if (order.watermark == 0 || improves) {
            order.watermark = price;
            continue;
        }
        const int128 delta = order.terms.trailing_delta_bips;
        const int128 here = static_cast<int128>(price) * 10'000;
        const int128 there =
            static_cast<int128>(order.watermark) * (buys ? 10'000 + delta : 10'000 - delta);
        if (buys ? here >= there : here <= there) make_ready(order);
    }
    Instrument& market = instruments_[instrument];
    market.low = market.is_touched ? std::min(market.low, price) : price;
    market.high = market.is_touched ? std::max(market.high, price) : price;
    market.is_touched = true;
}

void NaiveEngine::make_ready(Order& order) {
    order.phase = OrderPhase::ready;
    order.ready_rank = ++ready_ranks_;
}

/// The stop that the range reaches first: above the market from below, else below it from above.
NaiveEngine::Order* NaiveEngine::reached(std::uint16_t instrument) {
    const Instrument& market = instruments_[instrument];
    if (!market.is_touched) return nullptr;
    Order* above = nullptr;
    Order* below = nullptr;
    for (Order& order : orders_) {
        if (order.instrument != instrument || order.phase != OrderPhase::waiting) continue;
        const std::int64_t stop = order.terms.stop_price.value();
        if (naive::waits_for_rise(order.type, order.side)) {
            if (stop > market.high) continue;
            if (above == nullptr ||
                std::pair{stop, order.id} < std::pair{above->terms.stop_price.value(), above->id})
                above = &order;
        } else {
            if (stop < market.low) continue;
            if (below == nullptr ||
                std::pair{-stop, order.id} < std::pair{-below->terms.stop_price.value(), below->id})
                below = &order;
        }
    }
    return above != nullptr ? above : below;
}

void NaiveEngine::forget_ranges() {
    for (std::uint16_t i = 0; i < instruments_.size(); ++i)
        if (instruments_[i].is_touched && reached(i) == nullptr) instruments_[i].is_touched = false;
}

// --- turns ---------------------------------------------------------------------------------------

bool NaiveEngine::has_turns() const {
    const bool is_touched =
        std::any_of(instruments_.begin(), instruments_.end(),
                    [](const Instrument& instrument) { return instrument.is_touched; });
    return is_touched || std::any_of(orders_.begin(), orders_.end(), [](const Order& order) {
               return order.phase == OrderPhase::ready;
           });
}

NaiveEngine::Order* NaiveEngine::next_turn() {
    Order* first = nullptr;
    for (Order& order : orders_) {
        if (order.phase != OrderPhase::ready) continue;
        if (first == nullptr || order.ready_rank < first->ready_rank) first = &order;
    }
    if (first != nullptr) return first;
    for (std::uint16_t i = 0; i < instruments_.size(); ++i) {
        if (Order* const order = reached(i)) return order;
        instruments_[i].is_touched = false;
    }
    return nullptr;
}

void NaiveEngine::take_turns() {
    while (Order* const order = next_turn()) {
        fills_left_ = fills_per_command_max;
        matches_left_ = self_trades_per_command_max;
        take_turn(order->id);
        if (events_per_command_max - events_->events().size() < events_per_turn_max) return;
    }
}

void NaiveEngine::take_turn(std::uint64_t id) {
    Order& order = *find(id);
    if (order.is_to_start) return start(id);
    if (order.phase == OrderPhase::waiting && order.terms.trailing_delta_bips != 0) {
        track(order);
        return report_trigger(order, TriggerKind::tracking);
    }
    trigger(id);
}

/// A trailing order follows the market from its last price on.
void NaiveEngine::track(Order& order) {
    order.phase = OrderPhase::tracking;
    order.watermark = instruments_[order.instrument].last;
}

/// Its stop was reached: it trades as what it now is.
void NaiveEngine::trigger(std::uint64_t id) {
    before_trade(*find(id));
    Order order = *find(id);
    report_trigger(order, TriggerKind::triggered);
    hold(order, 0);
    erase(id);
    if (naive::is_market_stop(order.type) && order.side == Side::buy)
        order.budget = balance(order.account, pays(order.instrument, order.side)).free;
    run(order);
}

void NaiveEngine::report_trigger(const Order& order, TriggerKind kind) {
    OrderTriggered& triggered = say(EventType::order_triggered, order.instrument).triggered;
    triggered.order_id = OrderId{order.id};
    triggered.price = Price{instruments_[order.instrument].last};
    triggered.account = AccountId{order.account};
    triggered.side = order.side;
    triggered.kind = kind;
}

/// Whether the last price is already where a stop waits for it.
bool NaiveEngine::is_reached(const Order& order) const {
    const std::int64_t last = instruments_[order.instrument].last;
    const std::int64_t stop = order.terms.stop_price.value();
    if (stop == 0 || last == 0) return false;
    return naive::waits_for_rise(order.type, order.side) ? last >= stop : last <= stop;
}

}  // namespace outcry::test
