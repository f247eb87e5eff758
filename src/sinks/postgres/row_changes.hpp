#pragma once

#include <cstddef>
#include <vector>

#include <pqxx/connection.hxx>
#include <pqxx/transaction.hxx>

#include "outcry/sinks/rows.hpp"

#include "sinks/history/candle_batch.hpp"

namespace outcry::sinks::postgres {

// What a batch changes in rows that are there already: one statement per table and batch, its
// columns as arrays.

/// Prepares the statements; once per connection.
void prepare_row_changes(pqxx::connection& connection);

/// Returns how many orders were found, which must be all of them.
[[nodiscard]] std::size_t change_orders(pqxx::work& transaction,
                                        const std::vector<OrderChange>& changes);
void change_balances(pqxx::work& transaction, const std::vector<BalanceChange>& changes);
void put_instruments(pqxx::work& transaction, const std::vector<InstrumentRow>& instruments);
void change_candles(pqxx::work& transaction, const CandleBatch& candles);
void set_account_statuses(pqxx::work& transaction, const std::vector<AccountStatusRow>& statuses);
void put_settings(pqxx::work& transaction, const std::vector<SettingRow>& settings);
void end_order_lists(pqxx::work& transaction, const std::vector<OrderListEndRow>& ends);
void set_key_rules(pqxx::work& transaction, const std::vector<KeyRulesRow>& rules);
void revoke_keys(pqxx::work& transaction, const std::vector<KeyRevocationRow>& revocations);

}  // namespace outcry::sinks::postgres
