#pragma once

#include <cstdint>
#include <string>

#include "app/configuration.hpp"
#include "app/venue/data_directory.hpp"
#include "outcry/engine/engine.hpp"
#include "outcry/follower/follower.hpp"
#include "outcry/journal/position.hpp"
#include "outcry/platform/file.hpp"
#include "outcry/views/venue_view.hpp"

namespace outcry::app {

/// The venue as it stood after its last durable command.
struct RecoveredVenue {
    engine::Engine engine;
    engine::Engine follower_engine;  // a copy, record by record, with the same state hash
    views::VenueView view;
    journal::JournalPosition position;  // where the journal goes on
    std::string report;                 // what was recovered, for the operator
};

struct RecoveryFailure {
    std::string message;
    int exit_code = 1;
};

[[nodiscard]] engine::EngineLimits engine_limits(const Configuration& configuration);
[[nodiscard]] journal::Replayability replayability(const Configuration& configuration);

enum class TailLoss : std::uint8_t { refused, accepted };

/// Newest valid snapshot, then the journal's tail; judges the tail as docs/formats/journal.md says.
[[nodiscard]] Result<RecoveredVenue, RecoveryFailure> recover_venue(
    platform::FileSystem& file_system, const DataDirectory& directory,
    const Configuration& configuration, TailLoss tail_loss);

/// Writes a snapshot of the follower into the directory and drops what policy no longer keeps.
[[nodiscard]] Result<bool, std::string> write_snapshot(platform::FileSystem& file_system,
                                                       const DataDirectory& directory,
                                                       const Configuration& configuration,
                                                       const follower::Follower& follower);

}  // namespace outcry::app
