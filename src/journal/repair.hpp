#pragma once

#include <cstdint>
#include <vector>

#include "outcry/journal/error.hpp"

#include "journal/segment_file.hpp"

namespace outcry::journal {

/// A stretch of a segment that holds nothing acknowledged, and the files that come after it.
struct Tail {
    const Path& directory;
    Sequence segment_first;
    std::uint64_t first_sector = 0;
    std::uint64_t end_sector = 0;
    /// False: the file itself goes, it never held a batch.
    bool segment_is_kept = true;
    std::vector<Sequence> later;
};

/// Writes zeros over the tail and removes the files after it; durable when it returns.
[[nodiscard]] JournalResult<void> truncate_tail(platform::FileSystem& file_system,
                                                const Tail& tail);

/// Copies the tail to `NAME.lost` and renames the files after it in the same way; durable when it
/// returns.
[[nodiscard]] JournalResult<void> keep_copy(platform::FileSystem& file_system, const Tail& tail);

}  // namespace outcry::journal
