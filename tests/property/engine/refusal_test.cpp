#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "outcry/domain/reject_reason.hpp"
#include "outcry/engine/engine.hpp"

#include "support/command_generator.hpp"
#include "support/due_work.hpp"
#include "support/state_records.hpp"

namespace outcry::test {
namespace {

std::uint64_t command_count() {
    const bool is_full = std::getenv("OUTCRY_FULL") != nullptr;
    return count_from_environment("OUTCRY_REFUSAL_COMMANDS", is_full ? 400'000 : 40'000);
}

constexpr engine::EngineLimits few{.orders_max = 120,
                                   .recent_order_ids = 64,
                                   .accounts_max = 26,
                                   .assets_max = 5,
                                   .instruments_max = 6,
                                   .keys_max = 3,
                                   .open_orders_per_account_max = 40};

bool is_refused(std::span<const Event> events) {
    return std::ranges::all_of(
        events, [](const Event& event) { return event.type == EventType::command_refused; });
}

TEST(Engine, ChangesNothingButSequenceAndTimeWhenItRefuses) {
    const std::uint64_t seed = test::seed();
    CommandGenerator generator{seed, {.known_max = 100, .rules = GeneratedRule::all}};
    engine::Engine engine{few};
    EventBuffer said;
    std::map<std::string, std::uint64_t> refusals;
    std::uint64_t before = hash_without_sequence(engine);
    const std::uint64_t count = command_count();
    for (std::uint64_t i = 1; i <= count; ++i) {
        Command command = generator.next();
        const Timestamp now{static_cast<std::int64_t>(i)};
        if (const auto due = due_work(engine, now)) command = *due;
        command.sequence = next(engine.sequence());
        command.time = now;
        engine.apply(command, said);
        const std::uint64_t after = hash_without_sequence(engine);
        if (is_refused(said.events())) {
            ++refusals[std::string{name_of(said.events()[0].refused.reason)}];
            ASSERT_EQ(before, after) << "OUTCRY_SEED=" << seed << " command " << i << " refused "
                                     << name_of(said.events()[0].refused.reason);
        }
        before = after;
        generator.see(said.events());
    }
    std::printf("refused, OUTCRY_SEED=%llu\n", static_cast<unsigned long long>(seed));
    for (const auto& [reason, times] : refusals)
        std::printf("  %-32s %llu\n", reason.c_str(), static_cast<unsigned long long>(times));
    EXPECT_GT(refusals.size(), 20U);
}

}  // namespace
}  // namespace outcry::test
