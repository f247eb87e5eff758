#pragma once

#include "outcry/domain/event_buffer.hpp"

#include "engine/matching/taker.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// The taker that an open order is: all that is open of it, at its own price, under its own
/// self-trade prevention where it keeps one.
[[nodiscard]] Taker taker_of(const Venue& venue, Slot slot) noexcept;

/// Lets an order trade that is open, in no queue and holds nothing. What is left of it rests at the
/// taker's limit, at the end of the queue, or ends.
void trade_from_slot(Venue& venue, Slot slot, Taker& taker, EventBuffer& events) noexcept;

}  // namespace outcry::engine
