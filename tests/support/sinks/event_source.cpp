#include "support/sinks/event_source.hpp"

#include "support/command_generator.hpp"
#include "support/due_work.hpp"
#include "support/small_venue.hpp"

namespace outcry::test {

namespace {

/// Markets are delisted now and then: there is room for others.
engine::EngineLimits limits() {
    engine::EngineLimits limits = small_engine_limits();
    limits.instruments_max = 128;
    return limits;
}

}  // namespace

EventSource::EventSource() : engine_{limits()} {}

std::span<const Event> EventSource::apply(const Command& unstamped) {
    Command command = unstamped;
    command.sequence = next(engine_.sequence());
    time_ = Timestamp{time_.value() + step_us};
    command.time = time_;
    engine_.apply(command, buffer_);
    return buffer_.events();
}

std::vector<Event> EventSource::open_small_venue() {
    std::vector<Event> events;
    for (const Command& command : opening_commands()) {
        const std::span<const Event> said = apply(command);
        events.insert(events.end(), said.begin(), said.end());
    }
    return events;
}

std::vector<Event> EventSource::random_events(std::uint64_t seed, std::size_t command_count) {
    CommandGenerator generator{seed, {.passive_percent = lively_passive_percent, .rules = rules}};
    std::vector<Event> events;
    for (std::size_t i = 0; i < command_count; ++i) {
        const auto due = due_work(engine_, Timestamp{time_.value() + step_us});
        const Command command = due ? *due : generator.next();
        const std::span<const Event> said = apply(command);
        generator.see(said);
        events.insert(events.end(), said.begin(), said.end());
    }
    return events;
}

std::vector<std::span<const Event>> commands_of(std::span<const Event> events) {
    std::vector<std::span<const Event>> commands;
    std::size_t first = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (!events[i].is_last_of_command()) continue;
        commands.push_back(events.subspan(first, i + 1 - first));
        first = i + 1;
    }
    return commands;
}

}  // namespace outcry::test
