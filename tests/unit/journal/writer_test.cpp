#include "outcry/journal/writer.hpp"

#include <cerrno>

#include <gtest/gtest.h>

#include "outcry/journal/reader.hpp"

#include "journal/layout.hpp"
#include "unit/journal/journal_fixture.hpp"

namespace outcry::journal {
namespace {

using test::command_number;
using test::directory;
using test::Life;
using test::new_disk;
using test::recovered;
using test::small_segments;

constexpr std::uint64_t sectors_for_all = 64;

TEST(JournalWriter, BeginsAJournalAndFindsItAgain) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(sectors_for_all)};
        EXPECT_EQ(life.outcome->verdict(), Verdict::empty);
        EXPECT_EQ(*life.write(3), Sequence{3});
        EXPECT_EQ(*life.write(2), Sequence{5});
    }
    const auto outcome = recovered(*disk);
    EXPECT_EQ(outcome->verdict(), Verdict::clean_end);
    EXPECT_EQ(outcome->last(), 5U);
    EXPECT_EQ(outcome->recovery.position.next, Sequence{6});
    EXPECT_EQ(outcome->recovery.position.epoch, Epoch{1});
}

TEST(JournalWriter, SaysWhenTheBatchIsFull) {
    const auto disk = new_disk();
    Life life{*disk, small_segments(sectors_for_all)};
    for (std::uint64_t number = 1; number <= batch_records_max; ++number)
        ASSERT_TRUE(life.writer->append(command_number(number)));
    EXPECT_FALSE(life.writer->append(command_number(batch_records_max + 1)));
    EXPECT_EQ(*life.writer->commit(), Sequence{batch_records_max});
    EXPECT_TRUE(life.writer->append(command_number(batch_records_max + 1)));
}

TEST(JournalWriter, CommitsNothingWhenNothingWaits) {
    const auto disk = new_disk();
    Life life{*disk, small_segments(sectors_for_all)};
    const std::size_t operation_count = disk->operation_count();
    EXPECT_EQ(*life.writer->commit(), Sequence{0});
    EXPECT_EQ(disk->operation_count(), operation_count);
}

TEST(JournalWriter, ChangesSegmentsWithoutAGap) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(4)};
        for (int round = 0; round < 20; ++round) ASSERT_TRUE(life.write(3));
        EXPECT_EQ(life.writer->position().segment_number, 10U);
    }
    const auto outcome = recovered(*disk);
    EXPECT_EQ(outcome->verdict(), Verdict::clean_end) << outcome->recovery.message;
    EXPECT_EQ(outcome->last(), 60U);
    EXPECT_FALSE(outcome->received.has_gap);
    EXPECT_FALSE(outcome->received.has_altered_command);
}

TEST(JournalWriter, TakesThePreparedSegment) {
    const auto disk = new_disk();
    Life life{*disk, small_segments(4)};
    const std::uint64_t late_count = life.writer->preparer().late_count();
    while (*life.writer->preparer().prepare_slice(sector_size_bytes)) {}
    for (int round = 0; round < 3; ++round) ASSERT_TRUE(life.write(1));
    EXPECT_EQ(life.writer->position().segment_number, 2U);
    EXPECT_EQ(life.writer->preparer().late_count(), late_count);
}

TEST(JournalWriter, FailsForEverAfterAFailedWrite) {
    const auto disk = new_disk();
    Life life{*disk, small_segments(sectors_for_all)};
    disk->fail(outcry::test::DiskOperationKind::write, EIO);
    const auto failed = life.write(1);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::system);
    EXPECT_NE(failed.error().text.find("pwrite"), std::string::npos);
    EXPECT_FALSE(life.writer->commit());
    EXPECT_FALSE(life.writer->sync());
}

TEST(JournalWriter, SyncsEveryCommitWhereDirectWritesAreRefused) {
    const auto disk = new_disk({.refuses_direct = true});
    Life life{*disk, small_segments(sectors_for_all)};
    EXPECT_FALSE(life.writer->writes_are_direct());
    ASSERT_TRUE(life.write(1));
    const auto last = disk->operation(disk->operation_count() - 1);
    EXPECT_EQ(last.kind, outcry::test::DiskOperationKind::sync);
}

TEST(JournalWriter, WritesUnderMemoryWithoutWaitingForTheDisk) {
    const auto disk = new_disk();
    WriterOptions options = small_segments(sectors_for_all);
    options.durability = Durability::memory;
    Life life{*disk, options};
    EXPECT_EQ(*life.write(3), Sequence{3});
    EXPECT_EQ(life.writer->durable_sequence(), Sequence{0});
    EXPECT_EQ(*life.writer->sync(), Sequence{3});
    EXPECT_EQ(life.writer->durable_sequence(), Sequence{3});
}

TEST(JournalWriter, BeginsASegmentForAnotherVersion) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(sectors_for_all)};
        ASSERT_TRUE(life.write(2));
    }
    WriterOptions options = small_segments(sectors_for_all);
    options.written_by.engine_version = 2;
    {
        Life life{*disk, options, {.applied = Sequence{2}, .expected = options.written_by}};
        EXPECT_EQ(life.writer->position().segment_number, 2U);
        ASSERT_TRUE(life.write(1));
    }
    const auto outcome = recovered(*disk, {.expected = options.written_by});
    EXPECT_EQ(outcome->verdict(), Verdict::other_version);
    EXPECT_NE(outcome->recovery.message.find("engine version 1"), std::string::npos);
    EXPECT_EQ(outcome->recovery.exit_code(), 1);
    EXPECT_EQ(recovered(*disk, {.applied = Sequence{2}, .expected = options.written_by})->verdict(),
              Verdict::clean_end);
}

TEST(JournalWriter, ReplacesAnEmptySegmentOfAnotherVersion) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(sectors_for_all)};
        ASSERT_TRUE(life.write(2));
    }
    WriterOptions options = small_segments(sectors_for_all);
    for (std::uint32_t version = 2; version <= 4; ++version) {
        options.written_by.engine_version = version;
        const Life life{*disk, options, {.applied = Sequence{2}}};
        EXPECT_EQ(life.writer->position().segment_number, 2U);
    }
    EXPECT_EQ(recovered(*disk)->verdict(), Verdict::clean_end);
}

TEST(JournalWriter, RefusesAnEpochThatGoesBack) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(sectors_for_all)};
        ASSERT_TRUE(life.write(2));
    }
    WriterOptions options = small_segments(sectors_for_all);
    options.epoch = Epoch{0};
    const auto opened = JournalWriter::open(*disk, options, recovered(*disk)->recovery.position);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::refused);
}

TEST(JournalWriter, SaysWhenTheDiskIsLow) {
    const auto disk = new_disk();
    disk->set_free_space(1000);
    EXPECT_TRUE(*disk_is_low(*disk, directory, 1001));
    EXPECT_FALSE(*disk_is_low(*disk, directory, 1000));
}

}  // namespace
}  // namespace outcry::journal
