#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "outcry/base/huge_array.hpp"
#include "outcry/domain/ids.hpp"

#include "engine/book/order_pool.hpp"
#include "engine/book/slot_tree.hpp"

namespace outcry::engine {

/// What waits for the prices of one instrument, and the prices that were not looked at to the end.
struct InstrumentTriggers {
    Slot above;                    // by stop price: triggered by prices at or above it
    Slot below;                    // by stop price downwards: by prices at or below it
    Slot tracking;                 // by id
    std::uint32_t trailing_count;  // waiting or tracking
    Price low;                     // the touched range, where there is one
    Price high;
};

/// Orders that are open and in no book, each in exactly one index: waiting and tracking by
/// instrument, ready by rank, pending by id. Knows nothing of what a trigger does.
class Triggers {
public:
    Triggers(std::uint32_t orders_max, std::uint16_t instruments_max)
        : tree_{orders_max},
          instruments_{instruments_max},
          touched_{(std::size_t{instruments_max} + 63) / 64} {
        instruments_.touch();
        touched_.touch();
    }

    [[nodiscard]] const InstrumentTriggers& of(InstrumentId instrument) const noexcept {
        return instruments_[instrument.value()];
    }
    [[nodiscard]] InstrumentTriggers& of(InstrumentId instrument) noexcept {
        return instruments_[instrument.value()];
    }
    void add_above(InstrumentTriggers& waiting, Slot slot, Price stop, OrderId id) noexcept {
        tree_.insert(waiting.above, slot, stop.value(), id);
    }
    void add_below(InstrumentTriggers& waiting, Slot slot, Price stop, OrderId id) noexcept {
        tree_.insert(waiting.below, slot, -stop.value(), id);
    }
    void add_tracking(InstrumentTriggers& waiting, Slot slot, OrderId id) noexcept {
        tree_.insert(waiting.tracking, slot, 0, id);
    }
    void remove(Slot& root, Slot slot) noexcept { tree_.erase(root, slot); }

    /// The lowest stop price above the market, or the highest below it.
    [[nodiscard]] Price next_above(const InstrumentTriggers& waiting) const noexcept {
        return Price{tree_.key(tree_.first(waiting.above))};
    }
    [[nodiscard]] Price next_below(const InstrumentTriggers& waiting) const noexcept {
        return Price{-tree_.key(tree_.first(waiting.below))};
    }

    void add_pending(Slot slot, OrderId id) noexcept { tree_.insert(pending_, slot, 0, id); }
    void remove_pending(Slot slot) noexcept { tree_.erase(pending_, slot); }

    /// Puts an order into the ready queue at a rank, or with zero at the end.
    void add_ready(Slot slot, std::uint32_t rank, OrderId id) noexcept {
        tree_.insert(ready_, slot, rank != 0 ? rank : ++rank_last_, id);
    }
    void remove_ready(Slot slot) noexcept {
        tree_.erase(ready_, slot);
        if (ready_ == no_slot) rank_last_ = 0;
    }
    [[nodiscard]] std::uint32_t rank_of(Slot slot) const noexcept {
        return static_cast<std::uint32_t>(tree_.key(slot));
    }
    [[nodiscard]] std::uint32_t rank_last() const noexcept { return rank_last_; }
    void restore_rank_last(std::uint32_t rank) noexcept { rank_last_ = rank; }

    [[nodiscard]] Slot first(Slot root) const noexcept { return tree_.first(root); }
    [[nodiscard]] Slot after(Slot root, Slot slot) const noexcept {
        return tree_.after(root, slot);
    }
    [[nodiscard]] Slot ready() const noexcept { return ready_; }      // the root
    [[nodiscard]] Slot pending() const noexcept { return pending_; }  // the root

    void widen(InstrumentId instrument, Price low, Price high) noexcept {
        InstrumentTriggers& waiting = of(instrument);
        if (!has_range(instrument)) {
            touched_[instrument.value() / 64] |= bit_of(instrument);
            ++touched_count_;
            waiting.low = low;
            waiting.high = high;
            return;
        }
        if (low < waiting.low) waiting.low = low;
        if (high > waiting.high) waiting.high = high;
    }
    void forget_range(InstrumentId instrument) noexcept {
        touched_[instrument.value() / 64] &= ~bit_of(instrument);
        --touched_count_;
        of(instrument).low = Price{};
        of(instrument).high = Price{};
    }
    [[nodiscard]] bool has_range(InstrumentId instrument) const noexcept {
        return (touched_[instrument.value() / 64] & bit_of(instrument)) != 0;
    }
    [[nodiscard]] bool has_ranges() const noexcept { return touched_count_ != 0; }
    /// Whether an order is ready, or a range is left: at the end of a command each reaches a stop.
    [[nodiscard]] bool has_work() const noexcept { return ready_ != no_slot || has_ranges(); }

    /// Calls `visit(instrument)` for each that has a range, by rising id, until it returns true.
    template <class Visit>
    void for_each_range(Visit visit) const noexcept {
        for (std::size_t word = 0; word < touched_.count(); ++word) {
            for (std::uint64_t bits = touched_[word]; bits != 0; bits &= bits - 1) {
                const auto id = word * 64 + static_cast<unsigned>(std::countr_zero(bits));
                if (visit(InstrumentId{static_cast<std::uint16_t>(id)})) return;
            }
        }
    }

private:
    [[nodiscard]] static std::uint64_t bit_of(InstrumentId instrument) noexcept {
        return std::uint64_t{1} << (instrument.value() % 64);
    }

    SlotTree tree_;
    HugeArray<InstrumentTriggers> instruments_;
    HugeArray<std::uint64_t> touched_;  // a bit for each instrument with a range
    std::uint32_t touched_count_ = 0;
    Slot ready_ = no_slot;
    Slot pending_ = no_slot;
    std::uint32_t rank_last_ = 0;
};

}  // namespace outcry::engine
