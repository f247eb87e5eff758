#include "outcry/platform/posix_file_system.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "outcry/base/assert.hpp"

#include "platform/file_descriptor.hpp"
#include "platform/posix_file.hpp"

namespace outcry::platform {
namespace {

[[nodiscard]] int flags_of(OpenMode mode) noexcept {
    switch (mode) {
        case OpenMode::read_only: return O_RDONLY;
        case OpenMode::read_write: return O_RDWR;
        case OpenMode::create_new: return O_RDWR | O_CREAT | O_EXCL;
        case OpenMode::create_or_open: return O_RDWR | O_CREAT;
    }
    OUTCRY_UNREACHABLE();
}

[[nodiscard]] FileDescriptor open_descriptor(const std::filesystem::path& path, int flags,
                                             std::uint32_t permissions) noexcept {
    return FileDescriptor{::open(path.c_str(), flags | O_CLOEXEC, permissions)};
}

class PosixFileLock final : public FileLock {
public:
    explicit PosixFileLock(FileDescriptor descriptor) noexcept
        : descriptor_{std::move(descriptor)} {}

private:
    FileDescriptor descriptor_;
};

}  // namespace

SystemResult<std::unique_ptr<File>> PosixFileSystem::open(const Path& path,
                                                          const OpenOptions& options) {
    const int flags = flags_of(options.mode);
    if (options.write_mode == WriteMode::direct) {
        FileDescriptor direct =
            open_descriptor(path, flags | O_DIRECT | O_DSYNC, options.permissions);
        if (direct.is_open())
            return std::unique_ptr<File>{std::make_unique<PosixFile>(
                std::move(direct), path, WriteMode::direct, WriteMode::direct)};
        // EINVAL is how a file system says that it has no O_DIRECT.
        if (errno != EINVAL) return failed_call("open", path.native());
    }
    // A refused O_DIRECT may have made the file already; it is empty and ours.
    const bool is_second_try = options.write_mode == WriteMode::direct;
    FileDescriptor plain =
        open_descriptor(path, is_second_try ? flags & ~O_EXCL : flags, options.permissions);
    if (!plain.is_open()) return failed_call("open", path.native());
    return std::unique_ptr<File>{std::make_unique<PosixFile>(
        std::move(plain), path, options.write_mode, WriteMode::buffered)};
}

SystemResult<void> PosixFileSystem::rename(const Path& source, const Path& target) {
    if (::rename(source.c_str(), target.c_str()) != 0)
        return failed_call("rename", source.native() + " to " + target.native());
    return {};
}

SystemResult<void> PosixFileSystem::remove(const Path& path) {
    if (::unlink(path.c_str()) != 0) return failed_call("unlink", path.native());
    return {};
}

SystemResult<std::vector<std::string>> PosixFileSystem::list(const Path& directory) {
    std::vector<std::string> names;
    std::error_code error;
    std::filesystem::directory_iterator entries{directory, error};
    while (!error && entries != std::filesystem::directory_iterator{}) {
        names.push_back(entries->path().filename().string());
        entries.increment(error);
    }
    if (error) return Failure{SystemError{"readdir", directory.native(), error.value()}};
    std::sort(names.begin(), names.end());
    return names;
}

SystemResult<void> PosixFileSystem::sync_directory(const Path& directory) {
    const FileDescriptor descriptor = open_descriptor(directory, O_RDONLY | O_DIRECTORY, 0);
    if (!descriptor.is_open()) return failed_call("open", directory.native());
    // fsync, not fdatasync: everything about a directory is metadata.
    if (::fsync(descriptor.number()) != 0) return failed_call("fsync", directory.native());
    return {};
}

SystemResult<void> PosixFileSystem::make_directory(const Path& directory) {
    constexpr mode_t permissions = 0750;
    if (::mkdir(directory.c_str(), permissions) == 0) return {};
    const Failure<SystemError> failure = failed_call("mkdir", directory.native());
    struct stat status{};
    const bool is_directory = ::stat(directory.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
    if (failure.error.error_number == EEXIST && is_directory) return {};
    return failure;
}

SystemResult<bool> PosixFileSystem::exists(const Path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) == 0) return true;
    if (errno == ENOENT || errno == ENOTDIR) return false;
    return failed_call("stat", path.native());
}

SystemResult<std::uint64_t> PosixFileSystem::file_size(const Path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return failed_call("stat", path.native());
    return static_cast<std::uint64_t>(status.st_size);
}

SystemResult<std::uint64_t> PosixFileSystem::free_space(const Path& path) {
    struct statvfs status{};
    if (::statvfs(path.c_str(), &status) != 0) return failed_call("statvfs", path.native());
    return std::uint64_t{status.f_bavail} * status.f_frsize;
}

SystemResult<std::unique_ptr<FileLock>> PosixFileSystem::lock(const Path& path) {
    constexpr std::uint32_t permissions = 0640;
    FileDescriptor descriptor = open_descriptor(path, O_RDWR | O_CREAT, permissions);
    if (!descriptor.is_open()) return failed_call("open", path.native());
    // flock, not fcntl: it excludes a second holder in this process too.
    if (::flock(descriptor.number(), LOCK_EX | LOCK_NB) != 0)
        return failed_call("flock", path.native());
    return std::unique_ptr<FileLock>{std::make_unique<PosixFileLock>(std::move(descriptor))};
}

}  // namespace outcry::platform
