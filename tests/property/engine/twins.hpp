#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"

#include "property/engine/rule_counts.hpp"
#include "support/command_generator.hpp"
#include "support/naive_engine.hpp"

namespace outcry::test {

/// Runs both engines side by side and compares every byte they say.
class Twins {
public:
    Twins(std::uint64_t seed, const engine::EngineLimits& limits, const GeneratorOptions& options)
        : seed_{seed},
          options_{options},
          limits_{limits},
          generator_{seed, options},
          engine_{limits},
          naive_{limits} {}

    /// Says where they disagree, with the smallest scenario in which they do; empty when they
    /// never do.
    [[nodiscard]] std::string run(std::uint64_t command_count, std::uint64_t checks_every);
    [[nodiscard]] const RuleCounts& counts() const { return counts_; }

private:
    [[nodiscard]] Command next_command();
    [[nodiscard]] bool agree() const;
    [[nodiscard]] std::string difference() const;
    [[nodiscard]] std::string smallest_scenario(std::uint64_t command_count) const;

    std::uint64_t seed_;
    GeneratorOptions options_;
    engine::EngineLimits limits_;
    CommandGenerator generator_;
    engine::Engine engine_;
    NaiveEngine naive_;
    Timestamp time_;
    EventBuffer said_;
    EventBuffer expected_;
    RuleCounts counts_;
};

/// One run of twins among several that share the processors.
struct Shard {
    std::uint64_t seed = 0;
    engine::EngineLimits limits;
    GeneratorOptions options;
    std::uint64_t command_count = 0;
};

/// Runs them all, a few at a time, and adds up what they met. Stops at the first disagreement and
/// says it.
[[nodiscard]] std::string run_shards(const std::vector<Shard>& shards, RuleCounts& counts);

}  // namespace outcry::test
