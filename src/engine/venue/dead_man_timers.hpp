#pragma once

#include <cstdint>

#include "outcry/base/huge_array.hpp"
#include "outcry/domain/ids.hpp"

#include "engine/book/slot_tree.hpp"
#include "engine/venue/order_terms.hpp"

namespace outcry::engine {

/// The accounts whose orders are closed unless they say that they are alive, the next one first.
class DeadManTimers {
public:
    struct Timer {
        Timestamp expires_at;  // zero: none
        std::uint32_t timeout_ms;
        std::uint32_t reserved;
    };

    explicit DeadManTimers(std::uint32_t accounts_max)
        : timers_{accounts_max}, tree_{accounts_max} {
        timers_.touch();
    }

    void set(AccountId account, Timestamp expires_at, std::uint32_t timeout_ms) noexcept {
        remove(account);
        timers_[account.value()] = {
            .expires_at = expires_at, .timeout_ms = timeout_ms, .reserved = 0};
        tree_.insert(root_, account.value(), expires_at.value(), OrderId{account.value()});
        find_next();
    }
    void remove(AccountId account) noexcept {
        Timer& timer = timers_[account.value()];
        if (timer.expires_at == Timestamp{}) return;
        timer = {};
        tree_.erase(root_, account.value());
        find_next();
    }
    [[nodiscard]] const Timer& operator[](AccountId account) const noexcept {
        return timers_[account.value()];
    }
    /// When the next one runs out; later than any command without timers.
    [[nodiscard]] Timestamp next() const noexcept { return next_; }
    /// Whose it is; there must be one.
    [[nodiscard]] AccountId first() const noexcept { return AccountId{tree_.first(root_)}; }
    [[nodiscard]] bool is_empty() const noexcept { return root_ == no_slot; }

private:
    void find_next() noexcept {
        next_ = root_ == no_slot ? never : Timestamp{tree_.key(tree_.first(root_))};
    }

    HugeArray<Timer> timers_;  // by account
    SlotTree tree_;
    Slot root_ = no_slot;
    Timestamp next_ = never;
};

}  // namespace outcry::engine
