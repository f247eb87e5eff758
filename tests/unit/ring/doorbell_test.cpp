#include "outcry/ring/doorbell.hpp"

#include <poll.h>

#include <chrono>

#include <gtest/gtest.h>

#include "outcry/ring/spsc_ring.hpp"

namespace outcry::ring {
namespace {

using std::chrono::microseconds;

[[nodiscard]] bool is_readable(int descriptor_number) {
    pollfd descriptor{.fd = descriptor_number, .events = POLLIN, .revents = 0};
    return ::poll(&descriptor, 1, 0) == 1;
}

class EitherDoorbell : public testing::TestWithParam<Parking> {};

TEST_P(EitherDoorbell, CallsTheKernelOnlyWhenTheConsumerIsParked) {
    Doorbell doorbell{GetParam()};
    doorbell.ring();
    EXPECT_EQ(doorbell.wake_count(), 0u);

    doorbell.announce_parking();
    doorbell.ring();
    doorbell.ring();
    EXPECT_EQ(doorbell.wake_count(), 1u) << "the second producer finds it awake";
}

TEST_P(EitherDoorbell, DoesNotSleepWhenRungAfterTheAnnouncement) {
    Doorbell doorbell{GetParam()};
    doorbell.announce_parking();
    doorbell.ring();
    EXPECT_TRUE(doorbell.wait(std::chrono::hours{1}));
}

TEST_P(EitherDoorbell, WakesByItselfAfterTheLongestTime) {
    Doorbell doorbell{GetParam()};
    doorbell.announce_parking();
    EXPECT_FALSE(doorbell.wait(microseconds{1}));
    doorbell.ring();
    EXPECT_EQ(doorbell.wake_count(), 0u) << "it is awake again";
}

TEST_P(EitherDoorbell, ForgetsTheAnnouncementOfAConsumerThatFoundWork) {
    Doorbell doorbell{GetParam()};
    doorbell.announce_parking();
    doorbell.set_awake();
    doorbell.ring();
    EXPECT_EQ(doorbell.wake_count(), 0u);
}

TEST_P(EitherDoorbell, IsRungByEachOfTheRingsThatShareIt) {
    Doorbell doorbell{GetParam()};
    SpscRing<int> first{4};
    SpscRing<int> second{4};
    first.connect_consumer(doorbell);
    second.connect_consumer(doorbell);
    for (SpscRing<int>* ring : {&first, &second}) {
        doorbell.announce_parking();
        ASSERT_TRUE(ring->try_push(1));
        ASSERT_TRUE(doorbell.wait(std::chrono::hours{1}));
    }
    EXPECT_EQ(doorbell.wake_count(), 2u);
}

TEST_P(EitherDoorbell, WakesAProducerThatFoundNoRoomAndNoOther) {
    Doorbell producer{GetParam()};
    SpscRing<int> ring{2};
    ring.connect_producer(producer);
    ASSERT_TRUE(ring.try_push(1));
    producer.announce_parking();
    int element = 0;
    ASSERT_TRUE(ring.try_pop(element));
    EXPECT_EQ(producer.wake_count(), 0u) << "it sleeps because it has nothing to publish";

    ASSERT_TRUE(ring.try_push(2));
    ASSERT_TRUE(ring.try_push(3));
    EXPECT_FALSE(ring.has_room(1));
    ASSERT_TRUE(ring.try_pop(element));
    EXPECT_EQ(producer.wake_count(), 1u);
    EXPECT_TRUE(ring.has_room(1));
}

INSTANTIATE_TEST_SUITE_P(Doorbell, EitherDoorbell,
                         testing::Values(Parking::futex, Parking::eventfd));

TEST(Doorbell, MakesItsDescriptorReadableForAnEventLoop) {
    Doorbell doorbell{Parking::eventfd};
    doorbell.announce_parking();
    EXPECT_FALSE(is_readable(doorbell.native_handle()));
    doorbell.ring();
    EXPECT_TRUE(is_readable(doorbell.native_handle()));
    doorbell.drain();
    EXPECT_FALSE(is_readable(doorbell.native_handle()));
}

TEST(Doorbell, HasNoDescriptorWithoutAnEventLoop) {
    EXPECT_EQ(Doorbell{Parking::futex}.native_handle(), -1);
    EXPECT_EQ(Doorbell{Parking::never}.native_handle(), -1);
}

TEST(Doorbell, IsNotEvenConnectedWhenItsConsumerSpins) {
    Doorbell doorbell{Parking::never};
    SpscRing<int> ring{2};
    ring.connect_consumer(doorbell);
    ring.connect_producer(doorbell);
    // What no spinning consumer does; were the ring to look at the state, it would wake it.
    doorbell.announce_parking();
    ASSERT_TRUE(ring.try_push(1));
    doorbell.ring();
    EXPECT_EQ(doorbell.wake_count(), 0u);
}

}  // namespace
}  // namespace outcry::ring
