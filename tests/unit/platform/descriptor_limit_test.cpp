#include "outcry/platform/descriptor_limit.hpp"

#include <sys/resource.h>

#include <gtest/gtest.h>

namespace outcry::platform {
namespace {

TEST(DescriptorLimit, IsRaisedToWhatTheSystemAllows) {
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = 100;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    EXPECT_EQ(raise_descriptor_limit().value(), limit.rlim_max);
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    EXPECT_EQ(limit.rlim_cur, limit.rlim_max);
}

}  // namespace
}  // namespace outcry::platform
