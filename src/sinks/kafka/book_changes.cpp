#include "sinks/kafka/book_changes.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "sinks/kafka/json_object.hpp"
#include "sinks/kafka/stored_state.hpp"

namespace outcry::sinks::kafka {
namespace {

[[nodiscard]] std::int64_t lots_of(Quantity quantity) {
    return static_cast<std::int64_t>(quantity.value());  // below 2^60
}

/// What of it does not trade once it had its turn.
[[nodiscard]] bool may_rest(OrderType type) {
    switch (type) {
        case OrderType::limit:
        case OrderType::limit_maker:
        case OrderType::limit_maker_slide:
        case OrderType::stop_loss_limit:
        case OrderType::take_profit_limit: return true;
        case OrderType::market:
        case OrderType::market_by_quote:
        case OrderType::stop_loss:
        case OrderType::take_profit: return false;
    }
    return false;
}

}  // namespace

void BookChanges::change(const Event& event, Side side, Price price, std::int64_t lots) {
    changes_.push_back({event.instrument, side, price, lots});
}

void BookChanges::reset(WaitingOrders waiting) {
    changes_.clear();
    in_flight_.clear();
    waiting_ = std::move(waiting);
}

void BookChanges::enter(const Event& event, InFlight entering) {
    entering.is_in_book = entering.order.may_rest;
    if (entering.is_in_book) {
        change(event, entering.order.side, entering.order.price,
               lots_of(entering.order.open_quantity));
    }
    in_flight_.push_back(entering);
}

BookChanges::InFlight* BookChanges::find_in_flight(OrderId id) {
    for (InFlight& order : in_flight_) {
        if (order.order_id == id) return &order;
    }
    return nullptr;
}

/// What of an order in flight trades is gone from where it would rest.
void BookChanges::take_off(const Event& event, OrderId taker, Quantity quantity) {
    const InFlight* const order = find_in_flight(taker);
    if (order == nullptr || !order->is_in_book) return;
    change(event, order->order.side, order->order.price, -lots_of(quantity));
}

void BookChanges::add_accepted(const Event& event) {
    const OrderAccepted& accepted = event.accepted;
    enter(event, {.order_id = accepted.order_id,
                  .order = {.side = accepted.side,
                            .may_rest = may_rest(accepted.type),
                            .price = accepted.price,
                            .open_quantity = accepted.quantity}});
}

void BookChanges::add_terms(const Event& event, RecordList& records) {
    if (event.terms.phase == OrderPhase::working) return;
    const OrderId id = event.terms.order_id;
    const InFlight* const order = find_in_flight(id);
    if (order == nullptr) return;
    if (order->is_in_book) {
        change(event, order->order.side, order->order.price, -lots_of(order->order.open_quantity));
    }
    waiting_[id] = order->order;
    append_waiting_order(event, id, waiting_[id], records);
    std::erase_if(in_flight_, [id](const InFlight& one) { return one.order_id == id; });
}

void BookChanges::add_triggered(const Event& event, RecordList& records) {
    if (event.triggered.kind == TriggerKind::tracking) return;
    const OrderId id = event.triggered.order_id;
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) return;
    enter(event, {.order_id = id, .order = found->second});
    waiting_.erase(found);
    append_end_of_waiting(event, id, records);
}

void BookChanges::add_traded(const Event& event) {
    const OrderTraded& traded = event.traded;
    change(event, opposite(traded.taker_side), traded.price, -lots_of(traded.quantity));
    take_off(event, traded.taker_order_id, traded.quantity);
}

void BookChanges::add_closed(const Event& event, RecordList& records) {
    const OrderClosed& closed = event.closed;
    if (waiting_.erase(closed.order_id) > 0) {
        return append_end_of_waiting(event, closed.order_id, records);
    }
    InFlight* const order = find_in_flight(closed.order_id);
    if (order == nullptr) {
        if (closed.was_resting == 1) {
            change(event, closed.side, closed.price, -lots_of(closed.open_quantity));
        }
        return;
    }
    if (order->is_in_book) {
        change(event, closed.side, order->order.price, -lots_of(closed.open_quantity));
    }
    order->is_in_book = false;
}

