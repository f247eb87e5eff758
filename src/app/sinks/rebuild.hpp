#pragma once

#include <cstdint>
#include <filesystem>

#include "outcry/base/result.hpp"
#include "outcry/journal/reader.hpp"
#include "outcry/platform/file.hpp"
#include "outcry/sinks/sink_target.hpp"

#include "app/configuration.hpp"

namespace outcry::app {

/// Where the events of a rebuild come from.
enum class EventOrigin : std::uint8_t {
    event_log,  // archive and log, as they lie
    journal,    // derived again, command by command; needs the whole journal
};

struct RebuildReport {
    Sequence sequence;
    std::uint64_t event_count = 0;
};

struct RebuildOptions {
    std::filesystem::path data;
    const Configuration& configuration;
    EventOrigin origin = EventOrigin::event_log;
    Sequence last = journal::sequence_unlimited;
};

/// Writes the events of a data directory to a target, from its position on. A target that becomes
/// unavailable is tried again; the failure is one line.
[[nodiscard]] Result<RebuildReport, std::string> write_all_events(platform::FileSystem& file_system,
                                                                  sinks::SinkTarget& target,
                                                                  const RebuildOptions& options);

}  // namespace outcry::app
