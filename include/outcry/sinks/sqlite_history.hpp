#pragma once

#include <filesystem>
#include <memory>

#include "outcry/journal/position.hpp"
#include "outcry/sinks/history.hpp"
#include "outcry/sinks/sink_target.hpp"

namespace outcry::sinks {

struct SqliteHistoryOptions {
    std::filesystem::path path;      // made when missing
    journal::JournalUuid journal{};  // a file of another one is refused
    journal::Epoch epoch;            // a file that a later one wrote to is refused
};

/// Writes the history into a file; docs/formats/history.md has the tables.
[[nodiscard]] std::unique_ptr<SinkTarget> make_sqlite_target(SqliteHistoryOptions options);

/// Reads it, also while it is written. The file must have been made by the target.
[[nodiscard]] SinkResult<std::unique_ptr<History>> open_sqlite_history(
    const std::filesystem::path& path);

/// Removes the file and the two that SQLite keeps beside it; what is not there is no failure.
void remove_sqlite_history(const std::filesystem::path& path);

}  // namespace outcry::sinks
