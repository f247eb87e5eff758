#include "outcry/ring/doorbell.hpp"

#include <linux/futex.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>

#include "outcry/base/assert.hpp"

namespace outcry::ring {
namespace {

// SAFETY: a lock-free 32-bit atomic is a 32-bit word in memory, which is what the kernel compares.
static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t));
static_assert(std::atomic<std::uint32_t>::is_always_lock_free);

/// Whether all of the time has passed; false when rung before it slept, interrupted or woken.
[[nodiscard]] bool futex_wait(std::atomic<std::uint32_t>& word, std::uint32_t expected,
                              std::chrono::microseconds time_max) noexcept {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time_max);
    const timespec timeout{
        .tv_sec = seconds.count(),
        .tv_nsec = std::chrono::nanoseconds{time_max - seconds}.count(),
    };
    const long outcome =
        ::syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, expected, &timeout, nullptr, 0);
    return outcome != 0 && errno == ETIMEDOUT;
}

void futex_wake(std::atomic<std::uint32_t>& word) noexcept {
    const long woken = ::syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
    OUTCRY_ASSERT(woken >= 0);
}

/// Whether all of the time has passed.
[[nodiscard]] bool poll_descriptor(int number, std::chrono::microseconds time_max) noexcept {
    constexpr std::int64_t wait_ms_max = 60'000;
    const std::int64_t wait_ms = std::chrono::ceil<std::chrono::milliseconds>(time_max).count();
    pollfd descriptor{.fd = number, .events = POLLIN, .revents = 0};
    return ::poll(&descriptor, 1, static_cast<int>(std::min(wait_ms, wait_ms_max))) == 0;
}

}  // namespace

Doorbell::Doorbell(Parking parking) : parking_{parking} {
    if (parking != Parking::eventfd) return;
    event_descriptor_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    // Start-up; without descriptors nothing else would start either.
    OUTCRY_ASSERT(event_descriptor_ >= 0);
}

Doorbell::~Doorbell() {
    if (event_descriptor_ >= 0) ::close(event_descriptor_);
}

void Doorbell::wake() noexcept {
    // Exchange, so that of several producers one makes the system call. Relaxed: what was
    // published is handed over by the ring's index, and the fences have settled the order.
    if (state_.exchange(awake, std::memory_order_relaxed) != parked) return;
    wake_count_.fetch_add(1, std::memory_order_relaxed);
    if (parking_ == Parking::futex) return futex_wake(state_);

    const std::uint64_t one = 1;
    const ssize_t written = ::write(event_descriptor_, &one, sizeof one);
    // EAGAIN would be a counter at 2^64: it is readable then, which is all that is wanted.
    OUTCRY_ASSERT(written == sizeof one || errno == EAGAIN);
}

bool Doorbell::wait(std::chrono::microseconds time_max) noexcept {
    OUTCRY_ASSERT(parking_ != Parking::never);
    bool has_time_passed = false;
    if (parking_ == Parking::futex)
        has_time_passed = futex_wait(state_, parked, time_max);
    else if (state_.load(std::memory_order_relaxed) == parked)
        has_time_passed = poll_descriptor(event_descriptor_, time_max);
    // Also after a time-out: what a late producer writes would otherwise end the next sleep.
    drain();
    // Who was rung at the last moment was rung; who was not may be woken by a ring of long ago,
    // whose producer was slow between its exchange and its system call.
    return state_.exchange(awake, std::memory_order_relaxed) == awake || !has_time_passed;
}

void Doorbell::drain() noexcept {
    if (event_descriptor_ < 0) return;
    std::uint64_t ring_count = 0;
    // EAGAIN means that nobody has rung, which is as good.
    (void)!::read(event_descriptor_, &ring_count, sizeof ring_count);
}

}  // namespace outcry::ring
