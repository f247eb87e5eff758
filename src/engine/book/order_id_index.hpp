#pragma once

#include <bit>
#include <cstdint>

#include "outcry/base/assert.hpp"
#include "outcry/base/hash.hpp"
#include "outcry/base/huge_array.hpp"
#include "outcry/domain/ids.hpp"

#include "engine/book/order_pool.hpp"
#include "engine/book/prefetch.hpp"
#include "engine/book/slot_table.hpp"

namespace outcry::engine {

/// Order id -> slot. The newest ids are found without hashing, in a ring of slots; a live order
/// that the ring overtakes moves to a hash table, so memory does not grow with the ids given.
class OrderIdIndex {
public:
    OrderIdIndex(std::uint32_t recent_count, std::uint32_t orders_max)
        : recent_{recent_count}, elder_{orders_max}, mask_{recent_count - 1} {
        OUTCRY_ASSERT(std::has_single_bit(recent_count));
        recent_.touch();
    }

    [[nodiscard]] Slot find(OrderId id, const OrderPool& pool) const noexcept {
        const Slot slot = recent_.data()[id.value() & mask_];
        // A free slot has id zero, which no order has; slot zero is always free.
        if (pool.node(slot).order_id == id && id != OrderId{}) return slot;
        if (elder_.used_count() == 0) return no_slot;
        return elder_.find(hash_of(id),
                           [&](Slot found) { return pool.node(found).order_id == id; });
    }

    /// Makes room for an id that was just given out; the order it overtakes moves on.
    void make_room(OrderId id, const OrderPool& pool) noexcept {
        Slot& entry = recent_.data()[id.value() & mask_];
        if (__builtin_expect(entry == no_slot, 1)) return;
        const OrderId elder_id = pool.node(entry).order_id;
        OUTCRY_ASSERT(elder_id < id);
        elder_.insert(hash_of(elder_id), entry);
        entry = no_slot;
    }

    /// `id` is the newest.
    void insert(OrderId id, Slot slot) noexcept {
        Slot& entry = recent_.data()[id.value() & mask_];
        OUTCRY_ASSERT(entry == no_slot);
        entry = slot;
    }

    /// For a snapshot: an id older than the ring reaches goes to the table at once.
    void restore(OrderId id, OrderId newest, Slot slot) noexcept {
        OUTCRY_ASSERT(id <= newest);
        if (newest.value() - id.value() > mask_) {
            elder_.insert(hash_of(id), slot);
        } else {
            insert(id, slot);
        }
    }

    void erase(OrderId id, Slot slot) noexcept {
        Slot& entry = recent_.data()[id.value() & mask_];
        if (__builtin_expect(entry == slot, 1)) {
            entry = no_slot;
        } else {
            elder_.erase(hash_of(id), slot);
        }
    }

    void prefetch_entry(OrderId id) const noexcept {
        prefetch(recent_.data() + (id.value() & mask_));
    }
    /// What the ring says, right or not: good enough to prefetch by.
    [[nodiscard]] Slot guess(OrderId id) const noexcept {
        return recent_.data()[id.value() & mask_];
    }
    [[nodiscard]] std::size_t elder_count() const noexcept { return elder_.used_count(); }

private:
    [[nodiscard]] static std::uint32_t hash_of(OrderId id) noexcept {
        return static_cast<std::uint32_t>(base::mix(id.value()) >> 32);
    }

    HugeArray<Slot> recent_;
    SlotTable elder_;
    std::uint64_t mask_;
};

}  // namespace outcry::engine
