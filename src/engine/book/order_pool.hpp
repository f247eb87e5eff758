#pragma once

#include <array>
#include <cstdint>

#include "outcry/base/assert.hpp"
#include "outcry/base/huge_array.hpp"
#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/quantity.hpp"

#include "engine/book/prefetch.hpp"

namespace outcry::engine {

/// Index of a resting order in the pool; zero names none.
using Slot = std::uint32_t;
inline constexpr Slot no_slot = 0;

/// Index of a price level: page * 64 + place in the page; zero names none.
using LevelIndex = std::uint32_t;
inline constexpr LevelIndex no_level = 0;

/// Bits of `OrderNode::flags`; zero for nearly every order.
struct OrderFlag {
    static constexpr std::uint8_t has_terms = 1;     // `Venue::terms` says more
    static constexpr std::uint8_t awaits_terms = 2;  // restored without them so far
};

/// A resting order: one cache line holds all that matching, cancelling and amending need of it.
struct alignas(64) OrderNode {
    OrderId order_id;  // zero while the slot is free
    Quantity open_quantity;
    Quantity quantity;  // the total, what is executed included
    Price price;
    Slot next;  // in the queue of its price; of a free slot, the next free one
    Slot previous;
    LevelIndex level;
    std::uint32_t owner;  // account * 2 + side
    Slot account_next;    // the account's orders by rising id
    Slot account_previous;
    std::uint32_t client_bucket;  // where its client order id stands, plus one; zero without
    InstrumentId instrument;
    OrderType type;
    std::uint8_t flags;  // bits of OrderFlag

    [[nodiscard]] AccountId account() const noexcept { return AccountId{owner >> 1}; }
    [[nodiscard]] Side side() const noexcept { return static_cast<Side>(owner & 1U); }
    [[nodiscard]] Quantity executed() const noexcept { return quantity - open_quantity; }
};
static_assert(sizeof(OrderNode) == 64);

[[nodiscard]] constexpr std::uint32_t owner_of(AccountId account, Side side) noexcept {
    return account.value() * 2 + static_cast<std::uint32_t>(side);
}

/// All resting orders of the venue, in memory that is taken once.
class OrderPool {
public:
    explicit OrderPool(std::uint32_t orders_max)
        : nodes_{orders_max + std::size_t{1}},
          names_{orders_max + std::size_t{1}},
          orders_max_{orders_max} {
        // The level of a node and the owner have to fit their 32 bits.
        OUTCRY_ASSERT(orders_max > 0);
        OUTCRY_ASSERT(orders_max < (1U << 28));
        nodes_.touch();
        names_.touch();
    }

    [[nodiscard]] OrderNode& node(Slot slot) noexcept { return nodes_.data()[slot]; }
    [[nodiscard]] const OrderNode& node(Slot slot) const noexcept { return nodes_.data()[slot]; }
    /// The client's name of an order. Read only when a hash agrees: it has a line of its own.
    [[nodiscard]] ClientOrderId& name(Slot slot) noexcept { return names_.data()[slot].text; }
    [[nodiscard]] const ClientOrderId& name(Slot slot) const noexcept {
        return names_.data()[slot].text;
    }

    [[nodiscard]] Slot allocate() noexcept {
        OUTCRY_ASSERT(used_count_ < orders_max_);
        ++used_count_;
        if (free_ == no_slot) return ++fresh_last_;
        const Slot slot = free_;
        free_ = node(slot).next;
        return slot;
    }

    void release(Slot slot) noexcept {
        OrderNode& freed = node(slot);
        OUTCRY_ASSERT(freed.order_id != OrderId{});
        OUTCRY_ASSERT(used_count_ > 0);
        --used_count_;
        freed.order_id = OrderId{};
        freed.next = free_;
        free_ = slot;
        // The next new order goes here, and brings a name.
        prefetch(&name(slot));
    }

    [[nodiscard]] bool is_full() const noexcept { return used_count_ == orders_max_; }
    [[nodiscard]] std::uint32_t used_count() const noexcept { return used_count_; }
    [[nodiscard]] std::uint32_t orders_max() const noexcept { return orders_max_; }
    /// Every slot ever used is at most this one.
    [[nodiscard]] Slot fresh_last() const noexcept { return fresh_last_; }

private:
    struct alignas(64) Name {
        ClientOrderId text;
        std::array<std::uint8_t, 27> reserved;
    };

    HugeArray<OrderNode> nodes_;
    HugeArray<Name> names_;
    std::uint32_t orders_max_;
    std::uint32_t used_count_ = 0;
    Slot free_ = no_slot;
    Slot fresh_last_ = no_slot;
};

}  // namespace outcry::engine
