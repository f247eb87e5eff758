#pragma once

#include <atomic>
#include <cstdint>

namespace outcry::platform {

/// Where time comes from. Outside of the engine only: to it, time is part of a command. Callable
/// from any thread.
class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    /// Wall clock, microseconds since 1970 UTC. The operator may set it: it can jump both ways.
    [[nodiscard]] virtual std::int64_t now_us() const noexcept = 0;
    /// For durations: never goes back, starts anywhere.
    [[nodiscard]] virtual std::int64_t monotonic_ns() const noexcept = 0;
};

/// The machine's clocks; reads them without entering the kernel.
class SystemClock final : public Clock {
public:
    [[nodiscard]] std::int64_t now_us() const noexcept override;
    [[nodiscard]] std::int64_t monotonic_ns() const noexcept override;
};

/// A clock that stands still until a test moves it.
class ManualClock final : public Clock {
public:
    explicit ManualClock(std::int64_t now_us = 0) noexcept : now_us_{now_us} {}

    [[nodiscard]] std::int64_t now_us() const noexcept override {
        return now_us_.load(std::memory_order_relaxed);
    }
    [[nodiscard]] std::int64_t monotonic_ns() const noexcept override {
        return monotonic_ns_.load(std::memory_order_relaxed);
    }

    /// Time passes: both clocks move.
    void advance_us(std::int64_t duration_us) noexcept;
    /// The operator sets the wall clock, back or forth; durations do not notice.
    void set_now_us(std::int64_t now_us) noexcept {
        now_us_.store(now_us, std::memory_order_relaxed);
    }

private:
    std::atomic<std::int64_t> now_us_;
    std::atomic<std::int64_t> monotonic_ns_{0};
};

}  // namespace outcry::platform
