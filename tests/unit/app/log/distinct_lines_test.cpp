#include "app/log/distinct_lines.hpp"

#include <gtest/gtest.h>

namespace outcry::app {
namespace {

constexpr std::int64_t minute = DistinctLines::quiet_time_ns;

TEST(DistinctLines, HoldsBackWhatDiffersInDigitsOnly) {
    DistinctLines lines;
    EXPECT_EQ(lines.pass("batch 12 failed", 0), "batch 12 failed");
    EXPECT_EQ(lines.pass("batch 7 failed", 1), std::nullopt);
    EXPECT_EQ(lines.pass("batch 8 was torn", 1), "batch 8 was torn");
}

TEST(DistinctLines, SaysAfterAMinuteHowManyItHeldBack) {
    DistinctLines lines;
    EXPECT_EQ(lines.pass("no answer", 0), "no answer");
    EXPECT_EQ(lines.pass("no answer", 1), std::nullopt);
    EXPECT_EQ(lines.pass("no answer", minute - 1), std::nullopt);
    EXPECT_EQ(lines.pass("no answer", minute), "no answer (2 more like it were held back)");
    EXPECT_EQ(lines.pass("no answer", minute + 1), std::nullopt);
    EXPECT_EQ(lines.pass("no answer", 3 * minute), "no answer (1 more like it were held back)");
}

TEST(DistinctLines, RemembersOnlySoManyKinds) {
    DistinctLines lines;
    EXPECT_TRUE(lines.pass("first", 0));
    for (std::size_t i = 0; i < DistinctLines::distinct_lines_max; ++i)
        EXPECT_TRUE(lines.pass("kind " + std::string(i, 'x'), 0));
    EXPECT_TRUE(lines.pass("first", 0));
}

}  // namespace
}  // namespace outcry::app
