#include "outcry/journal/tools.hpp"

#include <filesystem>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "outcry/platform/posix_file_system.hpp"

#include "unit/journal/journal_fixture.hpp"

namespace outcry::journal {
namespace {

using test::directory;
using test::Life;
using test::new_disk;
using test::small_segments;

TEST(JournalVerify, SaysWhatIsThere) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(4)};
        for (int n = 0; n < 5; ++n) ASSERT_TRUE(life.write(2));
    }
    const ToolReport report = verify(*disk, directory);
    EXPECT_EQ(report.exit_code, 0);
    EXPECT_NE(report.text.find("segments   3"), std::string::npos) << report.text;
    EXPECT_NE(report.text.find("commands   10"), std::string::npos) << report.text;
    EXPECT_NE(report.text.find("clean_end"), std::string::npos) << report.text;
}

TEST(JournalVerify, NamesFileAndRangeOfDamage) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(4)};
        for (int n = 0; n < 5; ++n) ASSERT_TRUE(life.write(2));
    }
    disk->flip(directory / "00000000000000000005.segment", 9000, std::byte{1});
    const ToolReport report = verify(*disk, directory);
    EXPECT_EQ(report.exit_code, 65);
    EXPECT_NE(report.text.find("corrupt_middle"), std::string::npos) << report.text;
    EXPECT_NE(report.text.find("00000000000000000005.segment, bytes 8192 to"), std::string::npos)
        << report.text;
}

TEST(JournalVerify, CountsADamagedCopyOfAHeaderAsDamage) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(4)};
        ASSERT_TRUE(life.write(2));
    }
    disk->flip(directory / "00000000000000000001.segment", 4096, std::byte{1});
    EXPECT_EQ(verify(*disk, directory).exit_code, 65);
}

TEST(JournalVerify, FailsOnAMissingDirectory) {
    const auto disk = new_disk();
    EXPECT_EQ(verify(*disk, "/nowhere").exit_code, 1);
}

TEST(JournalVerify, ChangesNothing) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(32)};
        ASSERT_TRUE(life.write(200));
    }
    const auto image = disk->crash_image(disk->operation_count() - 1, test::Survivors::random(2));
    const std::size_t operation_count = image->operation_count();
    EXPECT_NE(verify(*image, directory).text.find("torn_write"), std::string::npos);
    EXPECT_EQ(image->operation_count(), operation_count);
}

TEST(JournalDump, WritesARangeAsLinesOfJson) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(4)};
        for (int n = 0; n < 5; ++n) ASSERT_TRUE(life.write(2));
    }
    std::ostringstream output;
    EXPECT_EQ(*dump(*disk, directory, {.first = Sequence{4}, .last = Sequence{6}}, output), 3U);
    std::istringstream lines{output.str()};
    std::string line;
    for (std::uint64_t sequence = 4; sequence <= 6; ++sequence) {
        ASSERT_TRUE(std::getline(lines, line));
        const auto json = nlohmann::json::parse(line);
        EXPECT_EQ(json["sequence"], sequence);
        EXPECT_EQ(json["type"], "place_order");
    }
    EXPECT_FALSE(std::getline(lines, line));
}

TEST(JournalDump, WritesNothingOfAnEmptyDirectory) {
    const auto disk = new_disk();
    std::ostringstream output;
    EXPECT_EQ(*dump(*disk, directory, {}, output), 0U);
}

TEST(JournalBench, PrintsBothTablesAndLeavesNothing) {
    const std::filesystem::path place = std::filesystem::path{testing::TempDir()} / "outcry_bench";
    std::filesystem::create_directories(place);
    platform::PosixFileSystem file_system;
    std::ostringstream output;
    const auto outcome = bench(file_system, place, {.write_count = 2}, output);
    ASSERT_TRUE(outcome) << outcome.error().text;
    EXPECT_NE(output.str().find("O_DIRECT|O_DSYNC"), std::string::npos) << output.str();
    EXPECT_NE(output.str().find("\n1024 "), std::string::npos) << output.str();
    EXPECT_TRUE(std::filesystem::is_empty(place));
    std::filesystem::remove(place);
}

}  // namespace
}  // namespace outcry::journal
