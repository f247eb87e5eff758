#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "outcry/sinks/rows.hpp"
#include "outcry/sinks/sink_target.hpp"

namespace outcry::sinks {

/// The numbers stand in tables: never change or reuse one.
enum class CandleInterval : std::uint8_t {
    second_1 = 1,
    minute_1 = 2,
    minute_3 = 3,
    minute_5 = 4,
    minute_15 = 5,
    minute_30 = 6,
    hour_1 = 7,
    hour_2 = 8,
    hour_4 = 9,
    hour_6 = 10,
    hour_8 = 11,
    hour_12 = 12,
    day_1 = 13,
    day_3 = 14,
    week_1 = 15,  // from Monday
    month_1 = 16,
};
inline constexpr std::size_t candle_interval_count = 16;
[[nodiscard]] constexpr CandleInterval candle_interval(std::size_t index) noexcept {
    return static_cast<CandleInterval>(index + 1);
}
/// As on the API: "1s" … "1M".
[[nodiscard]] std::string_view name_of(CandleInterval interval) noexcept;
/// The start of the candle that holds the time; all intervals begin in UTC.
[[nodiscard]] Timestamp candle_start(CandleInterval interval, Timestamp time) noexcept;

/// Amounts are exact: in the smallest units of the instrument's assets.
struct CandleRow {
    InstrumentId instrument;
    CandleInterval interval{};
    Timestamp start;
    Price open;
    Price high;
    Price low;
    Price close;
    Amount base;
    Amount quote;
    Amount taker_buy_base;
    Amount taker_buy_quote;
    std::uint64_t trade_count = 0;
    TradeId trade_first;
    TradeId trade_last;
    friend bool operator==(const CandleRow&, const CandleRow&) = default;
};

/// Makes the candle of the trade's own interval hold the trade; the first one opens it.
void add_trade(CandleRow& candle, const TradeRow& trade, Amount base) noexcept;

/// Both ends belong to it.
struct TimeRange {
    Timestamp first{std::numeric_limits<std::int64_t>::min()};
    Timestamp last{std::numeric_limits<std::int64_t>::max()};
};

/// Which end of what fits an answer holds when there is more than its limit; it ascends either way.
enum class Keep : std::uint8_t { oldest, newest };

struct OrderQuery {
    AccountId account;
    std::optional<InstrumentId> instrument;
    OrderId id_minimum;
    TimeRange accepted;
    std::size_t row_count_max = 500;
    Keep keep = Keep::newest;
};

struct TradeQuery {
    InstrumentId instrument;
    std::optional<AccountId> account;  // on either side
    std::optional<OrderId> order;      // on either side
    TradeId id_minimum;
    TimeRange time;
    std::size_t row_count_max = 500;
    Keep keep = Keep::newest;
};

struct CandleQuery {
    InstrumentId instrument;
    CandleInterval interval = CandleInterval::minute_1;
    TimeRange start;
    std::size_t row_count_max = 500;
    Keep keep = Keep::newest;
};

struct LedgerQuery {
    AccountId account;
    std::optional<AssetId> asset;
    TimeRange time;
    std::size_t row_count_max = 500;
    Keep keep = Keep::newest;
};

struct BalanceRow {
    AccountId account;
    AssetId asset;
    Amount amount;  // free and locked
    friend bool operator==(const BalanceRow&, const BalanceRow&) = default;
};

/// What a buyer and a seller of the instrument receive.
struct InstrumentAssets {
    InstrumentId instrument;
    AssetId base;
    AssetId quote;
    friend bool operator==(const InstrumentAssets&, const InstrumentAssets&) = default;
};

/// Says whether two tables hold the same rows, whatever their order: a row that was changed, is
/// missing or there twice makes another digest.
struct TableSummary {
    std::uint64_t row_count = 0;
    std::uint64_t digest = 0;  // the sum over the rows' digests
    friend bool operator==(const TableSummary&, const TableSummary&) = default;
};
void add_row(TableSummary& table, const OrderRow& row) noexcept;
void add_row(TableSummary& table, const TradeRow& row) noexcept;
void add_row(TableSummary& table, const LedgerEntryRow& row) noexcept;
void add_row(TableSummary& table, const CandleRow& row) noexcept;

/// All of a history at one position, to be compared with another one's.
struct HistorySummary {
    Sequence position;
    TableSummary orders;
    TableSummary trades;
    TableSummary ledger;
    TableSummary candles;
    std::vector<BalanceRow> balances;
    friend bool operator==(const HistorySummary&, const HistorySummary&) = default;
};

/// What the venue's memory no longer holds. Its newest rows are late by the sink's lag: the caller
/// merges them with the views. Calls block; owned by the query thread.
class History {
public:
    History() = default;
    History(const History&) = delete;
    History& operator=(const History&) = delete;
    virtual ~History() = default;

    /// All commands up to this one are in the answers of the queries after it.
    [[nodiscard]] virtual SinkResult<SinkPosition> position() = 0;
    [[nodiscard]] virtual SinkResult<std::optional<OrderRow>> order(OrderId id) = 0;
    [[nodiscard]] virtual SinkResult<std::vector<OrderRow>> orders(const OrderQuery& query) = 0;
    [[nodiscard]] virtual SinkResult<std::vector<TradeRow>> trades(const TradeQuery& query) = 0;
    [[nodiscard]] virtual SinkResult<std::vector<CandleRow>> candles(const CandleQuery& query) = 0;
    [[nodiscard]] virtual SinkResult<std::vector<LedgerEntryRow>> ledger(
        const LedgerQuery& query) = 0;
    /// All that are not zero, by account and asset.
    [[nodiscard]] virtual SinkResult<std::vector<BalanceRow>> balances() = 0;
    /// All that there are, by id.
    [[nodiscard]] virtual SinkResult<std::vector<InstrumentAssets>> instruments() = 0;
    /// Reads every row, in one transaction.
    [[nodiscard]] virtual SinkResult<HistorySummary> summary() = 0;
};

}  // namespace outcry::sinks
