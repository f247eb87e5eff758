#include <cstdlib>
#include <functional>
#include <optional>
#include <set>

#include <gtest/gtest.h>

#include "outcry/journal/snapshot.hpp"
#include "outcry/journal/snapshot_store.hpp"
#include "outcry/journal/tools.hpp"

#include "unit/journal/journal_fixture.hpp"

namespace outcry::journal {
namespace {

using outcry::test::PlantedFaults;
using outcry::test::SimulatedFileSystemOptions;
using test::directory;
using test::Life;
using test::new_disk;
using test::recovered;
using test::SimulatedFileSystem;
using test::small_segments;
using test::Survivors;

const std::filesystem::path snapshots{"/snapshots"};

/// After this many operations of the disk, commands up to this one have been acknowledged.
struct Promise {
    std::size_t operation_count;
    std::uint64_t acknowledged;
};

/// What a server does to its disk, short: it starts, commits, changes segments, takes snapshots,
/// drops what is old, stops, starts again.
class Workload {
public:
    explicit Workload(const SimulatedFileSystemOptions& options) : disk_{new_disk(options)} {
        EXPECT_TRUE(disk_->make_directory(snapshots));
        EXPECT_TRUE(disk_->sync_directory("/"));
        promise(0);
        for (int life = 0; life < 2; ++life) live();
    }

    [[nodiscard]] const SimulatedFileSystem& disk() const { return *disk_; }
    [[nodiscard]] std::size_t first_operation() const { return promises_.front().operation_count; }
    [[nodiscard]] std::uint64_t acknowledged_at(std::size_t operation_count) const {
        std::uint64_t acknowledged = 0;
        for (const Promise& promise : promises_)
            if (promise.operation_count <= operation_count) acknowledged = promise.acknowledged;
        return acknowledged;
    }

private:
    void promise(std::uint64_t acknowledged) {
        promises_.push_back({disk_->operation_count(), acknowledged});
    }
    void live() {
        SnapshotStore store{*disk_, snapshots};
        std::vector<std::string> notes;
        const auto snapshot = store.newest_valid(notes);
        const Sequence applied = *snapshot ? (*snapshot)->info.sequence : Sequence{};
        Life life{*disk_, small_segments(8), {.applied = applied}};
        for (int batch = 0; batch < 12; ++batch) {
            // One sector, two, four, and now and then a segment prepared ahead.
            const auto committed = life.write(batch % 3 == 0 ? 1 : batch % 3 == 1 ? 60 : 180);
            ASSERT_TRUE(committed);
            promise(committed->value());
            if (batch % 4 == 1) prepare_some(*life.writer);
            if (batch % 5 == 4) take_snapshot(store, *committed);
        }
    }
    static void prepare_some(JournalWriter& writer) {
        ASSERT_TRUE(writer.preparer().prepare_slice(1U << 14));
    }
    void take_snapshot(SnapshotStore& store, Sequence sequence) {
        auto writer = SnapshotWriter::create(*disk_, snapshots, {.sequence = sequence});
        ASSERT_TRUE(writer);
        writer->on_venue(VenueState{.sequence = sequence});
        writer->add_view("trades", std::vector<std::byte>(9000, std::byte{5}));
        ASSERT_TRUE(writer->finish());
        const auto oldest = store.prune();
        ASSERT_TRUE(oldest);
        ASSERT_TRUE(remove_old_segments(*disk_, directory, *oldest, 1));
    }

