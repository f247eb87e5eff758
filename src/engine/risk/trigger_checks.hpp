#pragma once

#include "outcry/domain/command.hpp"

#include "engine/risk/refusal.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

// The refusals of orders that wait for a price; of all others these say nothing.

/// A trailing market buy without a stop price reserves by the last price: there has to be one.
[[nodiscard]] Refusal check_last_price(const Venue& venue, const Command& command) noexcept;
/// A stop that the last price has already reached.
[[nodiscard]] Refusal check_not_reached(const Venue& venue, const Command& command) noexcept;
/// Each trade looks at all trailing orders of its instrument: there are not too many.
/// `before`: trailing orders on it of the same command that come before this one.
[[nodiscard]] Refusal check_trailing_room(const Venue& venue, const Command& command,
                                          std::uint32_t before = 0) noexcept;

}  // namespace outcry::engine
