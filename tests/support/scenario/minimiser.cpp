#include "support/scenario/minimiser.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include <fmt/format.h>

#include "outcry/domain/event_buffer.hpp"

#include "support/due_work.hpp"
#include "support/naive_engine.hpp"
#include "support/scenario/command_text.hpp"
#include "support/scenario/event_text.hpp"
#include "support/scenario/scenario_file.hpp"

namespace outcry::test {
namespace {

/// Two engines that are given the same commands.
class TwoEngines {
public:
    TwoEngines(const engine::EngineLimits& limits, const engine::EngineLimits& naive_limits)
        : engine_{limits}, naive_{naive_limits} {}

    /// The command as it is here: its target by the number that the order has now.
    [[nodiscard]] Command translated(const RecordedCommand& recorded) const {
        Command command = recorded.command;
        const auto found = ids_.find(command.target_order_id.value());
        if (found != ids_.end()) command.target_order_id = OrderId{found->second};
        return command;
    }
    /// Whether both say the same, to its slices too.
    bool apply(const Command& command, OrderId made) {
        if (!catch_up() || !step(command)) return false;
        for (const Event& event : said_.events()) {
            if (event.type == EventType::order_accepted && made != OrderId{})
                ids_[made.value()] = event.accepted.order_id.value();
        }
        while (engine_.mass_action_is_pending()) {
            Command slice;
            slice.type = CommandType::continue_mass_action;
            if (!step(slice)) return false;
        }
        return true;
    }
    [[nodiscard]] std::vector<std::string> said() const { return texts_of(said_.events()); }
    [[nodiscard]] std::vector<std::string> expected() const { return texts_of(expected_.events()); }

private:
    /// Slices and the clock come by themselves, whichever commands were left out.
    bool catch_up() {
        while (const auto due = due_work(engine_, next(engine_.time()))) {
            if (!step(*due)) return false;
        }
        return true;
    }
    bool step(Command command) {
        command.sequence = next(engine_.sequence());
        command.time = time_after(engine_.time(), command);
        engine_.apply(command, said_);
        naive_.apply(command, expected_);
        const auto said = said_.events();
        const auto expected = expected_.events();
        return said.size() == expected.size() &&
               std::memcmp(said.data(), expected.data(), said.size_bytes()) == 0;
    }

    engine::Engine engine_;
    NaiveEngine naive_;
    EventBuffer said_;
    EventBuffer expected_;
    std::unordered_map<std::uint64_t, std::uint64_t> ids_;  // recorded to here
};

std::string limits_text(const engine::EngineLimits& limits) {
    return fmt::format(
        "limits orders_max {} price_pages_max {} recent_order_ids {} accounts_max {} "
        "assets_max {} instruments_max {} keys_max {} open_orders_per_account_max {}\n",
        limits.orders_max, limits.price_pages_max, limits.recent_order_ids, limits.accounts_max,
        limits.assets_max, limits.instruments_max, limits.keys_max,
        limits.open_orders_per_account_max);
}

/// All but those from `first` on, `count` of them.
std::vector<RecordedCommand> without(const std::vector<RecordedCommand>& commands,
                                     std::size_t first, std::size_t count) {
    std::vector<RecordedCommand> rest{commands.begin(),
                                      commands.begin() + static_cast<std::ptrdiff_t>(first)};
    rest.insert(rest.end(), commands.begin() + static_cast<std::ptrdiff_t>(first + count),
                commands.end());
    return rest;
}

}  // namespace

std::size_t TwinPlayer::disagreement(const std::vector<RecordedCommand>& commands) const {
    TwoEngines engines{limits_, naive_limits_};
    for (std::size_t i = 0; i < commands.size(); ++i)
        if (!engines.apply(engines.translated(commands[i]), commands[i].made)) return i + 1;
    return 0;
}

std::string TwinPlayer::scenario(const std::vector<RecordedCommand>& commands) const {
    std::string text = "venue empty\n" + limits_text(limits_);
    TwoEngines engines{limits_, naive_limits_};
    for (const RecordedCommand& recorded : commands) {
        const Command command = engines.translated(recorded);
        const bool agrees = engines.apply(command, recorded.made);
        std::string action = text_of(command);
        if (action.empty())
            action =
                fmt::format("# no words for a command of type {}", static_cast<int>(command.type));
        text += fmt::format("{:<40} -> {}\n", action,
                            answer_of(agrees ? engines.said() : engines.expected()));
        if (agrees) continue;
        text += fmt::format("# the engine says: {}\n", answer_of(engines.said()));
        break;
    }
    return text;
}

std::vector<RecordedCommand> recorded(CommandGenerator generator,
                                      const engine::EngineLimits& limits,
                                      std::uint64_t command_count) {
    engine::Engine engine{limits};
    EventBuffer said;
    std::vector<RecordedCommand> commands;
    for (std::uint64_t i = 0; i < command_count; ++i) {
        // Slices and the clock count as commands, but come by themselves.
        const Sequence sequence = next(engine.sequence());
        const auto due = due_work(engine, next(engine.time()));
        Command command = due ? *due : generator.next();
        command.sequence = sequence;
        command.time = time_after(engine.time(), command);
        engine.apply(command, said);
        generator.see(said.events());
        if (due) continue;
        OrderId made;
        for (const Event& event : said.events())
            if (event.type == EventType::order_accepted) made = event.accepted.order_id;
        commands.push_back({.command = command, .made = made});
    }
    return commands;
}

std::vector<RecordedCommand> minimised(const TwinPlayer& player,
                                       std::vector<RecordedCommand> commands,
                                       std::uint64_t played_max) {
    std::uint64_t played = 0;
    const auto disagrees = [&](std::vector<RecordedCommand>& shorter) {
        played += shorter.size();
        const std::size_t end = player.disagreement(shorter);
        shorter.resize(end);
        return end != 0;
    };
    if (!disagrees(commands)) return commands;
    for (std::size_t size = commands.size() / 2; size > 0; size = size / 2) {
        for (std::size_t first = 0; first < commands.size() && played < played_max;) {
            const std::size_t count = std::min(size, commands.size() - first);
            std::vector<RecordedCommand> shorter = without(commands, first, count);
            if (disagrees(shorter)) {
                commands = std::move(shorter);
            } else {
                first += size;
            }
        }
    }
    return commands;
}

}  // namespace outcry::test
