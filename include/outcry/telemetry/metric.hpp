#pragma once

#include <atomic>
#include <cstdint>

namespace outcry::telemetry {

/// A count that only grows. One thread writes, any thread reads; the writer pays a plain add.
/// On a cache line of its own, so that two writers never share one.
class alignas(64) Counter {
public:
    void add(std::uint64_t count = 1) noexcept {
        value_.store(value_.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
    }
    /// For a count that the writer keeps elsewhere. It must not be smaller than before.
    void set(std::uint64_t total) noexcept { value_.store(total, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t value() const noexcept {
        return value_.load(std::memory_order_relaxed);
    }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// A level that rises and falls. One thread writes, any thread reads.
class alignas(64) Gauge {
public:
    void set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
    void add(std::int64_t difference) noexcept {
        set(value_.load(std::memory_order_relaxed) + difference);
    }
    [[nodiscard]] std::int64_t value() const noexcept {
        return value_.load(std::memory_order_relaxed);
    }

private:
    std::atomic<std::int64_t> value_{0};
};

}  // namespace outcry::telemetry
