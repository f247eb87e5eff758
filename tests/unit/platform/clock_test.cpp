#include "outcry/platform/clock.hpp"

#include <gtest/gtest.h>

namespace outcry::platform {
namespace {

TEST(SystemClock, NeverGoesBackInItsMonotonicTime) {
    const SystemClock clock;
    const std::int64_t before_ns = clock.monotonic_ns();
    EXPECT_LE(before_ns, clock.monotonic_ns());
}

TEST(SystemClock, CountsMicrosecondsSince1970) {
    // 2020 to 2200: a wrong unit would be off by a factor of a thousand.
    EXPECT_GT(SystemClock{}.now_us(), 1'577'836'800'000'000);
    EXPECT_LT(SystemClock{}.now_us(), 7'258'118'400'000'000);
}

TEST(ManualClock, StandsStillUntilItIsMoved) {
    ManualClock clock{1'000};
    EXPECT_EQ(clock.now_us(), 1'000);
    EXPECT_EQ(clock.monotonic_ns(), 0);
    clock.advance_us(5);
    EXPECT_EQ(clock.now_us(), 1'005);
    EXPECT_EQ(clock.monotonic_ns(), 5'000);
}

TEST(ManualClock, LetsTheWallClockJumpWithoutTheMonotonicOne) {
    ManualClock clock{1'000};
    clock.set_now_us(10);
    EXPECT_EQ(clock.now_us(), 10);
    EXPECT_EQ(clock.monotonic_ns(), 0);
}

}  // namespace
}  // namespace outcry::platform
