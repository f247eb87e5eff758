#pragma once

#include "outcry/domain/command.hpp"

#include "engine/risk/account_counts.hpp"
#include "engine/risk/limits.hpp"
#include "engine/risk/refusal.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

// The refusals of order commands, in the order of docs/matching.md: each function is one step of
// it, and a step is only taken when those before it found nothing. None of them changes anything.

/// Which of them does not, where not everything is as usual.
[[nodiscard]] Refusal find_name_refusal(const Venue& venue, const Command& command,
                                        Access access) noexcept;
/// Instrument and account exist, and the instrument's status lets the command through.
[[nodiscard]] inline Refusal check_names(const Venue& venue, const Command& command,
                                         Access access) noexcept {
    if (__builtin_expect(venue.instruments.has(command.instrument) &&
                             venue.accounts.is_user(command.account) &&
                             !has_flag(venue, command.account, AccountFlag::is_restricted) &&
                             venue.instruments[command.instrument].definition.status ==
                                 InstrumentStatus::trading,
                         1)) {
        return {};
    }
    return find_name_refusal(venue, command, access);
}

/// The form of a new order and the instrument's filters; needs nothing of book or balances.
[[nodiscard]] Refusal check_new_order(const Venue& venue, const Command& command) noexcept;

/// Everything that depends on account, book and capacity: the last step before acting.
[[nodiscard]] Refusal check_admission(const Venue& venue, const Command& command) noexcept;

// The steps of the admission that a list takes by themselves.

/// Its client order id is no open order's.
[[nodiscard]] Refusal check_client_name(const Venue& venue, const Command& command) noexcept;
/// The limits of its account; `before`: orders of the same command that come before it.
[[nodiscard]] Refusal check_order_limits(const Venue& venue, const Command& command,
                                         std::uint32_t before) noexcept;
/// How many orders that stay open the account may have, of each kind.
[[nodiscard]] Refusal check_open_counts(const Venue& venue, const Command& command,
                                        const OrdersBefore& before) noexcept;
/// What the order may cost at most has to be free.
[[nodiscard]] Refusal check_funds(const Venue& venue, const Command& command) noexcept;
[[nodiscard]] Amount needed_by(const Venue& venue, const Command& command) noexcept;
/// A post-only order may not cross.
[[nodiscard]] Refusal check_post_only(const Venue& venue, const Command& command) noexcept;
[[nodiscard]] Refusal check_price_room(const Venue& venue, InstrumentId instrument,
                                       Price price) noexcept;

}  // namespace outcry::engine
