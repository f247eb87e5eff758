#include "engine/matching/closing.hpp"
#include "engine/matching/order_commands.hpp"
#include "engine/risk/order_checks.hpp"

namespace outcry::engine {
namespace {

/// Closes at most a slice of the account's orders on the instrument, oldest first.
void close_slice(Venue& venue, EventBuffer& events) noexcept {
    MassAction& action = venue.mass_action;
    OrderPool& pool = venue.books.pool();
    venue.account_orders.sort_if_needed(action.account, pool);
    std::uint64_t closed_count = 0;
    action.is_pending = false;
    Slot slot = venue.account_orders.first(action.account);
    while (slot != no_slot) {
        const Slot following = pool.node(slot).account_next;
        if (pool.node(slot).instrument == action.instrument) {
            if (closed_count == mass_action_slice_max) {
                action.is_pending = true;
                break;
            }
            close_resting(venue, slot, {CloseReason::cancelled_by_user}, events);
            ++closed_count;
        }
        slot = following;
    }
    MassActionProgressed& progress =
        events.append(EventType::mass_action_progressed, action.instrument).mass_action;
    progress.closed_count = closed_count;
    progress.account = action.account;
    progress.is_finished = action.is_pending ? 0 : 1;
    if (!action.is_pending) action = {};
}

}  // namespace

void cancel_all_orders(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    if (const Refusal refusal = check_names(venue, command, Access::cancel)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    venue.mass_action = {.request = command.request,
                         .account = command.account,
                         .instrument = command.instrument,
                         .is_pending = true};
    close_slice(venue, events);
}

void continue_mass_action(Venue& venue, EventBuffer& events) noexcept {
    OUTCRY_ASSERT(venue.mass_action.is_pending);
    close_slice(venue, events);
}

}  // namespace outcry::engine
