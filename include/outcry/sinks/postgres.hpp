#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "outcry/journal/position.hpp"
#include "outcry/sinks/history.hpp"
#include "outcry/sinks/sink_target.hpp"

namespace outcry::sinks {

/// Where the database is. The password is never part of a text that this module makes.
struct PostgresAddress {
    std::string host = "127.0.0.1";
    std::uint16_t port = 5432;
    std::string database = "outcry";
    std::string user = "outcry";
    std::string password;
    std::string ssl_mode = "prefer";  // as libpq's sslmode
    std::uint32_t connect_timeout_s = 5;
    std::uint32_t statement_timeout_ms = 60'000;
    std::uint32_t lock_timeout_ms = 10'000;
    /// A server that says nothing for so long is given up: it may be stopped or cut off.
    std::uint32_t silence_timeout_ms = 120'000;
};

struct PostgresWriterOptions {
    PostgresAddress address;
    journal::JournalUuid journal{};  // whose events: another journal's are refused
    journal::Epoch epoch;            // this start's; an older writer is fenced
    /// Tells writers of one epoch apart; empty: this process.
    std::string writer;
};

/// The journal in SQL: every event, and the tables of `rows.hpp`, in one transaction per batch with
/// the position. docs/formats/postgres.md has the schema.
[[nodiscard]] std::unique_ptr<SinkTarget> make_postgres_target(PostgresWriterOptions options);

/// Reads the tables as a history, also while they are written. Connects with the first query, and
/// anew after a failure.
[[nodiscard]] std::unique_ptr<History> make_postgres_history(PostgresAddress address);

struct PostgresSchemaVersions {
    int before = 0;  // zero: there was no schema
    int after = 0;
    friend bool operator==(const PostgresSchemaVersions&, const PostgresSchemaVersions&) = default;
};

/// Brings the schema up to this program's version; refuses one that is newer. All or nothing.
[[nodiscard]] SinkResult<PostgresSchemaVersions> migrate_postgres(const PostgresAddress& address);

/// Empties all tables and forgets position and writers, for a rebuild from the first event. No
/// writer may be running.
[[nodiscard]] SinkResult<void> empty_postgres(const PostgresAddress& address);

}  // namespace outcry::sinks
