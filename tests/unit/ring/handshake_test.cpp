#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

#include <gtest/gtest.h>

#include "outcry/ring/doorbell.hpp"
#include "outcry/ring/processor.hpp"
#include "outcry/ring/spsc_ring.hpp"

// Litmus tests: both sides make their half of a handshake at the same moment, many times. With
// either fence taken out, the processor's store buffers let both look before either has shown,
// which happens here within some ten thousand rounds.
namespace outcry::ring {
namespace {

#if defined(OUTCRY_SANITIZED)
constexpr std::uint32_t round_count = 30'000;  // the window is wider there, and time is dear
#else
constexpr std::uint32_t round_count = 150'000;
#endif

/// Lets two threads go at the same moment. Spins, since waking up takes longer than the window.
class StartingLine {
public:
    void meet(std::uint32_t round) {
        arrived_count_.fetch_add(1);
        for (int spin_count = 0; arrived_count_.load() < 2 * (round + 1); ++spin_count)
            if (spin_count < 300)
                pause_processor();
            else
                std::this_thread::yield();
    }

private:
    std::atomic<std::uint32_t> arrived_count_{0};
};

/// Shifts one side against the other, so that the rounds sweep over the window.
void delay(std::uint32_t round) {
    for (std::uint32_t i = 0; i < round % 16; ++i) pause_processor();
}

/// What the two sides do in each round: the parts at the same moment, and what is judged and
/// prepared between the rounds, when both have finished.
struct Sides {
    std::function<void()> prepare;
    std::function<void()> here;
    std::function<void()> there;
    std::function<void()> judge;
};

void run_rounds(const Sides& sides) {
    StartingLine line;
    std::jthread opponent{[&] {
        for (std::uint32_t round = 0; round < round_count; ++round) {
            line.meet(2 * round);
            delay(round / 16);
            sides.there();
            line.meet(2 * round + 1);
        }
    }};
    for (std::uint32_t round = 0; round < round_count; ++round) {
        sides.prepare();
        line.meet(2 * round);
        delay(round);
        sides.here();
        line.meet(2 * round + 1);
        sides.judge();
    }
}

TEST(Handshake, LetsTheConsumerSeeTheElementOrTheProducerSeeItParked) {
    Doorbell doorbell;
    SpscRing<int> ring{4};
    ring.connect_consumer(doorbell);
    std::uint64_t wake_count_before = 0;
    bool was_empty = false;
    std::uint32_t lost_count = 0;
    int element = 0;
    run_rounds({
        .prepare =
            [&] {
                doorbell.set_awake();
                wake_count_before = doorbell.wake_count();
            },
        .here =
            [&] {
                doorbell.announce_parking();
                was_empty = ring.peek(1).empty();
            },
        .there = [&] { EXPECT_TRUE(ring.try_push(1)); },
        .judge =
            [&] {
                if (was_empty && doorbell.wake_count() == wake_count_before) ++lost_count;
                ASSERT_TRUE(ring.try_pop(element));
            },
    });
    EXPECT_EQ(lost_count, 0u);
}

TEST(Handshake, LetsTheConsumerSeeAFlagOrWhoSetsItSeeItParked) {
    Doorbell doorbell;
    std::atomic<bool> should_stop{false};
    std::uint64_t wake_count_before = 0;
    bool was_unseen = false;
    std::uint32_t lost_count = 0;
    run_rounds({
        .prepare =
            [&] {
                doorbell.set_awake();
                should_stop.store(false, std::memory_order_relaxed);
                wake_count_before = doorbell.wake_count();
            },
        .here =
            [&] {
                doorbell.announce_parking();
                was_unseen = !should_stop.load(std::memory_order_relaxed);
            },
        .there =
            [&] {
                should_stop.store(true, std::memory_order_relaxed);
                doorbell.ring();
            },
        .judge =
            [&] {
                if (was_unseen && doorbell.wake_count() == wake_count_before) ++lost_count;
            },
    });
    EXPECT_EQ(lost_count, 0u);
}

TEST(Handshake, LetsTheProducerSeeTheRoomOrTheConsumerSeeThatItWaits) {
    Doorbell doorbell;
    SpscRing<int> ring{1};
    ring.connect_producer(doorbell);
    std::uint64_t wake_count_before = 0;
    bool was_full = false;
    std::uint32_t lost_count = 0;
    int element = 0;
    run_rounds({
        .prepare =
            [&] {
                doorbell.set_awake();
                ASSERT_TRUE(ring.try_push(1));
                wake_count_before = doorbell.wake_count();
                doorbell.announce_parking();
            },
        .here = [&] { was_full = !ring.has_room(1); },
        .there = [&] { EXPECT_TRUE(ring.try_pop(element)); },
        .judge =
            [&] {
                if (was_full && doorbell.wake_count() == wake_count_before) ++lost_count;
            },
    });
    EXPECT_EQ(lost_count, 0u);
}

}  // namespace
}  // namespace outcry::ring
