#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "app/agents/operator_agent.hpp"

namespace outcry::app {

/// Halts the venue because a copy of its data differs, as an operator's kill switch does. What came
/// of it is one line.
[[nodiscard]] std::shared_ptr<OperatorJob> make_venue_halt(
    std::function<void(std::string_view line)> notice);

}  // namespace outcry::app