void BookChanges::add_amended(const Event& event, RecordList& records) {
    const OrderAmended& amended = event.amended;
    if (const auto found = waiting_.find(amended.order_id); found != waiting_.end()) {
        found->second.open_quantity = amended.open_quantity;
        return append_waiting_order(event, amended.order_id, found->second, records);
    }
    change(event, amended.side, amended.price_before, -lots_of(amended.open_quantity_before));
    std::erase_if(in_flight_,
                  [&](const InFlight& one) { return one.order_id == amended.order_id; });
    enter(event, {.order_id = amended.order_id,
                  .order = {.side = amended.side,
                            .may_rest = true,
                            .price = amended.price,
                            .open_quantity = amended.open_quantity}});
}

/// `decrement` takes the quantity off both, like a trade.
void BookChanges::add_prevented(const Event& event) {
    const SelfTradePrevented& prevented = event.prevented;
    if (prevented.mode != SelfTradePrevention::decrement) return;
    change(event, opposite(prevented.taker_side), prevented.price, -lots_of(prevented.quantity));
    take_off(event, prevented.taker_order_id, prevented.quantity);
}

void BookChanges::add(const Event& event, RecordList& records) {
    switch (event.type) {
        case EventType::order_accepted: return add_accepted(event);
        case EventType::order_terms_set: return add_terms(event, records);
        case EventType::order_triggered: return add_triggered(event, records);
        case EventType::order_traded: return add_traded(event);
        case EventType::order_closed: return add_closed(event, records);
        case EventType::order_amended: return add_amended(event, records);
        case EventType::self_trade_prevented: return add_prevented(event);
        default: return;
    }
}

/// Sorts by instrument, side and price, one change per level, those that cancel out gone.
void BookChanges::merge() {
    const auto level = [](const Change& change) {
        return std::tuple{change.instrument, change.side, change.price};
    };
    std::ranges::sort(changes_, {}, level);
    std::size_t kept = 0;
    for (const Change& change : changes_) {
        if (kept > 0 && level(changes_[kept - 1]) == level(change)) {
            changes_[kept - 1].lots += change.lots;
        } else {
            changes_[kept++] = change;
        }
    }
    changes_.resize(kept);
    std::erase_if(changes_, [](const Change& change) { return change.lots == 0; });
}

void BookChanges::append_record(std::span<const Change> changes,
                                const InstrumentDefinition& instrument, const Event& last,
                                RecordList& records) const {
    Record& record = records.append(Topic::book, last.sequence, last.index);
    record.key = instrument.symbol.view();
    std::string& text = record.value;
    JsonObject object{text};
    object.number("schema", 1);
    object.word("event", "book_changed");
    object.number("sequence", last.sequence);
    object.number("index", last.index);
    object.number("time_us", last.time);
    object.number("instrument", instrument.id);
    object.word("symbol", instrument.symbol.view());
    for (const Side side : {Side::buy, Side::sell}) {
        object.append_name(side == Side::buy ? "bids" : "asks");
        text += '[';
        for (const Change& change : changes) {
            if (change.side != side) continue;
            text += text.back() == '[' ? "[\"" : ",[\"";
            append_decimal(text,
                           static_cast<int128>(change.price.value()) * instrument.tick_mantissa,
                           instrument.tick_scale, decimals_shown_min);
            text += "\",\"";
            append_decimal(text, static_cast<int128>(change.lots) * instrument.lot_mantissa,
                           instrument.lot_scale, decimals_shown_min);
            text += "\"]";
        }
        text += ']';
    }
    object.close();
}

bool BookChanges::finish(const Event& last, const Definitions& definitions, RecordList& records) {
    merge();
    const std::span<const Change> all{changes_};
    std::size_t begin = 0;
    while (begin < all.size()) {
        const InstrumentId id = all[begin].instrument;
        std::size_t end = begin;
        while (end < all.size() && all[end].instrument == id) ++end;
        const InstrumentDefinition* const instrument = definitions.instrument(id);
        if (instrument == nullptr) return false;
        append_record(all.subspan(begin, end - begin), *instrument, last, records);
        begin = end;
    }
    changes_.clear();
    in_flight_.clear();
    return true;
}

}  // namespace outcry::sinks::kafka
