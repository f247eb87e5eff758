#include <optional>
#include <system_error>
#include <utility>

#include "outcry/sinks/sqlite_history.hpp"

#include "sinks/sqlite/database.hpp"
#include "sinks/sqlite/row_writer.hpp"
#include "sinks/sqlite/schema.hpp"

namespace outcry::sinks {
namespace {

/// A connection with everything that depends on it; thrown away after an error.
struct OpenHistory {
    explicit OpenHistory(const std::filesystem::path& path)
        : database{path, Database::Access::read_write} {
        bring_up_to_date(database);
    }

    Database database;
    std::optional<RowWriter> writer;
    std::optional<Statement> move_position;
};

class SqliteTarget final : public SinkTarget {
public:
    explicit SqliteTarget(SqliteHistoryOptions options) : options_{std::move(options)} {}

    SinkResult<SinkPosition> open() override {
        open_.reset();
        open_ = std::make_unique<OpenHistory>(options_.path);
        Database& database = open_->database;
        const SinkPosition position = take_over(database, options_);
        open_->writer.emplace(database);
        open_->move_position.emplace(
            database.prepare("UPDATE sink_position SET sequence = ?, epoch = ?, event_count = "
                             "event_count + ?"));
        const auto restored = restore(database, projection_);
        if (!restored) return Failure{restored.error()};
        return position;
    }

    SinkResult<void> write(std::span<const Event> events, SinkPosition after) override {
        rows_.clear();
        if (const auto projected = projection_.apply(events, rows_); !projected)
            return Failure{SinkError{SinkErrorKind::refused, projected.error().text}};
        Database& database = open_->database;
        database.execute("BEGIN IMMEDIATE");
        open_->writer->write(rows_, projection_);
        open_->move_position->bind(after.sequence)
            .bind(after.epoch)
            .bind(static_cast<std::int64_t>(events.size()))
            .run();
        // After any error nothing is run any more, and closing the connection rolls back.
        database.execute("COMMIT");
        return database.outcome();
    }

private:
    const SqliteHistoryOptions options_;
    std::unique_ptr<OpenHistory> open_;
    Projection projection_;
    RowBatch rows_;
};

}  // namespace

void remove_sqlite_history(const std::filesystem::path& path) {
    for (const char* const suffix : {"", "-wal", "-shm"}) {
        std::error_code error;
        std::filesystem::remove(path.string() + suffix, error);
    }
}

std::unique_ptr<SinkTarget> make_sqlite_target(SqliteHistoryOptions options) {
    return std::make_unique<SqliteTarget>(std::move(options));
}

}  // namespace outcry::sinks
