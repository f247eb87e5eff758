#pragma once

#include <emmintrin.h>

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

#include "outcry/base/assert.hpp"
#include "outcry/base/huge_array.hpp"
#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/ids.hpp"

#include "engine/book/order_pool.hpp"
#include "engine/book/prefetch.hpp"

namespace outcry::engine {

/// A client's name for an order, as a command brings it: hash over account and text, made at the
/// gateway so that the core does not read the text unless it has to.
struct ClientName {
    AccountId account;
    std::uint64_t hash = 0;
    const ClientOrderId& text;
};

/// (account, client order id) -> slot, over the open orders that have such an id.
///
/// Buckets of one cache line: seven hashes, seven slots. A full bucket passes on to the next one
/// and counts how many went past it, so that a search knows where to stop and closing leaves no
/// marks. The text stands with the order and is compared only when the hash agrees. SSE2 is part
/// of every x86-64.
class ClientIdIndex {
public:
    explicit ClientIdIndex(std::uint32_t orders_max)
        : buckets_{std::bit_ceil(std::size_t{orders_max} * 3 / entries_per_bucket + 1)},
          mask_{static_cast<std::uint32_t>(buckets_.count() - 1)} {
        buckets_.touch();
    }

    [[nodiscard]] Slot find(const ClientName& name, const OrderPool& pool) const noexcept {
        const auto hash = static_cast<std::uint32_t>(name.hash);
        for (std::uint32_t position = hash & mask_;; position = (position + 1) & mask_) {
            const Bucket& bucket = buckets_.data()[position];
            for (unsigned hits = bucket.matches(hash); hits != 0; hits &= hits - 1) {
                const Slot slot = bucket.slots[static_cast<unsigned>(std::countr_zero(hits))];
                if (is_named(slot, name, pool)) return slot;
            }
            if (bucket.passed_count == 0) return no_slot;
        }
    }

    /// The bucket that took it, plus one: the order keeps it for `erase`.
    [[nodiscard]] std::uint32_t insert(std::uint64_t full_hash, Slot slot) noexcept {
        const auto hash = static_cast<std::uint32_t>(full_hash);
        std::uint32_t position = hash & mask_;
        while (true) {
            Bucket& bucket = buckets_.data()[position];
            const unsigned place = bucket.place_of(no_slot);
            if (place < entries_per_bucket) {
                bucket.hashes[place] = hash;
                bucket.slots[place] = slot;
                return position + 1;
            }
            ++bucket.passed_count;
            position = (position + 1) & mask_;
        }
    }

    void erase(std::uint32_t bucket_plus_one, Slot slot) noexcept {
        OUTCRY_ASSERT(bucket_plus_one != 0);
        const std::uint32_t last = bucket_plus_one - 1;
        Bucket& bucket = buckets_[last];
        const unsigned place = bucket.place_of(slot);
        OUTCRY_ASSERT(place < entries_per_bucket);
        const std::uint32_t hash = bucket.hashes[place];
        bucket.hashes[place] = 0;
        bucket.slots[place] = no_slot;
        for (std::uint32_t position = hash & mask_; position != last;
             position = (position + 1) & mask_) {
            OUTCRY_ASSERT(buckets_[position].passed_count > 0);
            --buckets_[position].passed_count;
        }
    }

    void prefetch_bucket(std::uint64_t full_hash) const noexcept {
        prefetch(buckets_.data() + (static_cast<std::uint32_t>(full_hash) & mask_));
    }
    /// By what `insert` returned; zero is no bucket and costs a line that is always at hand.
    void prefetch_kept_bucket(std::uint32_t bucket_plus_one) const noexcept {
        prefetch(buckets_.data() + ((bucket_plus_one - 1) & mask_));
    }
    /// The slot behind a hash in its first bucket, for prefetching its text.
    [[nodiscard]] Slot guess(std::uint64_t full_hash) const noexcept {
        const auto hash = static_cast<std::uint32_t>(full_hash);
        const Bucket& bucket = buckets_.data()[hash & mask_];
        // Place seven holds no slot but zero: a miss reads that.
        return bucket.slots[static_cast<unsigned>(std::countr_zero(bucket.matches(hash) | 0x80U))];
    }

    [[nodiscard]] std::uint64_t count() const noexcept {
        std::uint64_t total = 0;
        for (const Bucket& bucket : buckets_.span()) {
            for (const Slot slot : bucket.slots) total += slot != no_slot ? 1U : 0U;
        }
        return total;
    }

private:
    static constexpr unsigned entries_per_bucket = 7;

    struct alignas(64) Bucket {
        std::array<std::uint32_t, entries_per_bucket> hashes;
        std::uint32_t passed_count;  // entries that belong here or before and stand behind
        std::array<Slot, entries_per_bucket + 1> slots;  // the eighth stays zero

        /// A bit for each place whose hash is this one.
        [[nodiscard]] unsigned matches(std::uint32_t hash) const noexcept {
            return compare(hashes.data(), hash) & 0x7FU;
        }
        /// The first place of a slot; past the end when there is none.
        [[nodiscard]] unsigned place_of(Slot slot) const noexcept {
            return static_cast<unsigned>(
                std::countr_zero((compare(slots.data(), slot) & 0x7FU) | 0x80U));
        }

    private:
        [[nodiscard]] static unsigned compare(const std::uint32_t* words,
                                              std::uint32_t value) noexcept {
            // SAFETY: each half of a bucket is 32 bytes from a 32-byte boundary.
            const auto* const halves = reinterpret_cast<const __m128i*>(words);
            const __m128i wanted = _mm_set1_epi32(static_cast<int>(value));
            const __m128i low = _mm_cmpeq_epi32(_mm_load_si128(halves), wanted);
            const __m128i high = _mm_cmpeq_epi32(_mm_load_si128(halves + 1), wanted);
            return static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(low))) |
                   (static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(high))) << 4);
        }
    };
    static_assert(sizeof(Bucket) == 64);

    [[nodiscard]] static bool is_named(Slot slot, const ClientName& name,
                                       const OrderPool& pool) noexcept {
        // An unused place has the hash zero, which a text may have as well.
        if (slot == no_slot) return false;
        if (pool.node(slot).account() != name.account) return false;
        return pool.name(slot) == name.text;
    }

    HugeArray<Bucket> buckets_;
    std::uint32_t mask_;
};

}  // namespace outcry::engine
