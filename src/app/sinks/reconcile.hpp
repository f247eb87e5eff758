#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "outcry/base/result.hpp"
#include "outcry/platform/file.hpp"
#include "outcry/sinks/history.hpp"

#include "app/configuration.hpp"
#include "app/sinks/sink_targets.hpp"

namespace outcry::app {

struct Reconciliation {
    Sequence sequence;                     // at which both were compared
    std::vector<std::string> differences;  // one line each; empty: they are the same
};

/// Compares a copy, row by row, with what the event log comes to at the copy's position. A scratch
/// file is made in the data directory meanwhile. Nobody may be writing to the copy.
[[nodiscard]] Result<Reconciliation, std::string> reconcile(platform::FileSystem& file_system,
                                                            const Configuration& configuration,
                                                            const SinkIdentity& identity,
                                                            sinks::History& copy);

/// What two summaries of the same position differ in.
[[nodiscard]] std::vector<std::string> differences_of(const sinks::HistorySummary& copy,
                                                      const sinks::HistorySummary& truth);

}  // namespace outcry::app
