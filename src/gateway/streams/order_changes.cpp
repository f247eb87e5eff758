#include "gateway/streams/order_changes.hpp"

#include <algorithm>
#include <optional>

namespace outcry::gateway {
namespace {

/// Whether depth shows the order now.
bool is_shown(const views::OrderRecord& order) noexcept {
    const bool is_open = !views::is_closed(order.status);
    return is_open && order.phase == OrderPhase::working &&
           views::shown_quantity(order) != Quantity{};
}

}  // namespace

OrderChanges::OrderChanges(const views::VenueView& view, std::size_t kept_max)
    : view_{view}, kept_max_{kept_max}, begin_{view.sequence()} {}

OrderChanges::Book& OrderChanges::book_of(InstrumentId instrument) {
    while (books_.size() <= instrument.value())
        books_.push_back(
            {.kept = {}, .kept_count = 0, .known_since = next(begin_), .last = begin_});
    return books_[instrument.value()];
}

void OrderChanges::touch(const Event& event, OrderId order_id, bool was_shown) {
    sequence_ = event.sequence;
    time_ = event.time;
    const auto is_it = [order_id](const Touched& each) { return each.order_id == order_id; };
    // Newest first: events of one order come close together.
    if (std::find_if(touched_.rbegin(), touched_.rend(), is_it) != touched_.rend()) return;
    touched_.push_back({.order_id = order_id,
                        .instrument = event.instrument,
                        .was_shown = was_shown,
                        .placed_by = event.index});
}

void OrderChanges::place(const Event& event, OrderId order_id) {
    const auto is_it = [order_id](const Touched& each) { return each.order_id == order_id; };
    const auto found = std::find_if(touched_.rbegin(), touched_.rend(), is_it);
    if (found == touched_.rend()) return;
    found->lost_place = true;
    found->placed_by = event.index;
}

void OrderChanges::on_event(const Event& event) {
    switch (event.type) {
        case EventType::order_accepted: return touch(event, event.accepted.order_id, false);
        case EventType::order_triggered: return touch(event, event.triggered.order_id, false);
        case EventType::order_traded:
            touch(event, event.traded.maker_order_id, true);
            // Not yet touched only when it was amended into the market.
            return touch(event, event.traded.taker_order_id, true);
        case EventType::self_trade_prevented:
            touch(event, event.prevented.maker_order_id, true);
            return touch(event, event.prevented.taker_order_id, true);
        case EventType::order_closed:
            return touch(event, event.closed.order_id, event.closed.was_resting == 1);
        case EventType::iceberg_refreshed:
            touch(event, event.refreshed.order_id, true);
            return place(event, event.refreshed.order_id);
        case EventType::order_amended:
            touch(event, event.amended.order_id, true);
            if (event.amended.kept_priority == 0) place(event, event.amended.order_id);
            return;
        default: return;
    }
}

std::vector<OrderChanges::OfCommand> OrderChanges::take() {
    std::vector<OfCommand> changed;
    if (touched_.empty()) return changed;
    // Within a queue orders stand as they got their places.
    std::stable_sort(
        touched_.begin(), touched_.end(),
        [](const Touched& one, const Touched& other) { return one.placed_by < other.placed_by; });
    const auto of = [&](InstrumentId instrument) -> OfCommand& {
        for (OfCommand& each : changed)
            if (each.instrument == instrument) return each;
        return changed.emplace_back(
            OfCommand{instrument, sequence_, book_of(instrument).last, time_, {}});
    };
    for (const Touched& each : touched_) {
        const views::OrderRecord* const order = view_.find_order(each.order_id);
        const bool is_there = order != nullptr && is_shown(*order);
        if (each.was_shown && (!is_there || each.lost_place))
            of(each.instrument)
                .changes.push_back({.kind = OrderChange::Kind::removed, .order_id = each.order_id});
        if (!is_there) continue;
        const bool stays = each.was_shown && !each.lost_place;
        of(each.instrument)
            .changes.push_back(
                {.kind = stays ? OrderChange::Kind::changed : OrderChange::Kind::added,
                 .order_id = each.order_id,
                 .side = order->side,
                 .price = order->price,
                 .quantity = views::shown_quantity(*order)});
    }
    touched_.clear();
    for (const OfCommand& each : changed) keep(each);
    return changed;
}

void OrderChanges::keep(const OfCommand& changed) {
    Book& book = book_of(changed.instrument);
    book.last = changed.sequence;
    book.kept_count += changed.changes.size();
    book.kept.push_back(changed);
    while (book.kept_count > kept_max_) {
        book.known_since = next(book.kept.front().sequence);
        book.kept_count -= book.kept.front().changes.size();
        book.kept.pop_front();
    }
}

Sequence OrderChanges::known_since(InstrumentId instrument) const noexcept {
    return instrument.value() < books_.size() ? books_[instrument.value()].known_since
                                              : next(begin_);
}

Sequence OrderChanges::last(InstrumentId instrument) const noexcept {
    return instrument.value() < books_.size() ? books_[instrument.value()].last : begin_;
}

std::vector<OrderChanges::OfCommand> OrderChanges::since(InstrumentId instrument,
                                                         Sequence from) const {
    std::vector<OfCommand> found;
    if (instrument.value() >= books_.size()) return found;
    for (const OfCommand& each : books_[instrument.value()].kept)
        if (each.sequence >= from) found.push_back(each);
    return found;
}

}  // namespace outcry::gateway
