#pragma once

#include <vector>

#include "outcry/follower/event_log.hpp"

#include "follower/event_log/segment_reader.hpp"

namespace outcry::follower {

/// The first sequences of all segments of a log, ascending, those of the archive included.
[[nodiscard]] journal::JournalResult<std::vector<Sequence>> list_event_segments(
    platform::FileSystem& file_system, const EventLogPlace& place);

/// The first sequences of the files of one directory that have this suffix, ascending.
[[nodiscard]] journal::JournalResult<std::vector<Sequence>> list_event_files(
    platform::FileSystem& file_system, const std::filesystem::path& directory,
    std::string_view suffix);

/// Opens a segment where it lies: among the events, or in the archive. Refused when it is nowhere.
[[nodiscard]] journal::JournalResult<EventSegmentReader> open_event_segment(
    platform::FileSystem& file_system, const EventLogPlace& place, Sequence first);

}  // namespace outcry::follower
