#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "outcry/base/assert.hpp"
#include "outcry/base/hash.hpp"
#include "outcry/base/huge_array.hpp"
#include "outcry/domain/ids.hpp"

namespace outcry::engine {

/// How many open orders an account has on an instrument, for the instruments whose rules ask for
/// it; nobody else pays for the table. Open addressing, at most half full; an entry goes with the
/// last of its orders.
class AccountCounts {
public:
    explicit AccountCounts(std::uint32_t entries_max)
        : entries_{std::bit_ceil(std::size_t{entries_max} * 2 + 1)},
          mask_{entries_.count() - 1},
          entries_max_{entries_max} {}

    [[nodiscard]] std::uint32_t of(AccountId account, InstrumentId instrument) const noexcept {
        return entries_.data()[place_of(key_of(account, instrument))].count;
    }
    /// Whether one more order of the account on the instrument can be counted.
    [[nodiscard]] bool has_room(AccountId account, InstrumentId instrument) const noexcept {
        return used_count_ < entries_max_ || of(account, instrument) != 0;
    }
    [[nodiscard]] std::uint32_t used_count() const noexcept { return used_count_; }

    void add(AccountId account, InstrumentId instrument) noexcept {
        const std::uint64_t key = key_of(account, instrument);
        Entry& entry = entries_[place_of(key)];
        if (entry.count == 0) {
            OUTCRY_ASSERT(used_count_ < entries_max_);
            ++used_count_;
            entry.key = key;
        }
        ++entry.count;
    }
    void remove(AccountId account, InstrumentId instrument) noexcept {
        const std::size_t place = place_of(key_of(account, instrument));
        OUTCRY_ASSERT(entries_[place].count > 0);
        if (--entries_[place].count == 0) erase(place);
    }
    /// Forgets all orders of the account on the instrument.
    void clear(AccountId account, InstrumentId instrument) noexcept {
        const std::size_t place = place_of(key_of(account, instrument));
        if (entries_[place].count != 0) erase(place);
    }

private:
    struct Entry {
        std::uint64_t key;
        std::uint32_t count;  // zero: the place is free
        std::uint32_t reserved;
    };

    [[nodiscard]] static std::uint64_t key_of(AccountId account, InstrumentId instrument) noexcept {
        return (std::uint64_t{account.value()} << 16) | instrument.value();
    }
    /// Where the key stands, or the free place where it would.
    [[nodiscard]] std::size_t place_of(std::uint64_t key) const noexcept {
        std::size_t place = base::mix(key) & mask_;
        while (entries_.data()[place].count != 0 && entries_.data()[place].key != key) {
            place = (place + 1) & mask_;
        }
        return place;
    }
    /// Moves what stands behind a freed place up to it, so that a search never meets a gap.
    void erase(std::size_t place) noexcept {
        --used_count_;
        std::size_t gap = place;
        for (std::size_t next = (gap + 1) & mask_; entries_[next].count != 0;
             next = (next + 1) & mask_) {
            const std::size_t home = base::mix(entries_[next].key) & mask_;
            // Only an entry whose home is not behind the gap may fill it.
            if (((next - home) & mask_) < ((next - gap) & mask_)) continue;
            entries_[gap] = entries_[next];
            gap = next;
        }
        entries_[gap] = {};
    }

    HugeArray<Entry> entries_;
    std::size_t mask_;
    std::uint32_t entries_max_;
    std::uint32_t used_count_ = 0;
};

}  // namespace outcry::engine
