#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "outcry/base/huge_array.hpp"
#include "outcry/platform/posix_file_system.hpp"
#include "outcry/platform/whole_file.hpp"

#include "support/simulated_file_system.hpp"

// The promise of the interface, kept by the operating system's files and by the test double.
namespace outcry::platform {
namespace {

using Path = std::filesystem::path;

/// A file system with an empty directory in it.
struct Place {
    std::unique_ptr<FileSystem> files;
    Path directory;
};

[[nodiscard]] Place posix_place() {
    std::string name = (Path{testing::TempDir()} / "outcry_file_system_XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    return {std::make_unique<PosixFileSystem>(), name};
}

[[nodiscard]] Place simulated_place() {
    return {std::make_unique<test::SimulatedFileSystem>(), "/"};
}

struct Kind {
    const char* name;
    std::function<Place()> make;
};

class EveryFileSystem : public testing::TestWithParam<Kind> {
protected:
    void TearDown() override {
        if (place_.directory != "/") std::filesystem::remove_all(place_.directory);
    }

    [[nodiscard]] Path path(std::string_view name) const { return place_.directory / name; }
    [[nodiscard]] std::unique_ptr<File> opened(std::string_view name, OpenOptions options) {
        auto file = files_.open(path(name), options);
        EXPECT_TRUE(file) << file.error().text();
        return std::move(file).value();
    }
    [[nodiscard]] int error_of_opening(std::string_view name, OpenMode mode) {
        const auto file = files_.open(path(name), {.mode = mode});
        return file ? 0 : file.error().error_number;
    }
    [[nodiscard]] std::string content(std::string_view name) {
        auto text = read_file(files_, path(name), 1 << 20);
        return text ? std::move(text).value() : text.error().text();
    }

    Place place_ = GetParam().make();
    FileSystem& files_ = *place_.files;
};

[[nodiscard]] std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span{text});
}

TEST_P(EveryFileSystem, ReadsBackWhatWasWrittenAndZerosBetween) {
    const auto file = opened("a", {.mode = OpenMode::create_new});
    ASSERT_TRUE(file->pwrite(bytes_of("one"), 0));
    ASSERT_TRUE(file->pwrite(bytes_of("two"), 6));
    ASSERT_TRUE(file->sync());
    EXPECT_EQ(file->size().value(), 9u);
    EXPECT_EQ(files_.file_size(path("a")).value(), 9u);
    EXPECT_EQ(content("a"), (std::string{"one\0\0\0two", 9}));
}

TEST_P(EveryFileSystem, ReadsUpToTheEndOfTheFile) {
    const auto file = opened("a", {.mode = OpenMode::create_new});
    ASSERT_TRUE(file->pwrite(bytes_of("outcry"), 0));
    std::string target(10, '?');
    EXPECT_EQ(file->pread(std::as_writable_bytes(std::span{target}), 3).value(), 3u);
    EXPECT_EQ(target, "cry???????");
    EXPECT_EQ(file->pread(std::as_writable_bytes(std::span{target}), 6).value(), 0u);
}

TEST_P(EveryFileSystem, ForgetsWhatWasTruncated) {
    const auto file = opened("a", {.mode = OpenMode::create_new});
    ASSERT_TRUE(file->pwrite(bytes_of("outcry"), 0));
    ASSERT_TRUE(file->truncate(3));
    EXPECT_EQ(content("a"), "out");
    ASSERT_TRUE(file->truncate(6));
    EXPECT_EQ(content("a"), (std::string{"out\0\0\0", 6}));
}

TEST_P(EveryFileSystem, FillsWithZeros) {
    const auto file = opened("a", {.mode = OpenMode::create_new});
    ASSERT_TRUE(file->pwrite(bytes_of("outcry"), 0));
    constexpr std::size_t size_bytes = 600'000;
    ASSERT_TRUE(file->zero_fill(3, size_bytes));
    EXPECT_EQ(content("a"), "out" + std::string(size_bytes, '\0'));
}

TEST_P(EveryFileSystem, WritesPastTheCacheAndSaysWhetherThatIsDurable) {
    Pages block{direct_alignment_bytes};
    const std::span<std::byte> bytes{block.data(), block.size_bytes()};
    bytes.front() = std::byte{'x'};
    const auto file = opened("a", {.mode = OpenMode::create_new, .write_mode = WriteMode::direct});
    ASSERT_TRUE(file->pwrite(bytes, direct_alignment_bytes));
    ASSERT_TRUE(file->writes_are_durable() || file->sync());
    EXPECT_EQ(file->size().value(), 2 * direct_alignment_bytes);
    bytes.front() = std::byte{'y'};
    ASSERT_EQ(file->pread(bytes, direct_alignment_bytes).value(), direct_alignment_bytes);
    EXPECT_EQ(bytes.front(), std::byte{'x'});
    ASSERT_TRUE(file->zero_fill(0, 2 * direct_alignment_bytes));
    EXPECT_EQ(content("a"), std::string(2 * direct_alignment_bytes, '\0'));
}

TEST_P(EveryFileSystem, NeverCallsABufferedWriteDurable) {
    EXPECT_FALSE(opened("a", {.mode = OpenMode::create_new})->writes_are_durable());
}

TEST_P(EveryFileSystem, OpensByItsModeOnly) {
    EXPECT_EQ(error_of_opening("a", OpenMode::read_only), ENOENT);
    EXPECT_EQ(error_of_opening("a", OpenMode::read_write), ENOENT);
    EXPECT_EQ(error_of_opening("missing/a", OpenMode::create_new), ENOENT);
    EXPECT_EQ(error_of_opening("a", OpenMode::create_new), 0);
    EXPECT_EQ(error_of_opening("a", OpenMode::create_new), EEXIST);
    EXPECT_EQ(error_of_opening("a", OpenMode::create_or_open), 0);
    EXPECT_EQ(error_of_opening("a", OpenMode::read_write), 0);
    const auto file = opened("a", {.mode = OpenMode::read_only});
    EXPECT_EQ(file->pwrite(bytes_of("x"), 0).error().error_number, EBADF);
}

TEST_P(EveryFileSystem, RenamesOverTheTarget) {
    ASSERT_TRUE(opened("a", {.mode = OpenMode::create_new})->pwrite(bytes_of("new"), 0));
    ASSERT_TRUE(opened("b", {.mode = OpenMode::create_new})->pwrite(bytes_of("old"), 0));
    ASSERT_TRUE(files_.rename(path("a"), path("b")));
    EXPECT_EQ(files_.list(place_.directory).value(), (std::vector<std::string>{"b"}));
    EXPECT_EQ(content("b"), "new");
    EXPECT_EQ(files_.rename(path("a"), path("b")).error().error_number, ENOENT);
}

TEST_P(EveryFileSystem, KeepsAnOpenFileWhoseNameIsRemoved) {
    const auto file = opened("a", {.mode = OpenMode::create_new});
    ASSERT_TRUE(files_.remove(path("a")));
    EXPECT_FALSE(files_.exists(path("a")).value());
    EXPECT_TRUE(file->pwrite(bytes_of("x"), 0));
    EXPECT_EQ(files_.remove(path("a")).error().error_number, ENOENT);
}

TEST_P(EveryFileSystem, ListsNamesInOrder) {
    ASSERT_TRUE(files_.make_directory(path("b")));
    ASSERT_TRUE(files_.make_directory(path("b"))) << "it is there already";
    for (const char* const name : {"c", "a", "b/inner"})
        ASSERT_EQ(error_of_opening(name, OpenMode::create_new), 0);
    EXPECT_EQ(files_.list(place_.directory).value(), (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_EQ(files_.list(path("b")).value(), (std::vector<std::string>{"inner"}));
    EXPECT_EQ(files_.list(path("missing")).error().error_number, ENOENT);
    EXPECT_EQ(files_.make_directory(path("a")).error().error_number, EEXIST);
    EXPECT_TRUE(files_.sync_directory(path("b")));
    EXPECT_EQ(files_.sync_directory(path("missing")).error().error_number, ENOENT);
    EXPECT_GT(files_.free_space(place_.directory).value(), 0u);
}

TEST_P(EveryFileSystem, LocksForOneHolderUntilItEnds) {
    auto holder = files_.lock(path("lock"));
    ASSERT_TRUE(holder);
    EXPECT_EQ(files_.lock(path("lock")).error().error_number, EWOULDBLOCK);
    holder.value().reset();
    EXPECT_TRUE(files_.lock(path("lock")));
}

TEST_P(EveryFileSystem, ReplacesAWholeFile) {
    ASSERT_TRUE(replace_file(files_, path("a"), "old"));
    // What a crash in the middle left behind.
    ASSERT_EQ(error_of_opening("a.new", OpenMode::create_new), 0);
    ASSERT_TRUE(replace_file(files_, path("a"), "new"));
    EXPECT_EQ(content("a"), "new");
    EXPECT_EQ(files_.list(place_.directory).value(), (std::vector<std::string>{"a"}));
}

TEST_P(EveryFileSystem, RefusesToReadAWholeFileThatIsTooLarge) {
    ASSERT_TRUE(replace_file(files_, path("a"), "1234"));
    EXPECT_EQ(read_file(files_, path("a"), 4).value(), "1234");
    EXPECT_EQ(read_file(files_, path("a"), 3).error().error_number, EFBIG);
}

using EveryFileSystemDeathTest = EveryFileSystem;

TEST_P(EveryFileSystemDeathTest, StopsOnADirectAccessThatIsNotAligned) {
    Pages block{2 * direct_alignment_bytes};
    const std::span<std::byte> bytes{block.data(), block.size_bytes()};
    const auto file = opened("a", {.mode = OpenMode::create_new, .write_mode = WriteMode::direct});
    EXPECT_DEATH((void)file->pwrite(bytes.first(512), 0), "size_bytes %");
    EXPECT_DEATH((void)file->pwrite(bytes, 512), "offset %");
    EXPECT_DEATH((void)file->pread(bytes.subspan(512, direct_alignment_bytes), 0), "memory");
}

constexpr auto name_of = [](const auto& parameter) { return std::string{parameter.param.name}; };

INSTANTIATE_TEST_SUITE_P(Platform, EveryFileSystem,
                         testing::Values(Kind{"Posix", posix_place},
                                         Kind{"Simulated", simulated_place}),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Platform, EveryFileSystemDeathTest,
                         testing::Values(Kind{"Posix", posix_place},
                                         Kind{"Simulated", simulated_place}),
                         name_of);

TEST(PosixFileSystem, FallsBackWhereDirectWritesAreRefused) {
    PosixFileSystem files;
    // A file of the kernel's own has no O_DIRECT, on any machine.
    const auto file = files.open("/proc/self/comm",
                                 {.mode = OpenMode::read_write, .write_mode = WriteMode::direct});
    ASSERT_TRUE(file) << file.error().text();
    EXPECT_FALSE(file.value()->writes_are_durable());
}

TEST(PosixFileSystem, GivesAFileThePermissionsItWasAskedFor) {
    const Place place = posix_place();
    ASSERT_TRUE(replace_file(*place.files, place.directory / "secret", "x", 0600));
    const auto permissions = std::filesystem::status(place.directory / "secret").permissions();
    EXPECT_EQ(permissions,
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    std::filesystem::remove_all(place.directory);
}

TEST(PosixFileSystem, NamesTheCallThePathAndTheReasonOfAFailure) {
    PosixFileSystem files;
    const auto file = files.open("/nowhere/a", {});
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error(), (SystemError{"open", "/nowhere/a", ENOENT}));
    EXPECT_EQ(file.error().text(), "open /nowhere/a: No such file or directory (2)");
}

TEST(PosixFileSystem, TakesAShortWriteForAFailure) {
    PosixFileSystem files;
    const auto full = files.open("/dev/full", {.mode = OpenMode::read_write});
    ASSERT_TRUE(full);
    EXPECT_EQ(full.value()->pwrite(bytes_of("x"), 0).error().error_number, ENOSPC);
}

}  // namespace
}  // namespace outcry::platform
