#pragma once

#include <vector>

#include "outcry/domain/event.hpp"

namespace outcry::sinks::kafka::test {

/// Continues the example from command 22 on: lists and waiting orders, rules, fees of all kinds.
void add_rule_events(std::vector<Event>& events);

}  // namespace outcry::sinks::kafka::test
