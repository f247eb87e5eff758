#pragma once

#include "outcry/base/int128.hpp"

#include "engine/risk/price_bounds.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

// Most orders are plain: a limit without terms, on a market and of an account without rules of
// their own. One look tells whether something speaks against such an order. That something does, or
// that the order is not plain, is left to the checks of `order_checks.hpp`, which know what comes
// first.

/// No rule of market, account or venue has anything to say, and the market trades.
[[nodiscard]] inline bool is_without_rules(const Venue& venue, const Instrument& instrument,
                                           AccountId account) noexcept {
    const auto flags = static_cast<unsigned>(venue.account_orders.flags(account)) |
                       venue.account_flags | instrument.flags;
    // Fees of its own refuse nothing; every bit of an instrument is among the others.
    constexpr auto refusing = static_cast<unsigned>(0xff & ~AccountFlag::has_fees);
    static_assert(((InstrumentFlag::has_rules | InstrumentFlag::keeps_counts) & ~refusing) == 0);
    return ((flags & refusing) == 0) & (instrument.definition.status == InstrumentStatus::trading);
}

/// Price, quantity and what they come to are within the definition's bounds.
[[nodiscard]] inline bool fits(const InstrumentDefinition& definition, Price price,
                               Quantity quantity) noexcept {
    const bool is_price_in =
        (price >= definition.price_minimum) & (price <= definition.price_maximum);
    const bool is_quantity_in =
        (quantity >= definition.quantity_minimum) & (quantity <= definition.quantity_maximum);
    const Amount minimum{static_cast<int128>(definition.notional_minimum)};
    return is_price_in & is_quantity_in & (notional_of(price, quantity) >= minimum);
}

/// A new order that is plain, and may go in.
[[nodiscard]] bool is_plain_and_admissible(const Venue& venue, const Command& command) noexcept;

}  // namespace outcry::engine
