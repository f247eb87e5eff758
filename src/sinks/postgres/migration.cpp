#include "sinks/postgres/migration.hpp"

#include <fmt/format.h>
#include <pqxx/transaction.hxx>

#include "sinks/postgres/schema.hpp"

namespace outcry::sinks::postgres {
namespace {

constexpr const char* version_table = R"sql(
CREATE TABLE IF NOT EXISTS schema_version (
    version     integer     PRIMARY KEY,
    description text        NOT NULL,
    applied_at  timestamptz NOT NULL DEFAULT now()
))sql";

int current_version(pqxx::work& transaction) {
    const bool is_there =
        transaction.exec1("SELECT to_regclass('schema_version') IS NOT NULL")[0].as<bool>();
    if (!is_there) return 0;
    return transaction.exec1("SELECT coalesce(max(version), 0) FROM schema_version")[0].as<int>();
}

}  // namespace

bool a_writer_is_connected(pqxx::work& transaction) {
    return transaction
        .exec_params1(
            "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
            "WHERE d.datname = current_database() AND l.locktype = 'advisory' "
            "AND l.classid = $1::bigint::oid AND l.objid <> 0)",
            advisory_lock_class)[0]
        .as<bool>();
}

SinkResult<PostgresSchemaVersions> migrate(Session& session, const PostgresAddress& address) {
    pqxx::work transaction{session.connection};
    // Two servers that start at one time: the second finds the work done.
    transaction.exec(fmt::format("SELECT pg_advisory_xact_lock({}, 0)", advisory_lock_class));
    const int before = current_version(transaction);
    const int latest = schema_version_latest();
    if (before > latest) {
        return Failure{error_at(
            address, SinkErrorKind::refused,
            fmt::format("the schema is of version {}, this program knows up to {}: a newer program "
                        "has migrated it",
                        before, latest))};
    }
    if (before == latest) return PostgresSchemaVersions{before, latest};
    transaction.exec(version_table);
    for (const Migration& migration : migrations()) {
        if (migration.version <= before) continue;
        transaction.exec(migration.sql);
        transaction.exec_params("INSERT INTO schema_version (version, description) VALUES ($1, $2)",
                                migration.version, migration.description);
    }
    transaction.commit();
    return PostgresSchemaVersions{before, latest};
}

}  // namespace outcry::sinks::postgres

namespace outcry::sinks {

SinkResult<PostgresSchemaVersions> migrate_postgres(const PostgresAddress& address) {
    return postgres::translated(address, [&]() -> SinkResult<PostgresSchemaVersions> {
        postgres::Session session{address, "outcry-migrate"};
        return postgres::migrate(session, address);
    });
}

SinkResult<void> empty_postgres(const PostgresAddress& address) {
    return postgres::translated(address, [&]() -> SinkResult<void> {
        postgres::Session session{address, "outcry-rebuild"};
        const auto migrated = postgres::migrate(session, address);
        if (!migrated) return Failure{migrated.error()};
        pqxx::work transaction{session.connection};
        if (postgres::a_writer_is_connected(transaction)) {
            return Failure{postgres::error_at(address, SinkErrorKind::refused,
                                              "a writer is connected: stop the server first")};
        }
        std::string tables;
        for (const std::string_view table : postgres::filled_tables) {
            tables += (tables.empty() ? "" : ", ") + std::string{table};
        }
        transaction.exec("TRUNCATE " + tables);
        transaction.exec(
            "UPDATE sink_position SET sequence = 0, epoch = 0, writer = '', journal = NULL");
        transaction.commit();
        return {};
    });
}

}  // namespace outcry::sinks
