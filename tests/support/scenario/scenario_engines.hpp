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
/// restored before every command, and the obvious twin.
class ScenarioEngines {
public:
    explicit ScenarioEngines(const engine::EngineLimits& limits);

    /// Stamps and applies the command. What is wrong stands in `complaint()`, empty if nothing is.
    [[nodiscard]] std::vector<Event> apply(Command command);
    [[nodiscard]] const std::string& complaint() const { return complaint_; }

    [[nodiscard]] const engine::Engine& engine() const { return engine_; }

private:
    void restore_the_other();
    void complain(std::string text);

    engine::EngineLimits limits_;
    engine::Engine engine_;
    std::optional<engine::Engine> restored_;
    NaiveEngine naive_;
    EventBuffer said_;
    EventBuffer said_by_restored_;
    EventBuffer said_by_naive_;
    std::string complaint_;
};

}  // namespace outcry::test
