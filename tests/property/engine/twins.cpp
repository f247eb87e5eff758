#include "property/engine/twins.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <thread>

#include "outcry/domain/reject_reason.hpp"

#include "support/due_work.hpp"
#include "support/scenario/event_text.hpp"
#include "support/scenario/minimiser.hpp"

namespace outcry::test {

std::string Twins::run(std::uint64_t command_count, std::uint64_t checks_every) {
    for (std::uint64_t i = 1; i <= command_count; ++i) {
        const std::string where =
            "OUTCRY_SEED=" + std::to_string(seed_) + " command " + std::to_string(i);
        if (engine_.mass_action_is_pending() != naive_.has_work_left())
            return where + ": only one of them has work left";
        Command command = next_command();
        time_ = time_after(time_, command);
        command.sequence = next(engine_.sequence());
        command.time = time_;
        engine_.apply(command, said_);
        naive_.apply(command, expected_);
        if (!agree())
            return where + " type " + std::to_string(static_cast<int>(command.type)) + "\n" +
                   difference() + smallest_scenario(i);
        if (i % checks_every == 0) {
            if (const char* const broken = engine_.broken_invariant())
                return where + ": " + broken + " does not hold";
            if (const std::string text = naive_.contradiction(); !text.empty())
                return where + ": the obvious twin: " + text;
        }
        counts_.count(said_.events());
        generator_.see(said_.events());
    }
    return {};
}

/// What the sequencer has to do by itself comes before what the generator wants.
Command Twins::next_command() {
    if (const auto due = due_work(engine_, next(time_))) return *due;
    return generator_.next();
}

bool Twins::agree() const {
    const auto said = said_.events();
    const auto expected = expected_.events();
    return said.size() == expected.size() &&
           std::memcmp(said.data(), expected.data(), said.size_bytes()) == 0;
}

std::string Twins::difference() const {
    std::string text = "said " + std::to_string(said_.events().size()) + " expected " +
                       std::to_string(expected_.events().size()) + "\n";
    const auto line_of = [](const EventBuffer& buffer, std::size_t i) {
        if (i >= buffer.events().size()) return std::string{"nothing"};
        const Event& event = buffer.events()[i];
        return "type " + std::to_string(static_cast<int>(event.type)) + " " + text_of(event);
    };
    const std::size_t count = std::max(said_.events().size(), expected_.events().size());
    for (std::size_t i = 0; i < count; ++i) {
        const bool are_both = i < said_.events().size() && i < expected_.events().size();
        if (are_both && std::memcmp(&said_.events()[i], &expected_.events()[i], sizeof(Event)) == 0)
            continue;
        text += "event " + std::to_string(i) + " said " + line_of(said_, i) + " expected " +
                line_of(expected_, i);
        for (std::size_t byte = 0; are_both && byte < sizeof(Event); ++byte) {
            if (std::as_bytes(std::span{&said_.events()[i], 1})[byte] ==
                std::as_bytes(std::span{&expected_.events()[i], 1})[byte])
                continue;
            text += " from byte " + std::to_string(byte);
            break;
        }
        text += "\n";
    }
    return text;
}

/// What of the commands so far is needed for the engines to disagree.
std::string Twins::smallest_scenario(std::uint64_t command_count) const {
    const TwinPlayer player{limits_};
    return player.scenario(minimised(player, recorded({seed_, options_}, limits_, command_count)));
}

std::string run_shards(const std::vector<Shard>& shards, RuleCounts& counts) {
    std::atomic<std::size_t> next_shard = 0;
    std::atomic<bool> is_failed = false;
    std::mutex mutex;
    std::string failure;
    const auto work = [&] {
        while (!is_failed) {
            const std::size_t i = next_shard++;
            if (i >= shards.size()) return;
            const Shard& shard = shards[i];
            Twins twins{shard.seed, shard.limits, shard.options};
            const std::string text = twins.run(shard.command_count, 2'000);
            const std::lock_guard lock{mutex};
            counts.add(twins.counts());
            if (text.empty() || is_failed) continue;
            failure = text;
            is_failed = true;
        }
    };
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::clamp(std::thread::hardware_concurrency(), 1U, 8U); ++i)
        threads.emplace_back(work);
    threads.clear();
    return failure;
}

}  // namespace outcry::test
