#include "engine/matching/account_closing.hpp"
#include "engine/matching/order_commands.hpp"
#include "engine/risk/order_checks.hpp"

namespace outcry::engine {
namespace {

/// Whose orders the action closes; no account when they are those of several.
[[nodiscard]] AccountId account_of(const MassAction& action) noexcept {
    return action.scope == CancelScope::account ? action.account : AccountId{};
}

[[nodiscard]] bool is_mass_cancel_reason(CloseReason reason) noexcept {
    switch (reason) {
        case CloseReason::cancelled_by_user:
        case CloseReason::cancelled_by_operator:
        case CloseReason::dead_man:
        case CloseReason::disconnected:
        case CloseReason::kill_switch:
        case CloseReason::delisted: return true;
        default: return false;
    }
}

/// Closes what is left of the slice, account by account; false when orders may be left.
[[nodiscard]] bool close_accounts(Venue& venue, MassAction& action, std::size_t& closed_count,
                                  EventBuffer& events) noexcept {
    const OrderFilter filter = filter_of(action);
    if (action.scope == CancelScope::account) {
        return close_orders_of(venue, action.account, filter, closed_count, events);
    }
    if (action.account < user_account_first) action.account = user_account_first;
    for (; venue.accounts.is_user(action.account); action.account = next(action.account)) {
        if (venue.account_orders.open_count(action.account) == 0) continue;
        if (!close_orders_of(venue, action.account, filter, closed_count, events)) return false;
    }
    return true;
}

void close_slice(Venue& venue, EventBuffer& events) noexcept {
    MassAction& action = venue.mass_action;
    const AccountId account = account_of(action);
    std::size_t closed_count = 0;
    action.is_pending = !close_accounts(venue, action, closed_count, events);
    MassActionProgressed& progress =
        events.append(EventType::mass_action_progressed, action.instrument).mass_action;
    progress.closed_count = closed_count;
    progress.account = account;
    progress.is_finished = action.is_pending ? 0 : 1;
    if (!action.is_pending) action = {};
}

/// A trader's own is refused like a cancel; those of operators and gateways go through.
[[nodiscard]] Refusal check_status_for(const Venue& venue, const Command& command) noexcept {
    const CancelOrders& cancel = command.mass_cancel;
    if (cancel.scope != CancelScope::account) return {};
    if (cancel.reason != CloseReason::cancelled_by_user) return {};
    if (cancel.has_instrument != 0) return check_names(venue, command, Access::cancel);
    if (!has_flag(venue, command.account, AccountFlag::is_restricted)) return {};
    return check_standing(venue, command.account, Access::cancel);
}

[[nodiscard]] Refusal check_mass_cancel(const Venue& venue, const Command& command) noexcept {
    const CancelOrders& cancel = command.mass_cancel;
    const bool names_instrument =
        cancel.has_instrument != 0 || cancel.scope == CancelScope::instrument;
    if (names_instrument && !venue.instruments.has(command.instrument)) {
        return {RejectReason::unknown_instrument};
    }
    if (cancel.scope == CancelScope::account && !venue.accounts.is_user(command.account)) {
        return {RejectReason::unknown_account};
    }
    if (const Refusal refusal = check_status_for(venue, command)) return refusal;
    const bool is_side = cancel.has_side == 0 || static_cast<unsigned>(command.side) <= 1;
    const bool is_valid =
        cancel.scope <= CancelScope::venue && is_side && is_mass_cancel_reason(cancel.reason);
    if (!is_valid) return {RejectReason::invalid_order};
    return {};
}

}  // namespace

void begin_mass_action(Venue& venue, const MassAction& action, EventBuffer& events) noexcept {
    OUTCRY_ASSERT(!venue.mass_action.is_pending);
    venue.mass_action = action;
    venue.mass_action.is_pending = true;
    close_slice(venue, events);
}

void cancel_all_orders(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    if (const Refusal refusal = check_names(venue, command, Access::cancel)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    begin_mass_action(venue,
                      {.request = command.request,
                       .account = command.account,
                       .instrument = command.instrument,
                       .session = {},
                       .reason = CloseReason::cancelled_by_user,
                       .has_instrument = true},
                      events);
}

void cancel_orders(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    if (const Refusal refusal = check_mass_cancel(venue, command)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    const CancelOrders& cancel = command.mass_cancel;
    const bool names_instrument =
        cancel.has_instrument != 0 || cancel.scope == CancelScope::instrument;
    const bool has_account = cancel.scope == CancelScope::account;
    begin_mass_action(venue,
                      {.request = command.request,
                       .account = has_account ? command.account : AccountId{},
                       .instrument = names_instrument ? command.instrument : InstrumentId{},
                       .session = cancel.session,
                       .scope = cancel.scope,
                       .side = cancel.has_side != 0 ? command.side : Side::buy,
                       .reason = cancel.reason,
                       .has_instrument = names_instrument,
                       .has_side = cancel.has_side != 0},
                      events);
}

void continue_mass_action(Venue& venue, EventBuffer& events) noexcept {
    OUTCRY_ASSERT(venue.mass_action.is_pending);
    close_slice(venue, events);
}

}  // namespace outcry::engine
