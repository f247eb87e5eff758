#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <pqxx/row.hxx>

#include "outcry/sinks/history.hpp"

namespace outcry::sinks::postgres {

// The columns of each query in the one order in which `read` takes them. Times are read as
// microseconds since 1970.

extern const char* const order_query_columns;
extern const char* const trade_query_columns;
extern const char* const ledger_query_columns;
extern const char* const candle_query_columns;

void read(const pqxx::row& row, OrderRow& order);
void read(const pqxx::row& row, TradeRow& trade);
void read(const pqxx::row& row, LedgerEntryRow& entry);
void read(const pqxx::row& row, CandleRow& candle);
void read(const pqxx::row& row, BalanceRow& balance);
void read(const pqxx::row& row, InstrumentAssets& assets);

}  // namespace outcry::sinks::postgres
