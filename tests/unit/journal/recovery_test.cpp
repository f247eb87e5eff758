#include "outcry/journal/recovery.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "journal/layout.hpp"
#include "unit/journal/journal_fixture.hpp"
#include "unit/journal/raw_disk.hpp"

namespace outcry::journal {
namespace {

using test::directory;
using test::Files;
using test::files_of;
using test::FrozenFileSystem;
using test::Life;
using test::new_disk;
using test::Outcome;
using test::recovered;
using test::small_segments;
using test::Survivors;

const std::string first_segment = "00000000000000000001.segment";

[[nodiscard]] std::unique_ptr<Outcome> judged(const Files& files, RecoveryOptions options = {}) {
    FrozenFileSystem file_system{files};
    options.mode = RecoveryMode::judge;
    return recovered(file_system, options);
}

/// `batch_sizes` in one segment: how many commands each; a command takes 76 bytes.
[[nodiscard]] Files journal_of(const std::vector<std::uint64_t>& batch_sizes,
                               std::uint64_t segment_sectors = 32) {
    const auto disk = new_disk();
    Life life{*disk, small_segments(segment_sectors)};
    for (const std::uint64_t size : batch_sizes) EXPECT_TRUE(life.write(size));
    return files_of(*disk, directory);
}

[[nodiscard]] SectorSpan sector_of(Files& files, const std::string& name, std::uint64_t number) {
    return SectorSpan{files.at(name).data() + number * sector_size_bytes, sector_size_bytes};
}

void erase_sector(Files& files, std::uint64_t number) {
    std::ranges::fill(sector_of(files, first_segment, number), std::byte{});
}

TEST(Recovery, FindsAnEmptyDirectoryEmpty) {
    const auto outcome = judged({});
    EXPECT_EQ(outcome->verdict(), Verdict::empty);
    EXPECT_TRUE(outcome->recovery.may_continue());
    EXPECT_NE(outcome->recovery.position.journal, JournalUuid{});
}

TEST(Recovery, RefusesAnEmptyDirectoryWhenASnapshotSaysThereWasAJournal) {
    const auto outcome = judged({}, {.applied = Sequence{5}});
    // The next command would be number 1 again.
    EXPECT_EQ(outcome->verdict(), Verdict::acknowledged_data_lost);
    EXPECT_EQ(outcome->recovery.exit_code(), 65);
}

TEST(Recovery, GivesOnlyWhatTheSnapshotDoesNotHold) {
    const Files files = journal_of({3, 3, 3});
    const auto outcome = judged(files, {.applied = Sequence{4}});
    EXPECT_EQ(outcome->verdict(), Verdict::clean_end);
    EXPECT_EQ(outcome->received.sequences.front(), Sequence{5});
    EXPECT_EQ(outcome->recovery.command_count, 5U);
}

TEST(Recovery, RefusesAJournalThatEndsBeforeTheSnapshot) {
    const auto outcome = judged(journal_of({3, 3}), {.applied = Sequence{7}});
    EXPECT_EQ(outcome->verdict(), Verdict::acknowledged_data_lost);
    EXPECT_NE(outcome->recovery.message.find("7 to 7"), std::string::npos);
}

TEST(Recovery, RefusesAnEndBelowWhatASinkHasSeen) {
    EXPECT_EQ(judged(journal_of({3, 3}), {.known_durable = Sequence{6}})->verdict(),
              Verdict::clean_end);
    EXPECT_EQ(judged(journal_of({3, 3}), {.known_durable = Sequence{7}})->verdict(),
              Verdict::acknowledged_data_lost);
}

TEST(Recovery, RefusesAJournalThatBeginsTooLate) {
    const auto disk = new_disk();
    Life life{*disk, small_segments(4)};
    for (int round = 0; round < 8; ++round) ASSERT_TRUE(life.write(1));
    Files files = files_of(*disk, directory);
    files.erase(first_segment);
    EXPECT_EQ(judged(files)->verdict(), Verdict::acknowledged_data_lost);
    EXPECT_EQ(judged(files, {.applied = Sequence{2}})->verdict(), Verdict::clean_end);
}

TEST(Recovery, MissesASegmentInTheMiddle) {
    const auto disk = new_disk();
    Life life{*disk, small_segments(4)};
    for (int round = 0; round < 8; ++round) ASSERT_TRUE(life.write(1));
    Files files = files_of(*disk, directory);
    files.erase("00000000000000000003.segment");
    EXPECT_EQ(judged(files)->verdict(), Verdict::corrupt_middle);
}

// The last of three batches has four sectors; any of them may have reached the disk, or not.
TEST(Recovery, TellsEveryTornSubsetOfTheLastBatch) {
    const Files whole = journal_of({5, 5, 200});
    constexpr std::uint64_t first_sector = 4;
    constexpr std::uint64_t sector_count = 4;
    for (unsigned subset = 0; subset < (1U << sector_count); ++subset) {
        Files files = whole;
        for (std::uint64_t index = 0; index < sector_count; ++index)
            if ((subset & (1U << index)) == 0) erase_sector(files, first_sector + index);
        const auto outcome = judged(files);
        const bool is_all = subset + 1 == 1U << sector_count;
        const Verdict expected = subset == 0 || is_all ? Verdict::clean_end : Verdict::torn_write;
        ASSERT_EQ(outcome->verdict(), expected) << "subset " << subset;
        ASSERT_EQ(outcome->last(), is_all ? 210U : 10U);
        // The same, were any of it known to be durable.
        const auto known = judged(files, {.known_durable = Sequence{11}});
        ASSERT_EQ(known->verdict(), is_all ? Verdict::clean_end : Verdict::acknowledged_data_lost);
    }
}

TEST(Recovery, TruncatesATornWriteAndGoesOn) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(32)};
        ASSERT_TRUE(life.write(5));
    }
    const std::size_t before = disk->operation_count();
    {
        Life life{*disk, small_segments(32)};
        ASSERT_TRUE(life.write(200));
    }
    bool was_torn = false;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto image = disk->crash_image(before + 1, test::Survivors::random(seed));
        Life life{*image, small_segments(32)};
        was_torn |= life.outcome->verdict() == Verdict::torn_write;
        ASSERT_TRUE(life.outcome->recovery.may_continue()) << life.outcome->recovery.message;
        // Shorter than what was torn: the rest of that must be gone.
        ASSERT_TRUE(life.write(1));
        ASSERT_EQ(recovered(*image)->verdict(), Verdict::clean_end);
    }
    EXPECT_TRUE(was_torn);
}

