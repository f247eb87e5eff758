#include "app/agents/archive_agent.hpp"

#include <cerrno>

#include <gtest/gtest.h>

#include "unit/follower/event_log_fixture.hpp"

namespace outcry::app {
namespace {

using follower::test::append_up_to;
using follower::test::expect_events;
using follower::test::new_disk;
using follower::test::open_log;
using follower::test::place;

class ArchiveAgentTest : public testing::Test {
protected:
    void SetUp() override {
        auto log = open_log(*disk_);
        for (std::uint64_t last = 1; last <= 200; ++last) append_up_to(log, last);
    }
    [[nodiscard]] ArchiveAgent agent(std::size_t archived_segments_kept) {
        return ArchiveAgent{{place, 2, archived_segments_kept},
                            {*disk_, clock_, [this] { return not_needed_; },
                             [this](std::string_view line) { notices_.emplace_back(line); }}};
    }
    void work_for_seconds(ArchiveAgent& agent, int seconds) {
        for (int second = 0; second < seconds; ++second) {
            clock_.advance_us(1'100'000);
            while (agent.do_work() > 0) {}
        }
    }
    [[nodiscard]] std::size_t archived_count() { return disk_->list(place.archive)->size(); }

    std::unique_ptr<outcry::test::SimulatedFileSystem> disk_ = new_disk();
    platform::ManualClock clock_{1'000'000};
    Sequence not_needed_;
    std::vector<std::string> notices_;
};

TEST_F(ArchiveAgentTest, ArchivesFullSegmentsAndKeepsWhatASinkStillNeeds) {
    ArchiveAgent keeper = agent(0);
    work_for_seconds(keeper, 1);
    EXPECT_EQ(disk_->list(place.events)->size(), 3U);
    const std::size_t archived = archived_count();
    EXPECT_GT(archived, 5U);
    expect_events(*disk_, 1, 200);
    not_needed_ = Sequence{100};
    work_for_seconds(keeper, 1);
    EXPECT_LT(archived_count(), archived);
    expect_events(*disk_, 101, 200);
    EXPECT_TRUE(notices_.empty());
}

TEST_F(ArchiveAgentTest, KeepsWhatPolicyKeepsAfterEverySinkHasPassed) {
    ArchiveAgent keeper = agent(3);
    not_needed_ = Sequence{200};
    work_for_seconds(keeper, 2);
    EXPECT_EQ(archived_count(), 3U);
}

TEST_F(ArchiveAgentTest, LooksOnlyNowAndThenWhenThereIsNothingToDo) {
    ArchiveAgent keeper = agent(1000);
    work_for_seconds(keeper, 1);
    const std::size_t operations = disk_->operation_count();
    auto log = open_log(*disk_);
    for (std::uint64_t last = 201; last <= 260; ++last) append_up_to(log, last);
    const std::size_t archived = archived_count();
    for (int round = 0; round < 100; ++round) EXPECT_EQ(keeper.do_work(), 0);
    EXPECT_EQ(archived_count(), archived);
    work_for_seconds(keeper, 1);
    EXPECT_GT(archived_count(), archived);
    EXPECT_GT(disk_->operation_count(), operations);
}

TEST_F(ArchiveAgentTest, SaysOnceThatItFailsAndGoesOnLater) {
    ArchiveAgent keeper = agent(1000);
    for (int attempt = 0; attempt < 3; ++attempt) {
        disk_->fail(outcry::test::DiskOperationKind::write, ENOSPC);
        work_for_seconds(keeper, 1);
    }
    ASSERT_EQ(notices_.size(), 1U);
    EXPECT_TRUE(notices_[0].starts_with("the event log is not archived: ")) << notices_[0];
    work_for_seconds(keeper, 2);
    EXPECT_EQ(disk_->list(place.events)->size(), 3U);
    expect_events(*disk_, 1, 200);
}

}  // namespace
}  // namespace outcry::app
