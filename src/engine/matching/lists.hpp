#pragma once

#include <cstddef>

#include "outcry/domain/event_buffer.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

// What the fate of one order means for the others of its list.

/// Where an order stands in its list; list zero: in none.
struct ListMember {
    ListIndex list = 0;
    std::uint8_t place = 0;
};
[[nodiscard]] inline ListIndex list_of(const Venue& venue, Slot slot) noexcept {
    if (__builtin_expect(venue.books.pool().node(slot).flags == 0, 1)) return 0;
    return venue.terms[slot].list;
}
[[nodiscard]] inline ListMember member_of(const Venue& venue, Slot slot) noexcept {
    const ListIndex list = list_of(venue, slot);
    if (__builtin_expect(list == 0, 1)) return {};
    return {list, venue.lists.place_of(list, slot)};
}

/// The other order of a pair of which one takes the other's place, while both are open.
[[nodiscard]] Slot sibling_of(const Venue& venue, Slot slot) noexcept;

/// The order is about to trade or to be triggered: its sibling goes.
void before_trade(Venue& venue, Slot slot, EventBuffer& events) noexcept;
/// An order was filled and is gone.
void after_fill(Venue& venue, ListMember filled, EventBuffer& events) noexcept;
/// An order ended without being filled and is gone: so do the others.
void after_end(Venue& venue, ListMember ended, EventBuffer& events) noexcept;

/// Closes what is open of a list, by place, with it.
void close_list(Venue& venue, ListIndex list, CloseReason reason,
                const ClientOrderId* cancel_client_order_id, EventBuffer& events) noexcept;

/// How many events the above make for an order of the book: to tell what fits into a command.
[[nodiscard]] std::size_t event_count_before_trade(const Venue& venue, Slot slot) noexcept;
[[nodiscard]] std::size_t event_count_after_fill(const Venue& venue, Slot slot) noexcept;
/// Of one that ends; `is_alone`: its sibling is gone by then.
[[nodiscard]] std::size_t event_count_after_end(const Venue& venue, Slot slot,
                                                bool is_alone) noexcept;

void report_reserved(const Venue& venue, Slot slot, EventBuffer& events) noexcept;

}  // namespace outcry::engine
