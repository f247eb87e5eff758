#include "outcry/ring/idle_strategy.hpp"

#include <sched.h>

#include "outcry/base/assert.hpp"

namespace outcry::ring {

IdleStrategy::IdleStrategy(const IdleOptions& options, Doorbell& doorbell)
    : options_{options}, doorbell_{doorbell} {
    const bool doorbell_can_park = doorbell.parking() != Parking::never;
    OUTCRY_ASSERT(doorbell_can_park == (options.waiting == Waiting::adaptive));
    OUTCRY_ASSERT(options.park_time_max.count() > 0);
    // A strategy that spins never counts its rounds up to the maximum.
    OUTCRY_ASSERT(options.waiting == Waiting::adaptive || options.spin_count_max > 0);
}

void IdleStrategy::back_off() {
    if (yield_count_ < options_.yield_count_max) {
        ++yield_count_;
        ::sched_yield();
        return;
    }
    if (has_announced_) return sleep();
    has_announced_ = true;
    doorbell_.announce_parking();
}

void IdleStrategy::sleep() {
    has_announced_ = false;
    // Counted by its own thread only; others just read.
    park_count_.store(park_count_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    if (sleep_) {
        sleep_(options_.park_time_max);
        doorbell_.set_awake();
    } else {
        doorbell_.wait(options_.park_time_max);
    }
    // After a sleep without work the counters stay at their end: one look, then it parks again.
}

void IdleStrategy::stay_awake() noexcept {
    has_announced_ = false;
    doorbell_.set_awake();
}

}  // namespace outcry::ring
