#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "outcry/follower/event_log.hpp"
#include "outcry/journal/error.hpp"
#include "outcry/journal/position.hpp"
#include "outcry/journal/snapshot_store.hpp"
#include "outcry/platform/file.hpp"

namespace outcry::app {

/// What a start replays so that both engine and event log end up complete.
struct EventLogStart {
    follower::EventLogExtent extent;  // of the log as it was found
    Sequence first{1};                // of a log that begins now
    std::optional<journal::FoundSnapshot> snapshot;
    /// By the log and by the newest snapshot, also when the start goes further back: a journal that
    /// lacks any of it is refused.
    Sequence known_durable;
    std::vector<std::string> notes;
};

/// Chooses the newest snapshot behind which the log lacks nothing that cannot be derived again.
/// docs/formats/event_log.md has the table.
[[nodiscard]] journal::JournalResult<EventLogStart> choose_event_log_start(
    platform::FileSystem& file_system, const std::filesystem::path& data);

/// Names the journal before it is replayed: by the snapshot, the log or its own first segment.
/// Nothing when all of them are empty.
[[nodiscard]] std::optional<journal::JournalUuid> journal_of(platform::FileSystem& file_system,
                                                             const std::filesystem::path& data,
                                                             const EventLogStart& start);

/// What a killed process wrote may be in the page cache only; its events must not reach the disk
/// before it does.
[[nodiscard]] journal::JournalResult<void> sync_newest_segment(
    platform::FileSystem& file_system, const std::filesystem::path& journal_directory);

}  // namespace outcry::app