TEST(Recovery, RefusesADamagedTailAndKeepsACopyWhenItIsGivenUp) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(32)};
        ASSERT_TRUE(life.write(5));
        ASSERT_TRUE(life.write(5));
    }
    disk->flip(directory / first_segment, 3 * sector_size_bytes + 100, std::byte{4});
    const auto refused = recovered(*disk);
    EXPECT_EQ(refused->verdict(), Verdict::corrupt_tail);
    EXPECT_EQ(refused->recovery.exit_code(), 65);
    EXPECT_EQ(refused->recovery.first_byte, 3 * sector_size_bytes);
    EXPECT_NE(refused->recovery.message.find("--accept-tail-loss"), std::string::npos);
    EXPECT_EQ(recovered(*disk)->verdict(), Verdict::corrupt_tail);

    const Files before = files_of(*disk, directory);
    const auto accepted = recovered(*disk, {.accept_tail_loss = true});
    EXPECT_EQ(accepted->verdict(), Verdict::tail_loss_accepted);
    EXPECT_EQ(accepted->recovery.position.next, Sequence{6});
    const Files after = files_of(*disk, directory);
    const auto& lost = after.at(first_segment + ".3.lost");
    EXPECT_TRUE(std::ranges::equal(
        lost, std::span{before.at(first_segment)}.subspan(3 * sector_size_bytes, lost.size())));
    EXPECT_EQ(recovered(*disk)->verdict(), Verdict::clean_end);
}

TEST(Recovery, NeverGivesUpWhatLaterBatchesProve) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(32)};
        for (int n = 0; n < 3; ++n) ASSERT_TRUE(life.write(5));
    }
    disk->flip(directory / first_segment, 3 * sector_size_bytes + 100, std::byte{4});
    const auto outcome = recovered(*disk, {.accept_tail_loss = true});
    EXPECT_EQ(outcome->verdict(), Verdict::corrupt_middle);
    EXPECT_EQ(outcome->recovery.exit_code(), 65);
    EXPECT_EQ(outcome->recovery.file, directory / first_segment);
    EXPECT_FALSE(disk->exists(directory / (first_segment + ".3.lost")).value());
}

