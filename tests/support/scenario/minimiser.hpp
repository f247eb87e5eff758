#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/engine/engine.hpp"

#include "support/command_generator.hpp"

namespace outcry::test {

/// A command, and the order that it made when it was first recorded.
struct RecordedCommand {
    Command command;
    OrderId made;
};

/// Plays commands on two engines and says where they stop to agree.
class TwinPlayer {
public:
    /// By limits, so that a test of the minimiser can make two engines that differ.
    TwinPlayer(const engine::EngineLimits& limits, const engine::EngineLimits& naive_limits)
        : limits_{limits}, naive_limits_{naive_limits} {}
    explicit TwinPlayer(const engine::EngineLimits& limits) : TwinPlayer{limits, limits} {}

    /// How many commands it takes until the engines disagree; zero when they never do. Slices of
    /// mass actions come by themselves; what means an order of the recording means it here, too,
    /// whatever number it has.
    [[nodiscard]] std::size_t disagreement(const std::vector<RecordedCommand>& commands) const;
    /// The commands as a scenario, with what the engine says to each.
    [[nodiscard]] std::string scenario(const std::vector<RecordedCommand>& commands) const;

private:
    engine::EngineLimits limits_;
    engine::EngineLimits naive_limits_;
};

/// The first commands of a generator, as the engine's answers lead it on.
[[nodiscard]] std::vector<RecordedCommand> recorded(CommandGenerator generator,
                                                    const engine::EngineLimits& limits,
                                                    std::uint64_t command_count);

/// Leaves out what the disagreement does not need. Ends when nothing more can go, or when so many
/// commands were played.
[[nodiscard]] std::vector<RecordedCommand> minimised(const TwinPlayer& player,
                                                     std::vector<RecordedCommand> commands,
                                                     std::uint64_t played_max = 20'000'000);

}  // namespace outcry::test
