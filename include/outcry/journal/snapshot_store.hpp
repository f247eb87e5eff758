#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "outcry/journal/error.hpp"
#include "outcry/journal/snapshot.hpp"
#include "outcry/platform/file.hpp"

namespace outcry::journal {

/// Fewer are never kept: two may rot, and there is still one.
inline constexpr std::size_t snapshots_kept_min = 3;

struct FoundSnapshot {
    std::filesystem::path path;
    SnapshotInfo info;
};

/// The snapshots of a directory. One thread.
class SnapshotStore {
public:
    /// The directory must exist.
    SnapshotStore(platform::FileSystem& file_system, std::filesystem::path directory);

    /// Newest first; only names, nothing is opened.
    [[nodiscard]] JournalResult<std::vector<std::filesystem::path>> list();

    /// The newest that verifies as a whole. What was wrong with newer ones is added to `notes`.
    [[nodiscard]] JournalResult<std::optional<FoundSnapshot>> newest_valid(
        std::vector<std::string>& notes);

    /// Removes what is older than the newest `keep_count` valid ones, and what an interrupted
    /// writer left. Returns the sequence of the oldest valid one that stays: the journal is needed
    /// from the command after it on. Zero when there are fewer than that.
    [[nodiscard]] JournalResult<Sequence> prune(std::size_t keep_count = snapshots_kept_min);

private:
    platform::FileSystem& file_system_;
    const std::filesystem::path directory_;
};

/// Removes the segments that hold only commands up to `not_needed`, but for the newest
/// `keep_count` of those. Never the last segment. Returns how many went.
/// `not_needed` is the least of what `prune` returned and of every sink's position.
[[nodiscard]] JournalResult<std::size_t> remove_old_segments(platform::FileSystem& file_system,
                                                             const std::filesystem::path& directory,
                                                             Sequence not_needed,
                                                             std::size_t keep_count);

}  // namespace outcry::journal
