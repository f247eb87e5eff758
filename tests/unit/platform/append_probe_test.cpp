#include "outcry/platform/append_probe.hpp"

#include <filesystem>

#include <gtest/gtest.h>

namespace outcry::platform {
namespace {

TEST(AppendProbe, MeasuresByEveryMethodAndCleansUp) {
    const std::filesystem::path path =
        std::filesystem::path{testing::TempDir()} / "outcry_append_probe";
    for (const AppendMethod method : all_append_methods) {
        const auto durations = measure_appends(path, method, 3);
        // A file system in memory knows no O_DIRECT.
        EXPECT_EQ(durations ? durations->size() : 3U, 3U) << description_of(method);
        EXPECT_FALSE(std::filesystem::exists(path));
    }
}

TEST(AppendProbe, SaysWhichCallFailed) {
    const auto durations = measure_appends("/nowhere/file", AppendMethod::growing_fsync, 1);
    ASSERT_FALSE(durations);
    EXPECT_EQ(durations.error().operation, "open");
}

}  // namespace
}  // namespace outcry::platform
