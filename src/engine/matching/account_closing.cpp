#include "engine/matching/account_closing.hpp"

#include "engine/matching/closing.hpp"
#include "engine/matching/lists.hpp"

namespace outcry::engine {
namespace {

[[nodiscard]] SessionId session_of(const Venue& venue, Slot slot) noexcept {
    return venue.books.pool().node(slot).flags == 0 ? SessionId{} : venue.terms[slot].session;
}

[[nodiscard]] bool fits(const Venue& venue, Slot slot, const OrderFilter& filter) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    if (filter.has_instrument && node.instrument != filter.instrument) return false;
    if (filter.has_side && node.side() != filter.side) return false;
    return filter.session == SessionId{} || session_of(venue, slot) == filter.session;
}

/// The next order of the account that does not close together with this one.
[[nodiscard]] Slot after_closing(const Venue& venue, Slot slot) noexcept {
    const OrderPool& pool = venue.books.pool();
    const ListIndex list = list_of(venue, slot);
    Slot following = pool.node(slot).account_next;
    // By rising id the orders of a list stand together.
    while (list != 0 && following != no_slot && list_of(venue, following) == list) {
        following = pool.node(following).account_next;
    }
    return following;
}

}  // namespace

bool has_room_in_slice(std::size_t closed_count, const EventBuffer& events) noexcept {
    // A list closes with a word about each of its orders and one about itself.
    constexpr std::size_t events_per_closing_max = list_orders_max + 1;
    return closed_count < mass_action_slice_max &&
           events.events().size() + events_per_closing_max < events_per_command_max;
}

OrderFilter filter_of(const MassAction& action) noexcept {
    return {.session = action.session,
            .instrument = action.instrument,
            .side = action.side,
            .reason = action.reason,
            .has_instrument = action.has_instrument,
            .has_side = action.has_side};
}

bool close_orders_of(Venue& venue, AccountId account, const OrderFilter& filter,
                     std::size_t& closed_count, EventBuffer& events) noexcept {
    OrderPool& pool = venue.books.pool();
    venue.account_orders.sort_if_needed(account, pool);
    Slot slot = venue.account_orders.first(account);
    while (slot != no_slot) {
        if (!fits(venue, slot, filter)) {
            slot = pool.node(slot).account_next;
            continue;
        }
        if (!has_room_in_slice(closed_count, events)) return false;
        const Slot following = after_closing(venue, slot);
        close_resting(venue, slot, {filter.reason}, events);
        ++closed_count;
        slot = following;
    }
    return true;
}

}  // namespace outcry::engine