    std::unique_ptr<SimulatedFileSystem> disk_;
    std::vector<Promise> promises_;
};

/// Why the image breaks what was promised, or nothing.
[[nodiscard]] std::optional<std::string> broken_promise(SimulatedFileSystem& image,
                                                        std::uint64_t acknowledged) {
    if (!*image.exists(snapshots) || !*image.exists(directory)) return "a directory is gone";
    SnapshotStore store{image, snapshots};
    std::vector<std::string> notes;
    const auto snapshot = store.newest_valid(notes);
    if (!notes.empty()) return "a snapshot with its name is damaged: " + notes.front();
    const Sequence applied = *snapshot ? (*snapshot)->info.sequence : Sequence{};
    if (const ToolReport report = verify(image, directory); report.exit_code != 0)
        return report.text;

    test::Received received;
    const auto recovery = recover(image, directory, {.applied = applied}, received);
    if (!recovery) return recovery.error().text;
    if (!recovery->may_continue()) return recovery->message;
    if (received.has_gap || received.has_altered_command) return "a command is altered or missing";
    const std::uint64_t last = recovery->position.next.value() - 1;
    if (last < acknowledged)
        return "acknowledged were " + std::to_string(acknowledged) + ", there are " +
               std::to_string(last);
    // It must be possible to go on, and to find that again.
    Life life{image, small_segments(8), {.applied = applied}};
    if (!life.write(2)) return "cannot go on";
    if (recovered(image, {.applied = applied})->recovery.position.next.value() != last + 3)
        return "what came after the recovery is lost";
    return std::nullopt;
}

/// Cuts the power after every operation, several times with other survivors.
[[nodiscard]] std::set<std::string> violations_of(const Workload& workload, std::uint64_t rounds) {
    std::set<std::string> violations;
    const std::size_t operation_count = workload.disk().operation_count();
    for (std::size_t cut = workload.first_operation(); cut <= operation_count; ++cut) {
        for (std::uint64_t round = 0; round < rounds + 2; ++round) {
            const Survivors survivors = round == 0   ? Survivors::nothing_unsynced()
                                        : round == 1 ? Survivors::everything()
                                                     : Survivors::random(cut * 1000 + round);
            const auto image = workload.disk().crash_image(cut, survivors);
            if (auto why = broken_promise(*image, workload.acknowledged_at(cut)))
                violations.insert("cut " + std::to_string(cut) + " round " + std::to_string(round) +
                                  ": " + *why);
        }
    }
    return violations;
}

[[nodiscard]] std::uint64_t round_count() {
    return std::getenv("OUTCRY_FULL") != nullptr ? 100 : 1;
}

TEST(CrashImage, HoldsEveryAcknowledgedCommand) {
    const Workload workload{{}};
    const std::size_t cut_count =
        workload.disk().operation_count() - workload.first_operation() + 1;
    RecordProperty("images", static_cast<int>(cut_count * (round_count() + 2)));
    EXPECT_THAT(violations_of(workload, round_count()), testing::IsEmpty());
}

TEST(CrashImage, HoldsEveryAcknowledgedCommandWithoutDirectWrites) {
    const Workload workload{{.refuses_direct = true}};
    EXPECT_THAT(violations_of(workload, round_count() / 2), testing::IsEmpty());
}

// The same test must find the violation when one kind of sync is taken out of the code.

TEST(CrashImage, LosesCommandsWhenCommitsAreNotDurable) {
    const Workload workload{{.planted = {.loses_direct_writes = true}}};
    EXPECT_THAT(violations_of(workload, 0), testing::Contains(testing::HasSubstr("acknowledged")));
}

TEST(CrashImage, LosesCommandsWhenFilesAreNotSynced) {
    const Workload workload{{.refuses_direct = true, .planted = {.ignores_file_sync = true}}};
    EXPECT_THAT(violations_of(workload, 0), testing::Contains(testing::HasSubstr("acknowledged")));
}

TEST(CrashImage, LosesCommandsWhenNewNamesAreNotSynced) {
    const Workload workload{{.planted = {.ignores_directory_sync = true}}};
    EXPECT_THAT(violations_of(workload, 1), testing::Contains(testing::HasSubstr("acknowledged")));
}

TEST(CrashImage, HasNoDamagedSnapshotOnlyBecauseFilesAreSynced) {
    const Workload workload{{.planted = {.ignores_file_sync = true}}};
    EXPECT_THAT(violations_of(workload, 0),
                testing::Contains(testing::HasSubstr("a snapshot with its name")));
}

/// A server under `memory` is killed, so that its last writes are in the page cache only; the next
/// one uses them, acknowledges more, and then the power fails.
void expect_that_a_kill_and_a_power_loss_lose_nothing(const WriterOptions& second_life) {
    const auto disk = new_disk();
    {
        WriterOptions options = small_segments(8);
        options.durability = Durability::memory;
        Life life{*disk, options};
        ASSERT_TRUE(life.write(5));
        ASSERT_TRUE(life.write(60));
    }
    Life life{*disk, second_life, {.applied = Sequence{2}}};
    ASSERT_EQ(life.outcome->last(), 65U);
    ASSERT_TRUE(life.write(1));
    const auto image = disk->crash_image(disk->operation_count(), Survivors::nothing_unsynced());
    const auto outcome = recovered(*image);
    EXPECT_EQ(outcome->verdict(), Verdict::clean_end) << outcome->recovery.message;
    EXPECT_EQ(outcome->last(), 66U);
}

TEST(CrashImage, HoldsWhatAKilledProcessLeftInThePageCache) {
    expect_that_a_kill_and_a_power_loss_lose_nothing(small_segments(8));
}

TEST(CrashImage, HoldsWhatAKilledProcessOfAnotherVersionLeftInThePageCache) {
    WriterOptions other_version = small_segments(8);
    other_version.written_by.engine_version = 2;
    expect_that_a_kill_and_a_power_loss_lose_nothing(other_version);
}

TEST(CrashImage, HoldsTheCopyOfATailThatWasGivenUp) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(8)};
        ASSERT_TRUE(life.write(5));
    }
    disk->flip(directory / "00000000000000000001.segment", 2 * sector_size_bytes + 9, std::byte{1});
    ASSERT_EQ(recovered(*disk, {.accept_tail_loss = true})->verdict(), Verdict::tail_loss_accepted);
    const auto image = disk->crash_image(disk->operation_count(), Survivors::nothing_unsynced());
    EXPECT_EQ(recovered(*image)->verdict(), Verdict::clean_end);
    EXPECT_EQ(image->file_size(directory / "00000000000000000001.segment.2.lost").value(),
              sector_size_bytes);
}

// A power loss while a torn write is being truncated must not turn it into damage.
TEST(CrashImage, CanBeRecoveredAgainWhenTheRecoveryIsCutOff) {
    const Workload workload{{}};
    std::uint64_t torn_count = 0;
    const std::size_t operation_count = workload.disk().operation_count();
    for (std::size_t cut = workload.first_operation(); cut <= operation_count; ++cut) {
        const auto image = workload.disk().crash_image(cut, Survivors::random(cut));
        if (!*image->exists(directory)) continue;
        SnapshotStore store{*image, snapshots};
        std::vector<std::string> notes;
        const auto snapshot = store.newest_valid(notes);
        const Sequence applied = *snapshot ? (*snapshot)->info.sequence : Sequence{};
        if (recovered(*image, {.applied = applied})->verdict() != Verdict::torn_write) continue;
        ++torn_count;
        for (std::size_t inner = 0; inner <= image->operation_count(); ++inner) {
            const auto second = image->crash_image(inner, Survivors::random(inner + 1));
            EXPECT_EQ(broken_promise(*second, workload.acknowledged_at(cut)), std::nullopt);
        }
    }
    EXPECT_GT(torn_count, 0U);
}

}  // namespace
}  // namespace outcry::journal
