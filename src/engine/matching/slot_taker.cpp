#include "engine/matching/slot_taker.hpp"

#include "engine/matching/acceptance.hpp"
#include "engine/matching/leftover.hpp"
#include "engine/matching/lists.hpp"
#include "engine/matching/matcher.hpp"

namespace outcry::engine {
namespace {

/// An order without terms that was ever open is one that rests until it is cancelled.
[[nodiscard]] OrderKind kind_of(const Venue& venue, Slot slot) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    if (node.flags == 0) return {node.type, TimeInForce::gtc};
    return {node.type, venue.terms[slot].time_in_force};
}

[[nodiscard]] bool is_killed(const Venue& venue, Slot slot, const Taker& taker,
                             OrderKind kind) noexcept {
    if (kind.time_in_force != TimeInForce::fok || has_no_limit(kind.type)) return false;
    const InstrumentId instrument = venue.books.pool().node(slot).instrument;
    return estimate(venue, instrument, taker).certain < taker.open;
}

[[nodiscard]] Outcome trade(Venue& venue, Slot slot, Taker& taker, EventBuffer& events) noexcept {
    const OrderKind kind = kind_of(venue, slot);
    if (is_killed(venue, slot, taker, kind)) return {Leftover::dropped, CloseReason::unfilled_fok};
    const InstrumentId instrument = venue.books.pool().node(slot).instrument;
    const Book& book = venue.books.book(instrument);
    MatchEnd end = MatchEnd::done;
    if (OrderBooks::crosses(book, taker.side, taker.limit)) {
        end = Matcher{venue, instrument, events}.run(taker);
    }
    const Outcome outcome = outcome_of(book, taker, kind, end);
    if (outcome.leftover != Leftover::rests) return outcome;
    if (venue.books.has_price_room(instrument, taker.limit)) return outcome;
    return {Leftover::dropped, CloseReason::no_capacity};
}

void queue_up(Venue& venue, Slot slot, const Taker& taker) noexcept {
    OrderNode& node = venue.books.pool().node(slot);
    const Instrument& instrument = venue.instruments[node.instrument];
    node.open_quantity = taker.open;
    node.quantity -= taker.prevented;
    if (node.flags != 0) {
        TermsOfOrder& terms = venue.terms[slot];
        terms.visible_open_quantity = smaller(terms.visible_quantity, taker.open);
    }
    venue.books.append(slot, taker.limit);
    if (node.flags != 0 && venue.terms[slot].reserves_nothing != 0) return;
    venue.ledger.reserve(taker.account, instrument.paid_asset(taker.side),
                         instrument.reserved_by(taker.side, taker.limit, taker.open));
}

}  // namespace

Taker taker_of(const Venue& venue, Slot slot) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    const AccountId account = node.account();
    return {.order_id = node.order_id,
            .account = account,
            .side = node.side(),
            .self_trade_prevention = node.flags == 0
                                         ? venue.account_orders.default_prevention(account)
                                         : venue.terms[slot].self_trade_prevention,
            .trade_group = venue.account_orders.trade_group(account),
            .is_by_quote = false,
            .has_budget = false,
            .limit = node.price,
            .open = node.open_quantity,
            .budget = {}};
}

void trade_from_slot(Venue& venue, Slot slot, Taker& taker, EventBuffer& events) noexcept {
    const Outcome outcome = trade(venue, slot, taker, events);
    if (outcome.leftover == Leftover::rests) return queue_up(venue, slot, taker);
    const OrderNode& node = venue.books.pool().node(slot);
    const ListMember member = member_of(venue, slot);
    const bool is_dropped = outcome.leftover == Leftover::dropped;
    if (is_dropped) {
        close_taker(taker, price_to_show(node.type, taker.limit), outcome.reason, node.instrument,
                    events);
    }
    venue.forget_unlinked(slot);
    if (is_dropped) {
        after_end(venue, member, events);
    } else {
        after_fill(venue, member, events);
    }
}

}  // namespace outcry::engine
