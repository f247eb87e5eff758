#include "outcry/platform/clock.hpp"

#include <ctime>

#include "outcry/base/assert.hpp"

namespace outcry::platform {
namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

[[nodiscard]] std::int64_t read_ns(clockid_t clock) noexcept {
    timespec time{};
    const int outcome = ::clock_gettime(clock, &time);
    OUTCRY_ASSERT(outcome == 0);
    return std::int64_t{time.tv_sec} * nanoseconds_per_second + time.tv_nsec;
}

}  // namespace

std::int64_t SystemClock::now_us() const noexcept { return read_ns(CLOCK_REALTIME) / 1000; }

std::int64_t SystemClock::monotonic_ns() const noexcept { return read_ns(CLOCK_MONOTONIC); }

void ManualClock::advance_us(std::int64_t duration_us) noexcept {
    OUTCRY_ASSERT(duration_us >= 0);
    now_us_.fetch_add(duration_us, std::memory_order_relaxed);
    monotonic_ns_.fetch_add(duration_us * 1000, std::memory_order_relaxed);
}

}  // namespace outcry::platform
