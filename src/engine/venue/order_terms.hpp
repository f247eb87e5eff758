#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "outcry/base/huge_array.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"

#include "engine/book/order_pool.hpp"
#include "engine/book/slot_tree.hpp"

namespace outcry::engine {

/// Index of an open order list; zero names none.
using ListIndex = std::uint32_t;

/// What an order has beyond its node when `OrderFlag::has_terms` is set; its own cache line, so
/// that other orders do not pay for it.
struct alignas(64) TermsOfOrder {
    Timestamp expires_at;  // zero: never
    Price stop_price;
    Price watermark;
    Quantity visible_quantity;
    Quantity visible_open_quantity;
    std::uint32_t trailing_delta_bips;
    SessionId session;
    ListIndex list;  // the list it belongs to; zero: none
    TimeInForce time_in_force;
    SelfTradePrevention self_trade_prevention;
    OrderPhase phase;
    std::uint8_t reserves_nothing;  // the other order of its list does
    std::array<std::uint8_t, 8> reserved;
};
static_assert(sizeof(TermsOfOrder) == 64);

/// Later than any command.
inline constexpr Timestamp never{std::numeric_limits<std::int64_t>::max()};

/// The orders that end at a time of their own, the next one first.
class Expiries {
public:
    explicit Expiries(std::uint32_t orders_max) : tree_{orders_max} {}

    void add(Slot slot, Timestamp at, OrderId id) noexcept {
        tree_.insert(root_, slot, at.value(), id);
        if (at < next_) next_ = at;
    }
    void remove(Slot slot) noexcept {
        tree_.erase(root_, slot);
        if (root_ == no_slot) {
            next_ = never;
        } else if (Timestamp{tree_.key(slot)} == next_) {
            next_ = Timestamp{tree_.key(tree_.first(root_))};
        }
    }
    [[nodiscard]] Slot first() const noexcept { return tree_.first(root_); }
    [[nodiscard]] Slot after(Slot slot) const noexcept { return tree_.after(root_, slot); }
    /// When the next one ends.
    [[nodiscard]] Timestamp next() const noexcept { return next_; }

private:
    SlotTree tree_;
    Slot root_ = no_slot;
    Timestamp next_ = never;
};

}  // namespace outcry::engine
