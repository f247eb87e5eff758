#include "app/venue/event_log_start.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "outcry/journal/reader.hpp"

#include "app/venue/data_directory.hpp"

namespace outcry::app {
namespace {

using journal::FoundSnapshot;
using journal::JournalResult;

/// The newest valid snapshot that is not newer than `last`.
JournalResult<std::optional<FoundSnapshot>> snapshot_up_to(platform::FileSystem& file_system,
                                                           journal::SnapshotStore& store,
                                                           Sequence last) {
    const auto paths = store.list();
    if (!paths) return Failure{paths.error()};
    for (const auto& path : *paths) {
        const auto info = journal::verify_snapshot(file_system, path);
        if (!info && info.error().kind == journal::ErrorKind::system) return Failure{info.error()};
        if (info && info->sequence <= last) return std::optional{FoundSnapshot{path, *info}};
    }
    return std::optional<FoundSnapshot>{};
}

bool journal_begins_with_the_first_command(platform::FileSystem& file_system,
                                           const std::filesystem::path& data) {
    journal::JournalReader reader{file_system, data / "journal"};
    return reader.seek(Sequence{1}).has_value();
}

}  // namespace

JournalResult<EventLogStart> choose_event_log_start(platform::FileSystem& file_system,
                                                    const std::filesystem::path& data) {
    EventLogStart start;
    const auto extent = follower::find_extent(file_system, event_log_of(data));
    if (!extent) return Failure{extent.error()};
    start.extent = *extent;
    start.known_durable = extent->last;
    journal::SnapshotStore store{file_system, data / "snapshots"};
    auto newest = store.newest_valid(start.notes);
    if (!newest) return Failure{newest.error()};
    if (!*newest) return start;
    const Sequence snapshot = (*newest)->info.sequence;
    start.known_durable = std::max(start.known_durable, snapshot);
    const bool has_log = start.extent.first != Sequence{};
    if (has_log && start.extent.last >= snapshot) {
        start.snapshot = std::move(*newest);
    } else if (has_log) {
        start.notes.push_back(
            fmt::format("the event log ends with command {}, before the snapshot of command {}: "
                        "what is missing is derived again from the journal",
                        start.extent.last.value(), snapshot.value()));
        auto older = snapshot_up_to(file_system, store, start.extent.last);
        if (!older) return Failure{older.error()};
        start.snapshot = std::move(*older);
    } else if (!journal_begins_with_the_first_command(file_system, data)) {
        start.first = next(snapshot);
        start.notes.push_back(
            fmt::format("there is no event log, and the journal does not reach back: it begins "
                        "with command {}; a sink that needs older events will stop",
                        start.first.value()));
        start.snapshot = std::move(*newest);
    }
    return start;
}

std::optional<journal::JournalUuid> journal_of(platform::FileSystem& file_system,
                                               const std::filesystem::path& data,
                                               const EventLogStart& start) {
    if (start.snapshot) return start.snapshot->info.journal;
    if (start.extent.journal) return start.extent.journal;
    journal::JournalReader reader{file_system, data / "journal"};
    if (!reader.seek(Sequence{1})) return std::nullopt;
    if (reader.position().segment_number == 0) return std::nullopt;
    return reader.position().journal;
}

JournalResult<void> sync_newest_segment(platform::FileSystem& file_system,
                                        const std::filesystem::path& journal_directory) {
    const auto names = file_system.list(journal_directory);
    if (!names) return journal::system_failure(names.error());
    // Sorted, and named by their first sequence with leading zeros.
    const auto newest = std::find_if(names->rbegin(), names->rend(), [](const std::string& name) {
        return name.ends_with(".segment");
    });
    if (newest == names->rend()) return {};
    auto file =
        file_system.open(journal_directory / *newest, {.mode = platform::OpenMode::read_write});
    if (!file) return journal::system_failure(file.error());
    const auto synced = (*file)->sync();
    if (!synced) return journal::system_failure(synced.error());
    return {};
}

}  // namespace outcry::app
