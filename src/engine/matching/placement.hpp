#pragma once

#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"

#include "engine/matching/matcher.hpp"
#include "engine/matching/taker.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// Gives an admitted order its id, lets it trade, and keeps or drops what is left.
void place(Venue& venue, const Command& command, EventBuffer& events) noexcept;

/// The taker of a command ended without being filled: what it still wanted is dropped.
void close_taker(const Taker& taker, Price price, CloseReason reason, InstrumentId instrument,
                 EventBuffer& events) noexcept;

}  // namespace outcry::engine
