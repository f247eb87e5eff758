#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "outcry/platform/file.hpp"

namespace outcry::platform {

/// The content of a small file. EFBIG above `size_max_bytes`: what is read whole must be bounded.
[[nodiscard]] SystemResult<std::string> read_file(FileSystem& file_system,
                                                  const std::filesystem::path& path,
                                                  std::uint64_t size_max_bytes);

/// Puts a durable file in the place of whatever the path held. Whoever opens the path, now or
/// after a power loss at any moment, finds all of the old content or all of the new: temporary
/// name, sync, rename, sync of the directory. One writer per path at a time.
[[nodiscard]] SystemResult<void> replace_file(FileSystem& file_system,
                                              const std::filesystem::path& path,
                                              std::string_view content,
                                              std::uint32_t permissions = 0640);

}  // namespace outcry::platform
