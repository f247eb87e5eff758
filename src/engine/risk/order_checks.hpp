#pragma once

#include "outcry/domain/command.hpp"

#include "engine/risk/limits.hpp"
#include "engine/risk/refusal.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

// The refusals of order commands, in the order of docs/matching.md: each function is one step of
// it, and a step is only taken when those before it found nothing. None of them changes anything.

/// Instrument and account exist, and the instrument's status lets the command through.
[[nodiscard]] Refusal check_names(const Venue& venue, const Command& command,
                                  Access access) noexcept;

/// The form of a new order and the instrument's filters; needs nothing of book or balances.
[[nodiscard]] Refusal check_new_order(const Venue& venue, const Command& command) noexcept;

/// Everything that depends on account, book and capacity: the last step before acting.
[[nodiscard]] Refusal check_admission(const Venue& venue, const Command& command) noexcept;

}  // namespace outcry::engine
