#pragma once

#include "outcry/domain/event_buffer.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// Gives waiting orders their turns, as many as the command has room for: at least one is due.
void take_turns(Venue& venue, EventBuffer& events) noexcept;

}  // namespace outcry::engine
