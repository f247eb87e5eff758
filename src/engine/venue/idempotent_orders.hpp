#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "outcry/base/assert.hpp"
#include "outcry/base/huge_array.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/state.hpp"

namespace outcry::engine {

/// So long an idempotent order is remembered, in microseconds.
inline constexpr std::int64_t idempotency_span_us = std::int64_t{24} * 3600 * 1'000'000;
/// So many that are older are forgotten with each one that is remembered.
inline constexpr std::uint32_t idempotency_forgotten_max = 8;

/// What the idempotent orders of the last day came to: a queue by time, and a table that finds them
/// by account and client order id.
class IdempotentOrders {
public:
    IdempotentOrders(std::uint32_t orders_max, std::uint32_t accounts_max)
        : orders_{orders_max},
          places_{std::bit_ceil(std::size_t{orders_max} * 2 + 1)},
          counts_{accounts_max},
          mask_{places_.count() - 1} {
        OUTCRY_ASSERT(orders_max > 0);
        counts_.touch();
    }

    /// The order of that name that is remembered at `now`, or null. `hash` is that of the name.
    [[nodiscard]] const IdempotencyState* find(std::uint64_t hash, AccountId account,
                                               const ClientOrderId& name,
                                               Timestamp now) const noexcept {
        for (std::size_t at = hash & mask_; places_[at] != 0; at = (at + 1) & mask_) {
            const Remembered& order = orders_[places_[at] - 1];
            if (order.hash != hash || order.state.account != account) continue;
            if (order.state.client_order_id != name || is_over(order.state, now)) continue;
            return &order.state;
        }
        return nullptr;
    }

    /// How many are remembered, of the venue and of one account, once the oldest are forgotten.
    struct Counts {
        std::uint32_t venue;
        std::uint32_t account;
    };
    [[nodiscard]] Counts counts_at(Timestamp now, AccountId account) const noexcept {
        Counts counts{.venue = count_, .account = counts_[account.value()]};
        for (std::uint32_t i = 0; i < idempotency_forgotten_max && i < count_; ++i) {
            const IdempotencyState& order = (*this)[i];
            if (!is_over(order, now)) break;
            --counts.venue;
            if (order.account == account) --counts.account;
        }
        return counts;
    }

    /// Forgets some that are too old, then takes in the newest one.
    void remember(std::uint64_t hash, const IdempotencyState& order) noexcept {
        for (std::uint32_t i = 0; i < idempotency_forgotten_max && count_ != 0; ++i) {
            if (!is_over((*this)[0], order.time)) break;
            forget_first();
        }
        append(hash, order);
    }
    /// The same without forgetting, for those of a snapshot.
    void append(std::uint64_t hash, const IdempotencyState& order) noexcept {
        OUTCRY_ASSERT(!is_full());
        const std::size_t place = place_in_queue(count_++);
        orders_[place] = {.state = order, .hash = hash};
        ++counts_[order.account.value()];
        std::size_t at = hash & mask_;
        while (places_[at] != 0) at = (at + 1) & mask_;
        places_[at] = static_cast<std::uint32_t>(place + 1);
    }

    [[nodiscard]] bool is_full() const noexcept { return count_ == orders_.count(); }
    [[nodiscard]] std::uint32_t count() const noexcept { return count_; }
    /// The oldest first.
    [[nodiscard]] const IdempotencyState& operator[](std::uint32_t index) const noexcept {
        OUTCRY_ASSERT(index < count_);
        return orders_[place_in_queue(index)].state;
    }

private:
    struct Remembered {
        IdempotencyState state;
        std::uint64_t hash;  // of account and name
    };

    [[nodiscard]] static bool is_over(const IdempotencyState& order, Timestamp now) noexcept {
        return now.value() - order.time.value() > idempotency_span_us;
    }
    [[nodiscard]] std::size_t place_in_queue(std::uint32_t index) const noexcept {
        return (first_ + std::size_t{index}) % orders_.count();
    }

    void forget_first() noexcept {
        const Remembered& order = orders_[first_];
        std::size_t gap = order.hash & mask_;
        while (places_[gap] != first_ + 1) gap = (gap + 1) & mask_;
        // What stands behind the gap moves up to it, so that a search never meets one.
        for (std::size_t next = (gap + 1) & mask_; places_[next] != 0; next = (next + 1) & mask_) {
            const std::size_t home = orders_[places_[next] - 1].hash & mask_;
            if (((next - home) & mask_) < ((next - gap) & mask_)) continue;
            places_[gap] = places_[next];
            gap = next;
        }
        places_[gap] = 0;
        --counts_[order.state.account.value()];
        first_ = static_cast<std::uint32_t>(place_in_queue(1));
        --count_;
    }

    HugeArray<Remembered> orders_;     // a ring
    HugeArray<std::uint32_t> places_;  // in the ring, plus one; zero: free
    HugeArray<std::uint32_t> counts_;  // by account
    std::size_t mask_;
    std::uint32_t first_ = 0;
    std::uint32_t count_ = 0;
};

}  // namespace outcry::engine
