#include "support/simulated_file_system.hpp"

#include <cerrno>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "outcry/base/huge_array.hpp"
#include "outcry/platform/whole_file.hpp"

namespace outcry::test {
namespace {

using platform::OpenMode;
using platform::WriteMode;

constexpr std::uint64_t image_count = 200;

[[nodiscard]] std::unique_ptr<platform::File> created(SimulatedFileSystem& disk,
                                                      std::string_view name,
                                                      WriteMode write_mode = WriteMode::buffered) {
    return std::move(disk.open(name, {.mode = OpenMode::create_new, .write_mode = write_mode}))
        .value();
}

void write(platform::File& file, std::string_view text, std::uint64_t offset = 0) {
    ASSERT_TRUE(file.pwrite(std::as_bytes(std::span{text}), offset));
}

/// The file's content, or "-" without the file.
[[nodiscard]] std::string content(SimulatedFileSystem& disk, std::string_view name) {
    auto text = platform::read_file(disk, name, 1 << 20);
    return text ? std::move(text).value() : "-";
}

/// Every content that the file may have when the power fails here.
[[nodiscard]] std::set<std::string> possible_contents(const SimulatedFileSystem& disk,
                                                      std::string_view name,
                                                      std::size_t completed_count) {
    std::set<std::string> contents;
    for (std::uint64_t seed = 0; seed < image_count; ++seed)
        contents.insert(content(*disk.crash_image(completed_count, Survivors::random(seed)), name));
    return contents;
}

using Contents = std::set<std::string>;

TEST(SimulatedFileSystem, LosesANameUntilItsDirectoryIsSynced) {
    SimulatedFileSystem disk;
    const auto file = created(disk, "a");
    write(*file, "x");
    ASSERT_TRUE(file->sync());
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()), (Contents{"-", "x"}));
    ASSERT_TRUE(disk.sync_directory("/"));
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()), (Contents{"x"}));
}

TEST(SimulatedFileSystem, LosesBufferedContentAndSizeUntilTheFileIsSynced) {
    SimulatedFileSystem disk;
    const auto file = created(disk, "a");
    ASSERT_TRUE(disk.sync_directory("/"));
    write(*file, "x");
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()),
              (Contents{"", std::string{'\0'}, "x"}));
    ASSERT_TRUE(file->sync());
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()), (Contents{"x"}));
    write(*file, "y");
    write(*file, "z");
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()), (Contents{"x", "y", "z"}))
        << "the cache may have been written back between the two";
}

TEST(SimulatedFileSystem, LosesAnySubsetOfUnsyncedSectors) {
    SimulatedFileSystem disk{{.sector_size_bytes = 512}};
    const auto file = created(disk, "a");
    write(*file, std::string(1024, 'o'));
    ASSERT_TRUE(file->sync());
    ASSERT_TRUE(disk.sync_directory("/"));
    write(*file, std::string(1024, 'n'));
    const std::string o(512, 'o');
    const std::string n(512, 'n');
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()),
              (Contents{o + o, o + n, n + o, n + n}));
}

TEST(SimulatedFileSystem, KeepsADirectWriteThatReturnedAndTearsOneThatDidNot) {
    SimulatedFileSystem disk;
    Pages blocks{2 * platform::direct_alignment_bytes};
    const std::span<std::byte> bytes{blocks.data(), blocks.size_bytes()};
    const auto file = created(disk, "a", WriteMode::direct);
    ASSERT_TRUE(disk.sync_directory("/"));
    ASSERT_TRUE(file->zero_fill(0, bytes.size()));
    std::fill(bytes.begin(), bytes.end(), std::byte{'n'});
    const std::size_t before = disk.operation_count();
    ASSERT_TRUE(file->pwrite(bytes, 0));

    const std::string o(4096, '\0');
    const std::string n(4096, 'n');
    EXPECT_EQ(possible_contents(disk, "a", before), (Contents{o + o, o + n, n + o, n + n}));
    EXPECT_EQ(possible_contents(disk, "a", before + 1), (Contents{n + n}));
}

