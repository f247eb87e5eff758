#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "outcry/ring/processor.hpp"

namespace outcry::ring {

/// Where a consumer sleeps when it has nothing to do.
enum class Parking : std::uint8_t {
    never,    // it spins; ringing is free and makes no system call
    futex,    // it sleeps in `Doorbell::wait`
    eventfd,  // it sleeps in an event loop that also watches `native_handle()`
};

/// Wakes one consumer thread, whatever the number of rings it reads and of producers it has.
///
/// The handshake, after Dekker: each side first writes its own word and then reads the other's.
///
///     producer: publish; full fence; state parked?  -> exchange it for awake, wake
///     consumer: state = parked; full fence; look at every ring once more -> empty? sleep
///
/// The two fences have an order. If the producer's is first, the consumer's last look finds the
/// publication; if the consumer's is first, the producer finds `parked`. So no wake-up is lost,
/// and a producer pays one fence per published batch and one load of a word that rests in its
/// cache. The sleep itself compares the state again, in the kernel. A wake-up may come for
/// nothing; a consumer always looks before it sleeps again.
///
/// `ring` belongs to any thread, everything else to the consumer. Outlives its rings' traffic.
class Doorbell {
public:
    explicit Doorbell(Parking parking = Parking::futex);
    Doorbell(const Doorbell&) = delete;
    Doorbell& operator=(const Doorbell&) = delete;
    ~Doorbell();

    /// Called after something was published. No system call unless the consumer is parked.
    void ring() noexcept {
        if (parking_ == Parking::never) return;
        full_fence();
        ring_after_fence();
    }

    /// The same for a caller that has made the full fence itself, once for several doorbells.
    void ring_after_fence() noexcept {
        if (state_.load(std::memory_order_relaxed) == parked) wake();
    }

    /// Announces that the consumer is about to sleep. It must look at all of its rings (and at its
    /// stop flag) once more before it calls `wait` or enters its event loop.
    void announce_parking() noexcept {
        state_.store(parked, std::memory_order_relaxed);
        full_fence();
    }

    /// Sleeps until rung or until the time has passed, after `announce_parking` only. True when it
    /// may have been rung, false when all of the time passed without.
    bool wait(std::chrono::microseconds time_max) noexcept;

    /// The consumer is up and looks at its rings: nobody needs to wake it.
    void set_awake() noexcept { state_.store(awake, std::memory_order_relaxed); }

    /// Makes the event descriptor unreadable again. For the handler of an event loop.
    void drain() noexcept;

    [[nodiscard]] Parking parking() const noexcept { return parking_; }
    /// The descriptor that becomes readable when a parked consumer is rung; -1 without eventfd.
    [[nodiscard]] int native_handle() const noexcept { return event_descriptor_; }
    /// How often a producer had to call the kernel. For metrics and tests, from any thread.
    [[nodiscard]] std::uint64_t wake_count() const noexcept {
        return wake_count_.load(std::memory_order_relaxed);
    }

private:
    static constexpr std::uint32_t awake = 0;
    static constexpr std::uint32_t parked = 1;

    void wake() noexcept;

    alignas(separation_size_bytes) std::atomic<std::uint32_t> state_{awake};
    // The rest is read-only on the hot path and may share the line with the state.
    const Parking parking_;
    int event_descriptor_ = -1;
    std::atomic<std::uint64_t> wake_count_{0};
};

}  // namespace outcry::ring
