#include <fmt/format.h>
#include <gtest/gtest.h>

#include "outcry/sinks/postgres.hpp"

#include "sinks/postgres/schema.hpp"
#include "support/command_generator.hpp"
#include "support/sinks/event_source.hpp"
#include "support/sinks/postgres_server.hpp"
#include "support/sinks/postgres_tables.hpp"

namespace outcry::sinks {
namespace {

/// Puts the rows that the database holds into a schema of an older version, in its place.
void go_back_to_version(const test::PostgresServer& server, int version) {
    std::string sql = "CREATE SCHEMA older; SET search_path = older; ";
    for (const postgres::Migration& migration : postgres::migrations()) {
        if (migration.version <= version) sql += migration.sql;
    }
    for (const std::string_view table : postgres::partitioned_tables) {
        sql += fmt::format("CREATE TABLE {0}_d PARTITION OF {0} DEFAULT;", table);
    }
    server.query(sql);
    std::string moves;
    for (const std::string& table : server.query(
             "SELECT table_name FROM information_schema.tables WHERE table_schema = 'older' "
             "AND table_type = 'BASE TABLE' AND table_name NOT LIKE '%_d'")) {
        const std::string columns = server.value(
            fmt::format("SELECT string_agg(column_name, ', ') FROM information_schema.columns "
                        "WHERE table_schema = 'older' AND table_name = '{}'",
                        table));
        moves += fmt::format(
            "DELETE FROM older.{0}; INSERT INTO older.{0} ({1}) SELECT {1} FROM public.{0}; ",
            table, columns);
    }
    server.query(moves);
    server.query(fmt::format(
        "CREATE TABLE older.schema_version AS SELECT * FROM public.schema_version "
        "WHERE version <= {}; DROP SCHEMA public CASCADE; ALTER SCHEMA older RENAME TO public; "
        "GRANT ALL ON SCHEMA public TO outcry; DO $$ DECLARE name text; BEGIN FOR name IN "
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' UNION ALL SELECT viewname "
        "FROM pg_views WHERE schemaname = 'public' LOOP EXECUTE format('ALTER TABLE %I OWNER TO "
        "outcry', name); END LOOP; FOR name IN SELECT oid::regprocedure::text FROM pg_proc "
        "WHERE pronamespace = 'public'::regnamespace LOOP EXECUTE 'ALTER FUNCTION ' || name || "
        "' OWNER TO outcry'; END LOOP; END $$",
        version));
}

TEST(PostgresMigration, BringsTheRowsOfVersion2ToWhatARebuildWouldWrite) {
    if (const std::string missing = test::missing_postgres(); !missing.empty()) {
        GTEST_SKIP() << missing;
    }
    const std::uint64_t seed = test::seed();
    SCOPED_TRACE("OUTCRY_SEED=" + std::to_string(seed));
    const test::PostgresServer server;
    test::EventSource source;
    source.step_us = 97'000'000;  // days in all: candles of every interval
    source.rules = 0;             // what there was then
    const std::vector<Event> events = source.random_events(seed, 2'000);
    {
        const auto target =
            make_postgres_target({.address = server.address(), .epoch = journal::Epoch{1}});
        ASSERT_TRUE(target->open());
        test::write_in_batches(*target, events, {.commands_max = 300, .epoch = 1});
    }
    const auto before = make_postgres_history(server.address())->summary();
    ASSERT_TRUE(before) << before.error().text;
    go_back_to_version(server, 2);
    ASSERT_EQ(server.value("SELECT to_regclass('order_amendment')"), "NULL");
    ASSERT_GT(std::stoi(server.value("SELECT count(*) FROM orders")), 100);

    const auto migrated = migrate_postgres(server.address());
    ASSERT_TRUE(migrated) << migrated.error().text;
    EXPECT_EQ(*migrated, (PostgresSchemaVersions{.before = 2, .after = 3}));
    test::expect_tables(server, events);
    const auto after = make_postgres_history(server.address())->summary();
    ASSERT_TRUE(after) << after.error().text;
    EXPECT_GT(after->candles.row_count, 16U);
    EXPECT_EQ(*after, *before);
    EXPECT_GT(std::stoi(server.value("SELECT count(*) FROM order_amendment")), 10);
    EXPECT_EQ(server.value("SELECT count(*) FROM v_balance"),
              server.value("SELECT count(*) FROM balance"));
}

}  // namespace
}  // namespace outcry::sinks
