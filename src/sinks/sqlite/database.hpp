#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "outcry/base/strong_integer.hpp"
#include "outcry/domain/amount.hpp"
#include "outcry/sinks/sink_target.hpp"

namespace outcry::sinks {

class Statement;

/// One connection. The first error sticks: every later call does nothing, and the caller asks once,
/// at the end of a transaction. One thread.
class Database {
public:
    enum class Access : std::uint8_t { read_only, read_write };

    Database(const std::filesystem::path& path, Access access);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs statements that answer nothing.
    void execute(const char* sql);
    [[nodiscard]] Statement prepare(std::string_view sql);

    [[nodiscard]] bool failed() const noexcept { return error_.has_value(); }
    [[nodiscard]] const SinkError& error() const noexcept { return *error_; }
    /// Without error: success.
    [[nodiscard]] SinkResult<void> outcome() const;
    void fail(SinkError error);
    /// Takes note of a result of SQLite's; whether it is a success.
    bool check(int result);

private:
    struct Closer {
        void operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }
    };

    const std::string name_;
    std::unique_ptr<sqlite3, Closer> connection_;
    std::optional<SinkError> error_;
};

/// A prepared statement, its parameters bound from left to right and its columns read likewise.
class Statement {
public:
    Statement(Database& database, sqlite3_stmt* statement) noexcept
        : database_{&database}, statement_{statement} {}

    Statement& bind(std::int64_t value);
    Statement& bind(std::string_view text);
    Statement& bind(Amount amount);
    Statement& bind_null();
    template <class Tag, class Rep>
    Statement& bind(StrongInteger<Tag, Rep> value) {
        return bind(static_cast<std::int64_t>(value.value()));
    }

    /// True while there is a row; the last call makes the statement ready for the next parameters.
    [[nodiscard]] bool next_row();
    /// For a statement that answers nothing.
    void run();

    [[nodiscard]] std::int64_t integer();
    [[nodiscard]] std::string_view text();  // valid until the next row
    [[nodiscard]] Amount amount();          // NULL: zero
    /// Of the column that is read next.
    [[nodiscard]] bool next_is_null();
    template <class Strong>
    [[nodiscard]] Strong strong() {
        return Strong{static_cast<decltype(Strong{}.value())>(integer())};
    }

private:
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
    };

    Database* database_;
    std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
    int bound_count_ = 0;
    int read_count_ = 0;
};

}  // namespace outcry::sinks
