#include "outcry/sinks/rows.hpp"

#include <utility>

#include <fmt/format.h>

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
        case OrderStatus::pending_new: return "pending_new";
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
        case LedgerKind::transfer: return "transfer";
        case LedgerKind::rebate: return "rebate";
        case LedgerKind::referral: return "referral";
    }
    return {};
}

std::string_view name_of(TransitionKind kind) noexcept {
    switch (kind) {
        case TransitionKind::triggered: return "triggered";
        case TransitionKind::tracking: return "tracking";
        case TransitionKind::started: return "started";
        case TransitionKind::reserved: return "reserved";
        case TransitionKind::refreshed: return "refreshed";
    }
    return {};
}

void RowBatch::clear() noexcept {
    orders.clear();
    order_changes.clear();
    trades.clear();
    prevented_matches.clear();
    order_lists.clear();
    order_list_ends.clear();
    amendments.clear();
    transitions.clear();
    ledger_entries.clear();
    balance_changes.clear();
    assets.clear();
    instruments.clear();
    accounts.clear();
    account_statuses.clear();
    settings.clear();
    keys.clear();
    key_rules.clear();
    key_revocations.clear();
    audit.clear();
    order_places_.clear();
    change_places_.clear();
    balance_places_.clear();
    setting_places_.clear();
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
        const std::optional<StatusReason> reason_before = known.status_reason;
        known = instrument;
        if (!known.status_reason) known.status_reason = reason_before;
        return;
    }
    instruments.push_back(instrument);
}

void RowBatch::put(SettingRow setting) {
    const auto [found, is_new] = setting_places_.try_emplace(
        fmt::format("{} {}", static_cast<int>(setting.type), setting.name), settings.size());
    if (is_new) {
        settings.push_back(std::move(setting));
    } else {
        settings[found->second] = std::move(setting);
    }
}

void RowBatch::end_order_list(const OrderListEndRow& end) {
    // Lists are young when they end, if they end within their batch at all.
    for (auto list = order_lists.rbegin(); list != order_lists.rend(); ++list) {
        if (list->order_list_id != end.order_list_id) continue;
        list->done_at = end.done_at;
        return;
    }
    order_list_ends.push_back(end);
}

}  // namespace outcry::sinks
