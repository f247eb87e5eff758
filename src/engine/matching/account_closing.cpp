#include "engine/matching/account_closing.hpp"

#include "engine/matching/closing.hpp"

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

}  // namespace

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
        const Slot following = pool.node(slot).account_next;
        if (fits(venue, slot, filter)) {
            if (closed_count == mass_action_slice_max) return false;
            close_resting(venue, slot, {filter.reason}, events);
            ++closed_count;
        }
        slot = following;
    }
    return true;
}

}  // namespace outcry::engine
