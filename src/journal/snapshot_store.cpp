#include "outcry/journal/snapshot_store.hpp"

#include <algorithm>
#include <ranges>
#include <string>

#include "journal/segment_file.hpp"
#include "journal/snapshot_layout.hpp"

namespace outcry::journal {
namespace {

[[nodiscard]] JournalResult<void> remove_all(platform::FileSystem& file_system,
                                             const Path& directory,
                                             const std::vector<Path>& paths) {
    for (const Path& path : paths) {
        const auto removed = file_system.remove(path);
        if (!removed) return system_failure(removed.error());
        // One by one: removals that are not synced may survive a power loss in any order, and a
        // gap between files looks like damage.
        const auto synced = file_system.sync_directory(directory);
        if (!synced) return system_failure(synced.error());
    }
    return {};
}

}  // namespace

SnapshotStore::SnapshotStore(platform::FileSystem& file_system, std::filesystem::path directory)
    : file_system_{file_system}, directory_{std::move(directory)} {}

JournalResult<std::vector<std::filesystem::path>> SnapshotStore::list() {
    const auto names = file_system_.list(directory_);
    if (!names) return system_failure(names.error());
    std::vector<Path> paths;
    // Names have a fixed width, so the order of texts is the order of sequences.
    for (const std::string& name : *names | std::views::reverse) {
        if (name.ends_with(snapshot_suffix)) paths.push_back(directory_ / name);
    }
    return paths;
}

JournalResult<std::optional<FoundSnapshot>> SnapshotStore::newest_valid(
    std::vector<std::string>& notes) {
    const auto paths = list();
    if (!paths) return Failure{paths.error()};
    for (const Path& path : *paths) {
        const auto info = verify_snapshot(file_system_, path);
        if (info) return std::optional{FoundSnapshot{.path = path, .info = *info}};
        if (info.error().kind == ErrorKind::system) return Failure{info.error()};
        notes.push_back(info.error().text);
    }
    return std::optional<FoundSnapshot>{};
}

JournalResult<Sequence> SnapshotStore::prune(std::size_t keep_count) {
    const auto paths = list();
    if (!paths) return Failure{paths.error()};
    const std::size_t wanted_count = std::max(keep_count, snapshots_kept_min);
    std::size_t valid_count = 0;
    Sequence oldest;
    std::vector<Path> removed;
    for (const Path& path : *paths) {
        if (valid_count == wanted_count) {
            removed.push_back(path);
            continue;
        }
        const auto info = verify_snapshot(file_system_, path);
        if (!info && info.error().kind == ErrorKind::system) return Failure{info.error()};
        if (!info) continue;
        ++valid_count;
        oldest = info->sequence;
    }
    const auto names = file_system_.list(directory_);
    if (!names) return system_failure(names.error());
    for (const std::string& name : *names) {
        if (name.ends_with(unfinished_suffix)) removed.push_back(directory_ / name);
    }
    const auto outcome = remove_all(file_system_, directory_, removed);
    if (!outcome) return Failure{outcome.error()};
    return valid_count == wanted_count ? oldest : Sequence{};
}

JournalResult<std::size_t> remove_old_segments(platform::FileSystem& file_system,
                                               const std::filesystem::path& directory,
                                               Sequence not_needed, std::size_t keep_count) {
    const auto firsts = list_segments(file_system, directory);
    if (!firsts) return Failure{firsts.error()};
    std::vector<Path> removable;
    for (std::size_t index = 0; index + 1 < firsts->size(); ++index) {
        const bool holds_needed = (*firsts)[index + 1] > next(not_needed);
        if (!holds_needed) removable.push_back(directory / segment_name((*firsts)[index]));
    }
    // Oldest first: after a crash in between, what is left has no gap.
    removable.resize(removable.size() - std::min(removable.size(), keep_count));
    const auto outcome = remove_all(file_system, directory, removable);
    if (!outcome) return Failure{outcome.error()};
    return removable.size();
}

}  // namespace outcry::journal
