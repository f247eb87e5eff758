#include "support/sinks/projected_tables.hpp"

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

namespace outcry::test {
namespace {

void change(sinks::OrderRow& order, const sinks::OrderChange& change) {
    order.executed_quantity += change.executed_more;
    order.executed_quote += change.executed_quote_more;
    order.prevented_quantity += change.prevented_more;
    if (!change.is_amended) order.quantity -= change.prevented_more;
    if (change.status != sinks::OrderStatus{}) order.status = change.status;
    if (change.close_reason != CloseReason{}) order.close_reason = change.close_reason;
    if (change.is_amended) {
        order.price = change.price;
        order.quantity = change.quantity;
    }
    if (order.status == sinks::OrderStatus::partially_filled &&
        order.executed_quantity == order.quantity) {
        order.status = sinks::OrderStatus::filled;
    }
    if (!change.client_order_id.empty()) order.client_order_id = change.client_order_id;
    if (change.phase) order.phase = *change.phase;
    if (change.hold) order.hold = *change.hold;
    if (change.triggered_at != Timestamp{}) order.triggered_at = change.triggered_at;
    if (change.tracking_at != Timestamp{}) order.tracking_at = change.tracking_at;
    order.updated_at = change.updated_at;
    order.updated_by = change.updated_by;
}

}  // namespace

void ProjectedTables::apply(const sinks::RowBatch& rows) {
    for (const sinks::OrderRow& order : rows.orders) {
        OUTCRY_ASSERT(orders.try_emplace(order.order_id, order).second);
    }
    for (const sinks::OrderChange& order : rows.order_changes) {
        change(orders.at(order.order_id), order);
    }
    trades.insert(trades.end(), rows.trades.begin(), rows.trades.end());
    prevented_matches.insert(prevented_matches.end(), rows.prevented_matches.begin(),
                             rows.prevented_matches.end());
    for (const sinks::OrderListRow& list : rows.order_lists) {
        OUTCRY_ASSERT(order_lists.try_emplace(list.order_list_id, list).second);
    }
    for (const sinks::OrderListEndRow& end : rows.order_list_ends) {
        order_lists.at(end.order_list_id).done_at = end.done_at;
    }
    amendments.insert(amendments.end(), rows.amendments.begin(), rows.amendments.end());
    transitions.insert(transitions.end(), rows.transitions.begin(), rows.transitions.end());
    ledger_entries.insert(ledger_entries.end(), rows.ledger_entries.begin(),
                          rows.ledger_entries.end());
    for (sinks::BalanceChange balance : rows.balance_changes) {
        sinks::BalanceChange& held = balances[{balance.account, balance.asset}];
        balance.amount += held.amount;
        held = balance;
    }
    for (const sinks::AssetRow& asset : rows.assets) {
        OUTCRY_ASSERT(assets.try_emplace(asset.definition.id, asset.definition.code).second);
    }
    for (const sinks::InstrumentRow& instrument : rows.instruments) {
        const InstrumentDefinition& definition = instrument.definition;
        instruments[definition.id] = fmt::format(
            "{} {} {} {} {} {} {} {}", definition.symbol.view(), definition.maker_fee_ppm,
            definition.taker_fee_ppm, definition.price_maximum.value(), definition.notional_minimum,
            static_cast<int>(definition.status), instrument.updated_at.value(),
            instrument.updated_by.value());
        if (instrument.status_reason) status_reasons[definition.id] = *instrument.status_reason;
    }
    accounts.insert(accounts.end(), rows.accounts.begin(), rows.accounts.end());
    for (const sinks::AccountStatusRow& row : rows.account_statuses) {
        account_statuses[row.account] = row.status;
    }
    for (const sinks::SettingRow& setting : rows.settings) {
        settings[{setting.type, setting.name}] = setting;
    }
    for (const sinks::KeyRow& key : rows.keys) keys.push_back({.row = key});
    for (const sinks::KeyRulesRow& rules : rows.key_rules) {
        Key* newest = nullptr;
        for (Key& key : keys) {
            const bool is_older = key.row.registered_by < rules.registered_before;
            if (key.row.name == rules.name && is_older) newest = &key;
        }
        newest->rules = rules;
    }
    for (const sinks::KeyRevocationRow& revocation : rows.key_revocations) {
        for (Key& key : keys) {
            if (key.row.name != revocation.name || key.revoked_at != Timestamp{}) continue;
            if (key.row.registered_by < revocation.registered_before) {
                key.revoked_at = revocation.revoked_at;
            }
        }
    }
    audit.insert(audit.end(), rows.audit.begin(), rows.audit.end());
}

}  // namespace outcry::test
