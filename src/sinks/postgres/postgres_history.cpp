#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <pqxx/result_iterator.hxx>
#include <pqxx/transaction.hxx>

#include "outcry/sinks/postgres.hpp"

#include "sinks/postgres/copy_text.hpp"
#include "sinks/postgres/row_reader.hpp"
#include "sinks/postgres/session.hpp"

namespace outcry::sinks {
namespace postgres {
namespace {

/// Sees one state of all tables, however long it reads.
using ReadTransaction = pqxx::transaction<pqxx::repeatable_read, pqxx::read_only>;

constexpr int rows_per_fetch = 10'000;

/// All that a query says are numbers and times, so its text is made here.
class QueryText {
public:
    QueryText(std::string_view columns, std::string_view table)
        : text_{fmt::format("SELECT {} FROM {} WHERE true", columns, table)} {}

    template <class... Values>
    void add(fmt::format_string<Values...> condition, Values&&... values) {
        text_ += " AND ";
        fmt::format_to(std::back_inserter(text_), condition, std::forward<Values>(values)...);
    }
    void add_range(std::string_view column, const TimeRange& range) {
        if (range.first != TimeRange{}.first) add_time(column, ">=", range.first);
        if (range.last != TimeRange{}.last) add_time(column, "<=", range.last);
    }
    /// `keys` are separated by a comma; all go the same way.
    [[nodiscard]] std::string take(std::string_view keys, Keep keep, std::size_t row_count_max) {
        const std::string_view direction = keep == Keep::newest ? " DESC" : "";
        text_ += " ORDER BY ";
        for (const char character : keys) {
            if (character == ',') text_ += direction;
            text_ += character;
        }
        fmt::format_to(std::back_inserter(text_), "{} LIMIT {}", direction, row_count_max);
        return std::move(text_);
    }

private:
    void add_time(std::string_view column, std::string_view relation, Timestamp time) {
        std::string literal;
        append_time(literal, time);
        add("{} {} '{}'", column, relation, literal);
    }

    std::string text_;
};

SinkPosition read_position(ReadTransaction& transaction) {
    const pqxx::row row = transaction.exec1("SELECT sequence, epoch FROM sink_position");
    return {.sequence = Sequence{row[0].as<std::uint64_t>()},
            .epoch = journal::Epoch{row[1].as<std::uint64_t>()}};
}

template <class Row>
std::vector<Row> rows_of(const pqxx::result& result) {
    std::vector<Row> rows;
    rows.reserve(static_cast<std::size_t>(result.size()));
    for (const pqxx::row& row : result) read(row, rows.emplace_back());
    return rows;
}

std::vector<BalanceRow> read_balances(ReadTransaction& transaction) {
    return rows_of<BalanceRow>(
        transaction.exec("SELECT account_id, asset_id, amount FROM balance WHERE amount <> 0 "
                         "ORDER BY account_id, asset_id"));
}

template <class Row>
void summarize(ReadTransaction& transaction, std::string_view columns, std::string_view table,
               TableSummary& summary) {
    transaction.exec0(
        fmt::format("DECLARE all_rows NO SCROLL CURSOR FOR SELECT {} FROM {}", columns, table));
    const std::string fetch = fmt::format("FETCH FORWARD {} FROM all_rows", rows_per_fetch);
    for (pqxx::result rows = transaction.exec(fetch); !rows.empty(); rows = transaction.exec(fetch))
        for (const Row& row : rows_of<Row>(rows)) add_row(summary, row);
    transaction.exec0("CLOSE all_rows");
}

class PostgresHistory final : public History {
public:
    explicit PostgresHistory(PostgresAddress address) : address_{std::move(address)} {}

    SinkResult<SinkPosition> position() override { return run(read_position); }

    SinkResult<std::optional<OrderRow>> order(OrderId id) override {
        return run([id](ReadTransaction& transaction) {
            const auto rows = rows_of<OrderRow>(transaction.exec(fmt::format(
                "SELECT {} FROM orders WHERE order_id = {}", order_query_columns, id.value())));
            return rows.empty() ? std::nullopt : std::optional{rows.front()};
        });
    }

