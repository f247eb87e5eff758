#pragma once

#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "outcry/domain/ids.hpp"

#include "views/id_index.hpp"
#include "views/slot_table.hpp"

namespace outcry::views {

/// Which orders and trades of one account on one instrument are in memory.
struct AccountHistory {
    AccountId account;
    InstrumentId instrument;
    IdIndex orders;
    IdIndex trades;
};

/// All of them, found by account and instrument; one that becomes empty gives its memory back, so
/// that there are never more than orders and trades.
class AccountHistories {
public:
    [[nodiscard]] const AccountHistory* find(AccountId account, InstrumentId instrument) const {
        const std::uint32_t slot = table_.find(key_of(account, instrument));
        return slot == no_slot ? nullptr : &histories_[slot];
    }

    void add_order(AccountId account, InstrumentId instrument, OrderId order_id) {
        obtain(account, instrument).orders.push_back(order_id.value());
    }
    void add_trade(AccountId account, InstrumentId instrument, TradeId trade_id) {
        obtain(account, instrument).trades.push_back(trade_id.value());
    }
    void erase_order(AccountId account, InstrumentId instrument, OrderId order_id) {
        const std::uint32_t slot = existing(account, instrument);
        histories_[slot].orders.erase(order_id.value());
        release_if_empty(slot);
    }
    void erase_trade(AccountId account, InstrumentId instrument, TradeId trade_id) {
        const std::uint32_t slot = existing(account, instrument);
        histories_[slot].trades.erase(trade_id.value());
        release_if_empty(slot);
    }

private:
    [[nodiscard]] static std::uint64_t key_of(AccountId account, InstrumentId instrument) noexcept {
        return (std::uint64_t{account.value()} << 16) | instrument.value();
    }

    [[nodiscard]] AccountHistory& obtain(AccountId account, InstrumentId instrument) {
        const std::uint64_t key = key_of(account, instrument);
        std::uint32_t slot = table_.find(key);
        if (slot == no_slot) {
            slot = take_slot();
            table_.insert(key, slot);
            histories_[slot].account = account;
            histories_[slot].instrument = instrument;
        }
        return histories_[slot];
    }

    [[nodiscard]] std::uint32_t existing(AccountId account, InstrumentId instrument) const {
        const std::uint32_t slot = table_.find(key_of(account, instrument));
        OUTCRY_ASSERT(slot != no_slot);
        return slot;
    }

    [[nodiscard]] std::uint32_t take_slot() {
        if (free_.empty()) {
            histories_.emplace_back();
            return static_cast<std::uint32_t>(histories_.size() - 1);
        }
        const std::uint32_t slot = free_.back();
        free_.pop_back();
        return slot;
    }

    void release_if_empty(std::uint32_t slot) {
        AccountHistory& history = histories_[slot];
        if (!history.orders.empty() || !history.trades.empty()) return;
        table_.erase(key_of(history.account, history.instrument), slot);
        history = AccountHistory{};
        free_.push_back(slot);
    }

    SlotTable table_;
    std::deque<AccountHistory> histories_;
    std::vector<std::uint32_t> free_;
};

}  // namespace outcry::views
