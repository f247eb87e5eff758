#include "outcry/platform/append_probe.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "outcry/base/assert.hpp"
#include "outcry/platform/clock.hpp"

#include "platform/file_descriptor.hpp"

namespace outcry::platform {
namespace {

struct alignas(measured_append_size_bytes) Block {
    std::array<std::byte, measured_append_size_bytes> bytes{};
};

[[nodiscard]] int open_flags_of(AppendMethod method) noexcept {
    switch (method) {
        case AppendMethod::zero_filled_direct_fdatasync: return O_DIRECT;
        case AppendMethod::zero_filled_direct_dsync: return O_DIRECT | O_DSYNC;
        default: return 0;
    }
}

/// Calls that say themselves what is wrong; the message names the call and the file.
[[nodiscard]] SystemResult<void> checked(bool has_succeeded, std::string_view operation,
                                         const std::filesystem::path& path) {
    if (!has_succeeded) return failed_call(operation, path.native());
    return {};
}

[[nodiscard]] SystemResult<void> write_block(const FileDescriptor& file, std::size_t index,
                                             const std::filesystem::path& path, std::byte content) {
    static thread_local Block block;
    block.bytes.fill(content);
    const ssize_t size = ::pwrite(file.number(), block.bytes.data(), block.bytes.size(),
                                  static_cast<off_t>(index * block.bytes.size()));
    if (size == static_cast<ssize_t>(block.bytes.size())) return {};
    if (size >= 0) errno = ENOSPC;
    return checked(false, "pwrite", path);
}

[[nodiscard]] SystemResult<void> preallocate(AppendMethod method, std::size_t write_count,
                                             const std::filesystem::path& path) {
    const FileDescriptor file{::open(path.c_str(), O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0640)};
    if (!file.is_open()) return checked(false, "open", path);
    const bool grows =
        method == AppendMethod::growing_fsync || method == AppendMethod::growing_fdatasync;
    if (method == AppendMethod::allocated_fdatasync) {
        const auto size = static_cast<off_t>(write_count * measured_append_size_bytes);
        errno = ::posix_fallocate(file.number(), 0, size);
        if (errno != 0) return checked(false, "posix_fallocate", path);
    } else if (!grows) {
        for (std::size_t index = 0; index < write_count; ++index) {
            auto written = write_block(file, index, path, std::byte{0});
            if (!written) return written;
        }
    }
    return checked(::fsync(file.number()) == 0, "fsync", path);
}

[[nodiscard]] SystemResult<void> make_durable(const FileDescriptor& file, AppendMethod method,
                                              const std::filesystem::path& path) {
    switch (method) {
        case AppendMethod::growing_fsync:
            return checked(::fsync(file.number()) == 0, "fsync", path);
        case AppendMethod::zero_filled_direct_dsync: return {};
        default: return checked(::fdatasync(file.number()) == 0, "fdatasync", path);
    }
}

[[nodiscard]] SystemResult<std::vector<std::int64_t>> append_all(const std::filesystem::path& path,
                                                                 AppendMethod method,
                                                                 std::size_t write_count) {
    auto prepared = preallocate(method, write_count, path);
    if (!prepared) return Failure{prepared.error()};
    const FileDescriptor file{::open(path.c_str(), O_RDWR | O_CLOEXEC | open_flags_of(method))};
    if (!file.is_open()) return failed_call("open", path.native());

    const SystemClock clock;
    std::vector<std::int64_t> durations_ns(write_count);
    for (std::size_t index = 0; index < write_count; ++index) {
        const std::int64_t start_ns = clock.monotonic_ns();
        auto written = write_block(file, index, path, std::byte{1});
        if (!written) return Failure{written.error()};
        auto synced = make_durable(file, method, path);
        if (!synced) return Failure{synced.error()};
        durations_ns[index] = clock.monotonic_ns() - start_ns;
    }
    return durations_ns;
}

}  // namespace

std::string_view description_of(AppendMethod method) noexcept {
    switch (method) {
        case AppendMethod::growing_fsync: return "growing file, fsync";
        case AppendMethod::growing_fdatasync: return "growing file, fdatasync";
        case AppendMethod::allocated_fdatasync: return "posix_fallocate, fdatasync";
        case AppendMethod::zero_filled_fdatasync: return "zero-filled, pwrite + fdatasync";
        case AppendMethod::zero_filled_direct_fdatasync: return "zero-filled, O_DIRECT + fdatasync";
        case AppendMethod::zero_filled_direct_dsync: return "zero-filled, O_DIRECT|O_DSYNC";
    }
    OUTCRY_UNREACHABLE();
}

SystemResult<std::vector<std::int64_t>> measure_appends(const std::filesystem::path& path,
                                                        AppendMethod method,
                                                        std::size_t write_count) {
    OUTCRY_ASSERT(write_count > 0);
    auto durations_ns = append_all(path, method, write_count);
    // Whatever came of it; a file that was never made is no failure of the measurement.
    (void)::unlink(path.c_str());
    return durations_ns;
}

}  // namespace outcry::platform
