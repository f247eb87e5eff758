#include "outcry/sinks/sqlite_history.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sinks/sqlite/columns.hpp"
#include "sinks/sqlite/database.hpp"

namespace outcry::sinks {
namespace {

/// The rest of a query: its order and its limit, from the end that is kept.
std::string tail_of(std::string_view key, Keep keep, std::size_t row_count_max) {
    const std::string_view direction = keep == Keep::newest ? " DESC" : "";
    std::string order;
    std::string_view rest = key;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        if (!order.empty()) order += ", ";
        order += fmt::format("{}{}", rest.substr(0, end), direction);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return fmt::format(" ORDER BY {} LIMIT {}", order, row_count_max);
}

class SqliteHistory final : public History {
public:
    explicit SqliteHistory(const std::filesystem::path& path)
        : database_{std::make_unique<Database>(path, Database::Access::read_only)} {}

    [[nodiscard]] const Database& database() const noexcept { return *database_; }

    SinkResult<SinkPosition> position() override {
        Statement ask = database_->prepare("SELECT sequence, epoch FROM sink_position");
        SinkPosition position;
        while (ask.next_row()) {
            position.sequence = ask.strong<Sequence>();
            position.epoch = ask.strong<journal::Epoch>();
        }
        if (const auto outcome = database_->outcome(); !outcome) return Failure{outcome.error()};
        return position;
    }

    SinkResult<std::optional<OrderRow>> order(OrderId id) override {
        Statement ask =
            database_->prepare(fmt::format("SELECT {} FROM orders WHERE id = ?", order_columns));
        ask.bind(id);
        const auto rows = rows_of<OrderRow>(ask, Keep::oldest);
        if (!rows) return Failure{rows.error()};
        if (rows->empty()) return std::optional<OrderRow>{};
        return std::optional{rows->front()};
    }

    SinkResult<std::vector<OrderRow>> orders(const OrderQuery& query) override {
        Statement ask = database_->prepare(
            fmt::format("SELECT {} FROM orders WHERE account = ? AND id >= ? AND accepted_at "
                        "BETWEEN ? AND ?{}{}",
                        order_columns, query.instrument ? " AND instrument = ?" : "",
                        tail_of("id", query.keep, query.row_count_max)));
        ask.bind(query.account)
            .bind(query.id_minimum)
            .bind(query.accepted.first)
            .bind(query.accepted.last);
        if (query.instrument) ask.bind(*query.instrument);
        return rows_of<OrderRow>(ask, query.keep);
    }

    SinkResult<std::vector<TradeRow>> trades(const TradeQuery& query) override {
        std::string conditions;
        if (query.account) conditions += " AND (maker_account = ? OR taker_account = ?)";
        if (query.order) conditions += " AND ? IN (maker_order, taker_order)";
        Statement ask = database_->prepare(fmt::format(
            "SELECT {} FROM trade WHERE instrument = ? AND id >= ? AND time BETWEEN ? AND ?{}{}",
            trade_columns, conditions, tail_of("id", query.keep, query.row_count_max)));
        ask.bind(query.instrument)
            .bind(query.id_minimum)
            .bind(query.time.first)
            .bind(query.time.last);
        if (query.account) ask.bind(*query.account).bind(*query.account);
        if (query.order) ask.bind(*query.order);
        return rows_of<TradeRow>(ask, query.keep);
    }

    SinkResult<std::vector<CandleRow>> candles(const CandleQuery& query) override {
        Statement ask = database_->prepare(fmt::format(
            "SELECT {} FROM candle WHERE instrument = ? AND interval = ? AND start BETWEEN ? AND ?"
            "{}",
            candle_columns, tail_of("start", query.keep, query.row_count_max)));
        ask.bind(query.instrument)
            .bind(number_of(query.interval))
            .bind(query.start.first)
            .bind(query.start.last);
        return rows_of<CandleRow>(ask, query.keep);
    }

    SinkResult<std::vector<LedgerEntryRow>> ledger(const LedgerQuery& query) override {
        Statement ask = database_->prepare(fmt::format(
            "SELECT {} FROM ledger WHERE account = ? AND time BETWEEN ? AND ?{}{}", ledger_columns,
            query.asset ? " AND asset = ?" : "",
            tail_of("sequence,event_index,entry_index", query.keep, query.row_count_max)));
        ask.bind(query.account).bind(query.time.first).bind(query.time.last);
        if (query.asset) ask.bind(*query.asset);
        return rows_of<LedgerEntryRow>(ask, query.keep);
    }

    SinkResult<std::vector<BalanceRow>> balances() override {
        Statement ask = database_->prepare(
            "SELECT account, asset, amount FROM balance WHERE amount <> '0' "
            "ORDER BY account, asset");
        std::vector<BalanceRow> rows;
        while (ask.next_row()) {
            BalanceRow row;
            row.account = ask.strong<AccountId>();
            row.asset = ask.strong<AssetId>();
            row.amount = ask.amount();
            rows.push_back(row);
        }
        if (const auto outcome = database_->outcome(); !outcome) return Failure{outcome.error()};
        return rows;
    }

    SinkResult<std::vector<InstrumentAssets>> instruments() override {
        Statement ask =
            database_->prepare("SELECT id, base_asset, quote_asset FROM instrument ORDER BY id");
        std::vector<InstrumentAssets> rows;
        while (ask.next_row()) {
            InstrumentAssets& row = rows.emplace_back();
            row.instrument = ask.strong<InstrumentId>();
            row.base = ask.strong<AssetId>();
            row.quote = ask.strong<AssetId>();
        }
        if (const auto outcome = database_->outcome(); !outcome) return Failure{outcome.error()};
        return rows;
    }

    SinkResult<HistorySummary> summary() override {
        database_->execute("BEGIN");
        HistorySummary summary;
        if (const auto at = position()) summary.position = at->sequence;
        summarize<OrderRow>("orders", order_columns, summary.orders);
        summarize<TradeRow>("trade", trade_columns, summary.trades);
        summarize<LedgerEntryRow>("ledger", ledger_columns, summary.ledger);
        summarize<CandleRow>("candle", candle_columns, summary.candles);
        if (auto all = balances()) summary.balances = std::move(*all);
        database_->execute("COMMIT");
        if (const auto outcome = database_->outcome(); !outcome) return Failure{outcome.error()};
        return summary;
    }

private:
    template <class Row>
    void summarize(std::string_view table, std::string_view columns, TableSummary& summary) {
        Statement ask = database_->prepare(fmt::format("SELECT {} FROM {}", columns, table));
        while (ask.next_row()) {
            Row row;
            read(ask, row);
            add_row(summary, row);
        }
    }

    template <class Row>
    [[nodiscard]] SinkResult<std::vector<Row>> rows_of(Statement& ask, Keep keep) {
        std::vector<Row> rows;
        while (ask.next_row()) read(ask, rows.emplace_back());
        if (const auto outcome = database_->outcome(); !outcome) return Failure{outcome.error()};
        if (keep == Keep::newest) std::ranges::reverse(rows);
        return rows;
    }

    std::unique_ptr<Database> database_;
};

}  // namespace

SinkResult<std::unique_ptr<History>> open_sqlite_history(const std::filesystem::path& path) {
    auto history = std::make_unique<SqliteHistory>(path);
    if (const auto outcome = history->database().outcome(); !outcome)
        return Failure{outcome.error()};
    return std::unique_ptr<History>{std::move(history)};
}

}  // namespace outcry::sinks
