#include <cstdint>
#include <optional>
#include <set>
#include <type_traits>

#include <fmt/format.h>
#include <pqxx/stream_to.hxx>
#include <pqxx/transaction.hxx>

#include "outcry/base/assert.hpp"
#include "outcry/platform/random.hpp"
#include "outcry/sinks/postgres.hpp"
#include "outcry/sinks/projection.hpp"

#include "sinks/postgres/claim.hpp"
#include "sinks/postgres/migration.hpp"
#include "sinks/postgres/partitions.hpp"
#include "sinks/postgres/row_changes.hpp"
#include "sinks/postgres/row_text.hpp"
#include "sinks/postgres/session.hpp"

namespace outcry::sinks {
namespace postgres {
namespace {

/// Large enough to cost few calls, small enough that the server works while the next is made.
constexpr std::size_t copy_chunk_size_bytes = std::size_t{64} << 10;

/// One `COPY` of one table.
class CopyStream {
public:
    CopyStream(pqxx::work& transaction, const CopyTable& table)
        : stream_{transaction, table.name, table.columns} {}

    template <class Row>
    void add(const Row& row) {
        append_row(text_, row);
        if (text_.size() >= copy_chunk_size_bytes) flush();
    }
    void flush() {
        if (text_.empty()) return;
        stream_ << text_;
        text_.clear();
    }
    void complete() {
        flush();
        stream_.complete();
    }

private:
    pqxx::stream_to stream_;
    CopyText text_;
};

template <class Rows>
void copy(pqxx::work& transaction, const Rows& rows) {
    if (rows.empty()) return;
    CopyStream stream{transaction,
                      table_of(static_cast<const typename Rows::value_type*>(nullptr))};
    for (const auto& row : rows) stream.add(row);
    stream.complete();
}

/// Sixteen hexadecimal digits that no other process has.
std::string random_writer() {
    std::uint64_t number = 0;
    platform::fill_random(std::as_writable_bytes(std::span{&number, 1}));
    return fmt::format("{:016x}", number);
}
const std::string& writer_of_this_process() {
    static const std::string writer = random_writer();
    return writer;
}

class PostgresTarget : public SinkTarget {
public:
    explicit PostgresTarget(PostgresWriterOptions options) : options_{std::move(options)} {
        if (options_.writer.empty()) options_.writer = writer_of_this_process();
    }

    SinkResult<SinkPosition> open() override {
        session_.reset();
        SinkResult<SinkPosition> position = translated(options_.address, [&] { return connect(); });
        if (!position) session_.reset();
        return position;
    }

    SinkResult<void> write(std::span<const Event> events, SinkPosition after) override {
        if (!session_.has_value()) return Failure{unavailable("not connected")};
        if (const SinkResult<void> check = check_batch(events, after); !check) return check;
        SinkResult<void> written =
            translated(options_.address, [&] { return write_batch(events, after); });
        if (written) {
            position_ = after.sequence;
        } else {
            session_.reset();
        }
        return written;
    }

private:
    [[nodiscard]] SinkError unavailable(const std::string& what) const {
        return error_at(options_.address, SinkErrorKind::unavailable, what);
    }
    [[nodiscard]] SinkError refused(const std::string& what) const {
        return error_at(options_.address, SinkErrorKind::refused, what);
    }

    SinkResult<SinkPosition> connect();
    [[nodiscard]] SinkResult<void> check_batch(std::span<const Event> events,
                                               SinkPosition after) const;
    SinkResult<void> write_batch(std::span<const Event> events, SinkPosition after);
    SinkResult<void> move_position(pqxx::work& transaction, Sequence after);
    SinkResult<void> copy_events(pqxx::work& transaction, std::span<const Event> events);
    SinkResult<void> write_rows(pqxx::work& transaction);

