#pragma once

#include <cstddef>
#include <span>

#include "outcry/ring/broadcast_ring.hpp"
#include "outcry/ring/doorbell.hpp"
#include "outcry/ring/ring_reader.hpp"

namespace outcry::ring {

/// The road between two threads: one producer, one consumer, first in first out, bounded. It is a
/// `BroadcastRing` with one reader; see there for what each call promises.
///
///     producer: while (Command* slot = ring.try_claim()) { fill *slot; }  ring.publish();
///     consumer: for (const Command& command : ring.peek(256)) { … }       ring.release(count);
template <class T>
class SpscRing {
public:
    /// `capacity` is a power of two.
    explicit SpscRing(std::size_t capacity) : ring_{capacity}, reader_{ring_.add_reader()} {}

    /// Rung after each publication. Before the threads start.
    void connect_consumer(Doorbell& doorbell) noexcept { ring_.connect_reader(doorbell); }
    /// Rung when a full ring has room again. Before the threads start.
    void connect_producer(Doorbell& doorbell) noexcept { ring_.connect_producer(doorbell); }

    // The producer's calls.
    [[nodiscard]] T* try_claim() noexcept { return ring_.try_claim(); }
    std::size_t publish() noexcept { return ring_.publish(); }
    void discard() noexcept { ring_.discard(); }
    [[nodiscard]] bool try_push(const T& element) noexcept { return ring_.try_push(element); }
    [[nodiscard]] bool has_room(std::size_t count) noexcept { return ring_.has_room(count); }
    [[nodiscard]] bool is_filled_to(std::size_t count) noexcept {
        return ring_.is_filled_to(count);
    }
    [[nodiscard]] std::size_t used() noexcept { return ring_.used(); }
    [[nodiscard]] std::size_t free_slots() noexcept { return ring_.free_slots(); }
    [[nodiscard]] std::size_t claim_count() const noexcept { return ring_.claim_count(); }

    // The consumer's calls.
    [[nodiscard]] std::span<const T> peek(std::size_t count_max) noexcept {
        return reader_.peek(count_max);
    }
    void release(std::size_t count) noexcept { reader_.release(count); }
    [[nodiscard]] bool try_pop(T& element) noexcept { return reader_.try_pop(element); }
    [[nodiscard]] std::size_t available() const noexcept { return reader_.available(); }

    // Anybody's calls.
    [[nodiscard]] std::size_t capacity() const noexcept { return ring_.capacity(); }
    [[nodiscard]] std::size_t depth() const noexcept { return ring_.depth(); }

private:
    BroadcastRing<T> ring_;
    RingReader<T>& reader_;
};

}  // namespace outcry::ring
