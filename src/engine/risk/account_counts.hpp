#pragma once

#include "outcry/domain/command.hpp"
#include "outcry/domain/rules.hpp"

#include "engine/risk/refusal.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

// How much one account may have open on one instrument: step 14 of docs/matching.md. Only for
// instruments that keep counts.

/// Whether the rules ask how much an account has open.
[[nodiscard]] bool need_counts(const InstrumentRules& rules) noexcept;

/// Orders of the same command that come before the one that is looked at.
struct OrdersBefore {
    std::uint32_t order_count = 0;
    std::uint32_t stop_count = 0;
    std::uint32_t iceberg_count = 0;

    /// One more, if it may be open when its command is done.
    void add(const Command& command) noexcept;
};

/// One more order that may be open when its command is done.
[[nodiscard]] Refusal check_account_counts(const Venue& venue, const Command& command,
                                           const OrdersBefore& before) noexcept;
/// What the account has of the base asset with what the order and its open ones would buy.
[[nodiscard]] Refusal check_position(const Venue& venue, const Command& command) noexcept;

/// Room to count the orders of the account on the instrument.
[[nodiscard]] Refusal check_count_capacity(const Venue& venue, const Command& command) noexcept;

}  // namespace outcry::engine
