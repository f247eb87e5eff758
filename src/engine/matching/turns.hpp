#pragma once

#include "outcry/domain/event_buffer.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// What was a stop is a market or limit order from now on, and trades as such.
void trigger(Venue& venue, Slot slot, EventBuffer& events) noexcept;
/// Says that a waiting order's turn has come, and for what.
void report_turn(const Venue& venue, Slot slot, TriggerKind kind, EventBuffer& events) noexcept;

/// Gives waiting orders their turns, as many as the command has room for: at least one is due.
void take_turns(Venue& venue, EventBuffer& events) noexcept;

}  // namespace outcry::engine
