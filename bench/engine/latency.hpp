#pragma once

#include <time.h>
#include <x86intrin.h>

#include <array>
#include <bit>
#include <chrono>
#include <cstdint>

namespace outcry::bench {

/// Ticks of the processor's clock per nanosecond, measured once.
[[nodiscard]] inline double ticks_per_ns() {
    static const double measured = [] {
        using Clock = std::chrono::steady_clock;
        const auto start = Clock::now();
        const std::uint64_t start_ticks = __rdtsc();
        while (Clock::now() - start < std::chrono::milliseconds{50}) {}
        const std::chrono::duration<double, std::nano> elapsed = Clock::now() - start;
        return static_cast<double>(__rdtsc() - start_ticks) / elapsed.count();
    }();
    return measured;
}

/// Time this thread has had on a processor. Nothing measured here sleeps, so on a quiet machine it
/// is the wall clock's time, and on a busy one what others took is not in it.
[[nodiscard]] inline double thread_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Counts of durations in ticks; 32 classes per power of two, so within 3 %.
class Latency {
public:
    void record(std::uint64_t ticks) noexcept {
        ++counts_[class_of(ticks)];
        ++total_;
    }

    [[nodiscard]] std::uint64_t total() const noexcept { return total_; }
    [[nodiscard]] double percentile_ns(double percent) const {
        const auto wanted =
            static_cast<std::uint64_t>(static_cast<double>(total_) * percent / 100.0);
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            seen += counts_[i];
            if (seen > wanted) return static_cast<double>(value_of(i)) / ticks_per_ns();
        }
        return 0;
    }

private:
    static std::size_t class_of(std::uint64_t ticks) noexcept {
        if (ticks < 32) return ticks;
        const auto power = static_cast<unsigned>(std::bit_width(ticks)) - 6;
        return 32 * std::size_t{power} + (ticks >> power);
    }
    static std::uint64_t value_of(std::size_t place) noexcept {
        if (place < 64) return place;
        const std::size_t power = place / 32 - 1;
        return (place - 32 * power) << power;
    }

    std::array<std::uint64_t, 2'048> counts_{};
    std::uint64_t total_ = 0;
};

}  // namespace outcry::bench
