#include "app/sinks/reconcile.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>

namespace outcry::app {
namespace {

using BalanceKey = std::pair<AccountId, AssetId>;

std::map<BalanceKey, Amount> by_account(const std::vector<sinks::BalanceRow>& rows) {
    std::map<BalanceKey, Amount> balances;
    for (const sinks::BalanceRow& row : rows) balances[{row.account, row.asset}] = row.amount;
    return balances;
}

void compare_balances(const sinks::HistorySummary& copy, const sinks::HistorySummary& truth,
                      std::vector<std::string>& differences) {
    std::map<BalanceKey, Amount> in_copy = by_account(copy.balances);
    std::map<BalanceKey, Amount> in_truth = by_account(truth.balances);
    // What only one of them has, the other has as zero.
    for (const auto& [key, amount] : in_truth) in_copy.try_emplace(key);
    for (const auto& [key, amount] : in_copy) {
        const Amount expected = in_truth[key];
        if (amount != expected)
            differences.push_back(fmt::format("account {}, asset {}: it has {}, the venue has {}",
                                              key.first.value(), key.second.value(), amount.value(),
                                              expected.value()));
    }
}

void compare_table(std::string_view name, const sinks::TableSummary& copy,
                   const sinks::TableSummary& truth, std::vector<std::string>& differences) {
    if (copy.row_count != truth.row_count)
        differences.push_back(fmt::format("{}: it has {} rows, the venue has {}", name,
                                          copy.row_count, truth.row_count));
    else if (copy.digest != truth.digest)
        differences.push_back(fmt::format("{}: of its {} rows some differ", name, copy.row_count));
}

}  // namespace

std::vector<std::string> differences_of(const sinks::HistorySummary& copy,
                                        const sinks::HistorySummary& truth) {
    std::vector<std::string> differences;
    if (copy.position != truth.position)
        differences.push_back(fmt::format("it stands at command {}, the venue at {}",
                                          copy.position.value(), truth.position.value()));
    compare_balances(copy, truth, differences);
    compare_table("orders", copy.orders, truth.orders, differences);
    compare_table("trades", copy.trades, truth.trades, differences);
    compare_table("ledger", copy.ledger, truth.ledger, differences);
    compare_table("candles", copy.candles, truth.candles, differences);
    return differences;
}

}  // namespace outcry::app