TEST(Recovery, CatchesEveryMisdirectedSector) {
    const Files whole = journal_of({60, 60, 60});  // two sectors each, from sector 2 on
    for (std::uint64_t source = 0; source < 9; ++source) {
        for (std::uint64_t target = 2; target < 9; ++target) {
            if (source == target) continue;
            Files files = whole;
            std::ranges::copy(sector_of(files, first_segment, source),
                              sector_of(files, first_segment, target).begin());
            if (files == whole) continue;
            const auto outcome = judged(files);
            const bool is_last_batch = target >= 6;
            const bool is_zero_at_end = source == 8 && is_last_batch;
            const Verdict expected = !is_last_batch   ? Verdict::corrupt_middle
                                     : is_zero_at_end ? Verdict::torn_write
                                                      : Verdict::corrupt_tail;
            ASSERT_EQ(outcome->verdict(), expected) << source << " to " << target;
        }
    }
}

TEST(Recovery, CatchesASectorOfAnotherJournal) {
    Files files = journal_of({60, 60});
    Files foreign = journal_of({60, 60});
    for (std::uint64_t sector = 2; sector < 6; ++sector) {
        Files mixed = files;
        std::ranges::copy(sector_of(foreign, first_segment, sector),
                          sector_of(mixed, first_segment, sector).begin());
        ASSERT_EQ(judged(mixed)->verdict(),
                  sector < 4 ? Verdict::corrupt_middle : Verdict::corrupt_tail);
    }
    EXPECT_EQ(judged(foreign, {.journal = judged(files)->recovery.position.journal})->verdict(),
              Verdict::corrupt_tail);
}

TEST(Recovery, CatchesASegmentOfAnotherJournal) {
    const Files files = journal_of({1, 1, 1, 1}, 4);
    const Files foreign = journal_of({1, 1, 1, 1}, 4);
    Files mixed = files;
    mixed["00000000000000000003.segment"] = foreign.at("00000000000000000003.segment");
    EXPECT_EQ(judged(mixed)->verdict(), Verdict::corrupt_tail);
}

// The same place, sequence, size and checksums, but another content: only the chain tells.
TEST(Recovery, CatchesABatchThatWasNotTheOneBefore) {
    const auto disk = new_disk();
    {
        Life life{*disk, small_segments(32)};
        ASSERT_TRUE(life.write(5));
        ASSERT_TRUE(life.write(5, 20));
    }
    const auto image =
        disk->crash_image(disk->operation_count() - 1, Survivors::nothing_unsynced());
    Life life{*image, small_segments(32)};
    ASSERT_TRUE(life.write(5, 21));
    ASSERT_TRUE(life.write(5));
    Files stale = files_of(*disk, directory);
    Files files = files_of(*image, directory);
    EXPECT_EQ(judged(files)->last(), 15U);
    std::ranges::copy(sector_of(stale, first_segment, 3),
                      sector_of(files, first_segment, 3).begin());
    const auto outcome = judged(files);
    EXPECT_EQ(outcome->verdict(), Verdict::corrupt_tail);
    EXPECT_NE(outcome->recovery.message.find("hash chain"), std::string::npos);
}

TEST(Recovery, ReadsTheOtherCopyOfADamagedHeader) {
    for (const std::uint64_t copy : {0U, 1U}) {
        Files files = journal_of({5, 5});
        files.at(first_segment)[copy * sector_size_bytes + 20] ^= std::byte{1};
        const auto outcome = judged(files);
        EXPECT_EQ(outcome->verdict(), Verdict::clean_end);
        EXPECT_EQ(outcome->last(), 10U);
        ASSERT_EQ(outcome->recovery.notes.size(), 1U);
    }
}

TEST(Recovery, RefusesASegmentThatBecameShorter) {
    Files files = journal_of({5, 5});
    files.at(first_segment).resize(20 * sector_size_bytes);
    EXPECT_EQ(judged(files)->verdict(), Verdict::corrupt_tail);
    files.at(first_segment).resize(3 * sector_size_bytes);
    EXPECT_EQ(judged(files)->verdict(), Verdict::corrupt_tail);
}

}  // namespace
}  // namespace outcry::journal