    PostgresWriterOptions options_;
    std::optional<Session> session_;
    Sequence position_;
    Projection projection_;
    RowBatch rows_;
    Partitions partitions_;
};

SinkResult<SinkPosition> PostgresTarget::connect() {
    session_.emplace(options_.address, application_name_of(options_));
    const auto migrated = migrate(*session_, options_.address);
    if (!migrated) return Failure{migrated.error()};
    const SinkResult<SinkPosition> position = claim_position(*session_, options_);
    if (!position) return position;
    const SinkResult<void> loaded = load_projection(*session_, options_.address, projection_);
    if (!loaded) return Failure{loaded.error()};
    prepare_row_changes(session_->connection);
    partitions_.clear();
    position_ = position.value().sequence;
    return position;
}

SinkResult<void> PostgresTarget::check_batch(std::span<const Event> events,
                                             SinkPosition after) const {
    // A gap would be a bug of ours or a log that lost its beginning: say it, never write it.
    if (events.empty() || events.front().sequence != next(position_) || events.front().index != 0 ||
        events.back().sequence != after.sequence || !events.back().is_last_of_command()) {
        return Failure{refused(fmt::format(
            "the events up to command {} do not follow command {}, which the tables hold",
            after.sequence.value(), position_.value()))};
    }
    return {};
}

SinkResult<void> PostgresTarget::write_batch(std::span<const Event> events, SinkPosition after) {
    pqxx::work transaction{session_->connection};
    if (const SinkResult<void> moved = move_position(transaction, after.sequence); !moved) {
        return moved;
    }
    partitions_.make(transaction, events);
    if (const SinkResult<void> copied = copy_events(transaction, events); !copied) return copied;
    if (const SinkResult<void> written = write_rows(transaction); !written) return written;
    transaction.commit();
    partitions_.on_commit();
    return {};
}

SinkResult<void> PostgresTarget::move_position(pqxx::work& transaction, Sequence after) {
    // First of all, so that a fenced writer writes nothing and a later one waits for this commit.
    const pqxx::result moved = transaction.exec_params(
        "UPDATE sink_position SET sequence = $1, updated_at = now() "
        "WHERE sequence = $2 AND epoch = $3 AND writer = $4",
        after.value(), position_.value(), options_.epoch.value(), options_.writer);
    if (moved.affected_rows() == 1) return {};
    const pqxx::row row = transaction.exec1("SELECT sequence, epoch FROM sink_position");
    const auto epoch = row["epoch"].as<std::uint64_t>();
    const auto sequence = row["sequence"].as<std::uint64_t>();
    return Failure{refused(
        fmt::format("fenced: the position is {} of epoch {}, not {} of epoch {}: another writer",
                    sequence, epoch, position_.value(), options_.epoch.value()))};
}

SinkResult<void> PostgresTarget::copy_events(pqxx::work& transaction,
                                             std::span<const Event> events) {
    CopyStream stream{transaction, table_of(static_cast<const Event*>(nullptr))};
    for (const Event& event : events) stream.add(event);
    stream.flush();
    // While the server still reads what was sent.
    rows_.clear();
    const Result<void, ProjectionError> projected = projection_.apply(events, rows_);
    stream.complete();
    if (!projected) return Failure{refused(projected.error().text)};
    return {};
}

SinkResult<void> PostgresTarget::write_rows(pqxx::work& transaction) {
    copy(transaction, rows_.orders);
    copy(transaction, rows_.trades);
    copy(transaction, rows_.prevented_matches);
    copy(transaction, rows_.order_lists);
    copy(transaction, rows_.amendments);
    copy(transaction, rows_.transitions);
    copy(transaction, rows_.ledger_entries);
    copy(transaction, rows_.assets);
    copy(transaction, rows_.accounts);
    copy(transaction, rows_.keys);
    copy(transaction, rows_.audit);
    put_instruments(transaction, rows_.instruments);
    set_account_statuses(transaction, rows_.account_statuses);
    put_settings(transaction, rows_.settings);
    end_order_lists(transaction, rows_.order_list_ends);
    set_key_rules(transaction, rows_.key_rules);
    revoke_keys(transaction, rows_.key_revocations);
    change_balances(transaction, rows_.balance_changes);
    change_candles(transaction, candles_of(rows_.trades, projection_));
    const std::size_t found = change_orders(transaction, rows_.order_changes);
    if (found == rows_.order_changes.size()) return {};
    return Failure{refused(fmt::format("of {} older orders that changed, the tables hold {}",
                                       rows_.order_changes.size(), found))};
}

}  // namespace
}  // namespace postgres

std::unique_ptr<SinkTarget> make_postgres_target(PostgresWriterOptions options) {
    return std::make_unique<postgres::PostgresTarget>(std::move(options));
}

}  // namespace outcry::sinks
