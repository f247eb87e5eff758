#include "outcry/ring/spsc_ring.hpp"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

namespace outcry::ring {
namespace {

[[nodiscard]] std::vector<int> taken_from(SpscRing<int>& ring, std::size_t count_max) {
    const std::span<const int> elements = ring.peek(count_max);
    std::vector<int> taken{elements.begin(), elements.end()};
    ring.release(elements.size());
    return taken;
}

TEST(SpscRing, HandsElementsOverInTheirOrder) {
    SpscRing<int> ring{4};
    ASSERT_TRUE(ring.try_push(1));
    ASSERT_TRUE(ring.try_push(2));
    ASSERT_TRUE(ring.try_push(3));
    EXPECT_EQ(taken_from(ring, 8), (std::vector{1, 2, 3}));
    EXPECT_TRUE(ring.peek(8).empty());
}

TEST(SpscRing, ShowsClaimedElementsOnlyAfterTheyArePublished) {
    SpscRing<int> ring{4};
    *ring.try_claim() = 1;
    *ring.try_claim() = 2;
    EXPECT_TRUE(ring.peek(8).empty());
    EXPECT_EQ(ring.claim_count(), 2u);

    EXPECT_EQ(ring.publish(), 2u);
    EXPECT_EQ(ring.claim_count(), 0u);
    EXPECT_EQ(taken_from(ring, 8), (std::vector{1, 2}));
    EXPECT_EQ(ring.publish(), 0u);
}

TEST(SpscRing, ForgetsDiscardedElements) {
    SpscRing<int> ring{4};
    *ring.try_claim() = 1;
    ring.publish();
    *ring.try_claim() = 2;
    ring.discard();
    *ring.try_claim() = 3;
    ring.publish();
    EXPECT_EQ(taken_from(ring, 8), (std::vector{1, 3}));
}

TEST(SpscRing, RefusesMoreThanItsCapacityUntilTheConsumerReleases) {
    SpscRing<int> ring{2};
    ASSERT_TRUE(ring.try_push(1));
    ASSERT_TRUE(ring.try_push(2));
    EXPECT_FALSE(ring.try_push(3));
    EXPECT_EQ(ring.try_claim(), nullptr);

    EXPECT_EQ(ring.peek(1).front(), 1);
    EXPECT_FALSE(ring.try_push(3)) << "a peeked element is still the consumer's";
    ring.release(1);
    EXPECT_TRUE(ring.try_push(3));
    EXPECT_EQ(ring.peek(8).front(), 2);
}

TEST(SpscRing, ShowsElementsInPlaceUpToWhereTheMemoryWraps) {
    SpscRing<int> ring{4};
    for (const int element : {1, 2, 3}) ASSERT_TRUE(ring.try_push(element));
    EXPECT_EQ(taken_from(ring, 2), (std::vector{1, 2}));
    for (const int element : {4, 5, 6}) ASSERT_TRUE(ring.try_push(element));

    EXPECT_EQ(taken_from(ring, 8), (std::vector{3, 4}));
    EXPECT_EQ(taken_from(ring, 8), (std::vector{5, 6}));
}

TEST(SpscRing, LetsTheConsumerLookAheadWithoutTaking) {
    SpscRing<int> ring{8};
    for (const int element : {1, 2, 3}) ASSERT_TRUE(ring.try_push(element));
    EXPECT_EQ(ring.peek(8).size(), 3u);
    ring.release(1);
    EXPECT_EQ(ring.peek(8).front(), 2);
    EXPECT_EQ(ring.peek(8).size(), 2u);
    EXPECT_EQ(ring.available(), 2u);
}

TEST(SpscRing, KnowsHowFullItIs) {
    SpscRing<int> ring{8};
    for (int element = 0; element < 5; ++element) ASSERT_TRUE(ring.try_push(element));
    EXPECT_FALSE(ring.is_filled_to(6));
    *ring.try_claim() = 5;
    EXPECT_TRUE(ring.is_filled_to(6)) << "claimed slots are in use";
    EXPECT_EQ(ring.used(), 6u);
    EXPECT_EQ(ring.free_slots(), 2u);
    EXPECT_TRUE(ring.has_room(2));
    EXPECT_FALSE(ring.has_room(3));
    EXPECT_EQ(ring.depth(), 5u) << "seen from outside, only the published count";

    EXPECT_EQ(ring.peek(4).size(), 4u);
    ring.release(4);
    EXPECT_FALSE(ring.is_filled_to(6));
    EXPECT_TRUE(ring.has_room(6));
    EXPECT_EQ(ring.depth(), 1u);
}

TEST(SpscRing, PopsOneByOne) {
    SpscRing<int> ring{2};
    int element = 0;
    EXPECT_FALSE(ring.try_pop(element));
    for (int round = 0; round < 5; ++round) {
        ASSERT_TRUE(ring.try_push(round));
        ASSERT_TRUE(ring.try_pop(element));
        ASSERT_EQ(element, round);
    }
}

TEST(SpscRingDeathTest, StopsOnACapacityThatIsNoPowerOfTwo) {
    EXPECT_DEATH(SpscRing<int>{3}, "has_single_bit");
    EXPECT_DEATH(SpscRing<int>{0}, "has_single_bit");
}

TEST(SpscRingDeathTest, StopsWhenMoreIsReleasedThanWasSeen) {
    SpscRing<int> ring{4};
    ASSERT_TRUE(ring.try_push(1));
    EXPECT_DEATH(ring.release(1), "published_seen_ - position_");
}

TEST(SpscRingDeathTest, StopsWhenAskedForRoomThatItCanNeverHave) {
    SpscRing<int> ring{4};
    EXPECT_DEATH((void)ring.has_room(5), "count <= capacity_");
}

}  // namespace
}  // namespace outcry::ring
