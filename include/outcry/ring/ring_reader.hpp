#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "outcry/base/assert.hpp"
#include "outcry/ring/processor.hpp"
#include "outcry/ring/room_signal.hpp"

namespace outcry::ring {

/// One consumer's place in a ring: what it has seen, what it has given back. Owned by its ring,
/// used by one consumer thread; only `released` may be called by the producer.
template <class T>
class RingReader {
public:
    RingReader(std::span<const T> slots, const std::atomic<std::uint64_t>& published,
               RoomSignal& room_signal) noexcept
        : slots_{slots.data()},
          mask_{slots.size() - 1},
          published_{published},
          room_signal_{room_signal} {}
    RingReader(const RingReader&) = delete;
    RingReader& operator=(const RingReader&) = delete;

    /// The oldest elements in place, at most `count_max`, to be read while they lie in the ring:
    /// the later ones show the future and can be prefetched for. Ends early where the memory
    /// wraps, so an empty answer is the only one that means an empty ring.
    [[nodiscard]] std::span<const T> peek(std::size_t count_max) noexcept {
        if (published_seen_ - position_ < count_max) {
            // Acquire: the slots up to here were written before the index that shows them.
            published_seen_ = published_.load(std::memory_order_acquire);
        }
        const std::size_t first = position_ & mask_;
        const std::size_t count = std::min<std::size_t>(published_seen_ - position_, count_max);
        return {slots_ + first, std::min(count, mask_ + 1 - first)};
    }

    /// Gives the oldest `count` of the peeked elements back to the producer. Once per batch.
    void release(std::size_t count) noexcept {
        OUTCRY_ASSERT(count <= published_seen_ - position_);
        if (count == 0) return;
        position_ += count;
        // Release: our reads of the slots end before the producer may overwrite them.
        released_.store(position_, std::memory_order_release);
        room_signal_.room_was_made();
    }

    /// Copies the oldest element out. For cold paths: it gives back one slot at a time.
    [[nodiscard]] bool try_pop(T& element) noexcept {
        const std::span<const T> oldest = peek(1);
        if (oldest.empty()) return false;
        element = oldest.front();
        release(1);
        return true;
    }

    /// Elements that wait, as of now.
    [[nodiscard]] std::size_t available() const noexcept {
        return published_.load(std::memory_order_relaxed) - position_;
    }

    /// The producer's view: every slot before this position is free.
    [[nodiscard]] std::uint64_t released() const noexcept {
        // Acquire: pairs with `release`, the consumer no longer reads the slots before this.
        return released_.load(std::memory_order_acquire);
    }

private:
    const T* const slots_;
    const std::size_t mask_;
    const std::atomic<std::uint64_t>& published_;
    RoomSignal& room_signal_;
    std::uint64_t position_ = 0;
    std::uint64_t published_seen_ = 0;
    alignas(separation_size_bytes) std::atomic<std::uint64_t> released_{0};
};

}  // namespace outcry::ring
