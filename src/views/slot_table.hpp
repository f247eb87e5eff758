#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "outcry/base/assert.hpp"
#include "outcry/base/hash.hpp"

namespace outcry::views {

inline constexpr std::uint32_t no_slot = UINT32_MAX;

/// From 64-bit keys to slots of a pool: open addressing, linear probing, erasing by shifting back,
/// so that a table whose oldest entry leaves with each new one never degrades. Keys may repeat;
/// who asks then says which one is meant. Grows by doubling, at half load.
class SlotTable {
public:
    SlotTable() : entries_(initial_size) {}

    template <class Matches>
    [[nodiscard]] std::uint32_t find_where(std::uint64_t key, Matches matches) const noexcept {
        for (std::size_t position = home_of(key);; position = following(position)) {
            const Entry& entry = entries_[position];
            if (entry.slot == no_slot) return no_slot;
            if (entry.key == key && matches(entry.slot)) return entry.slot;
        }
    }
    [[nodiscard]] std::uint32_t find(std::uint64_t key) const noexcept {
        return find_where(key, [](std::uint32_t) { return true; });
    }

    void insert(std::uint64_t key, std::uint32_t slot) {
        OUTCRY_ASSERT(slot != no_slot);
        if (2 * (count_ + 1) > entries_.size()) grow();
        place({.key = key, .slot = slot});
        ++count_;
    }

    /// The entry must be there.
    void erase(std::uint64_t key, std::uint32_t slot) noexcept {
        std::size_t hole = position_of(key, slot);
        for (std::size_t position = following(hole); entries_[position].slot != no_slot;
             position = following(position)) {
            // An entry may fill the hole unless its home lies behind the hole.
            const std::size_t home = home_of(entries_[position].key);
            if (distance(home, position) < distance(hole, position)) continue;
            entries_[hole] = entries_[position];
            hole = position;
        }
        entries_[hole] = Entry{};
        --count_;
    }

    /// The entry must be there; it names another slot from now on.
    void replace(std::uint64_t key, std::uint32_t slot, std::uint32_t replacement) noexcept {
        entries_[position_of(key, slot)].slot = replacement;
    }

    [[nodiscard]] std::size_t count() const noexcept { return count_; }

private:
    struct Entry {
        std::uint64_t key = 0;
        std::uint32_t slot = no_slot;
    };
    static constexpr std::size_t initial_size = 1024;

    /// Eight neighbouring ids share a stretch of memory, since new orders are touched together;
    /// the stretches are scattered, or a run of ids would be one long probe.
    [[nodiscard]] std::size_t home_of(std::uint64_t key) const noexcept {
        return ((base::mix(key >> 3) << 3) | (key & 7)) & (entries_.size() - 1);
    }
    [[nodiscard]] std::size_t following(std::size_t position) const noexcept {
        return (position + 1) & (entries_.size() - 1);
    }
    [[nodiscard]] std::size_t distance(std::size_t from, std::size_t to) const noexcept {
        return (to - from) & (entries_.size() - 1);
    }
    [[nodiscard]] std::size_t position_of(std::uint64_t key, std::uint32_t slot) const noexcept {
        std::size_t position = home_of(key);
        while (entries_[position].slot != slot || entries_[position].key != key) {
            OUTCRY_ASSERT(entries_[position].slot != no_slot);
            position = following(position);
        }
        return position;
    }
    void place(const Entry& entry) noexcept {
        std::size_t position = home_of(entry.key);
        while (entries_[position].slot != no_slot) position = following(position);
        entries_[position] = entry;
    }
    void grow() {
        std::vector<Entry> before(entries_.size() * 2);
        before.swap(entries_);
        for (const Entry& entry : before) {
            if (entry.slot != no_slot) place(entry);
        }
    }

    std::vector<Entry> entries_;
    std::size_t count_ = 0;
};

}  // namespace outcry::views
