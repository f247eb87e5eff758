#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "outcry/base/assert.hpp"
#include "outcry/base/huge_array.hpp"

namespace outcry::engine {

/// Open addressing from a 32-bit hash to a 32-bit index that is not zero. The caller knows how to
/// tell whether an index is the one it means; at most half of the table is ever in use.
class SlotTable {
public:
    explicit SlotTable(std::size_t entries_max) : entries_{size_for(entries_max)} {
        entries_.touch();
        shift_ = 32U - static_cast<unsigned>(std::countr_zero(entries_.count()));
    }

    /// The first index under `hash` for which `is_meant(index)`, or zero.
    template <class IsMeant>
    [[nodiscard]] std::uint32_t find(std::uint32_t hash, IsMeant is_meant) const noexcept {
        const Entry* const entries = entries_.data();
        for (std::size_t position = home_of(hash);; position = after(position)) {
            const Entry entry = entries[position];
            if (entry.index == 0) return 0;
            if (entry.hash == hash && is_meant(entry.index)) return entry.index;
        }
    }

    void insert(std::uint32_t hash, std::uint32_t index) noexcept {
        OUTCRY_ASSERT(index != 0);
        OUTCRY_ASSERT(used_count_ < entries_.count() / 2);
        std::size_t position = home_of(hash);
        while (entries_[position].index != 0) position = after(position);
        entries_[position] = {hash, index};
        ++used_count_;
    }

    void erase(std::uint32_t hash, std::uint32_t index) noexcept {
        std::size_t hole = home_of(hash);
        while (entries_[hole].index != index) {
            // What is erased was inserted: the run cannot end before it.
            OUTCRY_ASSERT(entries_[hole].index != 0);
            hole = after(hole);
        }
        close_hole(hole);
        --used_count_;
    }

    [[nodiscard]] std::size_t used_count() const noexcept { return used_count_; }

private:
    struct Entry {
        std::uint32_t hash;
        std::uint32_t index;
    };

    [[nodiscard]] static std::size_t size_for(std::size_t entries_max) noexcept {
        OUTCRY_ASSERT(entries_max < (std::size_t{1} << 30));
        return std::bit_ceil(2 * entries_max + 16);
    }
    [[nodiscard]] std::size_t home_of(std::uint32_t hash) const noexcept { return hash >> shift_; }
    [[nodiscard]] std::size_t after(std::size_t position) const noexcept {
        return (position + 1) & (entries_.count() - 1);
    }

    /// Moves back what was pushed behind the hole, so that no run is cut and no mark is left.
    void close_hole(std::size_t hole) noexcept {
        const std::size_t mask = entries_.count() - 1;
        for (std::size_t position = after(hole);; position = after(position)) {
            const Entry entry = entries_[position];
            if (entry.index == 0) break;
            const std::size_t distance_from_home = (position - home_of(entry.hash)) & mask;
            if (distance_from_home < ((position - hole) & mask)) continue;
            entries_[hole] = entry;
            hole = position;
        }
        entries_[hole] = {};
    }

    HugeArray<Entry> entries_;
    unsigned shift_ = 0;
    std::size_t used_count_ = 0;
};

}  // namespace outcry::engine