    SinkResult<std::vector<OrderRow>> orders(const OrderQuery& query) override {
        QueryText text{order_query_columns, "orders"};
        text.add("account_id = {}", query.account.value());
        text.add("order_id >= {}", query.id_minimum.value());
        if (query.instrument) text.add("instrument_id = {}", query.instrument->value());
        text.add_range("accepted_at", query.accepted);
        return ask<OrderRow>(text.take("order_id", query.keep, query.row_count_max), query.keep);
    }

    SinkResult<std::vector<TradeRow>> trades(const TradeQuery& query) override {
        QueryText text{trade_query_columns, "trade"};
        text.add("instrument_id = {}", query.instrument.value());
        text.add("trade_id >= {}", query.id_minimum.value());
        if (query.account)
            text.add("(maker_account_id = {0} OR taker_account_id = {0})", query.account->value());
        if (query.order) text.add("{} IN (maker_order_id, taker_order_id)", query.order->value());
        text.add_range("time", query.time);
        return ask<TradeRow>(text.take("trade_id", query.keep, query.row_count_max), query.keep);
    }

    SinkResult<std::vector<CandleRow>> candles(const CandleQuery& query) override {
        QueryText text{candle_query_columns, "candle"};
        text.add("instrument_id = {}", query.instrument.value());
        text.add("interval = '{}'", name_of(query.interval));
        text.add_range("start", query.start);
        return ask<CandleRow>(text.take("start", query.keep, query.row_count_max), query.keep);
    }

    SinkResult<std::vector<LedgerEntryRow>> ledger(const LedgerQuery& query) override {
        QueryText text{ledger_query_columns, "ledger_entry"};
        text.add("account_id = {}", query.account.value());
        if (query.asset) text.add("asset_id = {}", query.asset->value());
        text.add_range("time", query.time);
        return ask<LedgerEntryRow>(
            text.take("sequence,event_index,entry_index", query.keep, query.row_count_max),
            query.keep);
    }

    SinkResult<std::vector<BalanceRow>> balances() override { return run(read_balances); }

    SinkResult<std::vector<InstrumentAssets>> instruments() override {
        return run([](ReadTransaction& transaction) {
            return rows_of<InstrumentAssets>(
                transaction.exec("SELECT instrument_id, base_asset_id, quote_asset_id "
                                 "FROM instrument ORDER BY instrument_id"));
        });
    }

    SinkResult<HistorySummary> summary() override {
        return run([](ReadTransaction& transaction) {
            HistorySummary summary;
            summary.position = read_position(transaction).sequence;
            summarize<OrderRow>(transaction, order_query_columns, "orders", summary.orders);
            summarize<TradeRow>(transaction, trade_query_columns, "trade", summary.trades);
            summarize<LedgerEntryRow>(transaction, ledger_query_columns, "ledger_entry",
                                      summary.ledger);
            summarize<CandleRow>(transaction, candle_query_columns, "candle", summary.candles);
            summary.balances = read_balances(transaction);
            return summary;
        });
    }

private:
    /// Work in a transaction of its own; connects where that is needed.
    template <class Work>
    [[nodiscard]] auto run(const Work& work)
        -> SinkResult<decltype(work(std::declval<ReadTransaction&>()))> {
        using Outcome = SinkResult<decltype(work(std::declval<ReadTransaction&>()))>;
        Outcome outcome = translated(address_, [&]() -> Outcome {
            if (!session_) session_.emplace(address_, "outcry-history");
            ReadTransaction transaction{session_->connection};
            auto result = work(transaction);
            transaction.commit();
            return result;
        });
        if (!outcome) session_.reset();
        return outcome;
    }
    template <class Row>
    [[nodiscard]] SinkResult<std::vector<Row>> ask(const std::string& sql, Keep keep) {
        return run([&](ReadTransaction& transaction) {
            std::vector<Row> rows = rows_of<Row>(transaction.exec(sql));
            if (keep == Keep::newest) std::ranges::reverse(rows);
            return rows;
        });
    }

    const PostgresAddress address_;
    std::optional<Session> session_;
};

}  // namespace
}  // namespace postgres

std::unique_ptr<History> make_postgres_history(PostgresAddress address) {
    return std::make_unique<postgres::PostgresHistory>(std::move(address));
}

}  // namespace outcry::sinks
