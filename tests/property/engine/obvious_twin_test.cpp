#include <gtest/gtest.h>

#include "property/engine/rule_counts.hpp"
#include "support/command_generator.hpp"
#include "support/due_work.hpp"
#include "support/naive_engine.hpp"

namespace outcry::test {
namespace {

constexpr engine::EngineLimits few{.orders_max = 160,
                                   .recent_order_ids = 256,
                                   .accounts_max = 30,
                                   .assets_max = 5,
                                   .instruments_max = 105,
                                   .keys_max = 3,
                                   .open_orders_per_account_max = 40,
                                   .idempotent_orders_max = 60,
                                   .idempotent_orders_per_account_max = 20};

TEST(ObviousTwin, DoesNotContradictItselfOnRandomCommands) {
    const std::uint64_t seed = test::seed();
    const std::uint64_t count = count_from_environment("OUTCRY_TWIN_COMMANDS", 20'000);
    CommandGenerator generator{seed, {.rules = ~0U}};
    NaiveEngine naive{few};
    EventBuffer said;
    RuleCounts counts;
    Timestamp time;
    for (std::uint64_t i = 1; i <= count; ++i) {
        const auto due = due_work(naive, next(time));
        Command command = due ? *due : generator.next();
        time = time_after(time, command);
        command.time = time;
        command.sequence = Sequence{i};
        naive.apply(command, said);
        ASSERT_EQ(naive.contradiction(), "") << "OUTCRY_SEED=" << seed << " command " << i
                                             << " type " << static_cast<int>(command.type);
        counts.count(said.events());
        generator.see(said.events());
    }
    counts.print("the obvious twin alone", seed);
}

}  // namespace
}  // namespace outcry::test
