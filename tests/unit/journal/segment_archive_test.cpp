#include "outcry/journal/segment_archive.hpp"

#include <cerrno>

#include <gtest/gtest.h>
#include <zstd.h>

#include "outcry/journal/reader.hpp"

#include "unit/journal/journal_fixture.hpp"

namespace outcry::journal {
namespace {

using outcry::test::DiskOperationKind;
using test::new_disk;

const std::filesystem::path folder{"/journal"};
const std::filesystem::path archive{"/archive"};
const char* const first_archived = "00000000000000000001.segment.zst";

std::vector<std::byte> bytes_of(platform::FileSystem& file_system,
                                const std::filesystem::path& path) {
    const auto file = file_system.open(path, {});
    EXPECT_TRUE(file) << path;
    std::vector<std::byte> bytes(*(*file)->size());
    EXPECT_EQ(*(*file)->pread(bytes, 0), bytes.size());
    return bytes;
}

std::vector<std::byte> unpacked(const std::vector<std::byte>& packed, std::size_t size) {
    std::vector<std::byte> bytes(size);
    EXPECT_EQ(ZSTD_decompress(bytes.data(), size, packed.data(), packed.size()), size);
    return bytes;
}

/// Five segments: 1-2, 3-4, 5-6, 7-8, 9-10.
class SegmentArchiveTest : public testing::Test {
protected:
    void SetUp() override {
        test::Life life{*disk_, test::small_segments(4)};
        for (int round = 0; round < 10; ++round) ASSERT_TRUE(life.write(1));
        ASSERT_TRUE(disk_->make_directory(archive));
    }
    [[nodiscard]] std::size_t archive_up_to(std::uint64_t not_needed, std::size_t archived_kept) {
        const auto count = archive_old_segments(
            *disk_, {.directory = folder, .not_needed = Sequence{not_needed}, .keep_count = 1},
            {.directory = archive, .keep_count = archived_kept});
        EXPECT_TRUE(count) << count.error().text;
        return count ? *count : 0;
    }

    std::unique_ptr<outcry::test::SimulatedFileSystem> disk_ = new_disk();
};

TEST_F(SegmentArchiveTest, KeepsEveryByteOfWhatRecoveryNoLongerNeeds) {
    const auto before = bytes_of(*disk_, folder / "00000000000000000001.segment");
    EXPECT_EQ(archive_up_to(5, 100), 1U);
    EXPECT_FALSE(*disk_->exists(folder / "00000000000000000001.segment"));
    EXPECT_TRUE(*disk_->exists(folder / "00000000000000000003.segment"));
    const auto packed = bytes_of(*disk_, archive / first_archived);
    EXPECT_LT(packed.size(), before.size());
    EXPECT_EQ(unpacked(packed, before.size()), before);
}

TEST_F(SegmentArchiveTest, DropsTheOldestBeyondItsPolicy) {
    EXPECT_EQ(archive_up_to(1'000, 2), 3U);
    EXPECT_FALSE(*disk_->exists(archive / first_archived));
    EXPECT_TRUE(*disk_->exists(archive / "00000000000000000003.segment.zst"));
    EXPECT_EQ(disk_->list(archive)->size(), 2U);
    EXPECT_EQ(archive_up_to(1'000, 2), 0U);
}

TEST_F(SegmentArchiveTest, LosesNothingWhereverItIsCutShort) {
    const OldSegments old{.directory = folder, .not_needed = Sequence{5}, .keep_count = 1};
    const SegmentArchive kept{.directory = archive, .keep_count = 100};
    for (const DiskOperationKind kind :
         {DiskOperationKind::write, DiskOperationKind::sync, DiskOperationKind::rename,
          DiskOperationKind::remove, DiskOperationKind::sync_directory}) {
        const auto disk = new_disk();
        test::Life life{*disk, test::small_segments(4)};
        for (int round = 0; round < 10; ++round) ASSERT_TRUE(life.write(1));
        ASSERT_TRUE(disk->make_directory(archive));
        const auto whole = bytes_of(*disk, folder / "00000000000000000001.segment");
        disk->fail(kind, EIO);
        EXPECT_FALSE(archive_old_segments(*disk, old, kept)) << static_cast<int>(kind);
        if (!*disk->exists(folder / "00000000000000000001.segment")) {
            EXPECT_EQ(unpacked(bytes_of(*disk, archive / first_archived), whole.size()), whole);
        }
        ASSERT_TRUE(archive_old_segments(*disk, old, kept));
        EXPECT_EQ(unpacked(bytes_of(*disk, archive / first_archived), whole.size()), whole);
    }
}

}  // namespace
}  // namespace outcry::journal
