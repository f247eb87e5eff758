#pragma once

#include <string_view>

#include "outcry/sinks/history.hpp"

#include "sinks/sqlite/database.hpp"

namespace outcry::sinks {

// The columns of each table in the one order in which they are written and read.

inline constexpr std::string_view order_columns =
    "id, account, instrument, side, type, time_in_force, self_trade_prevention, price, quantity, "
    "executed_quantity, quote_quantity, executed_quote, status, close_reason, client_order_id, "
    "accepted_at, accepted_by, updated_at, updated_by, prevented_quantity, stop_price, "
    "visible_quantity, expires_at, trailing_delta_bips, strategy_id, strategy_type, session, "
    "phase, "
    "order_list, triggered_at, tracking_at, held";
inline constexpr std::string_view prevented_match_columns =
    "instrument, id, sequence, event_index, time, price, quantity, maker_order, taker_order, "
    "maker_account, taker_account, trade_group, taker_side, mode";
inline constexpr std::string_view trade_columns =
    "instrument, id, sequence, event_index, time, price, quantity, quote, maker_order, "
    "taker_order, maker_account, taker_account, maker_fee, taker_fee, taker_side, "
    "maker_fee_asset, taker_fee_asset";
inline constexpr std::string_view order_list_columns =
    "id, account, instrument, type, order_1, order_2, order_3, client_order_id, accepted_at, "
    "accepted_by, done_at";
inline constexpr std::string_view amendment_columns =
    "order_id, sequence, event_index, time, account, instrument, price_before, price, "
    "open_quantity_before, open_quantity, quantity, kept_priority, client_order_id";
inline constexpr std::string_view ledger_columns =
    "sequence, event_index, entry_index, time, account, asset, kind, amount, instrument, trade";
inline constexpr std::string_view candle_columns =
    "instrument, interval, start, open, high, low, close, base, quote, taker_buy_base, "
    "taker_buy_quote, trade_count, trade_first, trade_last";

template <class Enum>
[[nodiscard]] constexpr std::int64_t number_of(Enum value) noexcept {
    return static_cast<std::int64_t>(value);
}
template <class Enum>
[[nodiscard]] Enum read_enum(Statement& row) {
    return static_cast<Enum>(row.integer());
}

/// NULL: by formula.
void bind_hold(Statement& statement, const OrderHold& hold);
void bind(Statement& statement, const OrderRow& order);
void bind(Statement& statement, const TradeRow& trade);
void bind(Statement& statement, const PreventedMatchRow& match);
void bind(Statement& statement, const OrderListRow& list);
void bind(Statement& statement, const OrderAmendmentRow& amendment);
void bind(Statement& statement, const LedgerEntryRow& entry);
void bind(Statement& statement, const CandleRow& candle);

void read(Statement& row, OrderRow& order);
void read(Statement& row, TradeRow& trade);
void read(Statement& row, OrderListRow& list);
void read(Statement& row, OrderAmendmentRow& amendment);
void read(Statement& row, LedgerEntryRow& entry);
void read(Statement& row, CandleRow& candle);

}  // namespace outcry::sinks
