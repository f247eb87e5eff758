#pragma once

#include <optional>

#include "outcry/domain/command.hpp"
#include "outcry/engine/engine.hpp"

#include "support/naive_engine.hpp"

namespace outcry::test {

[[nodiscard]] inline bool is_work_left(const engine::Engine& engine) {
    return engine.mass_action_is_pending();
}
[[nodiscard]] inline bool is_work_left(const NaiveEngine& engine) { return engine.has_work_left(); }

/// What the sequencer has to send by itself before the engine takes anything else at `time`.
template <class SomeEngine>
[[nodiscard]] std::optional<Command> due_work(const SomeEngine& engine, Timestamp time) {
    Command command;
    if (is_work_left(engine)) {
        command.type = CommandType::continue_mass_action;
    } else if (engine.next_deadline() <= time) {
        command.type = CommandType::advance_clock;
    } else {
        return std::nullopt;
    }
    return command;
}

/// The time of a generator's command: a microsecond later, unless it moves the clock.
[[nodiscard]] inline Timestamp time_after(Timestamp before, const Command& command) {
    const Timestamp later = next(before);
    return command.type == CommandType::advance_clock && command.time > later ? command.time
                                                                              : later;
}

}  // namespace outcry::test
