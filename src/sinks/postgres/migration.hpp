#pragma once

#include <pqxx/transaction.hxx>

#include "outcry/sinks/postgres.hpp"

#include "sinks/postgres/session.hpp"

namespace outcry::sinks::postgres {

/// Of the advisory locks that are ours: "outc". Number 0 of it guards migrations, the others
/// the writers of an epoch each.
inline constexpr int advisory_lock_class = 0x6f757463;

/// See `migrate_postgres`. Throws what pqxx throws.
[[nodiscard]] SinkResult<PostgresSchemaVersions> migrate(Session& session,
                                                         const PostgresAddress& address);

/// Some server holds the lock of an epoch's writer.
[[nodiscard]] bool a_writer_is_connected(pqxx::work& transaction);

}  // namespace outcry::sinks::postgres
