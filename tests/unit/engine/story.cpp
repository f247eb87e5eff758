#include "unit/engine/story.hpp"

#include <sstream>
#include <string>

#include "outcry/domain/event_buffer.hpp"

#include "support/scenario/scenario_command.hpp"

namespace outcry::test {

std::vector<StateRecord> records_after(std::string_view story, const engine::EngineLimits& limits) {
    engine::Engine engine{limits};
    EventBuffer said;
    ScenarioNames names;
    std::istringstream lines{std::string{story}};
    for (std::string line; std::getline(lines, line);) {
        if (line.empty()) continue;
        ScenarioWords words{line};
        Command command = command_of(words, names);
        command.sequence = next(engine.sequence());
        command.time = Timestamp{static_cast<std::int64_t>(command.sequence.value())};
        engine.apply(command, said);
        for (const Event& event : said.events()) names.learn(event);
    }
    return records_of(engine);
}

}  // namespace outcry::test
