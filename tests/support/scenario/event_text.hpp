#pragma once

#include <span>
#include <string>
#include <vector>

#include "outcry/base/int128.hpp"
#include "outcry/domain/event.hpp"

namespace outcry::test {

// What the engine said, in the words of docs/formats/scenario.md.

[[nodiscard]] std::string text_of(int128 value);
[[nodiscard]] std::string text_of(Side side);
[[nodiscard]] std::string text_of(InstrumentStatus status);
[[nodiscard]] std::string text_of(OrderPhase phase);

/// One event of rules, limits, statuses, fees and keys; in rule_event_text.cpp.
[[nodiscard]] std::string text_of_rule_event(const Event& event);

/// One event by itself.
[[nodiscard]] std::string text_of(const Event& event);

/// The answer to a command. An order that is filled at once says so at its last trade
/// (`filled #3`), which makes `accepted #3` needless.
[[nodiscard]] std::vector<std::string> texts_of(std::span<const Event> events);

}  // namespace outcry::test
