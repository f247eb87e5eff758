#include "engine/venue/venue.hpp"

namespace outcry::engine {

void Venue::enter_phase(Slot slot, OrderPhase phase, std::uint32_t rank) noexcept {
    const OrderNode& node = books.pool().node(slot);
    TermsOfOrder& entered = terms[slot];
    OUTCRY_ASSERT(entered.phase == OrderPhase::working);
    OUTCRY_ASSERT(node.flags != 0);
    InstrumentTriggers& waiting = triggers.of(node.instrument);
    entered.phase = phase;
    switch (phase) {
        case OrderPhase::waiting:
            if (triggers_above(node.type, node.side())) {
                triggers.add_above(waiting, slot, entered.stop_price, node.order_id);
            } else {
                triggers.add_below(waiting, slot, entered.stop_price, node.order_id);
            }
            break;
        case OrderPhase::tracking: triggers.add_tracking(waiting, slot, node.order_id); break;
        case OrderPhase::pending: return triggers.add_pending(slot, node.order_id);
        case OrderPhase::ready: return triggers.add_ready(slot, rank, node.order_id);
        case OrderPhase::working: OUTCRY_UNREACHABLE();
    }
    if (entered.trailing_delta_bips != 0) ++waiting.trailing_count;
    show_next_stops(node.instrument);
}

void Venue::leave_phase(Slot slot) noexcept {
    const OrderNode& node = books.pool().node(slot);
    TermsOfOrder& left = terms[slot];
    InstrumentTriggers& waiting = triggers.of(node.instrument);
    const OrderPhase phase = left.phase;
    left.phase = OrderPhase::working;
    switch (phase) {
        case OrderPhase::waiting:
            triggers.remove(triggers_above(node.type, node.side()) ? waiting.above : waiting.below,
                            slot);
            break;
        case OrderPhase::tracking: triggers.remove(waiting.tracking, slot); break;
        case OrderPhase::pending: return triggers.remove_pending(slot);
        case OrderPhase::ready: return triggers.remove_ready(slot);
        case OrderPhase::working: OUTCRY_UNREACHABLE();
    }
    if (left.trailing_delta_bips != 0) --waiting.trailing_count;
    show_next_stops(node.instrument);
}

/// Every trade matters to tracking orders; of waiting ones the next two prices say enough.
void Venue::show_next_stops(InstrumentId instrument) noexcept {
    const InstrumentTriggers& waiting = triggers.of(instrument);
    Book& book = books.book(instrument);
    book.stop_above = no_stop_above;
    book.stop_below = no_stop_below;
    if (waiting.above != no_slot) book.stop_above = triggers.next_above(waiting);
    if (waiting.below != no_slot) book.stop_below = triggers.next_below(waiting);
    if (waiting.tracking != no_slot) book.stop_above = Price{};
}

}  // namespace outcry::engine
