#include "app/descriptor_budget.hpp"

#include <gtest/gtest.h>

namespace outcry::app {
namespace {

TEST(DescriptorBudget, KeepsSomeBackForFilesAndOperators) {
    EXPECT_EQ(connections_within(1024, 1), 636U);
    EXPECT_EQ(connections_within(20'000, 2), 9772U);
}

TEST(DescriptorBudget, IsNothingWhereThereAreTooFew) {
    EXPECT_EQ(connections_within(388, 1), 0U);
    EXPECT_EQ(connections_within(0, 8), 0U);
}

}  // namespace
}  // namespace outcry::app
