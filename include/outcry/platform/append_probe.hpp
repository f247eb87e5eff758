#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "outcry/platform/system_error.hpp"

namespace outcry::platform {

/// Ways to make an append durable. The journal uses the last one; the others are there to be
/// compared with it on the machine at hand.
enum class AppendMethod : std::uint8_t {
    growing_fsync,
    growing_fdatasync,
    allocated_fdatasync,  // posix_fallocate: unwritten extents
    zero_filled_fdatasync,
    zero_filled_direct_fdatasync,  // O_DIRECT
    zero_filled_direct_dsync,      // O_DIRECT | O_DSYNC
};
inline constexpr std::array all_append_methods{
    AppendMethod::growing_fsync,
    AppendMethod::growing_fdatasync,
    AppendMethod::allocated_fdatasync,
    AppendMethod::zero_filled_fdatasync,
    AppendMethod::zero_filled_direct_fdatasync,
    AppendMethod::zero_filled_direct_dsync,
};

/// For the line of a table.
[[nodiscard]] std::string_view description_of(AppendMethod method) noexcept;

/// Makes a file at the path, appends to it `write_count` times, durably and one after the other,
/// removes it, and returns what each append took in nanoseconds. Fails where the file system
/// does not know the method.
[[nodiscard]] SystemResult<std::vector<std::int64_t>> measure_appends(
    const std::filesystem::path& path, AppendMethod method, std::size_t write_count);

/// What each append writes.
inline constexpr std::size_t measured_append_size_bytes = 4096;

}  // namespace outcry::platform
