#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "outcry/engine/engine.hpp"
#include "outcry/follower/event_log.hpp"
#include "outcry/follower/follower.hpp"
#include "outcry/journal/position.hpp"
#include "outcry/journal/recovery.hpp"
#include "outcry/platform/file.hpp"
#include "outcry/views/venue_view.hpp"

#include "app/configuration.hpp"

namespace outcry::app {

/// The venue as it stood after its last durable command.
struct RecoveredVenue {
    engine::Engine engine;
    engine::Engine follower_engine;  // a copy, record by record, with the same state hash
    views::VenueView view;
    journal::JournalPosition position;  // where the journal goes on
    std::string report;                 // what was recovered, for the operator
    std::vector<std::string> notes;     // damage that was made up for, one line each
    /// Complete and durable up to the same command; nothing when the start only judges.
    std::optional<follower::EventLogWriter> event_log;
};

struct RecoveryFailure {
    std::string message;
    int exit_code = 1;
};

[[nodiscard]] engine::EngineLimits engine_limits(const Configuration& configuration);
[[nodiscard]] journal::Replayability replayability(const Configuration& configuration);

enum class TailLoss : std::uint8_t { refused, accepted };
enum class StartFrom : std::uint8_t { newest_snapshot, first_command };

struct RecoverVenueOptions {
    TailLoss tail_loss = TailLoss::refused;
    journal::RecoveryMode mode = journal::RecoveryMode::repair;
    StartFrom start_from = StartFrom::newest_snapshot;
};

/// Newest valid snapshot, then the journal's tail; judges the tail as docs/formats/journal.md says.
/// `judge` changes nothing on disk: for commands that only look.
[[nodiscard]] Result<RecoveredVenue, RecoveryFailure> recover_venue(
    platform::FileSystem& file_system, const std::filesystem::path& data,
    const Configuration& configuration, const RecoverVenueOptions& options);

/// Which journal a snapshot belongs to.
struct SnapshotPlace {
    std::filesystem::path snapshots;  // directory
    std::filesystem::path journal;    // directory
    std::filesystem::path archive;    // directory of old journal segments
    journal::JournalUuid uuid{};
    journal::Epoch epoch;
};

/// Writes a snapshot of the follower.
[[nodiscard]] Result<bool, std::string> write_snapshot(platform::FileSystem& file_system,
                                                       const SnapshotPlace& place,
                                                       const Configuration& configuration,
                                                       const follower::Follower& follower);

/// Drops what policy no longer keeps once a newer snapshot is written: older snapshots, and journal
/// segments that only those needed. A failure costs space and takes nothing from the snapshot.
[[nodiscard]] Result<bool, std::string> drop_older_snapshots(platform::FileSystem& file_system,
                                                             const SnapshotPlace& place,
                                                             const Configuration& configuration);

}  // namespace outcry::app
