#include "bench/sinks/bare_copy.hpp"

#include <sys/stat.h>

#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

#include "bench/sinks/catch_up.hpp"
#include "sinks/postgres/partitions.hpp"
#include "sinks/postgres/session.hpp"

namespace outcry::bench {
namespace {

/// The tables that the sink fills. What a migration fills is there already.
constexpr const char* tables_sql =
    "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
    "WHERE nspname = 'public' AND relkind IN ('r', 'p') AND NOT relispartition "
    "AND relname NOT IN ('sink_position', 'event_type', 'schema_version') ORDER BY relname";

struct TableRows {
    std::string name;
    std::vector<std::string> lines;
};

std::vector<TableRows> rows_of(const test::PostgresServer& server,
                               const std::filesystem::path& directory) {
    std::vector<TableRows> tables;
    for (const std::string& name : server.query(tables_sql)) {
        const std::filesystem::path path = directory / name;
        server.query(fmt::format("COPY (SELECT * FROM {}) TO '{}'", name, path.string()));
        std::ifstream file{path};
        TableRows& table = tables.emplace_back(TableRows{name, {}});
        for (std::string line; std::getline(file, line);) table.lines.push_back(std::move(line));
    }
    return tables;
}

}  // namespace

BareCopy::BareCopy(const test::PostgresServer& filled_by_sink, std::size_t transaction_count) {
    std::string name = std::filesystem::temp_directory_path() / "outcry-copy-XXXXXX";
    OUTCRY_ASSERT(::mkdtemp(name.data()) != nullptr);
    directory_ = name;
    // The server writes there, and may be another user.
    OUTCRY_ASSERT(::chmod(name.c_str(), 0777) == 0);
    const std::vector<TableRows> tables = rows_of(filled_by_sink, directory_);
    std::ofstream script{directory_ / "script.sql"};
    for (std::size_t i = 0; i < transaction_count; ++i) {
        script << "BEGIN;\n";
        for (const TableRows& table : tables) {
            const std::size_t begin = table.lines.size() * i / transaction_count;
            const std::size_t end = table.lines.size() * (i + 1) / transaction_count;
            if (begin == end) continue;
            script << "COPY " << table.name << " FROM STDIN;\n";
            for (std::size_t line = begin; line < end; ++line) script << table.lines[line] << '\n';
            script << "\\.\n";
        }
        script << "COMMIT;\n";
    }
}

BareCopy::~BareCopy() { std::filesystem::remove_all(directory_); }

void BareCopy::prepare(const test::PostgresServer& empty, std::span<const Event> events) {
    OUTCRY_ASSERT(sinks::migrate_postgres(empty.address()));
    sinks::postgres::Session session{empty.address(), "bench"};
    pqxx::work transaction{session.connection};
    sinks::postgres::Partitions partitions;
    partitions.make(transaction, events);
    transaction.commit();
}

double BareCopy::run(const test::PostgresServer& prepared) const {
    const auto start = Clock::now();
    test::run_to_end({.arguments = {"/usr/bin/psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-f",
                                    directory_ / "script.sql",
                                    sinks::postgres::connection_text(prepared.address(), "bench")},
                      .directory = directory_,
                      .log = directory_ / "log",
                      .user = {}});
    return seconds_since(start);
}

}  // namespace outcry::bench
