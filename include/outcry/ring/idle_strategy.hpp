#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>

#include "outcry/ring/doorbell.hpp"

namespace outcry::ring {

enum class Waiting : std::uint8_t {
    spin,      // a core of its own; lowest latency; never enters the kernel
    adaptive,  // spins, yields, then parks at the doorbell; an idle machine stays idle
};

struct IdleOptions {
    Waiting waiting = Waiting::adaptive;
    std::uint32_t spin_count_max = 200;  // rounds without work, each with one pause
    std::uint32_t yield_count_max = 10;
    /// Longest sleep: what depends on time alone (a timer, a deadline) is late by at most this.
    std::chrono::microseconds park_time_max{10'000};
};

/// The parking that fits a way of waiting: a consumer that spins must not be rung.
[[nodiscard]] constexpr Parking parking_for(Waiting waiting, Parking parking) noexcept {
    return waiting == Waiting::spin ? Parking::never : parking;
}

/// What a thread does between two rounds of work. Belongs to that thread.
///
/// The caller's loop is the last look that the doorbell's handshake asks for: the call that
/// announces parking returns, the loop polls every ring once more, and only the next call that
/// reports no work sleeps. So a round has to look at all rings that the doorbell stands for.
class IdleStrategy {
public:
    IdleStrategy(const IdleOptions& options, Doorbell& doorbell);

    /// Replaces the sleep at the doorbell, for a thread whose event loop watches the doorbell's
    /// `native_handle`: it should return when an event came or the time has passed.
    void sleep_with(std::function<void(std::chrono::microseconds)> sleep) {
        sleep_ = std::move(sleep);
    }

    /// `work_count` is what the round found: zero backs off by one step, more starts over.
    void idle(int work_count) {
        if (work_count > 0) return start_over();
        if (spin_count_ < options_.spin_count_max) return spin_once();
        back_off();
    }

    /// How often this thread has slept; from any thread.
    [[nodiscard]] std::uint64_t park_count() const noexcept {
        return park_count_.load(std::memory_order_relaxed);
    }

private:
    void start_over() noexcept {
        spin_count_ = 0;
        yield_count_ = 0;
        if (has_announced_) stay_awake();
    }
    void spin_once() noexcept {
        spin_count_ += options_.waiting == Waiting::spin ? 0 : 1;
        pause_processor();
    }
    void stay_awake() noexcept;
    void back_off();
    void sleep();

    const IdleOptions options_;
    Doorbell& doorbell_;
    std::function<void(std::chrono::microseconds)> sleep_;
    std::uint32_t spin_count_ = 0;
    std::uint32_t yield_count_ = 0;
    bool has_announced_ = false;
    std::atomic<std::uint64_t> park_count_{0};
};

}  // namespace outcry::ring
