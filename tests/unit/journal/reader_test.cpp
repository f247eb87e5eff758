#include "outcry/journal/reader.hpp"

#include <gtest/gtest.h>

#include "unit/journal/journal_fixture.hpp"

namespace outcry::journal {
namespace {

using test::directory;
using test::Life;
using test::new_disk;
using test::small_segments;

TEST(JournalReader, FollowsAWriterThroughASegmentChange) {
    const auto disk = new_disk();
    Life life{*disk, small_segments(5)};
    JournalReader reader{*disk, directory};
    ASSERT_TRUE(reader.seek(Sequence{1}));
    Command command;
    std::uint64_t read_count = 0;
    for (int round = 0; round < 12; ++round) {
        EXPECT_FALSE(*reader.next(command, life.writer->durable_sequence()));
        ASSERT_TRUE(life.write(2));
        while (*reader.next(command, life.writer->durable_sequence()))
            ASSERT_EQ(command.sequence, Sequence{++read_count});
    }
    EXPECT_EQ(read_count, 24U);
    EXPECT_EQ(reader.position().next, life.writer->position().next);
    EXPECT_EQ(reader.position().chain, life.writer->position().chain);
}

TEST(JournalReader, BeginsInTheMiddleOfABatch) {
    const auto disk = new_disk();
    Life life{*disk, small_segments(5)};
    for (int round = 0; round < 8; ++round) ASSERT_TRUE(life.write(4));
    JournalReader reader{*disk, directory};
    ASSERT_TRUE(reader.seek(Sequence{18}));
    Command command;
    ASSERT_TRUE(*reader.next(command));
    EXPECT_EQ(command.sequence, Sequence{18});
}

TEST(JournalReader, GivesNoMoreThanTheLimit) {
    const auto disk = new_disk();
    Life life{*disk, small_segments(5)};
    ASSERT_TRUE(life.write(4));
    JournalReader reader{*disk, directory};
    ASSERT_TRUE(reader.seek(Sequence{1}));
    Command command;
    EXPECT_TRUE(*reader.next(command, Sequence{2}));
    EXPECT_TRUE(*reader.next(command, Sequence{2}));
    EXPECT_FALSE(*reader.next(command, Sequence{2}));
    EXPECT_TRUE(*reader.next(command, Sequence{3}));
}

TEST(JournalReader, FailsOnADurableCommandThatIsDamaged) {
    const auto disk = new_disk();
    Life life{*disk, small_segments(5)};
    ASSERT_TRUE(life.write(4));
    disk->flip(directory / "00000000000000000001.segment", 2 * sector_size_bytes + 200,
               std::byte{1});
    JournalReader reader{*disk, directory};
    ASSERT_TRUE(reader.seek(Sequence{1}));
    Command command;
    EXPECT_FALSE(*reader.next(command));
    const auto outcome = reader.next(command, Sequence{4});
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::damaged);
}

TEST(JournalReader, RefusesToBeginBeforeTheJournal) {
    const auto disk = new_disk();
    JournalReader reader{*disk, directory};
    EXPECT_FALSE(reader.seek(Sequence{1}));
}

}  // namespace
}  // namespace outcry::journal
