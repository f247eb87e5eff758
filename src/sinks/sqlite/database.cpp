#include "sinks/sqlite/database.hpp"

#include <utility>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

#include "sinks/history/amount_text.hpp"

namespace outcry::sinks {
namespace {

constexpr int busy_time_ms_max = 5'000;

SinkErrorKind kind_of(int result) noexcept {
    switch (result & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_NOMEM:
        case SQLITE_INTERRUPT: return SinkErrorKind::unavailable;
        default: return SinkErrorKind::refused;
    }
}

}  // namespace

Database::Database(const std::filesystem::path& path, Access access) : name_{path.string()} {
    const int flags = access == Access::read_only ? SQLITE_OPEN_READONLY
                                                  : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3* connection = nullptr;
    const int result =
        sqlite3_open_v2(name_.c_str(), &connection, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    connection_.reset(connection);
    if (!check(result)) return;
    sqlite3_busy_timeout(connection, busy_time_ms_max);
}

bool Database::check(int result) {
    if (result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW) return true;
    const char* const reason =
        connection_ != nullptr ? sqlite3_errmsg(connection_.get()) : sqlite3_errstr(result);
    fail({kind_of(result), fmt::format("{}: {}", name_, reason)});
    return false;
}

void Database::fail(SinkError error) {
    if (!error_) error_ = std::move(error);
}

SinkResult<void> Database::outcome() const {
    if (error_) return Failure{*error_};
    return {};
}

void Database::execute(const char* sql) {
    if (failed()) return;
    check(sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr));
}

Statement Database::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    if (!failed())
        check(sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                 SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return {*this, statement};
}

Statement& Statement::bind(std::int64_t value) {
    if (!database_->failed())
        database_->check(sqlite3_bind_int64(statement_.get(), ++bound_count_, value));
    return *this;
}

Statement& Statement::bind(std::string_view text) {
    if (!database_->failed())
        database_->check(sqlite3_bind_text(statement_.get(), ++bound_count_, text.data(),
                                           static_cast<int>(text.size()), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bind(Amount amount) {
    return bind(std::string_view{fmt::format("{}", amount.value())});
}

Statement& Statement::bind_null() {
    if (!database_->failed()) database_->check(sqlite3_bind_null(statement_.get(), ++bound_count_));
    return *this;
}

bool Statement::next_row() {
    if (database_->failed()) return false;
    read_count_ = 0;
    const int result = sqlite3_step(statement_.get());
    if (result == SQLITE_ROW) return true;
    database_->check(result);
    bound_count_ = 0;
    sqlite3_reset(statement_.get());
    return false;
}

void Statement::run() {
    const bool has_row = next_row();
    OUTCRY_ASSERT(!has_row);
}

std::int64_t Statement::integer() { return sqlite3_column_int64(statement_.get(), read_count_++); }

std::string_view Statement::text() {
    const int column = read_count_++;
    // SAFETY: char may alias any object.
    const auto* const text =
        reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    if (text == nullptr) return {};
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool Statement::next_is_null() {
    return sqlite3_column_type(statement_.get(), read_count_) == SQLITE_NULL;
}

Amount Statement::amount() { return amount_of(text()); }

}  // namespace outcry::sinks
