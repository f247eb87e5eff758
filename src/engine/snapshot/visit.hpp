#pragma once

#include "outcry/domain/state.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// Gives every record of the state, in the order of `Engine::visit`.
void visit_state(const Venue& venue, StateVisitor& visitor);

}  // namespace outcry::engine
