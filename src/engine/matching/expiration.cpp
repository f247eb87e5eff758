#include "engine/matching/account_closing.hpp"
#include "engine/matching/closing.hpp"
#include "engine/matching/order_commands.hpp"

namespace outcry::engine {
namespace {

/// Closes the orders of the accounts whose timers ran out. A timer counts like an order, so that
/// many of them at one time are no long command either.
void run_timers(Venue& venue, std::size_t& closed_count, EventBuffer& events) noexcept {
    while (venue.dead_men.next() <= venue.time && has_room_in_slice(closed_count, events)) {
        const AccountId account = venue.dead_men.first();
        const OrderFilter all{.session = {}, .instrument = {}, .reason = CloseReason::dead_man};
        if (!close_orders_of(venue, account, all, closed_count, events)) return;
        venue.dead_men.remove(account);
        ++closed_count;
    }
}

}  // namespace

void advance_clock(Venue& venue, EventBuffer& events) noexcept {
    static_cast<void>(events.append(EventType::clock_advanced, InstrumentId{}));
    // What is left over keeps the deadline in the past: the next command goes on.
    std::size_t closed_count = 0;
    for (; has_room_in_slice(closed_count, events); ++closed_count) {
        if (venue.expiries.next() > venue.time) break;
        close_resting(venue, venue.expiries.first(), {CloseReason::expired}, events);
    }
    run_timers(venue, closed_count, events);
}

void set_dead_man(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    if (!venue.accounts.is_user(command.account)) {
        return refuse(command, {RejectReason::unknown_account}, CommandPart::whole, events);
    }
    const std::uint32_t timeout_ms = command.dead_man.timeout_ms;
    Timestamp expires_at;
    if (timeout_ms == 0) {
        venue.dead_men.remove(command.account);
    } else {
        expires_at = Timestamp{venue.time.value() + std::int64_t{timeout_ms} * 1'000};
        venue.dead_men.set(command.account, expires_at, timeout_ms);
    }
    DeadManSet& set = events.append(EventType::dead_man_set, InstrumentId{}).dead_man;
    set.expires_at = expires_at;
    set.account = command.account;
}

}  // namespace outcry::engine
