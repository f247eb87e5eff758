#pragma once

#include "outcry/sinks/sqlite_history.hpp"

#include "sinks/sqlite/database.hpp"

namespace outcry::sinks {

/// Of the tables in docs/formats/history.md; stands in the file as `user_version`.
inline constexpr std::int64_t history_schema_version = 3;

/// Makes the tables of an empty file; refuses one of a newer version.
void bring_up_to_date(Database& database);

/// Refuses a file of another journal, or one that a later epoch wrote to; else the file is ours.
[[nodiscard]] SinkPosition take_over(Database& database, const SqliteHistoryOptions& options);

}  // namespace outcry::sinks
