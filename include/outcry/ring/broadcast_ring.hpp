#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>

#include "outcry/base/assert.hpp"
#include "outcry/base/huge_array.hpp"
#include "outcry/ring/doorbell.hpp"
#include "outcry/ring/processor.hpp"
#include "outcry/ring/ring_reader.hpp"
#include "outcry/ring/room_signal.hpp"

namespace outcry::ring {

inline constexpr std::size_t ring_readers_max = 16;

/// Shows every element to every reader, in order. One producer thread, up to `ring_readers_max`
/// readers of one thread each, all of them added before the first claim. Nothing is overwritten
/// before the slowest reader has released it: a reader that must not hold up the others drops or
/// conflates on its own side.
///
/// Elements are written in place: claim slots, fill them, publish the batch. All memory is had and
/// touched at construction.
template <class T>
class BroadcastRing {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    using Reader = RingReader<T>;

    /// `capacity` is a power of two.
    explicit BroadcastRing(std::size_t capacity) : slots_{capacity}, capacity_{capacity} {
        OUTCRY_ASSERT(std::has_single_bit(capacity));
        slots_.touch();
    }
    BroadcastRing(const BroadcastRing&) = delete;
    BroadcastRing& operator=(const BroadcastRing&) = delete;

    /// The ring keeps the reader. A reader without a doorbell has to poll.
    [[nodiscard]] Reader& add_reader(Doorbell* doorbell = nullptr) {
        OUTCRY_ASSERT(claimed_ == 0);
        OUTCRY_ASSERT(reader_count_ < ring_readers_max);
        const std::span<const T> slots = slots_.span();
        auto& reader = readers_[reader_count_++];
        reader = std::make_unique<Reader>(slots, published_, room_signal_);
        if (doorbell != nullptr) connect_reader(*doorbell);
        return *reader;
    }
    /// Rung after each publication. Agents that share a thread share a doorbell; it rings once.
    void connect_reader(Doorbell& doorbell) noexcept;
    /// Rung when a full ring has room again. Before the threads start.
    void connect_producer(Doorbell& doorbell) noexcept { room_signal_.connect(doorbell); }

    /// The next slot to be filled in place, or none when the ring is full. It holds an old
    /// element's bytes: write every field.
    [[nodiscard]] T* try_claim() noexcept {
        if (!has_room(1)) return nullptr;
        return slots_.data() + (claimed_++ & (capacity_ - 1));
    }

    /// Makes the claimed slots visible and wakes parked readers. Once per batch, and whenever the
    /// producer goes idle. Answers how many became visible.
    std::size_t publish() noexcept {
        const std::size_t count = claim_count();
        if (count == 0) return 0;
        // Release: the slots' content becomes visible with, never after, the index.
        published_.store(claimed_, std::memory_order_release);
        if (doorbell_count_ == 0) return count;
        full_fence();
        for (std::size_t i = 0; i < doorbell_count_; ++i) doorbells_[i]->ring_after_fence();
        return count;
    }

    /// Takes back what was claimed and not published.
    void discard() noexcept { claimed_ = published_.load(std::memory_order_relaxed); }

    [[nodiscard]] bool try_push(const T& element) noexcept {
        T* const slot = try_claim();
        if (slot == nullptr) return false;
        *slot = element;
        publish();
        return true;
    }

    /// Producer: whether `count` more slots can be claimed. Reads the readers' cursors only when
    /// what it saw last does not suffice.
    [[nodiscard]] bool has_room(std::size_t count) noexcept {
        if (capacity_ - (claimed_ - released_seen_) >= count) return true;
        return look_for_room(count);
    }
    /// Producer: whether at least `count` slots are in use; as cheap as `has_room`. This is the
    /// "three quarters full" of admission: it refuses without claiming to wait for room.
    [[nodiscard]] bool is_filled_to(std::size_t count) noexcept {
        if (claimed_ - released_seen_ < count) return false;
        return used() >= count;
    }
    /// Producer: slots in use, claimed ones included, as of now.
    [[nodiscard]] std::size_t used() noexcept {
        released_seen_ = slowest_released();
        return claimed_ - released_seen_;
    }
    [[nodiscard]] std::size_t free_slots() noexcept { return capacity_ - used(); }
    /// Producer: claimed and not yet published.
    [[nodiscard]] std::size_t claim_count() const noexcept {
        return claimed_ - published_.load(std::memory_order_relaxed);
    }

    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
    /// Elements that the slowest reader still has to release; any thread, a moment old. Metrics.
    [[nodiscard]] std::size_t depth() const noexcept {
        const std::uint64_t released = slowest_released();
        return published_.load(std::memory_order_relaxed) - released;
    }

private:
    [[nodiscard]] std::uint64_t slowest_released() const noexcept {
        // Without readers the ring keeps everything and is full after one round.
        std::uint64_t slowest = reader_count_ == 0 ? 0 : readers_[0]->released();
        for (std::size_t i = 1; i < reader_count_; ++i)
            slowest = std::min(slowest, readers_[i]->released());
        return slowest;
    }

    [[nodiscard]] bool look_for_room(std::size_t count) noexcept {
        OUTCRY_ASSERT(count <= capacity_);
        if (free_slots() >= count) return true;
        if (!room_signal_.is_connected()) return false;
        room_signal_.announce_waiting();
        return free_slots() >= count;
    }

    HugeArray<T> slots_;
    const std::size_t capacity_;
    std::size_t reader_count_ = 0;
    std::size_t doorbell_count_ = 0;
    std::array<Doorbell*, ring_readers_max> doorbells_{};
    std::array<std::unique_ptr<Reader>, ring_readers_max> readers_;

    // The producer's own words; then the one that the readers poll; each apart from the others.
    alignas(separation_size_bytes) std::uint64_t claimed_ = 0;
    std::uint64_t released_seen_ = 0;
    alignas(separation_size_bytes) std::atomic<std::uint64_t> published_{0};
    alignas(separation_size_bytes) RoomSignal room_signal_;
};

template <class T>
void BroadcastRing<T>::connect_reader(Doorbell& doorbell) noexcept {
    if (doorbell.parking() == Parking::never) return;
    for (std::size_t i = 0; i < doorbell_count_; ++i)
        if (doorbells_[i] == &doorbell) return;
    OUTCRY_ASSERT(doorbell_count_ < ring_readers_max);
    doorbells_[doorbell_count_++] = &doorbell;
}

}  // namespace outcry::ring
