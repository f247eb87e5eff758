#include "outcry/ring/agent_runner.hpp"

#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "outcry/ring/spsc_ring.hpp"

namespace outcry::ring {
namespace {

// Long enough that a wake-up that gets lost is seen as a test that hangs.
constexpr IdleOptions parks_for_a_minute{
    .spin_count_max = 1, .yield_count_max = 1, .park_time_max = std::chrono::minutes{1}};

TEST(AgentRunner, RunsItsAgentsInTurnOnOneThreadOfItsOwn) {
    Doorbell doorbell;
    std::vector<std::string> rounds;
    pid_t seen_thread_id = 0;
    AgentRunner runner{{.thread_name = "test", .idle = parks_for_a_minute},
                       {{.name = "first",
                         .do_work =
                             [&] {
                                 rounds.emplace_back("first");
                                 seen_thread_id = ::gettid();
                                 return 0;
                             }},
                        {.name = "second",
                         .do_work =
                             [&] {
                                 rounds.emplace_back("second");
                                 return 0;
                             }}},
                       doorbell};
    runner.start();
    EXPECT_NE(runner.thread_id(), ::gettid());
    runner.stop();
    runner.join();
    EXPECT_FALSE(runner.is_running());
    EXPECT_EQ(seen_thread_id, runner.thread_id());
    ASSERT_GE(rounds.size(), 2u);
    EXPECT_EQ(rounds[0], "first");
    EXPECT_EQ(rounds[1], "second");
}

TEST(AgentRunner, CallsTheHooksOnItsThreadBeforeTheFirstAndAfterTheLastRound) {
    Doorbell doorbell;
    std::vector<std::string> calls;
    bool has_worked = false;
    AgentRunner runner{{.thread_name = "test",
                        .idle = parks_for_a_minute,
                        .place_thread = [&] { calls.emplace_back("place"); }},
                       {{.name = "agent",
                         .do_work =
                             [&] {
                                 if (!has_worked) calls.emplace_back("work");
                                 has_worked = true;
                                 return 0;
                             },
                         .on_start = [&] { calls.emplace_back("start"); },
                         .on_stop = [&] { calls.emplace_back("stop"); }}},
                       doorbell};
    runner.start();
    runner.stop();
    runner.join();
    EXPECT_EQ(calls, (std::vector<std::string>{"place", "start", "work", "stop"}));
}

TEST(AgentRunner, NamesItsThread) {
    Doorbell doorbell;
    AgentRunner runner{{.thread_name = "a long name of a thread", .idle = parks_for_a_minute},
                       {{.name = "agent", .do_work = [] { return 0; }}},
                       doorbell};
    runner.start();
    std::ifstream file{"/proc/self/task/" + std::to_string(runner.thread_id()) + "/comm"};
    std::string name;
    std::getline(file, name);
    EXPECT_EQ(name, "a long name of ");
}

TEST(AgentRunner, HandlesWhatWasPublishedBeforeItWasStopped) {
    for (int round = 0; round < 50; ++round) {
        Doorbell doorbell;
        SpscRing<int> ring{64};
        ring.connect_consumer(doorbell);
        int sum = 0;
        const auto take_one = [&] {
            int element = 0;
            if (!ring.try_pop(element)) return 0;
            sum += element;
            return 1;
        };
        AgentRunner runner{{.thread_name = "test", .idle = parks_for_a_minute},
                           {{.name = "consumer", .do_work = take_one}},
                           doorbell};
        runner.start();
        for (int element = 1; element <= 50; ++element) ASSERT_TRUE(ring.try_push(element));
        runner.stop();
        runner.join();
        ASSERT_EQ(sum, 50 * 51 / 2);
    }
}

TEST(AgentRunner, StopsWhenStoppedBeforeItStarts) {
    Doorbell doorbell;
    AgentRunner runner{{.thread_name = "test", .idle = parks_for_a_minute},
                       {{.name = "agent", .do_work = [] { return 0; }}},
                       doorbell};
    runner.stop();
    runner.start();
    runner.join();
    EXPECT_FALSE(runner.is_running());
}

TEST(AgentRunner, SpinsWithoutSleepingWhenConfiguredSo) {
    Doorbell doorbell{parking_for(Waiting::spin, Parking::futex)};
    AgentRunner runner{{.thread_name = "test", .idle = {.waiting = Waiting::spin}},
                       {{.name = "agent", .do_work = [] { return 0; }}},
                       doorbell};
    runner.start();
    runner.stop();
    runner.join();
    EXPECT_EQ(runner.park_count(), 0u);
}

}  // namespace
}  // namespace outcry::ring
