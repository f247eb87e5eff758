#include "support/scenario/minimiser.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scenario/command_text.hpp"
#include "support/scenario/scenario_run.hpp"

namespace outcry::test {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t fixed_seed = 4'711;

TEST(CommandText, SaysNearlyEveryCommandOfTheGenerator) {
    unsigned said_count = 0;
    const std::vector<RecordedCommand> commands =
        recorded({fixed_seed, {}}, scenario_limits(), 5'000);
    for (const RecordedCommand& recorded : commands)
        if (!text_of(recorded.command).empty()) ++said_count;
    // Left over: kinds of adjustment that do not exist and the like.
    EXPECT_GT(said_count, commands.size() * 97 / 100);
}

TEST(CommandText, SaysOrdersListsAndBatchesOfTheGenerator) {
    unsigned said_count = 0;
    unsigned count = 0;
    for (const RecordedCommand& recorded :
         recorded({fixed_seed, {.rules = GeneratedRule::all}}, scenario_limits(), 5'000)) {
        const CommandType type = recorded.command.type;
        if (type > CommandType::cancel_order_list || type == CommandType::none) continue;
        ++count;
        if (!text_of(recorded.command).empty()) ++said_count;
    }
    // Left over: what was spoiled on purpose.
    EXPECT_GT(said_count, count * 95 / 100);
}

TEST(CommandText, GivesTheLineThatGivesTheCommand) {
    for (const char* const line :
         {"?16 buy 5 @ 100 IOC stp expire_both as mine on ?2", "?16 sell for 500 at market",
          "?17 cancel #7 named other cancel_as bye if_new", "?17 amend #7 by 2",
          "?17 amend #7 to 3 open @ 101 in_place", "?16 cancel all on ?1",
          "?16 replace #7 with sell 5 @ 100 post_only allow_failure", "?16 buy 5 @ 100 side=7",
          "?16 stage buy 5 @ 100 post_only as mine on ?2", "?16 stage cancel #7",
          "?16 place otoco as three on ?1", "?16 place", "?16 apply batch on ?1",
          "?16 cancel list 3", "?16 cancel list named three cancel_as bye on ?1",
          "operator withdraw 5 ?1 from ?16", "operator fees maker 5 taker 6 on ?0"}) {
        ScenarioWords words{line};
        EXPECT_EQ(text_of(command_of(words, {})), line);
    }
}

TEST(Minimiser, LeavesWhatTheDisagreementNeeds) {
    engine::EngineLimits limits = scenario_limits();
    limits.open_orders_per_account_max = 4;
    engine::EngineLimits other = limits;
    other.open_orders_per_account_max = 5;
    const TwinPlayer player{limits, other};
    const std::vector<RecordedCommand> commands =
        minimised(player, recorded({fixed_seed, {}}, limits, 2'000));
    // Five orders, and of the venue what their numbers need: all the accounts before this one.
    EXPECT_GE(commands.size(), 10U);
    EXPECT_LE(commands.size(), 20U);
    EXPECT_EQ(player.disagreement(commands), commands.size());

    const std::string scenario = player.scenario(commands);
    EXPECT_THAT(scenario, HasSubstr("# the engine says: rejected too_many_open_orders 5 limit 4"));
    const ScenarioFile file = parse_scenario("smallest.scenario", scenario);
    const std::vector<std::string> failures = ScenarioRun{file}.play();
    ASSERT_EQ(failures.size(), 1U) << "the last line alone is answered otherwise\n" << scenario;
    EXPECT_THAT(failures[0], HasSubstr("too_many_open_orders"));
}

TEST(Minimiser, SaysNothingWhenTheEnginesAgree) {
    const TwinPlayer player{scenario_limits()};
    const std::vector<RecordedCommand> commands =
        recorded({fixed_seed, {}}, scenario_limits(), 500);
    EXPECT_EQ(player.disagreement(commands), 0U);
    EXPECT_TRUE(minimised(player, commands).empty());
}

}  // namespace
}  // namespace outcry::test
