#include <cerrno>

#include <gtest/gtest.h>

#include "outcry/journal/snapshot.hpp"
#include "outcry/journal/snapshot_store.hpp"

#include "app/venue/recovery.hpp"
#include "support/small_venue.hpp"
#include "unit/follower/event_log_fixture.hpp"

namespace outcry::app {
namespace {

using outcry::test::DiskOperationKind;

TEST(SnapshotWriting, CountsAsWrittenThoughOlderOnesCannotBeRemoved) {
    const auto disk = follower::test::new_disk();
    for (const char* const part : {"/journal", "/snapshots"})
        ASSERT_TRUE(disk->make_directory(part));
    for (const std::uint64_t sequence : {20, 40, 60, 80}) {
        auto writer =
            journal::SnapshotWriter::create(*disk, "/snapshots", {.sequence = Sequence{sequence}});
        ASSERT_TRUE(writer);
        writer->on_venue(VenueState{.sequence = Sequence{sequence}});
        ASSERT_TRUE(writer->finish());
    }
    const SnapshotPlace place{.snapshots = "/snapshots", .journal = "/journal"};
    const Configuration configuration;
    const follower::Follower follower{engine::Engine{outcry::test::small_engine_limits()},
                                      views::VenueView{views::ViewLimits{100, 100}}};

    disk->fail(DiskOperationKind::remove, EIO);
    EXPECT_TRUE(write_snapshot(*disk, place, configuration, follower));
    EXPECT_FALSE(drop_older_snapshots(*disk, place, configuration));
    EXPECT_TRUE(drop_older_snapshots(*disk, place, configuration));
    EXPECT_EQ(journal::SnapshotStore(*disk, place.snapshots).list()->size(), 3U);
}

}  // namespace
}  // namespace outcry::app
