#include "gateway/rate_limit/weight_meter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace outcry::gateway::test {
namespace {

constexpr Timestamp minute_begin{1'700'000'040'000'000};

Timestamp after(std::int64_t seconds) {
    return Timestamp{minute_begin.value() + seconds * 1'000'000};
}

ClientAddress address(std::uint8_t last) {
    ClientAddress result;
    result.bytes[15] = last;
    return result;
}

TEST(WeightMeter, RefusesWhatGoesBeyondTheLimitUntilTheMinuteIsOver) {
    WeightMeter meter{{.weight_per_minute_max = 10}};
    EXPECT_TRUE(meter.admit(address(1), 10, after(0)));
    meter.charge(address(1), 10, after(0));
    const auto refused = meter.admit(address(1), 1, after(1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().refusal.status, 429);
    EXPECT_EQ(refused.error().refusal.code, -1003);
    EXPECT_EQ(refused.error().refusal.text,
              "Too much request weight used; current limit is 10 request weight per 1 MINUTE. "
              "Please use WebSocket Streams for live updates to avoid polling the API.");
    EXPECT_EQ(refused.error().retry_at, after(60));
    EXPECT_TRUE(meter.admit(address(1), 10, after(60)));
}

TEST(WeightMeter, CountsEachAddressForItself) {
    WeightMeter meter{{.weight_per_minute_max = 10}};
    meter.charge(address(1), 10, after(0));
    EXPECT_TRUE(meter.admit(address(2), 10, after(0)));
    EXPECT_EQ(meter.used(address(1), after(0)), 10U);
    EXPECT_EQ(meter.used(address(2), after(0)), 0U);
}

TEST(WeightMeter, BansAnAddressThatGoesOnToTwiceItsLimit) {
    WeightMeter meter{{.weight_per_minute_max = 10, .ban_time = std::chrono::seconds{90}}};
    meter.charge(address(1), 10, after(0));
    EXPECT_EQ(meter.admit(address(1), 10, after(1)).error().refusal.status, 429);
    const auto banned = meter.admit(address(1), 1, after(2));
    EXPECT_EQ(banned.error().refusal.status, 418);
    EXPECT_EQ(banned.error().refusal.text,
              "Way too much request weight used; IP banned until 1700000132000. Please use "
              "WebSocket Streams for live updates to avoid bans.");
    EXPECT_FALSE(meter.admit(address(1), 1, after(91)));
    EXPECT_TRUE(meter.admit(address(1), 1, after(92)));
}

TEST(WeightMeter, WithoutLimitCountsAndRefusesNothing) {
    WeightMeter meter{RateLimits{}};
    meter.charge(address(1), 1'000'000, after(0));
    EXPECT_TRUE(meter.admit(address(1), 1'000'000, after(0)));
    EXPECT_EQ(meter.used(address(1), after(0)), 1'000'000U);
}

}  // namespace
}  // namespace outcry::gateway::test
