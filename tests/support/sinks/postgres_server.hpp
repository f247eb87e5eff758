#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "outcry/sinks/postgres.hpp"

#include "support/process/child_process.hpp"

namespace outcry::test {

/// Why no Postgres can be started here, as `missing part: …`; empty when it can.
[[nodiscard]] std::string missing_postgres();

/// A real Postgres of its own on a free loopback port, with `fsync=on`, an empty database and its
/// owner. Initialised once per process and copied for each. Removed at its end.
class PostgresServer {
public:
    PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;
    ~PostgresServer();

    /// Of the database's owner.
    [[nodiscard]] sinks::PostgresAddress address() const;
    /// Of the superuser, in the same database.
    [[nodiscard]] sinks::PostgresAddress superuser_address() const;

    /// SIGKILL to all of its processes.
    void kill();
    /// After `kill`: waits until it has recovered and answers.
    void start();
    void pause();
    void resume();

    /// As the superuser; the first column of each row, `NULL` for null.
    std::vector<std::string> query(const std::string& sql) const;
    /// Of a statement or of a query with one row.
    std::string value(const std::string& sql) const;

private:
    std::filesystem::path directory_;
    std::uint16_t port_ = 0;
    std::unique_ptr<ChildProcess> process_;
};

}  // namespace outcry::test
