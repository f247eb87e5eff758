#pragma once

#include <cstddef>
#include <vector>

#include <pqxx/connection.hxx>
#include <pqxx/transaction.hxx>

#include "outcry/sinks/rows.hpp"

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
void revoke_keys(pqxx::work& transaction, const std::vector<KeyRevocationRow>& revocations);

}  // namespace outcry::sinks::postgres
