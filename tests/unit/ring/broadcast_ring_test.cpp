#include "outcry/ring/broadcast_ring.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace outcry::ring {
namespace {

[[nodiscard]] std::vector<int> taken_from(RingReader<int>& reader, std::size_t count_max) {
    const std::span<const int> elements = reader.peek(count_max);
    std::vector<int> taken{elements.begin(), elements.end()};
    reader.release(elements.size());
    return taken;
}

TEST(BroadcastRing, ShowsEveryElementToEveryReader) {
    BroadcastRing<int> ring{4};
    RingReader<int>& first = ring.add_reader();
    RingReader<int>& second = ring.add_reader();
    for (const int element : {1, 2, 3}) *ring.try_claim() = element;
    EXPECT_EQ(ring.publish(), 3u);

    EXPECT_EQ(taken_from(first, 8), (std::vector{1, 2, 3}));
    EXPECT_EQ(taken_from(second, 2), (std::vector{1, 2}));
    EXPECT_EQ(taken_from(second, 2), (std::vector{3}));
}

TEST(BroadcastRing, NeverOverwritesWhatTheSlowestReaderHasNotReleased) {
    BroadcastRing<int> ring{2};
    RingReader<int>& fast = ring.add_reader();
    RingReader<int>& slow = ring.add_reader();
    ASSERT_TRUE(ring.try_push(1));
    ASSERT_TRUE(ring.try_push(2));
    EXPECT_EQ(taken_from(fast, 8), (std::vector{1, 2}));
    EXPECT_FALSE(ring.try_push(3));
    EXPECT_EQ(ring.depth(), 2u);

    EXPECT_EQ(taken_from(slow, 1), (std::vector{1}));
    EXPECT_TRUE(ring.try_push(3));
    EXPECT_FALSE(ring.try_push(4));
    EXPECT_EQ(taken_from(slow, 8), (std::vector{2}));
    EXPECT_EQ(taken_from(slow, 8), (std::vector{3}));
    EXPECT_EQ(taken_from(fast, 8), (std::vector{3}));
}

TEST(BroadcastRing, RingsADoorbellThatReadersShareOncePerBatch) {
    Doorbell shared{Parking::eventfd};
    BroadcastRing<int> ring{4};
    (void)ring.add_reader(&shared);
    (void)ring.add_reader(&shared);
    shared.announce_parking();
    *ring.try_claim() = 1;
    *ring.try_claim() = 2;
    ring.publish();
    EXPECT_EQ(shared.wake_count(), 1u);
}

TEST(BroadcastRingDeathTest, StopsOnAReaderThatComesTooLate) {
    BroadcastRing<int> ring{4};
    (void)ring.add_reader();
    ASSERT_TRUE(ring.try_push(1));
    EXPECT_DEATH((void)ring.add_reader(), "claimed_ == 0");
}

TEST(BroadcastRingDeathTest, StopsOnMoreReadersThanItHolds) {
    BroadcastRing<int> ring{4};
    for (std::size_t i = 0; i < ring_readers_max; ++i) (void)ring.add_reader();
    EXPECT_DEATH((void)ring.add_reader(), "reader_count_ < ring_readers_max");
}

}  // namespace
}  // namespace outcry::ring
