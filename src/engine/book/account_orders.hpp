#pragma once

#include <cstdint>

#include "outcry/base/assert.hpp"
#include "outcry/base/huge_array.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"

#include "engine/book/order_pool.hpp"
#include "engine/book/prefetch.hpp"

namespace outcry::engine {

/// Bits of what an account has beyond its orders; zero for most. `Venue::account_flags` has those
/// that all accounts have.
struct AccountFlag {
    static constexpr std::uint8_t is_restricted = 1;  // by its status, or the venue's
    static constexpr std::uint8_t has_limits = 2;
    static constexpr std::uint8_t has_exposure_limits = 4;
    static constexpr std::uint8_t has_fees = 8;  // not those of each instrument alone
};

/// The open orders of each account as a list through the pool, oldest first.
class AccountOrders {
public:
    explicit AccountOrders(std::uint32_t accounts_max) : lists_{accounts_max} { lists_.touch(); }

    [[nodiscard]] std::uint32_t open_count(AccountId account) const noexcept {
        return lists_.data()[account.value()].open_count;
    }
    /// The account's rules stand here since every order reads this line anyway.
    [[nodiscard]] TradeGroupId trade_group(AccountId account) const noexcept {
        return lists_.data()[account.value()].trade_group;
    }
    [[nodiscard]] SelfTradePrevention default_prevention(AccountId account) const noexcept {
        return lists_.data()[account.value()].default_prevention;
    }
    /// Bits of AccountFlag.
    [[nodiscard]] std::uint8_t flags(AccountId account) const noexcept {
        return lists_.data()[account.value()].flags;
    }
    void set_flag(AccountId account, std::uint8_t flag, bool is_set) noexcept {
        std::uint8_t& flags = lists_[account.value()].flags;
        flags = static_cast<std::uint8_t>(is_set ? flags | flag : flags & ~flag);
    }
    void set_rules(AccountId account, TradeGroupId group, SelfTradePrevention prevention) noexcept {
        List& list = lists_[account.value()];
        list.trade_group = group;
        list.default_prevention = prevention;
    }

    [[nodiscard]] Slot first(AccountId account) const noexcept {
        return lists_.data()[account.value()].head;
    }
    [[nodiscard]] Slot last(AccountId account) const noexcept {
        return lists_.data()[account.value()].tail;
    }

    void append(AccountId account, Slot slot, OrderPool& pool) noexcept {
        List& list = lists_.data()[account.value()];
        OrderNode& node = pool.node(slot);
        node.account_next = no_slot;
        node.account_previous = list.tail;
        if (list.tail != no_slot) {
            pool.node(list.tail).account_next = slot;
        } else {
            list.head = slot;
        }
        list.tail = slot;
        ++list.open_count;
    }

    /// A snapshot gives orders by book; sorted by id only when somebody asks for the order.
    void restore(AccountId account, Slot slot, OrderPool& pool) noexcept {
        append(account, slot, pool);
        lists_.data()[account.value()].is_unsorted = 1;
    }

    void remove(AccountId account, Slot slot, OrderPool& pool) noexcept {
        List& list = lists_.data()[account.value()];
        const OrderNode& node = pool.node(slot);
        OUTCRY_ASSERT(list.open_count > 0);
        --list.open_count;
        if (node.account_previous != no_slot) {
            pool.node(node.account_previous).account_next = node.account_next;
        } else {
            list.head = node.account_next;
        }
        if (node.account_next != no_slot) {
            pool.node(node.account_next).account_previous = node.account_previous;
        } else {
            list.tail = node.account_previous;
        }
    }

    /// Brings the orders of an account into the order of their ids after a restore.
    void sort_if_needed(AccountId account, OrderPool& pool) noexcept {
        List& list = lists_[account.value()];
        if (list.is_unsorted == 0) return;
        list.is_unsorted = 0;
        list.head = sorted(list.head, list.open_count, pool);
        Slot previous = no_slot;
        for (Slot slot = list.head; slot != no_slot; slot = pool.node(slot).account_next) {
            pool.node(slot).account_previous = previous;
            previous = slot;
        }
        list.tail = previous;
    }

    void prefetch_list(AccountId account) const noexcept {
        prefetch(lists_.data() + account.value());
    }

private:
    struct alignas(32) List {
        Slot head;
        Slot tail;
        std::uint32_t open_count;
        TradeGroupId trade_group;
        std::uint8_t is_unsorted;
        SelfTradePrevention default_prevention;
        std::uint8_t flags;  // bits of AccountFlag
    };

    /// Merge sort of `count` orders from `first` by their forward links; no memory, log depth.
    // NOLINTNEXTLINE(misc-no-recursion): halves its input each time, at most 28 deep.
    [[nodiscard]] static Slot sorted(Slot first, std::uint32_t count, OrderPool& pool) noexcept {
        if (count == 0) return no_slot;
        if (count == 1) {
            pool.node(first).account_next = no_slot;
            return first;
        }
        Slot middle = first;
        for (std::uint32_t step = 0; step < count / 2; ++step) {
            middle = pool.node(middle).account_next;
        }
        const Slot right = sorted(middle, count - count / 2, pool);
        return merged(sorted(first, count / 2, pool), right, pool);
    }

    [[nodiscard]] static Slot merged(Slot left, Slot right, OrderPool& pool) noexcept {
        Slot head = no_slot;
        Slot tail = no_slot;
        while (left != no_slot || right != no_slot) {
            const bool takes_left =
                right == no_slot ||
                (left != no_slot && pool.node(left).order_id < pool.node(right).order_id);
            Slot& source = takes_left ? left : right;
            const Slot taken = source;
            source = pool.node(taken).account_next;
            if (tail == no_slot) {
                head = taken;
            } else {
                pool.node(tail).account_next = taken;
            }
            tail = taken;
        }
        pool.node(tail).account_next = no_slot;
        return head;
    }

    HugeArray<List> lists_;
};

}  // namespace outcry::engine
