#pragma once

#include <compare>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "outcry/sinks/rows.hpp"

namespace outcry::test {

/// The tables of an SQL target, as obvious as can be: what the rows of each batch come to.
class ProjectedTables {
public:
    using BalanceKey = std::pair<AccountId, AssetId>;

    /// What of a key is asked: when it came and, if so, when it went.
    struct Key {
        sinks::KeyRow row;
        Timestamp revoked_at;  // zero: it lives
        sinks::KeyRulesRow rules;
        friend bool operator==(const Key&, const Key&) = default;
    };

    void apply(const sinks::RowBatch& rows);

    std::map<OrderId, sinks::OrderRow> orders;
    std::vector<sinks::TradeRow> trades;
    std::vector<sinks::PreventedMatchRow> prevented_matches;
    std::map<OrderListId, sinks::OrderListRow> order_lists;
    std::vector<sinks::OrderAmendmentRow> amendments;
    std::vector<sinks::OrderTransitionRow> transitions;
    std::vector<sinks::LedgerEntryRow> ledger_entries;
    std::map<BalanceKey, sinks::BalanceChange> balances;
    std::map<AssetId, AssetCode> assets;
    std::map<InstrumentId, std::string> instruments;  // what a change could change, as text
    std::map<InstrumentId, StatusReason> status_reasons;
    std::vector<sinks::AccountRow> accounts;
    std::map<AccountId, AccountStatus> account_statuses;
    std::map<std::pair<EventType, std::string>, sinks::SettingRow> settings;
    std::vector<Key> keys;
    std::vector<sinks::AuditRow> audit;

    friend bool operator==(const ProjectedTables&, const ProjectedTables&) = default;
};

}  // namespace outcry::test
