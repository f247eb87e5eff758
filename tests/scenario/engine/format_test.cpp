#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scenario/scenario_run.hpp"

namespace outcry::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::vector<std::string> play(std::string_view text) {
    const ScenarioFile file = parse_scenario("story.scenario", text);
    return ScenarioRun{file}.play();
}

/// What is thrown for a text that cannot be understood.
std::string error_of(std::string_view text) {
    try {
        static_cast<void>(play(text));
    } catch (const ScenarioError& error) {
        return error.what();
    }
    return "nothing";
}

TEST(ScenarioFormat, TellsALineThatIsAnsweredOtherwise) {
    const std::vector<std::string> failures = play(
        "alice sell 5 @ 100 -> accepted #1\n"
        "bob buy 5 @ 100    -> traded #1 4 @ 100, filled #2\n");
    ASSERT_EQ(failures.size(), 1U);
    EXPECT_THAT(failures[0], StartsWith("story.scenario:2: "));
    EXPECT_THAT(failures[0], HasSubstr("said     traded #1 5 @ 100, filled #2"));
}

TEST(ScenarioFormat, WantsTheWholeAnswer) {
    EXPECT_EQ(
        play("alice sell 5 @ 100 -> accepted #1\nbob buy 5 @ 100 -> traded #1 5 @ 100").size(), 1U);
    EXPECT_EQ(play("alice buy 5 @ 100 -> accepted #1, accepted #2").size(), 1U);
    EXPECT_EQ(play("alice buy 5 @ 100 ->").size(), 1U);
}

TEST(ScenarioFormat, TellsABookAndABalanceThatAreOtherwise) {
    EXPECT_EQ(play("alice buy 5 @ 100 -> accepted #1\nbook -> asks none, bids none").size(), 1U);
    EXPECT_EQ(play("balances alice -> BTC 1000000, USD 999999").size(), 1U);
}

TEST(ScenarioFormat, KnowsCommentsContinuationsAndRepetitions) {
    EXPECT_THAT(play("# a story\n\n"
                     "6 times alice sell 1 @ 100 -> accepted #1 ... accepted #6 (6 in all) # six\n"
                     "bob buy 2 @ 100 -> traded #1 1 @ 100,\n"
                     "                   traded #2 1 @ 100, # and so on\n"
                     "                   filled #7\n"),
                IsEmpty());
    EXPECT_EQ(play("6 times alice sell 1 @ 100 -> accepted #1 ... accepted #6 (5 in all)").size(),
              1U);
}

TEST(ScenarioFormat, NamesFileAndLineOfWhatItDoesNotUnderstand) {
    EXPECT_EQ(error_of("\neve buy 5 @ 100 -> accepted #1"),
              "story.scenario:2: there is no account `eve`");
    EXPECT_EQ(error_of("alice dance -> accepted #1"),
              "story.scenario:1: `sell` expected, not `dance`");
    EXPECT_EQ(error_of("alice buy five @ 100 -> accepted #1"),
              "story.scenario:1: `five` is no number");
    EXPECT_EQ(error_of("alice buy 5 @ 100 quickly -> accepted #1"),
              "story.scenario:1: what is `quickly`?");
    EXPECT_EQ(error_of("alice buy 5 @ 100"),
              "story.scenario:1: an answer is missing: `-> accepted #1`");
    EXPECT_EQ(error_of("-> accepted #1"), "story.scenario:1: nobody does anything");
    EXPECT_EQ(error_of("alice buy 5 @ 100 -> accepted #1,\n"),
              "story.scenario:1: the answer ends in a comma");
    EXPECT_EQ(error_of("limits speed 5\n"), "story.scenario:1: there is no limit `speed`");
    EXPECT_EQ(error_of("operator sing -> clock"), "story.scenario:1: an operator cannot `sing`");
    EXPECT_EQ(error_of("next slice -> clock"), "story.scenario:1: no slice is pending");
    EXPECT_EQ(error_of("operator clock -> clock\nvenue empty"),
              "story.scenario:2: limits and venue stand at the top");
}

TEST(ScenarioFormat, KeepsWhatFollowsWhileASliceIsPending) {
    EXPECT_EQ(error_of("257 times alice buy 1 @ 100 -> accepted #1 ... accepted #257 (257 in all)\n"
                       "alice cancel all -> cancelled #1 1 ... cancelled #256 1 (256 in all),"
                       " closed 256 unfinished\n"
                       "bob buy 1 @ 100 -> accepted #258"),
              "story.scenario:3: a slice is pending");
}

TEST(ScenarioFormat, ReadsNumbersOfAnySize) {
    EXPECT_EQ(amount_of("-1_000"), -1'000);
    EXPECT_EQ(amount_of("1298074214633706907132624082305024"), int128{1} << 110);
    EXPECT_THROW(static_cast<void>(amount_of("1e5")), ScenarioWordError);
    EXPECT_THROW(static_cast<void>(amount_of("-")), ScenarioWordError);
}

}  // namespace
}  // namespace outcry::test
