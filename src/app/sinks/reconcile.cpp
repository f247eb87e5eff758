#include "app/sinks/reconcile.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "outcry/sinks/sqlite_history.hpp"

#include "app/sinks/rebuild.hpp"

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

Result<Reconciliation, std::string> reconcile(platform::FileSystem& file_system,
                                              const Configuration& configuration,
                                              const SinkIdentity& identity, sinks::History& copy) {
    const auto copy_summary = copy.summary();
    if (!copy_summary) return Failure{copy_summary.error().text};
    const std::filesystem::path scratch = identity.data / "reconcile.sqlite";
    sinks::remove_sqlite_history(scratch);
    auto target = sinks::make_sqlite_target(
        {.path = scratch, .journal = identity.journal, .epoch = identity.epoch});
    const auto written = write_all_events(file_system, *target,
                                          {.data = identity.data,
                                           .configuration = configuration,
                                           .origin = EventOrigin::event_log,
                                           .last = copy_summary->position});
    target.reset();
    if (!written) return Failure{written.error()};
    auto truth = sinks::open_sqlite_history(scratch);
    if (!truth) return Failure{truth.error().text};
    const auto truth_summary = (*truth)->summary();
    truth->reset();
    sinks::remove_sqlite_history(scratch);
    if (!truth_summary) return Failure{truth_summary.error().text};
    return Reconciliation{copy_summary->position, differences_of(*copy_summary, *truth_summary)};
}

}  // namespace outcry::app
