#include "sinks/postgres/session.hpp"

#include <array>
#include <string_view>
#include <typeinfo>

#include <fmt/format.h>

namespace outcry::sinks::postgres {
namespace {

/// What no retry helps against, in libpq's words: a failed login brings no SQLSTATE along.
constexpr std::array<std::string_view, 8> login_refusals = {
    "password authentication failed", "no password supplied",
    "no pg_hba.conf entry",           "authentication failed for user",
    "is not permitted to log in",     "permission denied for database",
    "server does not support SSL",    "invalid sslmode value"};

/// SQLSTATE classes of a server that is in trouble, or going: it may come back.
constexpr std::array<std::string_view, 6> passing_states = {
    "08",     // connection exceptions
    "40",     // rollbacks: deadlock, serialization
    "53",     // out of disk, memory, connections
    "55P03",  // a lock was not available
    "57",     // cancelled, timed out, shut down
    "58",     // an error of its disk
};

bool is_login_refusal(std::string_view message) noexcept {
    for (const std::string_view refusal : login_refusals) {
        if (message.find(refusal) != std::string_view::npos) return true;
    }
    // database "x" does not exist, role "x" does not exist; not a socket file that does not.
    const bool names_something = message.find("database \"") != std::string_view::npos ||
                                 message.find("role \"") != std::string_view::npos;
    return names_something && message.find("does not exist") != std::string_view::npos;
}

/// pqxx has classes of its own for missing rights, tables, broken rules and the like, and gives
/// them no SQLSTATE; without a class and a state the connection is gone.
SinkErrorKind kind_of(const pqxx::sql_error& error) noexcept {
    if (error.sqlstate().empty()) {
        const bool is_plain = typeid(error) == typeid(pqxx::sql_error);
        return is_plain ? SinkErrorKind::unavailable : SinkErrorKind::refused;
    }
    for (const std::string_view state : passing_states) {
        if (error.sqlstate().starts_with(state)) return SinkErrorKind::unavailable;
    }
    return SinkErrorKind::refused;
}

/// The first line; libpq's further ones are hints and contexts.
std::string first_line(std::string_view message) {
    while (!message.empty() && message.front() == '\n') message.remove_prefix(1);
    return std::string{message.substr(0, message.find('\n'))};
}

std::string text_of(const pqxx::sql_error& error) {
    std::string text = first_line(error.what());
    if (!error.sqlstate().empty()) text += fmt::format(" (SQLSTATE {})", error.sqlstate());
    return text;
}

std::string without(std::string text, const std::string& secret) {
    if (secret.empty()) return text;
    for (std::size_t found = text.find(secret); found != std::string::npos;
         found = text.find(secret, found)) {
        text.replace(found, secret.size(), "***");
        found += 3;
    }
    return text;
}

/// A value of a connection text, in quotes.
std::string quoted(std::string_view value) {
    std::string result{"'"};
    for (const char character : value) {
        if (character == '\'' || character == '\\') result += '\\';
        result += character;
    }
    return result += '\'';
}

}  // namespace

SinkError error_at(const PostgresAddress& address, SinkErrorKind kind, const std::string& what) {
    return {.kind = kind,
            .text = fmt::format("postgres {}:{}/{}: {}", address.host, address.port,
                                address.database, without(first_line(what), address.password))};
}

SinkError current_error(const PostgresAddress& address) {
    try {
        throw;
    } catch (const pqxx::in_doubt_error&) {
        return error_at(address, SinkErrorKind::unavailable, "the answer to a commit was lost");
    } catch (const pqxx::insufficient_resources& error) {
        return error_at(address, SinkErrorKind::unavailable, text_of(error));
    } catch (const pqxx::sql_error& error) {
        return error_at(address, kind_of(error), text_of(error));
    } catch (const pqxx::broken_connection& error) {
        const bool is_refused = is_login_refusal(error.what());
        return error_at(address, is_refused ? SinkErrorKind::refused : SinkErrorKind::unavailable,
                        error.what());
    } catch (const pqxx::failure& error) {
        return error_at(address, SinkErrorKind::unavailable, error.what());
    } catch (const std::exception& error) {
        // A wrong use of the library is a bug of ours: repeating it would not help.
        return error_at(address, SinkErrorKind::refused, error.what());
    }
}

std::string connection_text(const PostgresAddress& address, const std::string& application_name) {
    const std::string settings = fmt::format(
        "-c statement_timeout={} -c lock_timeout={} -c idle_in_transaction_session_timeout={} "
        "-c synchronous_commit=on -c timezone=UTC -c client_min_messages=warning "
        "-c plan_cache_mode=force_generic_plan",
        address.statement_timeout_ms, address.lock_timeout_ms, address.statement_timeout_ms);
    std::string text = fmt::format(
        "host={} port={} dbname={} user={} sslmode={} connect_timeout={} client_encoding=UTF8 "
        "keepalives=1 keepalives_idle=10 keepalives_interval=5 keepalives_count=3 "
        "tcp_user_timeout=30000 application_name={} options={}",
        quoted(address.host), address.port, quoted(address.database), quoted(address.user),
        quoted(address.ssl_mode), address.connect_timeout_s, quoted(application_name),
        quoted(settings));
    if (!address.password.empty()) text += " password=" + quoted(address.password);
    return text;
}

Session::Session(const PostgresAddress& address, const std::string& application_name)
    : connection{connection_text(address, application_name)}, quiet{connection} {
    // A connection that came back by itself would have lost the writer's lock.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    connection.inhibit_reactivation(true);
#pragma GCC diagnostic pop
}

}  // namespace outcry::sinks::postgres
