#pragma once

#include <cstdint>

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// Calls `visit(slot, phase)` for each order that is open and in no book: by instrument those that
/// wait above, wait below and track, then the ready and the pending ones.
template <class Visit>
void for_each_waiting(const Venue& venue, Visit visit) {
    const Triggers& triggers = venue.triggers;
    const auto walk = [&](Slot root, OrderPhase phase) {
        for (Slot slot = triggers.first(root); slot != no_slot; slot = triggers.after(root, slot)) {
            visit(slot, phase);
        }
    };
    for (std::uint16_t id = 0; id < venue.instruments.count(); ++id) {
        const InstrumentTriggers& waiting = triggers.of(InstrumentId{id});
        walk(waiting.above, OrderPhase::waiting);
        walk(waiting.below, OrderPhase::waiting);
        walk(waiting.tracking, OrderPhase::tracking);
    }
    walk(triggers.ready(), OrderPhase::ready);
    walk(triggers.pending(), OrderPhase::pending);
}

/// Calls `visit(slot)` for each order in a book: by instrument, bids then asks, the best price
/// first, each queue in its order.
template <class Visit>
void for_each_resting(const Venue& venue, Visit visit) {
    for (std::uint16_t id = 0; id < venue.instruments.count(); ++id) {
        const Book& book = venue.books.book(InstrumentId{id});
        for (const Side side : {Side::buy, Side::sell}) {
            if (book.best_level[index_of(side)] == no_level) continue;
            for (Slot slot = venue.books.front(book, side); slot != no_slot;
                 slot = venue.books.after(slot)) {
                visit(slot);
            }
        }
    }
}

/// All open orders: those in books, then the others.
template <class Visit>
void for_each_open(const Venue& venue, Visit visit) {
    for_each_resting(venue, visit);
    for_each_waiting(venue, [&](Slot slot, OrderPhase /*phase*/) { visit(slot); });
}

}  // namespace outcry::engine
