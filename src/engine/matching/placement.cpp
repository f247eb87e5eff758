#include "engine/matching/placement.hpp"

#include "engine/matching/acceptance.hpp"
#include "engine/matching/hold.hpp"
#include "engine/matching/leftover.hpp"
#include "engine/matching/matcher.hpp"

namespace outcry::engine {
namespace {

void rest(Venue& venue, const Command& command, const Taker& taker) noexcept {
    const Instrument& instrument = venue.instruments[command.instrument];
    const Slot slot = venue.books.rest(resting_order_of(command, taker, taker.limit));
    enlist(venue, command, slot);
    venue.ledger.reserve(command.account, instrument.paid_asset(command.side),
                         instrument.reserved_by(command.side, taker.limit, taker.open));
    if (has_terms(command)) venue.set_terms(slot, terms_to_keep(command, taker));
}

/// A stop reserves what it may need, and stands aside until its price is reached.
void wait_for_trigger(Venue& venue, const Command& command, const Taker& taker,
                      EventBuffer& events) noexcept {
    const Instrument& instrument = venue.instruments[command.instrument];
    const TermsOfOrder kept = terms_to_keep(command, taker);
    const OrderPhase phase =
        kept.stop_price == Price{} ? OrderPhase::tracking : OrderPhase::waiting;
    const Price price = hold_price(venue, waiting_order_of(command));
    const Amount reserved = instrument.reserved_by(command.side, price, command.quantity);
    report_terms(taker, command,
                 {.phase = phase,
                  .is_by_formula = !is_stop_market(command.order_type),
                  .reserved = reserved,
                  .order_list_id = {}},
                 events);
    const Slot slot = venue.books.admit(resting_order_of(command, taker, price));
    enlist(venue, command, slot);
    venue.ledger.reserve(command.account, instrument.paid_asset(command.side), reserved);
    venue.set_terms(slot, kept);
    venue.enter_phase(slot, phase);
}

[[nodiscard]] bool is_fill_or_kill(const Command& command) noexcept {
    return command.order_type == OrderType::limit && command.time_in_force == TimeInForce::fok;
}

}  // namespace

void place(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    Taker taker = give_id(venue, command);
    report_accepted(taker, command, events);
    if (has_terms(command)) {
        if (is_stop(command.order_type)) return wait_for_trigger(venue, command, taker, events);
        report_terms(taker, command, {}, events);
    }
    if (is_fill_or_kill(command) &&
        estimate(venue, command.instrument, taker).certain < taker.open) {
        close_taker(taker, command.price, CloseReason::unfilled_fok, command.instrument, events);
        return;
    }
    const Book& book = venue.books.book(command.instrument);
    MatchEnd end = MatchEnd::done;
    if (OrderBooks::crosses(book, taker.side, taker.limit)) {
        end = Matcher{venue, command.instrument, events}.run(taker);
    }
    // The usual case first: it is filled, and nothing is to be said.
    if (taker.open == Quantity{} && end != MatchEnd::self_trade) return;
    OUTCRY_ASSERT(!is_fill_or_kill(command));
    Outcome outcome = outcome_of(book, taker, {command.order_type, command.time_in_force}, end);
    // Only another member of its batch can have taken the room for its price.
    const bool lacks_room = outcome.leftover == Leftover::rests &&
                            !venue.books.has_price_room(command.instrument, taker.limit);
    if (__builtin_expect(lacks_room, 0)) outcome = {Leftover::dropped, CloseReason::no_capacity};
    if (outcome.leftover == Leftover::rests) return rest(venue, command, taker);
    if (outcome.leftover == Leftover::nothing) return;
    close_taker(taker, price_to_show(command.order_type, taker.limit), outcome.reason,
                command.instrument, events);
}

}  // namespace outcry::engine
