#include "platform/posix_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "outcry/base/assert.hpp"

namespace outcry::platform {

SystemResult<void> PosixFile::pwrite(std::span<const std::byte> source, std::uint64_t offset) {
    check_alignment(source.data(), source.size(), offset);
    ssize_t written = 0;
    do {
        written = ::pwrite(descriptor_.number(), source.data(), source.size(),
                           static_cast<off_t>(offset));
        // Interrupted before the first byte; nothing has happened.
    } while (written < 0 && errno == EINTR);
    if (written < 0) return failed("pwrite");
    if (static_cast<std::size_t>(written) != source.size()) {
        // A full disk cuts writes short; so does a limit on the file's size.
        errno = ENOSPC;
        return failed("short pwrite");
    }
    return {};
}

SystemResult<std::size_t> PosixFile::pread(std::span<std::byte> target, std::uint64_t offset) {
    check_alignment(target.data(), target.size(), offset);
    std::size_t size_read = 0;
    while (size_read < target.size()) {
        const ssize_t count =
            ::pread(descriptor_.number(), target.data() + size_read, target.size() - size_read,
                    static_cast<off_t>(offset + size_read));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed("pread");
        if (count == 0) break;
        size_read += static_cast<std::size_t>(count);
        // The end of a direct file: reading on from here would not be aligned.
        if (obtained_ == WriteMode::direct && size_read % direct_alignment_bytes != 0) break;
    }
    return size_read;
}

SystemResult<void> PosixFile::sync() {
    // Not repeated on EINTR or anything else: after a failure the kernel forgets the dirty pages.
    if (::fdatasync(descriptor_.number()) != 0) return failed("fdatasync");
    return {};
}

SystemResult<std::uint64_t> PosixFile::size() {
    struct stat status{};
    if (::fstat(descriptor_.number(), &status) != 0) return failed("fstat");
    return static_cast<std::uint64_t>(status.st_size);
}

SystemResult<void> PosixFile::truncate(std::uint64_t size_bytes) {
    if (::ftruncate(descriptor_.number(), static_cast<off_t>(size_bytes)) != 0)
        return failed("ftruncate");
    return {};
}

Failure<SystemError> PosixFile::failed(std::string_view operation) const {
    return failed_call(operation, path_.native());
}

void PosixFile::check_alignment(const void* memory, std::size_t size_bytes,
                                std::uint64_t offset) const {
    // Also where the file system refused O_DIRECT: the bug would show on another machine only.
    if (requested_ == WriteMode::buffered) return;
    OUTCRY_ASSERT(reinterpret_cast<std::uintptr_t>(memory) % direct_alignment_bytes == 0);
    OUTCRY_ASSERT(size_bytes % direct_alignment_bytes == 0);
    OUTCRY_ASSERT(offset % direct_alignment_bytes == 0);
}

}  // namespace outcry::platform
