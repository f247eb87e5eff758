#pragma once

#include <vector>

#include "outcry/engine/engine.hpp"

#include "app/order_flow/flow_records.hpp"

namespace outcry::app {

/// Everything that rests in an engine of one instrument, level by level, best first, bids before
/// asks.
[[nodiscard]] std::vector<FlowLevel> book_levels(const engine::Engine& engine);

}  // namespace outcry::app
