#include "outcry/sinks/rows.hpp"

#include "outcry/base/assert.hpp"

namespace outcry::sinks {
namespace {

std::uint64_t place_key(AccountId account, AssetId asset) noexcept {
    return (std::uint64_t{account.value()} << 16) | asset.value();
}

}  // namespace

std::string_view name_of(OrderStatus status) noexcept {
    switch (status) {
        case OrderStatus::open: return "open";
        case OrderStatus::partially_filled: return "partially_filled";
        case OrderStatus::filled: return "filled";
        case OrderStatus::cancelled: return "cancelled";
        case OrderStatus::expired: return "expired";
        case OrderStatus::expired_in_match: return "expired_in_match";
    }
    return {};
}

OrderStatus status_after(CloseReason reason) noexcept {
    switch (end_of(reason)) {
        case OrderEnd::cancelled: return OrderStatus::cancelled;
        case OrderEnd::expired: return OrderStatus::expired;
        case OrderEnd::expired_in_match: return OrderStatus::expired_in_match;
    }
    OUTCRY_UNREACHABLE();
}

std::string_view name_of(LedgerKind kind) noexcept {
    switch (kind) {
        case LedgerKind::trade: return "trade";
        case LedgerKind::fee: return "fee";
        case LedgerKind::deposit: return "deposit";
        case LedgerKind::withdrawal: return "withdrawal";
    }
    return {};
}

void RowBatch::clear() noexcept {
    orders.clear();
    order_changes.clear();
    trades.clear();
    prevented_matches.clear();
    ledger_entries.clear();
    balance_changes.clear();
    assets.clear();
    instruments.clear();
    accounts.clear();
    keys.clear();
    key_revocations.clear();
    audit.clear();
    order_places_.clear();
    change_places_.clear();
    balance_places_.clear();
}

void RowBatch::add(const OrderRow& order) {
    const bool is_new = order_places_.try_emplace(order.order_id, orders.size()).second;
    OUTCRY_ASSERT(is_new);
    orders.push_back(order);
}

OrderRow* RowBatch::find_order(OrderId id) noexcept {
    const auto found = order_places_.find(id);
    return found == order_places_.end() ? nullptr : &orders[found->second];
}

OrderChange& RowBatch::change_of(OrderId id) {
    const auto [found, is_new] = change_places_.try_emplace(id, order_changes.size());
    if (is_new) order_changes.push_back({.order_id = id});
    return order_changes[found->second];
}

void RowBatch::add(const LedgerEntryRow& entry) {
    ledger_entries.push_back(entry);
    const auto [found, is_new] =
        balance_places_.try_emplace(place_key(entry.account, entry.asset), balance_changes.size());
    if (is_new) balance_changes.push_back({.account = entry.account, .asset = entry.asset});
    BalanceChange& change = balance_changes[found->second];
    change.amount += entry.amount;
    change.updated_at = entry.time;
    change.updated_by = entry.sequence;
}

void RowBatch::put(const InstrumentRow& instrument) {
    for (InstrumentRow& known : instruments) {
        if (known.definition.id != instrument.definition.id) continue;
        known = instrument;
        return;
    }
    instruments.push_back(instrument);
}

}  // namespace outcry::sinks
