#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "outcry/base/assert.hpp"
#include "outcry/views/venue_view.hpp"

#include "views/text_map.hpp"

namespace outcry::views {

/// Accounts with their balances. Ids are dense, an account has few assets: a vector in a vector.
/// The venue's own accounts exist from the start, without a name.
class AccountStore {
public:
    AccountStore() {
        obtain(external_account).is_known = true;
        obtain(fee_account).is_known = true;
        obtain(insurance_account).is_known = true;
    }

    void create(const AccountView& account) {
        Entry& entry = obtain(account.id);
        entry.view = account;
        entry.is_known = true;
        ++created_count_;
        // An account without a name is only found by its id; the first of a name keeps it.
        if (!account.name.empty())
            by_name_.try_emplace(std::string{account.name.view()}, account.id);
        if (account.parent != AccountId{})
            sub_accounts_[account.parent.value()].push_back(account.id);
    }

    [[nodiscard]] const AccountView* find(AccountId account) const noexcept {
        if (account.value() >= entries_.size()) return nullptr;
        const Entry& entry = entries_[account.value()];
        return entry.is_known ? &entry.view : nullptr;
    }
    [[nodiscard]] const AccountView* find(std::string_view name) const noexcept {
        const auto found = by_name_.find(name);
        return found == by_name_.end() ? nullptr : find(found->second);
    }
    [[nodiscard]] std::span<const AccountId> sub_accounts(AccountId parent) const noexcept {
        const auto found = sub_accounts_.find(parent.value());
        if (found == sub_accounts_.end()) return {};
        return found->second;
    }
    /// How many were created; the venue's own are not counted.
    [[nodiscard]] std::size_t created_count() const noexcept { return created_count_; }
    /// One above the largest id.
    [[nodiscard]] std::size_t end() const noexcept { return entries_.size(); }

    /// The balance, made if there is none. Valid until the next call.
    [[nodiscard]] BalanceRecord& change(AccountId account, AssetId asset, Timestamp time) {
        OUTCRY_ASSERT(account.value() < entries_.size());
        Entry& entry = entries_[account.value()];
        OUTCRY_ASSERT(entry.is_known);
        entry.view.updated_at = time;
        for (BalanceRecord& balance : entry.balances) {
            if (balance.asset == asset) return balance;
        }
        return entry.balances.emplace_back(BalanceRecord{.asset = asset, .free = {}, .locked = {}});
    }
    /// In the order in which they came to be.
    [[nodiscard]] const std::vector<BalanceRecord>& balances(AccountId account) const noexcept {
        static const std::vector<BalanceRecord> none;
        return account.value() < entries_.size() ? entries_[account.value()].balances : none;
    }
    /// Valid until the next account is created.
    [[nodiscard]] AccountView& edit(AccountId account) {
        OUTCRY_ASSERT(account.value() < entries_.size());
        OUTCRY_ASSERT(entries_[account.value()].is_known);
        return entries_[account.value()].view;
    }

private:
    struct Entry {
        AccountView view;
        std::vector<BalanceRecord> balances;
        bool is_known = false;
    };
    [[nodiscard]] Entry& obtain(AccountId account) {
        if (account.value() >= entries_.size()) entries_.resize(account.value() + std::size_t{1});
        Entry& entry = entries_[account.value()];
        entry.view.id = account;
        return entry;
    }

    std::vector<Entry> entries_;
    TextMap<AccountId> by_name_;
    std::unordered_map<std::uint32_t, std::vector<AccountId>> sub_accounts_;  // by parent
    std::size_t created_count_ = 0;
};

}  // namespace outcry::views
