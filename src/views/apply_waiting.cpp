// Orders that are not simply trading or in the book, and what orders hold and show.
#include "outcry/base/assert.hpp"

#include "views/implementation.hpp"

namespace outcry::views {
namespace {

/// Event logs from before there were lists do not say it of their GTD orders.
bool is_by_formula(const OrderTermsSet& terms) noexcept {
    const bool may_rest_without_holding = terms.order_list_id != OrderListId{};
    return terms.reserves_by_formula != 0 ||
           (terms.phase == OrderPhase::working && !may_rest_without_holding);
}

}  // namespace

void VenueView::Implementation::on_terms(const Event& event) {
    const OrderTermsSet& terms = event.terms;
    OrderSlot& slot = order_of(terms.order_id);
    OrderRecord& record = slot.record;
    OUTCRY_ASSERT(slot.is_open());
    OUTCRY_ASSERT(slot.place != OrderPlace::book);
    release(slot, event.time);
    record.stop_price = terms.stop_price;
    record.visible_quantity = terms.visible_quantity;
    record.expires_at = terms.expires_at;
    record.trailing_delta_bips = terms.trailing_delta_bips;
    record.order_list_id = terms.order_list_id;
    // A pending order that starts has been told of before.
    if (terms.strategy_id != 0) record.strategy_id = terms.strategy_id;
    if (terms.strategy_type != 0) record.strategy_type = terms.strategy_type;
    record.session = terms.session;
    record.phase = terms.phase;
    record.reserves_by_formula = is_by_formula(terms) ? 1 : 0;
    record.reserved_amount = is_by_formula(terms) ? Amount{} : terms.reserved_amount;
    if (terms.phase == OrderPhase::working) return;
    record.working_at = Timestamp{};
    record.status =
        terms.phase == OrderPhase::pending ? OrderStatus::pending_new : OrderStatus::open;
    if (terms.phase == OrderPhase::tracking) record.tracking_at = event.time;
    slot.place = OrderPlace::outside;
    hold(slot, event.time);
}

void VenueView::Implementation::on_triggered(const Event& event) {
    OrderSlot& slot = order_of(event.triggered.order_id);
    OrderRecord& record = slot.record;
    OUTCRY_ASSERT(slot.is_open());
    OUTCRY_ASSERT(slot.place == OrderPlace::outside);
    record.updated_at = event.time;
    record.updated_by = event.sequence;
    if (event.triggered.kind == TriggerKind::tracking) {
        record.phase = OrderPhase::tracking;
        record.tracking_at = event.time;
        return;
    }
    release(slot, event.time);
    record.status = OrderStatus::open;
    if (event.triggered.kind == TriggerKind::started && is_stop(record.type)) {
        // It trades or waits, as the next event about it says; until then it holds nothing.
        record.phase = OrderPhase::waiting;
        return;
    }
    record.phase = OrderPhase::working;
    record.working_at = event.time;
    // From now on it is the order that it becomes, which reserves like any other.
    record.reserves_by_formula = 1;
    record.reserved_amount = Amount{};
    put_in_flight(slot);
}

void VenueView::Implementation::on_reserved(const Event& event) {
    const OrderReserved& reserved = event.order_reserved;
    OrderSlot& slot = order_of(reserved.order_id);
    OrderRecord& record = slot.record;
    OUTCRY_ASSERT(slot.is_open());
    release(slot, event.time);
    record.reserves_by_formula = reserved.is_by_formula;
    record.reserved_amount = reserved.is_by_formula != 0 ? Amount{} : reserved.amount;
    hold(slot, event.time);
    // The engine says what it came to.
    OUTCRY_ASSERT(slot.place == OrderPlace::in_flight || held_by(record) == reserved.amount);
}

void VenueView::Implementation::on_refreshed(const Event& event) {
    const IcebergRefreshed& refreshed = event.refreshed;
    OrderSlot& slot = order_of(refreshed.order_id);
    OUTCRY_ASSERT(slot.place == OrderPlace::book);
    OUTCRY_ASSERT(slot.record.visible_open_quantity == Quantity{});
    OUTCRY_ASSERT(open_quantity(slot.record) == refreshed.open_quantity);
    slot.record.visible_open_quantity = refreshed.visible_open_quantity;
    show(slot, event.sequence);
}

void VenueView::Implementation::on_list_accepted(const Event& event) {
    const OrderListAccepted& accepted = event.list_accepted;
    order_lists.add({.order_list_id = accepted.order_list_id,
                     .order_ids = accepted.order_ids,
                     .accepted_at = event.time,
                     .updated_at = event.time,
                     .updated_by = event.sequence,
                     .account = accepted.account,
                     .instrument = event.instrument,
                     .type = accepted.type,
                     .status = OrderListStatus::executing,
                     .client_order_id = accepted.client_order_id});
}

void VenueView::Implementation::on_list_done(const Event& event) {
    order_lists.close(event.list_done.order_list_id, event.sequence, event.time);
}

void VenueView::Implementation::put_in_flight(OrderSlot& slot) {
    slot.place = OrderPlace::in_flight;
    in_flight_.push_back(&slot);
}

void VenueView::Implementation::rest_if_in_flight(OrderSlot& slot, const Event& event) {
    // Several orders trade in one command: what an event meets as resting has come to rest.
    if (slot.place == OrderPlace::in_flight) rest(slot, event);
}

void VenueView::Implementation::rest(OrderSlot& slot, const Event& event) {
    OrderRecord& record = slot.record;
    OUTCRY_ASSERT(may_rest(record));
    slot.place = OrderPlace::book;
    record.visible_open_quantity = smaller(record.visible_quantity, open_quantity(record));
    hold(slot, event.time);
    show(slot, event.sequence);
}

void VenueView::Implementation::show(OrderSlot& slot, Sequence at) {
    const OrderRecord& record = slot.record;
    DepthView& depth = instrument_of(record.instrument).depth;
    depth.add(record.side, record.price, shown_quantity(record), at);
    join(depth.queue_of(record.side, record.price), slot);
}

void VenueView::Implementation::hide(OrderSlot& slot, Sequence at) {
    const OrderRecord& record = slot.record;
    // Of an iceberg whose visible part was used up a moment ago nothing is there.
    if (shown_quantity(record) != Quantity{}) reduce(slot, shown_quantity(record), at);
}

void VenueView::Implementation::reduce(OrderSlot& slot, Quantity quantity, Sequence at) {
    OrderRecord& record = slot.record;
    DepthView& depth = instrument_of(record.instrument).depth;
    const bool is_gone = shown_quantity(record) == quantity;
    // Before the level may be gone with its last order.
    if (is_gone) leave(depth.queue_of(record.side, record.price), slot);
    depth.reduce(record.side, record.price, quantity,
                 is_gone ? DepthView::Remainder::order_gone : DepthView::Remainder::order_stays,
                 at);
    if (record.visible_quantity != Quantity{}) record.visible_open_quantity -= quantity;
}

Amount VenueView::Implementation::held_by(const OrderRecord& record) {
    if (record.reserves_by_formula == 0) return record.reserved_amount;
    return outcry::reserved_amount(instrument_of(record.instrument).definition, record.side,
                                   record.price, open_quantity(record));
}

void VenueView::Implementation::hold(const OrderSlot& slot, Timestamp at) {
    if (slot.place == OrderPlace::in_flight) return;
    move_to_locked(slot.record, held_by(slot.record), at);
}

void VenueView::Implementation::release(const OrderSlot& slot, Timestamp at) {
    if (slot.place == OrderPlace::in_flight) return;
    move_to_locked(slot.record, -held_by(slot.record), at);
}

void VenueView::Implementation::move_to_locked(const OrderRecord& record, Amount amount,
                                               Timestamp at) {
    // What holds nothing must not make a balance that the engine does not have.
    if (amount == Amount{}) return;
    const InstrumentDefinition& instrument = instrument_of(record.instrument).definition;
    const bool is_buy = record.side == Side::buy;
    BalanceRecord& balance = accounts.change(
        record.account, is_buy ? instrument.quote_asset : instrument.base_asset, at);
    balance.free -= amount;
    balance.locked += amount;
}

}  // namespace outcry::views
