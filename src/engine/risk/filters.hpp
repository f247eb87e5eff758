#pragma once

#include "outcry/domain/command.hpp"

#include "engine/risk/refusal.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

// The filters of an instrument: steps 5 to 10 of docs/matching.md. They need nothing of book or
// account. What an instrument has no rules for costs one look at its flags.

/// All of them, of a new order whose form is right.
[[nodiscard]] Refusal check_filters(const Venue& venue, const Command& command) noexcept;

/// Price, quantity and notional of a limit order.
[[nodiscard]] Refusal check_limits(const Venue& venue, const Instrument& instrument, Price price,
                                   Quantity quantity) noexcept;

/// Quantity of an order without a limit.
[[nodiscard]] Refusal check_market_limits(const Venue& venue, const Instrument& instrument,
                                          Quantity quantity) noexcept;

/// How far a limit price is from the last price.
[[nodiscard]] Refusal check_percent_price(const Venue& venue, const Instrument& instrument,
                                          Side side, Price price) noexcept;

/// The smallest quantity that a market order may have.
[[nodiscard]] Quantity smallest_market_quantity(const Venue& venue,
                                                const Instrument& instrument) noexcept;

}  // namespace outcry::engine
