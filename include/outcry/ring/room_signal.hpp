#pragma once

#include <atomic>

#include "outcry/ring/doorbell.hpp"

namespace outcry::ring {

/// Tells a producer that found its ring full when there is room again, and only then: without it a
/// consumer would wake an idle producer with every slot it gives back.
///
///     producer: waits = true; full fence; look at the consumers' cursors again -> still full
///     consumer: release the slots; full fence; waits? -> clear it, ring the producer's doorbell
///
/// It is the handshake of `Doorbell` once more, in front of the doorbell's own: a producer repeats
/// its look after it has announced parking, so that the flag is set when it sleeps.
class RoomSignal {
public:
    /// Before the threads start. Without a doorbell the signal costs one test of a pointer.
    void connect(Doorbell& producer) noexcept {
        doorbell_ = producer.parking() == Parking::never ? nullptr : &producer;
    }
    [[nodiscard]] bool is_connected() const noexcept { return doorbell_ != nullptr; }

    /// Producer: it found no room. It must look again after this call, since room that appeared
    /// before it is not signalled.
    void announce_waiting() noexcept {
        producer_waits_.store(true, std::memory_order_relaxed);
        full_fence();
    }

    /// Consumer: it has released slots.
    void room_was_made() noexcept {
        if (doorbell_ == nullptr) return;
        full_fence();
        if (!producer_waits_.load(std::memory_order_relaxed)) return;
        // Cleared before the ring: a producer that sets it again meanwhile is awake or is rung.
        producer_waits_.store(false, std::memory_order_relaxed);
        doorbell_->ring();
    }

private:
    alignas(separation_size_bytes) std::atomic<bool> producer_waits_{false};
    Doorbell* doorbell_ = nullptr;
};

}  // namespace outcry::ring
