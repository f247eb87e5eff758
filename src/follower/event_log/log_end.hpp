#pragma once

#include <optional>
#include <string>

#include "outcry/follower/event_log.hpp"

#include "follower/event_log/segment_reader.hpp"

namespace outcry::follower {

/// Where a log's last whole batch ends.
struct EventLogEnd {
    EventSegmentHeaderV1 header;  // of the last segment
    EventSegmentPosition position;
    Sequence first;       // of the whole log
    bool is_archived{};   // the last segment is in the archive: nothing is added to it
    std::string problem;  // what follows the end, if it is not nothing
};

/// Nothing when there is no segment at all.
[[nodiscard]] journal::JournalResult<std::optional<EventLogEnd>> find_end(
    platform::FileSystem& file_system, const EventLogPlace& place);

}  // namespace outcry::follower
