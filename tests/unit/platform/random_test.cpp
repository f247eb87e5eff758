#include "outcry/platform/random.hpp"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

namespace outcry::platform {
namespace {

TEST(Random, FillsAllOfTheTarget) {
    // More than one answer of the kernel; a gap of 16 zeros would be a miracle.
    std::array<std::byte, 1000> target{};
    fill_random(target);
    const std::array<std::byte, 16> gap{};
    EXPECT_EQ(std::search(target.begin(), target.end(), gap.begin(), gap.end()), target.end());
}

TEST(Random, DoesNotRepeatItself) { EXPECT_NE(random_number(), random_number()); }

}  // namespace
}  // namespace outcry::platform
