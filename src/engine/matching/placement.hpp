#pragma once

#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// Gives an admitted order its id, lets it trade, and keeps or drops what is left; a stop waits.
void place(Venue& venue, const Command& command, EventBuffer& events) noexcept;

}  // namespace outcry::engine
