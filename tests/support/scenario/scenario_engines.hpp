#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"

#include "support/naive_engine.hpp"

namespace outcry::test {

/// Three engines that have to say the same: one that runs through, one that is written down and
/// restored before every line, and the obvious twin.
class ScenarioEngines {
public:
    explicit ScenarioEngines(const engine::EngineLimits& limits);

    /// For rules that the twin does not know yet.
    void leave_out_the_twin() { has_twin_ = false; }
    /// Before a line: the other engine is made anew from the first one's records.
    void restore_the_other();
    /// Stamps the command and applies it to all three.
    [[nodiscard]] std::vector<Event> apply(Command command);
    /// After a line: compares the states and asks for the invariants.
    void compare_states();
    /// What was wrong since the last call, or nothing.
    [[nodiscard]] std::string take_complaints();

    [[nodiscard]] const engine::Engine& engine() const { return engine_; }

private:
    void complain(std::string text);

    engine::EngineLimits limits_;
    engine::Engine engine_;
    std::optional<engine::Engine> restored_;
    NaiveEngine naive_;
    bool has_twin_ = true;
    Timestamp time_;
    EventBuffer said_;
    EventBuffer said_by_restored_;
    EventBuffer said_by_naive_;
    std::string complaints_;
};

}  // namespace outcry::test
