#pragma once

#include <exception>
#include <string>
#include <utility>

#include <pqxx/connection.hxx>
#include <pqxx/errorhandler.hxx>

#include "outcry/sinks/postgres.hpp"

namespace outcry::sinks::postgres {

/// Says in one line what went wrong, without the password, and whether a retry can help. Call it
/// where an exception of pqxx is being handled.
[[nodiscard]] SinkError current_error(const PostgresAddress& address);
/// An error that is ours to tell.
[[nodiscard]] SinkError error_at(const PostgresAddress& address, SinkErrorKind kind,
                                 const std::string& what);

/// How libpq is told; holds the password, so it is never shown.
[[nodiscard]] std::string connection_text(const PostgresAddress& address,
                                          const std::string& application_name);

/// One connection with timeouts, UTC, and commits that wait for the disk.
struct Session {
    /// Throws what pqxx throws.
    Session(const PostgresAddress& address, const std::string& application_name);

    pqxx::connection connection;
    /// Notices would go to standard error; what matters comes as an exception.
    pqxx::quiet_errorhandler quiet;
};

/// Runs work that calls pqxx; what that throws becomes the result.
template <class Work>
[[nodiscard]] auto translated(const PostgresAddress& address, Work&& work)
    -> decltype(std::forward<Work>(work)()) {
    try {
        return std::forward<Work>(work)();
    } catch (const std::exception&) {
        return Failure{current_error(address)};
    }
}

}  // namespace outcry::sinks::postgres
