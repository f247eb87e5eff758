#pragma once

#include <optional>

#include "outcry/domain/command.hpp"
#include "outcry/engine/engine.hpp"

namespace outcry::test {

/// What the sequencer has to send by itself before the engine takes anything else at `time`.
[[nodiscard]] inline std::optional<Command> due_work(const engine::Engine& engine, Timestamp time) {
    Command command;
    if (engine.mass_action_is_pending()) {
        command.type = CommandType::continue_mass_action;
    } else if (engine.next_deadline() <= time) {
        command.type = CommandType::advance_clock;
    } else {
        return std::nullopt;
    }
    return command;
}

}  // namespace outcry::test
