#pragma once

#include "outcry/domain/state.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// The records of what operators set, and of what follows from it; the last part of the state.
void visit_rules(const Venue& venue, StateVisitor& visitor);

}  // namespace outcry::engine
