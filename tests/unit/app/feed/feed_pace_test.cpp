#include "app/feed/feed_pace.hpp"

#include <gtest/gtest.h>

namespace outcry::app {
namespace {

using std::chrono::nanoseconds;

FeedPace::Clock::time_point at(std::int64_t time_ns) {
    return FeedPace::Clock::time_point{nanoseconds{time_ns}};
}

TEST(FeedPace, ScalesRecordedTime) {
    auto pace = FeedPace::parse("10x");
    ASSERT_TRUE(pace.has_value());
    EXPECT_TRUE(pace->is_timed());
    pace->start(1'700'000'000'000'000'000, at(500));
    EXPECT_EQ(pace->intended(1'700'000'000'000'000'000), at(500));
    EXPECT_EQ(pace->intended(1'700'000'001'000'000'000), at(100'000'500));
    EXPECT_EQ(pace->intended(1'699'999'999'999'999'900), at(490));
}

TEST(FeedPace, ReadsSpeeds) {
    EXPECT_FALSE(FeedPace::parse("max")->is_timed());
    EXPECT_TRUE(FeedPace::parse("1x")->is_timed());
    EXPECT_TRUE(FeedPace::parse("0.5x")->is_timed());
    for (const char* text : {"", "x", "1", "0x", "-1x", "1e3x", "0.0001x", "2000000x", "fast"}) {
        EXPECT_FALSE(FeedPace::parse(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace outcry::app
