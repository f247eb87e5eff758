#pragma once

#include <string>
#include <vector>

#include "outcry/engine/engine.hpp"

#include "support/scenario/scenario_command.hpp"

namespace outcry::test {

// What a scenario may ask without changing anything.

/// `asks 4 @ 100 (1 order)`, …, `bids none`: best price first.
[[nodiscard]] std::vector<std::string> book_texts(const engine::Engine& engine,
                                                  InstrumentId instrument);
/// `#1 alice sell 4 @ 100`: bids, then asks, in the order in which they would trade.
[[nodiscard]] std::vector<std::string> order_texts(const engine::Engine& engine,
                                                   InstrumentId instrument,
                                                   const ScenarioNames& names);
/// `BTC 95 + 5 locked`
[[nodiscard]] std::vector<std::string> balance_texts(const engine::Engine& engine,
                                                     AccountId account, const ScenarioNames& names);

}  // namespace outcry::test
