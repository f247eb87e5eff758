#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "outcry/base/hash.hpp"
#include "outcry/ring/broadcast_ring.hpp"
#include "outcry/ring/idle_strategy.hpp"
#include "outcry/ring/spsc_ring.hpp"

namespace outcry::ring {
namespace {

// Bounded, so that the sanitizers finish too; each finds a broken handshake within a fraction.
constexpr std::uint64_t element_count = 200'000;
constexpr std::uint64_t wake_up_count = 20'000;
// A wake-up that gets lost ends as a sleep of this length, which the tests count.
constexpr std::chrono::seconds sleep_max{5};

/// As wide as a command: a torn or stale slot shows in words that differ.
struct Record {
    std::array<std::uint64_t, 8> words;
};

[[nodiscard]] Record record_of(std::uint64_t number) {
    Record record{};
    for (std::uint64_t& word : record.words) word = base::mix(number);
    return record;
}

/// Sizes of batches that look irregular and are the same in every run.
[[nodiscard]] std::size_t batch_size(std::uint64_t number) { return 1 + base::mix(number) % 37; }

void produce(BroadcastRing<Record>& ring) {
    for (std::uint64_t number = 0; number < element_count;) {
        const std::size_t count = batch_size(number);
        for (std::size_t i = 0; i < count && number < element_count; ++i) {
            Record* slot = ring.try_claim();
            if (slot == nullptr) break;
            *slot = record_of(number++);
        }
        if (ring.publish() == 0) std::this_thread::yield();
    }
}

/// Answers how many records were not what they should be.
[[nodiscard]] std::uint64_t consume(RingReader<Record>& reader) {
    std::uint64_t wrong_count = 0;
    for (std::uint64_t number = 0; number < element_count;) {
        const std::span<const Record> records = reader.peek(batch_size(number));
        for (const Record& record : records)
            wrong_count += record.words == record_of(number++).words ? 0 : 1;
        reader.release(records.size());
        if (records.empty()) std::this_thread::yield();
    }
    return wrong_count;
}

TEST(RingStress, HandsEveryRecordToEveryReaderOnceWholeAndInOrder) {
    BroadcastRing<Record> ring{64};
    std::array<std::uint64_t, 3> wrong_counts{};
    std::vector<std::jthread> threads;
    threads.reserve(wrong_counts.size());
    for (std::uint64_t& wrong_count : wrong_counts)
        threads.emplace_back(
            [&wrong_count, &reader = ring.add_reader()] { wrong_count = consume(reader); });
    produce(ring);
    threads.clear();
    EXPECT_EQ(wrong_counts, (std::array<std::uint64_t, 3>{}));
}

/// One side of a game of two: sleeps until a number comes, answers it, and never spins, so that
/// each number needs a wake-up.
struct Player {
    Doorbell& doorbell;
    SpscRing<std::uint64_t>& incoming;
    SpscRing<std::uint64_t>& outgoing;
    std::uint64_t lost_count = 0;

    std::uint64_t wait_for_number() {
        std::uint64_t number = 0;
        while (!incoming.try_pop(number)) {
            doorbell.announce_parking();
            if (incoming.available() == 0) lost_count += doorbell.wait(sleep_max) ? 0 : 1;
            doorbell.set_awake();
        }
        return number;
    }
};

class EitherParking : public testing::TestWithParam<Parking> {};

TEST_P(EitherParking, LosesNoWakeUpBetweenTwoThatSleepAfterEachElement) {
    Doorbell doorbell_here{GetParam()};
    Doorbell doorbell_there{GetParam()};
    SpscRing<std::uint64_t> there{4};
    SpscRing<std::uint64_t> back{4};
    there.connect_consumer(doorbell_there);
    back.connect_consumer(doorbell_here);
    Player here{doorbell_here, back, there};
    Player opponent{doorbell_there, there, back};

    std::jthread thread{[&] {
        for (std::uint64_t number = 1; number <= wake_up_count; ++number)
            EXPECT_TRUE(opponent.outgoing.try_push(opponent.wait_for_number()));
    }};
    for (std::uint64_t number = 1; number <= wake_up_count; ++number) {
        ASSERT_TRUE(here.outgoing.try_push(number));
        ASSERT_EQ(here.wait_for_number(), number);
    }
    thread.join();
    EXPECT_EQ(here.lost_count, 0u);
    EXPECT_EQ(opponent.lost_count, 0u);
}

/// Publishes without pause into a ring that is almost always full or almost always empty, and
/// sleeps whenever it finds no room.
void push_all(SpscRing<std::uint64_t>& ring, Doorbell& doorbell, std::uint64_t& lost_count) {
    for (std::uint64_t number = 1; number <= wake_up_count;) {
        if (ring.try_push(number)) {
            ++number;
            continue;
        }
        doorbell.announce_parking();
        if (!ring.has_room(1)) lost_count += doorbell.wait(sleep_max) ? 0 : 1;
        doorbell.set_awake();
    }
}

TEST_P(EitherParking, LosesNoWakeUpWhenBothSidesSleepOnOneSmallRing) {
    Doorbell producer{GetParam()};
    Doorbell consumer{GetParam()};
    SpscRing<std::uint64_t> ring{2};
    ring.connect_producer(producer);
    ring.connect_consumer(consumer);
    std::uint64_t lost_by_producer = 0;
    std::jthread thread{[&] { push_all(ring, producer, lost_by_producer); }};

    Player taker{consumer, ring, ring};
    for (std::uint64_t number = 1; number <= wake_up_count; ++number)
        ASSERT_EQ(taker.wait_for_number(), number);
    thread.join();
    EXPECT_EQ(taker.lost_count, 0u);
    EXPECT_EQ(lost_by_producer, 0u);
}

TEST_P(EitherParking, LosesNoWakeUpOfSeveralProducersAtOneDoorbell) {
    Doorbell doorbell{GetParam()};
    std::array<SpscRing<std::uint64_t>, 3> rings{
        SpscRing<std::uint64_t>{8}, SpscRing<std::uint64_t>{8}, SpscRing<std::uint64_t>{8}};
    std::vector<std::jthread> threads;
    for (SpscRing<std::uint64_t>& ring : rings) {
        ring.connect_consumer(doorbell);
        threads.emplace_back([&ring] {
            for (std::uint64_t number = 1; number <= wake_up_count;)
                if (ring.try_push(number))
                    ++number;
                else
                    std::this_thread::yield();
        });
    }
    std::uint64_t taken_count = 0;
    const auto take_all = [&] {
        int work_count = 0;
        std::uint64_t number = 0;
        for (SpscRing<std::uint64_t>& ring : rings)
            while (ring.try_pop(number)) ++work_count;
        taken_count += static_cast<std::uint64_t>(work_count);
        return work_count;
    };
    std::uint64_t lost_count = 0;
    IdleStrategy strategy{{.spin_count_max = 0, .yield_count_max = 0}, doorbell};
    strategy.sleep_with([&](auto) { lost_count += doorbell.wait(sleep_max) ? 0 : 1; });
    while (taken_count < rings.size() * wake_up_count) strategy.idle(take_all());
    EXPECT_EQ(lost_count, 0u);
}

INSTANTIATE_TEST_SUITE_P(RingStress, EitherParking,
                         testing::Values(Parking::futex, Parking::eventfd));

}  // namespace
}  // namespace outcry::ring
