#include "support/scenario/scenario_engines.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "support/scenario/event_text.hpp"
#include "support/scenario/scenario_file.hpp"
#include "support/state_records.hpp"

namespace outcry::test {
namespace {

bool are_equal(std::span<const Event> left, std::span<const Event> right) {
    return left.size() == right.size() &&
           std::memcmp(left.data(), right.data(), left.size_bytes()) == 0;
}

/// The texts, and where they agree the first event whose bytes differ.
std::string difference(std::span<const Event> said, std::span<const Event> other) {
    for (std::size_t i = 0; i < std::min(said.size(), other.size()); ++i) {
        if (text_of(said[i]) != text_of(other[i]) ||
            std::memcmp(&said[i], &other[i], sizeof(Event)) == 0)
            continue;
        return fmt::format("other bytes in event {}: {}", i, text_of(said[i]));
    }
    return answer_of(texts_of(other));
}

}  // namespace

ScenarioEngines::ScenarioEngines(const engine::EngineLimits& limits)
    : limits_{limits}, engine_{limits}, naive_{limits} {}

void ScenarioEngines::restore_the_other() {
    restored_.emplace(limits_);
    if (restore(*restored_, records_of(engine_))) return;
    restored_.reset();
    complain("what the engine wrote down it does not take back");
}

std::vector<Event> ScenarioEngines::apply(Command command) {
    command.sequence = next(engine_.sequence());
    // A microsecond goes by with each command, unless the clock is set.
    time_ = std::max(next(time_), command.time);
    command.time = time_;
    command.request = RequestId{command.sequence.value() + 100};
    engine_.apply(command, said_);
    if (has_twin_) naive_.apply(command, said_by_naive_);
    const std::span<const Event> said = said_.events();
    if (restored_) {
        restored_->apply(command, said_by_restored_);
        if (!are_equal(said, said_by_restored_.events()))
            complain("the restored engine says: " + difference(said, said_by_restored_.events()));
    }
    if (has_twin_ && !are_equal(said, said_by_naive_.events()))
        complain("the obvious twin says: " + difference(said, said_by_naive_.events()));
    return {said.begin(), said.end()};
}

void ScenarioEngines::compare_states() {
    if (restored_ && engine_.state_hash() != restored_->state_hash())
        complain("the restored engine has another state afterwards");
    if (const char* const broken = engine_.broken_invariant())
        complain(fmt::format("{} does not hold", broken));
}

std::string ScenarioEngines::take_complaints() { return std::exchange(complaints_, {}); }

void ScenarioEngines::complain(std::string text) {
    if (!complaints_.empty()) complaints_ += "\n";
    complaints_ += text;
}

}  // namespace outcry::test