TEST(SimulatedFileSystem, LosesATruncationUntilTheFileIsSynced) {
    SimulatedFileSystem disk;
    const auto file = created(disk, "a");
    write(*file, std::string(5000, 'x'));
    ASSERT_TRUE(file->sync());
    ASSERT_TRUE(disk.sync_directory("/"));
    ASSERT_TRUE(file->truncate(4096));
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()),
              (Contents{std::string(5000, 'x'), std::string(4096, 'x')}));
    ASSERT_TRUE(file->sync());
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()),
              (Contents{std::string(4096, 'x')}));
}

TEST(SimulatedFileSystem, LosesRenamesAndRemovalsUntilTheirDirectoryIsSynced) {
    SimulatedFileSystem disk;
    ASSERT_TRUE(platform::replace_file(disk, "a", "old"));
    const auto file = created(disk, "b");
    write(*file, "new");
    ASSERT_TRUE(file->sync());
    ASSERT_TRUE(disk.sync_directory("/"));

    ASSERT_TRUE(disk.rename("b", "a"));
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()), (Contents{"old", "new"}));
    EXPECT_EQ(possible_contents(disk, "b", disk.operation_count()), (Contents{"new", "-"}));
    ASSERT_TRUE(disk.sync_directory("/"));
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()), (Contents{"new"}));

    ASSERT_TRUE(disk.remove("a"));
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()), (Contents{"new", "-"}));
    ASSERT_TRUE(disk.sync_directory("/"));
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()), (Contents{"-"}));
}

TEST(SimulatedFileSystem, LosesWhatLiesInADirectoryWhoseOwnNameIsLost) {
    SimulatedFileSystem disk;
    ASSERT_TRUE(disk.make_directory("d"));
    ASSERT_TRUE(platform::replace_file(disk, "d/a", "x"));
    EXPECT_EQ(possible_contents(disk, "d/a", disk.operation_count()), (Contents{"-", "x"}));
    ASSERT_TRUE(disk.sync_directory("/"));
    EXPECT_EQ(possible_contents(disk, "d/a", disk.operation_count()), (Contents{"x"}));
}

TEST(SimulatedFileSystem, CutsAtAnyOperationInAnyOrder) {
    SimulatedFileSystem disk;
    for (const char* const text : {"1", "2", "3"})
        ASSERT_TRUE(platform::replace_file(disk, "a", text));
    const auto content_at = [&](std::size_t count) {
        return content(*disk.crash_image(count, Survivors::nothing_unsynced()), "a");
    };
    EXPECT_EQ(content_at(disk.operation_count()), "3");
    EXPECT_EQ(content_at(0), "-");
    EXPECT_EQ(content_at(disk.operation_count() - 1), "2") << "the last sync was under way";
    EXPECT_EQ(disk.operation(disk.operation_count() - 1).text(), "sync directory /");
}

TEST(SimulatedFileSystem, GoesOnFromAnImageAsFromADisk) {
    SimulatedFileSystem disk;
    ASSERT_TRUE(platform::replace_file(disk, "a", "1"));
    const auto image = disk.crash_image(disk.operation_count(), Survivors::everything());
    EXPECT_EQ(image->operation_count(), 0u);
    ASSERT_TRUE(platform::replace_file(*image, "a", "2"));
    EXPECT_EQ(content(*image->crash_image(0, Survivors::nothing_unsynced()), "a"), "1");
    EXPECT_EQ(possible_contents(*image, "a", image->operation_count()), (Contents{"2"}));
    EXPECT_EQ(content(disk, "a"), "1");
}

