#include "support/sinks/postgres_server.hpp"

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <pqxx/connection.hxx>
#include <pqxx/nontransaction.hxx>
#include <pqxx/result_iterator.hxx>

#include "outcry/base/assert.hpp"

namespace outcry::test {
namespace {

const std::filesystem::path programs{"/usr/lib/postgresql/15/bin"};
const std::string superuser_password = "superuser-secret";
const std::string owner_password = "owner's secret\\";

std::optional<UserIds> user() {
    // Postgres refuses to run as root.
    return ::geteuid() == 0 ? ids_of_user("postgres") : std::nullopt;
}

/// A fresh directory that the server's user owns.
std::filesystem::path make_directory() {
    std::string name = std::filesystem::temp_directory_path() / "outcry-postgres-XXXXXX";
    OUTCRY_ASSERT(::mkdtemp(name.data()) != nullptr);
    if (const auto ids = user()) OUTCRY_ASSERT(::chown(name.c_str(), ids->user, ids->group) == 0);
    return name;
}

ChildProcess::Options options_of(const std::filesystem::path& directory,
                                 std::vector<std::string> arguments) {
    return {.arguments = std::move(arguments),
            .directory = directory,
            .log = directory / "log",
            .user = user()};
}

std::vector<std::string> server_arguments(const std::filesystem::path& directory,
                                          std::uint16_t port) {
    return {programs / "postgres",
            "-D",
            directory / "data",
            "-p",
            std::to_string(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=on",
            "-c",
            "max_connections=30",
            "-c",
            "shared_buffers=64MB",
            "-c",
            "max_wal_size=2GB"};
}

std::string login(std::uint16_t port, const std::string& database) {
    return fmt::format(
        "host=127.0.0.1 port={} dbname={} user=postgres password={} connect_timeout=5", port,
        database, superuser_password);
}

bool answers(std::uint16_t port, const std::string& database) {
    try {
        const pqxx::connection connection{login(port, database)};
        return connection.is_open();
    } catch (const pqxx::failure&) {
        return false;
    }
}

void wait_for(std::uint16_t port, const std::string& database) {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (!answers(port, database)) {
        OUTCRY_ASSERT(std::chrono::steady_clock::now() < patience);
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

/// A directory in which nobody has ever worked, made once and removed with the process.
class Template {
public:
    Template() : directory_{make_directory()} {
        std::ofstream{directory_ / "password"} << superuser_password;
        run_to_end(options_of(
            directory_, {programs / "initdb", "-D", directory_ / "data", "-A", "scram-sha-256",
                         "-U", "postgres", "--no-sync", "--locale=C.UTF-8",
                         "--pwfile=" + (directory_ / "password").string()}));
        const std::uint16_t port = free_port();
        ChildProcess server{options_of(directory_, server_arguments(directory_, port))};
        wait_for(port, "postgres");
        {
            pqxx::connection connection{login(port, "postgres")};
            pqxx::nontransaction work{connection};
            work.exec("CREATE ROLE outcry LOGIN PASSWORD " + work.quote(owner_password));
            work.exec("CREATE DATABASE outcry OWNER outcry");
        }
        server.signal(SIGINT);
        server.wait();
    }
    ~Template() { std::filesystem::remove_all(directory_); }

    [[nodiscard]] std::filesystem::path data() const { return directory_ / "data"; }

private:
    std::filesystem::path directory_;
};

const Template& initialised() {
    static const Template made;
    return made;
}

}  // namespace

std::string missing_postgres() {
    if (!std::filesystem::exists(programs / "postgres")) {
        return "missing part: postgresql 15 is not installed";
    }
    if (::geteuid() == 0 && !user()) return "missing part: no user postgres to run it as";
    return {};
}

PostgresServer::PostgresServer() : directory_{make_directory()}, port_{free_port()} {
    run_to_end(options_of(directory_, {"/bin/cp", "-r", "--preserve=mode", initialised().data(),
                                       directory_ / "data"}));
    start();
}

PostgresServer::~PostgresServer() {
    process_.reset();
    std::filesystem::remove_all(directory_);
}

sinks::PostgresAddress PostgresServer::address() const {
    return {.host = "127.0.0.1",
            .port = port_,
            .database = "outcry",
            .user = "outcry",
            .password = owner_password};
}

sinks::PostgresAddress PostgresServer::superuser_address() const {
    sinks::PostgresAddress address = this->address();
    address.user = "postgres";
    address.password = superuser_password;
    return address;
}

void PostgresServer::kill() {
    OUTCRY_ASSERT(process_ != nullptr);
    process_->signal_all(SIGKILL);
    process_->wait();
    process_.reset();
}

void PostgresServer::start() {
    OUTCRY_ASSERT(process_ == nullptr);
    process_ =
        std::make_unique<ChildProcess>(options_of(directory_, server_arguments(directory_, port_)));
    wait_for(port_, "outcry");
}

void PostgresServer::pause() { process_->signal_all(SIGSTOP); }
void PostgresServer::resume() { process_->signal_all(SIGCONT); }

std::vector<std::string> PostgresServer::query(const std::string& sql) const {
    pqxx::connection connection{login(port_, "outcry")};
    pqxx::nontransaction work{connection};
    std::vector<std::string> values;
    for (const pqxx::row& row : work.exec(sql)) {
        values.emplace_back(row[0].is_null() ? "NULL" : row[0].c_str());
    }
    return values;
}

std::string PostgresServer::value(const std::string& sql) const {
    const std::vector<std::string> values = query(sql);
    return values.empty() ? std::string{} : values.front();
}

}  // namespace outcry::test
