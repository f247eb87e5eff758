#include "engine/matching/turns.hpp"

#include "outcry/domain/event.hpp"
#include "outcry/domain/order_limits.hpp"

#include "engine/matching/lists.hpp"
#include "engine/matching/slot_taker.hpp"
#include "engine/matching/starting.hpp"
#include "engine/matching/triggers.hpp"

namespace outcry::engine {

void report_turn(const Venue& venue, Slot slot, TriggerKind kind, EventBuffer& events) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    OrderTriggered& triggered =
        events.append(EventType::order_triggered, node.instrument).triggered;
    triggered.order_id = node.order_id;
    triggered.price = venue.instruments[node.instrument].price_last;
    triggered.account = node.account();
    triggered.side = node.side();
    triggered.kind = kind;
}

namespace {

void begin_tracking(Venue& venue, Slot slot, EventBuffer& events) noexcept {
    const InstrumentId instrument = venue.books.pool().node(slot).instrument;
    venue.leave_phase(slot);
    venue.terms[slot].watermark = venue.instruments[instrument].price_last;
    venue.enter_phase(slot, OrderPhase::tracking);
    report_turn(venue, slot, TriggerKind::tracking, events);
}

void release(Venue& venue, Slot slot) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    venue.ledger.release(node.account(), venue.instruments[node.instrument].paid_asset(node.side()),
                         venue.reservation_of(slot));
}

void take_turn(Venue& venue, Slot slot, EventBuffer& events) noexcept {
    const TermsOfOrder& terms = venue.terms[slot];
    if (is_to_start(terms)) return start(venue, slot, events);
    if (terms.phase == OrderPhase::waiting && terms.trailing_delta_bips != 0) {
        return begin_tracking(venue, slot, events);
    }
    trigger(venue, slot, events);
}

}  // namespace

void trigger(Venue& venue, Slot slot, EventBuffer& events) noexcept {
    before_trade(venue, slot, events);
    report_turn(venue, slot, TriggerKind::triggered, events);
    release(venue, slot);
    venue.leave_phase(slot);
    const OrderNode& node = venue.books.pool().node(slot);
    Taker taker = taker_of(venue, slot);
    if (is_stop_market(node.type)) {
        taker.limit = market_limit(venue, node.instrument, node.side());
        // A market order that waited may cost more than it held: what is free pays.
        taker.has_budget = node.side() == Side::buy;
        taker.budget =
            venue.ledger
                .balance(node.account(), venue.instruments[node.instrument].paid_asset(node.side()))
                .free;
    }
    trade_from_slot(venue, slot, taker, events);
}

void take_turns(Venue& venue, EventBuffer& events) noexcept {
    venue.keeps_ranges = true;
    Slot slot = next_turn(venue);
    OUTCRY_ASSERT(slot != no_slot);
    while (slot != no_slot &&
           (events.events().empty() ||
            events.events().size() + events_per_turn_max <= events_per_command_max)) {
        take_turn(venue, slot, events);
        slot = next_turn(venue);
    }
    venue.keeps_ranges = false;
}

}  // namespace outcry::engine
