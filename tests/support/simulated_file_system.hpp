#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "outcry/platform/file.hpp"

#include "support/simulated_disk.hpp"

namespace outcry::test {

/// What the disk only pretends to do. With one of these on, a test of durability has to fail:
/// it is the code with that sync taken out.
struct PlantedFaults {
    bool ignores_file_sync = false;
    bool ignores_directory_sync = false;
    bool loses_direct_writes = false;  // they wait for a sync like buffered ones
};

struct SimulatedFileSystemOptions {
    std::size_t sector_size_bytes = 4096;  // what is written whole or not at all; 512 or 4096
    bool refuses_direct = false;           // as a file system without O_DIRECT
    PlantedFaults planted{};
};

/// Files in memory that know what a power loss would leave of them.
///
/// A test runs the code once, notes `operation_count()` with each promise that the code makes (an
/// acknowledgement, say), and then asks for the image after every operation. An image that follows
/// a promise must keep it:
///
///     for (std::size_t count = 0; count <= disk.operation_count(); ++count) {
///         auto image = disk.crash_image(count, Survivors::random(seed + count));
///         recover(*image);  // and compare with what was promised up to `count`
///     }
///
/// Volatile are: a buffered write, a truncation and a new size until `sync` of that file; a name
/// that was made, renamed or removed until `sync_directory` of its directory; a direct write while
/// it runs. Relative paths start at "/". No renaming across directories (EXDEV) and none of
/// directories. All calls are safe from any thread.
class SimulatedFileSystem final : public platform::FileSystem {
public:
    explicit SimulatedFileSystem(const SimulatedFileSystemOptions& options = {});
    ~SimulatedFileSystem() override;

    template <class T>
    using SystemResult = platform::SystemResult<T>;
    using File = platform::File;
    using FileLock = platform::FileLock;

    [[nodiscard]] SystemResult<std::unique_ptr<File>> open(
        const Path& path, const platform::OpenOptions& options) override;
    [[nodiscard]] SystemResult<void> rename(const Path& source, const Path& target) override;
    [[nodiscard]] SystemResult<void> remove(const Path& path) override;
    [[nodiscard]] SystemResult<std::vector<std::string>> list(const Path& directory) override;
    [[nodiscard]] SystemResult<void> sync_directory(const Path& directory) override;
    [[nodiscard]] SystemResult<void> make_directory(const Path& directory) override;
    [[nodiscard]] SystemResult<bool> exists(const Path& path) override;
    [[nodiscard]] SystemResult<std::uint64_t> file_size(const Path& path) override;
    [[nodiscard]] SystemResult<std::uint64_t> free_space(const Path& path) override;
    [[nodiscard]] SystemResult<std::unique_ptr<FileLock>> lock(const Path& path) override;

    /// Operations done since construction. One that failed or that a planted fault ignores is none.
    [[nodiscard]] std::size_t operation_count() const;
    [[nodiscard]] DiskOperation operation(std::size_t index) const;
    /// The disk after a power loss: `completed_count` operations had returned and the next one, if
    /// there was one, was under way. The image has the same options and an empty log. Cheapest
    /// when asked for in ascending order.
    [[nodiscard]] std::unique_ptr<SimulatedFileSystem> crash_image(std::size_t completed_count,
                                                                   Survivors survivors) const;

    /// The operation of this kind after `skipped_count` others fails once and does nothing.
    void fail(DiskOperationKind kind, int error_number, std::size_t skipped_count = 0);
    void set_free_space(std::uint64_t size_bytes);
    /// Damages a byte of a file, as bit rot does. Counts as an operation.
    void flip(const Path& path, std::uint64_t offset, std::byte mask);

private:
    friend class SimulatedFile;
    friend class SimulatedFileLock;

    struct PlannedFailure {
        int error_number;
        std::size_t skipped_count;
    };
    /// A disk on which the first operations of the log have been done.
    struct Replay {
        SimulatedDisk disk;
        std::size_t completed_count;
    };

    /// Does and logs the operation, unless a failure was planned.
    [[nodiscard]] SystemResult<void> perform(DiskOperation operation);
    [[nodiscard]] std::optional<int> planned_error(DiskOperationKind kind);
    [[nodiscard]] SystemResult<void> check_parent(std::string_view operation,
                                                  const std::string& path) const;

    mutable std::mutex mutex_;
    const SimulatedFileSystemOptions options_;
    SimulatedDisk initial_;
    SimulatedDisk disk_;
    std::vector<DiskOperation> log_;
    mutable Replay replay_;
    std::map<DiskOperationKind, PlannedFailure> planned_failures_;
    std::set<std::size_t> locked_ids_;
    std::uint64_t free_space_ = std::uint64_t{1} << 40;
};

}  // namespace outcry::test
