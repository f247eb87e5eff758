#pragma once

#include <cstddef>
#include <filesystem>

#include "outcry/domain/ids.hpp"
#include "outcry/journal/error.hpp"
#include "outcry/platform/file.hpp"

namespace outcry::journal {

/// Where segments go that recovery no longer needs.
struct SegmentArchive {
    std::filesystem::path directory;  // exists
    std::size_t keep_count = 0;       // of the newest archived segments; older ones go
};

/// Which segments of the journal are old.
struct OldSegments {
    std::filesystem::path directory;
    Sequence not_needed;         // as for `remove_old_segments`: all up to it
    std::size_t keep_count = 0;  // but for the newest of those
};

/// Like `remove_old_segments`, but a segment leaves the journal only when its compressed copy (one
/// zstd frame) is durable in the archive. Returns how many were archived. Copies that a crash cut
/// short are made anew.
[[nodiscard]] JournalResult<std::size_t> archive_old_segments(platform::FileSystem& file_system,
                                                              const OldSegments& old,
                                                              const SegmentArchive& archive);

}  // namespace outcry::journal
