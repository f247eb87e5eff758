#include "outcry/ring/idle_strategy.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace outcry::ring {
namespace {

using std::chrono::microseconds;

constexpr IdleOptions three_spins_two_yields{
    .spin_count_max = 3, .yield_count_max = 2, .park_time_max = microseconds{1}};

TEST(IdleStrategy, ParksOnlyAfterSpinningYieldingAndOneLastLook) {
    Doorbell doorbell;
    IdleStrategy strategy{three_spins_two_yields, doorbell};
    for (int round = 0; round < 3 + 2; ++round) strategy.idle(0);
    doorbell.ring();
    EXPECT_EQ(doorbell.wake_count(), 0u) << "nothing was announced";

    strategy.idle(0);
    EXPECT_EQ(strategy.park_count(), 0u) << "announced; the caller looks once more";
    doorbell.ring();
    EXPECT_EQ(doorbell.wake_count(), 1u);

    strategy.idle(0);
    EXPECT_EQ(strategy.park_count(), 1u);
}

TEST(IdleStrategy, StaysAwakeWhenTheLastLookFindsWork) {
    Doorbell doorbell;
    IdleStrategy strategy{three_spins_two_yields, doorbell};
    for (int round = 0; round < 3 + 2 + 1; ++round) strategy.idle(0);
    strategy.idle(1);
    doorbell.ring();
    EXPECT_EQ(doorbell.wake_count(), 0u);

    for (int round = 0; round < 3 + 2 + 1; ++round) strategy.idle(0);
    EXPECT_EQ(strategy.park_count(), 0u) << "it spins and yields all over again";
    strategy.idle(0);
    EXPECT_EQ(strategy.park_count(), 1u);
}

TEST(IdleStrategy, ParksAgainAtOnceWhenASleepBroughtNoWork) {
    Doorbell doorbell;
    IdleStrategy strategy{three_spins_two_yields, doorbell};
    for (int round = 0; round < 3 + 2 + 2; ++round) strategy.idle(0);
    ASSERT_EQ(strategy.park_count(), 1u);
    strategy.idle(0);
    strategy.idle(0);
    EXPECT_EQ(strategy.park_count(), 2u);
}

TEST(IdleStrategy, SleepsInTheEventLoopThatItWasGiven) {
    Doorbell doorbell{Parking::eventfd};
    IdleStrategy strategy{three_spins_two_yields, doorbell};
    int sleep_count = 0;
    strategy.sleep_with([&](microseconds time_max) {
        EXPECT_EQ(time_max, microseconds{1});
        doorbell.ring();
        ++sleep_count;
    });
    for (int round = 0; round < 3 + 2 + 2; ++round) strategy.idle(0);
    EXPECT_EQ(sleep_count, 1);
    EXPECT_EQ(doorbell.wake_count(), 1u) << "it could be rung while it slept";
    doorbell.ring();
    EXPECT_EQ(doorbell.wake_count(), 1u) << "and is awake afterwards";
}

TEST(IdleStrategy, NeverParksWhenItSpins) {
    Doorbell doorbell{Parking::never};
    IdleStrategy strategy{{.waiting = Waiting::spin}, doorbell};
    for (int round = 0; round < 10'000; ++round) strategy.idle(0);
    EXPECT_EQ(strategy.park_count(), 0u);
}

TEST(IdleStrategyDeathTest, StopsOnADoorbellOfTheOtherKind) {
    Doorbell parking{Parking::futex};
    Doorbell never{Parking::never};
    EXPECT_DEATH((IdleStrategy{{.waiting = Waiting::spin}, parking}), "doorbell_can_park");
    EXPECT_DEATH((IdleStrategy{{.waiting = Waiting::adaptive}, never}), "doorbell_can_park");
}

}  // namespace
}  // namespace outcry::ring
