#include <algorithm>

#include "support/command_generator.hpp"
#include "unit/follower/event_log_fixture.hpp"

namespace outcry::follower {
namespace {

using outcry::test::SimulatedFileSystemOptions;
using test::append_up_to;
using test::archive_all;
using test::expect_events;
using test::new_disk;
using test::open_log;
using test::place;
using test::SimulatedFileSystem;
using test::small_segments;
using test::Survivors;

constexpr std::uint64_t last_command = 260;

/// After this many operations of the disk, commands up to this one have been promised.
struct Promise {
    std::size_t operation_count;
    std::uint64_t synced;
};

/// What a follower does to the disk: batches, syncs before snapshots, archives, starts again.
class Workload {
public:
    explicit Workload(const SimulatedFileSystemOptions& options = {}) : disk_{new_disk(options)} {
        promise(0);
        live(last_command / 2);
        live(last_command);
    }
    [[nodiscard]] const SimulatedFileSystem& disk() const { return *disk_; }
    [[nodiscard]] std::size_t first_operation() const { return promises_.front().operation_count; }
    [[nodiscard]] std::uint64_t synced_at(std::size_t operation_count) const {
        std::uint64_t synced = 0;
        for (const Promise& promise : promises_)
            if (promise.operation_count <= operation_count) synced = promise.synced;
        return synced;
    }

private:
    void promise(std::uint64_t synced) { promises_.push_back({disk_->operation_count(), synced}); }
    void live(std::uint64_t end) {
        auto log = open_log(*disk_);
        promise(log.sequence().value());
        while (log.sequence().value() < end) {
            append_up_to(log,
                         std::min(end, log.sequence().value() + 1 + log.sequence().value() % 9));
            if (log.sequence().value() % 4 == 0) archive_all(*disk_, 1);
            if (log.sequence().value() % 5 != 0) continue;
            ASSERT_TRUE(log.sync());
            promise(log.sequence().value());
        }
    }

    std::unique_ptr<SimulatedFileSystem> disk_;
    std::vector<Promise> promises_;
};

/// Starts on what a power loss left: how many commands the log holds, or less than zero when it
/// lost what was promised, gave back something else, or did not go on.
testing::AssertionResult recovers(SimulatedFileSystem& image, std::uint64_t synced) {
    auto log = EventLogWriter::open(image, small_segments());
    if (!log) return testing::AssertionFailure() << log.error().text;
    if (log->sequence().value() < synced)
        return testing::AssertionFailure()
               << "ends at " << log->sequence().value() << ", synced " << synced;
    append_up_to(*log, last_command + 5);
    archive_all(image, 1);
    expect_events(image, 1, last_command + 5);
    if (testing::Test::HasFailure()) return testing::AssertionFailure() << "other events";
    return testing::AssertionSuccess();
}

TEST(EventLogCrash, KeepsWhatWasSyncedAndGoesOnAfterAnyPowerLoss) {
    const std::uint64_t seed = outcry::test::seed();
    const Workload workload;
    for (std::size_t count = workload.first_operation(); count <= workload.disk().operation_count();
         ++count) {
        for (Survivors survivors : {Survivors::nothing_unsynced(), Survivors::everything(),
                                    Survivors::random(seed + count)}) {
            const auto image = workload.disk().crash_image(count, survivors);
            ASSERT_TRUE(recovers(*image, workload.synced_at(count)))
                << "OUTCRY_SEED=" << seed << " after operation " << count;
        }
    }
}

/// Whether some power loss loses a promise: then a sync that was taken out is noticed.
bool loses_a_promise(const SimulatedFileSystemOptions& options) {
    const Workload workload{options};
    for (std::size_t count = workload.first_operation(); count <= workload.disk().operation_count();
         ++count) {
        const auto image = workload.disk().crash_image(count, Survivors::nothing_unsynced());
        const auto extent = find_extent(*image, place);
        if (!extent || extent->last.value() < workload.synced_at(count)) return true;
    }
    return false;
}

TEST(EventLogCrash, WouldLoseItsPromiseWithoutOneOfTheSyncs) {
    SimulatedFileSystemOptions options;
    EXPECT_FALSE(loses_a_promise(options));
    options.planted.ignores_file_sync = true;
    EXPECT_TRUE(loses_a_promise(options));
    options.planted = {.ignores_directory_sync = true};
    EXPECT_TRUE(loses_a_promise(options));
}

}  // namespace
}  // namespace outcry::follower