/// Whether a power loss at any moment leaves the old or the new content, and the new one once
/// `replace_file` has returned.
[[nodiscard]] bool replaces_safely(const SimulatedFileSystemOptions& options) {
    SimulatedFileSystem disk{options};
    EXPECT_TRUE(platform::replace_file(disk, "a", std::string(9000, 'o')));
    const std::size_t old_count = disk.operation_count();
    EXPECT_TRUE(platform::replace_file(disk, "a", std::string(9000, 'n')));
    const Contents either{std::string(9000, 'o'), std::string(9000, 'n')};
    for (std::size_t count = old_count; count < disk.operation_count(); ++count)
        for (const std::string& found : possible_contents(disk, "a", count))
            if (!either.contains(found)) return false;
    return possible_contents(disk, "a", disk.operation_count()) == Contents{std::string(9000, 'n')};
}

TEST(SimulatedFileSystem, ShowsThatAFileIsReplacedSafely) { EXPECT_TRUE(replaces_safely({})); }

TEST(SimulatedFileSystem, ShowsThatASyncWasTakenOut) {
    EXPECT_FALSE(replaces_safely({.planted = {.ignores_file_sync = true}}));
    EXPECT_FALSE(replaces_safely({.planted = {.ignores_directory_sync = true}}));
}

TEST(SimulatedFileSystem, ShowsThatDirectWritesAreLost) {
    SimulatedFileSystem disk{{.planted = {.loses_direct_writes = true}}};
    const auto file = created(disk, "a", WriteMode::direct);
    ASSERT_TRUE(disk.sync_directory("/"));
    ASSERT_TRUE(file->zero_fill(0, 4096));
    EXPECT_TRUE(file->writes_are_durable()) << "the disk lies";
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()),
              (Contents{"", std::string(4096, '\0')}));
}

TEST(SimulatedFileSystem, RefusesDirectWritesLikeAFileSystemWithoutThem) {
    SimulatedFileSystem disk{{.refuses_direct = true}};
    const auto file = created(disk, "a", WriteMode::direct);
    ASSERT_TRUE(disk.sync_directory("/"));
    ASSERT_TRUE(file->zero_fill(0, 4096));
    EXPECT_FALSE(file->writes_are_durable());
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()),
              (Contents{"", std::string(4096, '\0')}));
}

TEST(SimulatedFileSystem, FailsOnceWhereAFailureIsPlanned) {
    SimulatedFileSystem disk;
    const auto file = created(disk, "a");
    disk.fail(DiskOperationKind::write, EIO, 1);
    write(*file, "1");
    EXPECT_EQ(file->pwrite(std::as_bytes(std::span{"2", 1}), 0).error(),
              (platform::SystemError{"pwrite", "/a", EIO}));
    EXPECT_EQ(content(disk, "a"), "1");
    write(*file, "3");
    EXPECT_EQ(content(disk, "a"), "3");
}

TEST(SimulatedFileSystem, FlipsBitsThatStayFlipped) {
    SimulatedFileSystem disk;
    ASSERT_TRUE(platform::replace_file(disk, "a", "abc"));
    disk.flip("a", 1, std::byte{1});
    EXPECT_EQ(content(disk, "a"), "acc");
    EXPECT_EQ(possible_contents(disk, "a", disk.operation_count()), (Contents{"acc"}));
}

TEST(SimulatedFileSystem, RefusesToRenameAcrossDirectories) {
    SimulatedFileSystem disk;
    ASSERT_TRUE(disk.make_directory("d"));
    (void)created(disk, "a");
    EXPECT_EQ(disk.rename("a", "d/a").error().error_number, EXDEV);
}

TEST(SimulatedFileSystem, HasNoLockAfterAPowerLoss) {
    SimulatedFileSystem disk;
    const auto lock = disk.lock("lock");
    ASSERT_TRUE(lock);
    const auto image = disk.crash_image(disk.operation_count(), Survivors::everything());
    EXPECT_TRUE(image->lock("lock"));
}

}  // namespace
}  // namespace outcry::test
