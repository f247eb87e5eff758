#pragma once

#include <vector>

#include "outcry/domain/event.hpp"

namespace outcry::sinks::kafka::test {

/// One event of every type, in commands that make sense: a market with a tick of 0.01 and a lot of
/// 0.001, whose quote asset has 6 decimals. The golden file shows the records they become.
[[nodiscard]] std::vector<Event> example_events();

/// The first commands of the example: two assets and the market.
[[nodiscard]] std::vector<Event> market_events();

/// An event with its header filled in, its body zero.
[[nodiscard]] Event example_event(EventType type, std::uint64_t sequence, std::uint16_t index);

}  // namespace outcry::sinks::kafka::test
