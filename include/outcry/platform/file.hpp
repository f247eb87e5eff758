#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "outcry/platform/system_error.hpp"

namespace outcry::platform {

/// Offset, size and memory of every access to a direct file are multiples of this.
inline constexpr std::size_t direct_alignment_bytes = 4096;

enum class OpenMode : std::uint8_t {
    read_only,
    read_write,      // must exist
    create_new,      // must not exist; its name is durable after `sync_directory`
    create_or_open,  // read and write, made when missing
};

enum class WriteMode : std::uint8_t {
    buffered,  // durable after `sync`
    direct,    // past the page cache; durable when `pwrite` returns, see `writes_are_durable`
};

struct OpenOptions {
    OpenMode mode = OpenMode::read_only;
    WriteMode write_mode = WriteMode::buffered;
    std::uint32_t permissions = 0640;  // of a file that is made; secrets say 0600
};

/// An open file; closed by its destructor. One thread at a time, except that `pread` may run
/// beside the one writer. After a failed write or sync nothing is known about the content:
/// callers stop, they never try again.
class File {
public:
    File() = default;
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    virtual ~File() = default;

    /// Writes all of the bytes or fails; a short write is a failure.
    [[nodiscard]] virtual SystemResult<void> pwrite(std::span<const std::byte> source,
                                                    std::uint64_t offset) = 0;
    /// Reads until the target is full or the file ends; answers the number of bytes.
    [[nodiscard]] virtual SystemResult<std::size_t> pread(std::span<std::byte> target,
                                                          std::uint64_t offset) = 0;
    /// Makes content and size durable. The name has its own: `FileSystem::sync_directory`.
    [[nodiscard]] virtual SystemResult<void> sync() = 0;
    [[nodiscard]] virtual SystemResult<std::uint64_t> size() = 0;
    [[nodiscard]] virtual SystemResult<void> truncate(std::uint64_t size_bytes) = 0;
    /// Whether a write is durable when it returns. False for a buffered file, and for a direct one
    /// on a file system that refused O_DIRECT: then `sync` has to follow, and somebody has to say
    /// so in the log.
    [[nodiscard]] virtual bool writes_are_durable() const noexcept = 0;
    [[nodiscard]] virtual const std::filesystem::path& path() const noexcept = 0;

    /// Writes zeros from `offset` on, so that later writes change no metadata (preallocation that
    /// leaves unwritten extents gains nothing). Not synced for a buffered file.
    [[nodiscard]] SystemResult<void> zero_fill(std::uint64_t offset, std::uint64_t size_bytes);
};

/// Holds an exclusive lock until destroyed. The kernel drops it when the process dies.
class FileLock {
public:
    FileLock() = default;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    virtual ~FileLock() = default;
};

/// Files and names, behind an interface so that a test double can cut the power. Names that were
/// made, renamed or removed are durable after `sync_directory` of the directory that holds them.
/// Callable from any thread.
class FileSystem {
public:
    FileSystem() = default;
    FileSystem(const FileSystem&) = delete;
    FileSystem& operator=(const FileSystem&) = delete;
    virtual ~FileSystem() = default;

    using Path = std::filesystem::path;

    [[nodiscard]] virtual SystemResult<std::unique_ptr<File>> open(const Path& path,
                                                                   const OpenOptions& options) = 0;
    /// Replaces the target if there is one, atomically within one directory.
    [[nodiscard]] virtual SystemResult<void> rename(const Path& source, const Path& target) = 0;
    /// A missing file is a failure (ENOENT).
    [[nodiscard]] virtual SystemResult<void> remove(const Path& path) = 0;
    /// Names of the entries, sorted, without "." and "..".
    [[nodiscard]] virtual SystemResult<std::vector<std::string>> list(const Path& directory) = 0;
    [[nodiscard]] virtual SystemResult<void> sync_directory(const Path& directory) = 0;
    /// Makes one directory; its parent must exist. One that is there already is a success.
    [[nodiscard]] virtual SystemResult<void> make_directory(const Path& directory) = 0;
    [[nodiscard]] virtual SystemResult<bool> exists(const Path& path) = 0;
    [[nodiscard]] virtual SystemResult<std::uint64_t> file_size(const Path& path) = 0;
    /// Bytes that this user can still write to the file system that holds the path.
    [[nodiscard]] virtual SystemResult<std::uint64_t> free_space(const Path& path) = 0;
    /// Locks the file at the path, made when missing. EWOULDBLOCK when another holder lives, in
    /// this process or another.
    [[nodiscard]] virtual SystemResult<std::unique_ptr<FileLock>> lock(const Path& path) = 0;
};

}  // namespace outcry::platform
