#include "app/venue/event_log_start.hpp"

#include <gtest/gtest.h>

#include "unit/follower/event_log_fixture.hpp"
#include "unit/journal/journal_fixture.hpp"

namespace outcry::app {
namespace {

const std::filesystem::path data{"/"};

/// A data directory whose journal, snapshots and event log end where the test wants.
class EventLogStartTest : public testing::Test {
protected:
    void SetUp() override {
        for (const char* const part : {"/journal", "/snapshots"})
            ASSERT_TRUE(disk_->make_directory(part));
    }
    void write_snapshot(std::uint64_t sequence) {
        auto writer =
            journal::SnapshotWriter::create(*disk_, "/snapshots", {.sequence = Sequence{sequence}});
        ASSERT_TRUE(writer);
        writer->on_venue(VenueState{.sequence = Sequence{sequence}});
        ASSERT_TRUE(writer->finish());
    }
    void write_log(std::uint64_t last) {
        auto log = follower::test::open_log(*disk_);
        follower::test::append_up_to(log, last);
    }
    void write_journal(std::uint64_t last) {
        journal::test::Life life{*disk_, journal::test::small_segments(8)};
        ASSERT_TRUE(life.write(last));
    }
    [[nodiscard]] EventLogStart choose() {
        auto start = choose_event_log_start(*disk_, data);
        EXPECT_TRUE(start) << start.error().text;
        return std::move(*start);
    }

    std::unique_ptr<outcry::test::SimulatedFileSystem> disk_ = follower::test::new_disk();
};

TEST_F(EventLogStartTest, TakesTheNewestSnapshotThatTheLogReaches) {
    write_journal(50);
    write_snapshot(20);
    write_snapshot(40);
    write_log(45);
    const EventLogStart start = choose();
    EXPECT_EQ(start.snapshot->info.sequence, Sequence{40});
    EXPECT_EQ(start.extent.last, Sequence{45});
    EXPECT_TRUE(start.notes.empty());
}

TEST_F(EventLogStartTest, GoesBackToAnOlderSnapshotWhenTheLogEndsBeforeTheNewest) {
    write_journal(50);
    write_snapshot(20);
    write_snapshot(40);
    write_log(39);
    const EventLogStart start = choose();
    EXPECT_EQ(start.snapshot->info.sequence, Sequence{20});
    ASSERT_EQ(start.notes.size(), 1U);
    EXPECT_EQ(start.notes[0],
              "the event log ends with command 39, before the snapshot of command 40: what is "
              "missing is derived again from the journal");
}

TEST_F(EventLogStartTest, BeginsWithTheFirstCommandWhenNoSnapshotIsOldEnough) {
    write_journal(50);
    write_snapshot(40);
    write_log(39);
    const EventLogStart start = choose();
    EXPECT_FALSE(start.snapshot.has_value());
    // The snapshot is not used, and proves all the same what the journal has to hold.
    EXPECT_EQ(start.known_durable, Sequence{40});
}

TEST_F(EventLogStartTest, DerivesALogThatIsGoneFromTheFirstCommandOn) {
    write_journal(50);
    write_snapshot(40);
    const EventLogStart start = choose();
    EXPECT_FALSE(start.snapshot.has_value());
    EXPECT_EQ(start.first, Sequence{1});
    EXPECT_TRUE(start.notes.empty());
}

TEST_F(EventLogStartTest, BeginsALogBehindTheSnapshotWhenTheJournalDoesNotReachBack) {
    write_snapshot(40);
    const EventLogStart start = choose();
    EXPECT_EQ(start.snapshot->info.sequence, Sequence{40});
    EXPECT_EQ(start.first, Sequence{41});
    EXPECT_EQ(start.notes.size(), 1U);
}

TEST_F(EventLogStartTest, NamesTheJournalBeforeItIsReplayed) {
    EXPECT_FALSE(journal_of(*disk_, data, choose()).has_value());
    write_journal(3);
    const auto uuid = journal_of(*disk_, data, choose());
    ASSERT_TRUE(uuid.has_value());
    write_log(3);
    EXPECT_EQ(journal_of(*disk_, data, choose()), follower::test::small_segments().journal);
}

}  // namespace
}  // namespace outcry::app
