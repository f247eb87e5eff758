#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "outcry/journal/error.hpp"
#include "outcry/journal/position.hpp"

#include "journal/segment_file.hpp"

namespace outcry::journal {

/// What lies behind the last whole batch.
struct Evidence {
    bool has_later_batch = false;    // a valid sector of a batch behind the one expected
    bool has_part_of_batch = false;  // a valid sector of the batch expected
    bool has_bad_bytes = false;      // a sector that is neither valid nor zero
    std::uint64_t end_sector = 0;    // behind the last sector that is not zero, in this segment
    [[nodiscard]] bool is_nothing() const noexcept {
        return !has_later_batch && !has_part_of_batch && !has_bad_bytes;
    }
};

/// Looks at every sector from where the next batch is expected to the end of the segment.
/// `sector` zero: the header itself failed.
[[nodiscard]] JournalResult<void> examine_segment(SegmentFile& segment,
                                                  const std::optional<SectorSeal>& seal,
                                                  std::uint64_t sector, Evidence& evidence);

struct LaterSegments {
    const Path& directory;
    std::vector<Sequence> firsts;
    std::optional<JournalUuid> journal;
    std::uint64_t segment_number = 0;  // of the first of them, were all well
};
/// The same for the segments that follow in the directory.
[[nodiscard]] JournalResult<void> examine_later_segments(platform::FileSystem& file_system,
                                                         const LaterSegments& later,
                                                         Evidence& evidence);

}  // namespace outcry::journal
