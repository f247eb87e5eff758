#include "outcry/follower/follower.hpp"

#include <gtest/gtest.h>

#include "support/small_venue.hpp"

namespace outcry::follower {
namespace {

using test::first_trader;
using test::limit_order;
using test::opening_commands;
using test::second_trader;
using test::small_engine_limits;
using test::Stamper;

const views::ViewLimits view_limits{100, 100};

/// What the publisher does with the core's events.
class Publisher {
public:
    DigestMark apply(const Command& command) {
        engine_.apply(command, buffer_);
        for (const Event& event : buffer_.events()) digest_.add(event);
        return {command.sequence, digest_.value()};
    }
    const engine::Engine& engine() const { return engine_; }

private:
    engine::Engine engine_{small_engine_limits()};
    EventBuffer buffer_;
    EventDigest digest_;
};

class FollowerTest : public testing::Test {
protected:
    void SetUp() override {
        for (const Command& command : opening_commands()) apply_to_both(stamper_.stamp(command));
    }
    DigestMark apply_to_both(const Command& command) {
        follower_.apply(command);
        return publisher_.apply(command);
    }

    Stamper stamper_;
    Publisher publisher_;
    Follower follower_{engine::Engine{small_engine_limits()}, views::VenueView{view_limits}};
};

TEST_F(FollowerTest, AgreesWhenItWasGivenTheSameCommands) {
    apply_to_both(stamper_.stamp(limit_order(first_trader, Side::buy, 100, 5)));
    const DigestMark mark =
        apply_to_both(stamper_.stamp(limit_order(second_trader, Side::sell, 100, 3)));
    EXPECT_EQ(follower_.agrees(mark), true);
    EXPECT_EQ(follower_.engine().state_hash(), publisher_.engine().state_hash());
}

TEST_F(FollowerTest, DisagreesForEverAfterACommandWasAlteredOnItsWay) {
    const Command command = stamper_.stamp(limit_order(first_trader, Side::buy, 100, 5));
    Command altered = command;
    altered.quantity = Quantity{6};
    follower_.apply(altered);
    EXPECT_EQ(follower_.agrees(publisher_.apply(command)), false);
    // Later commands that are equal do not heal it: the digest runs on.
    const DigestMark mark =
        apply_to_both(stamper_.stamp(limit_order(first_trader, Side::buy, 99, 1)));
    EXPECT_EQ(follower_.agrees(mark), false);
}

TEST_F(FollowerTest, DoesNotJudgeWhatItHasNotSeen) {
    const DigestMark mark =
        publisher_.apply(stamper_.stamp(limit_order(first_trader, Side::buy, 100, 5)));
    EXPECT_EQ(follower_.agrees(mark), std::nullopt);
}

TEST_F(FollowerTest, HasAViewAtTheSameSequence) {
    apply_to_both(stamper_.stamp(limit_order(first_trader, Side::buy, 100, 5)));
    EXPECT_EQ(follower_.view().sequence(), follower_.sequence());
    EXPECT_EQ(follower_.view().open_orders(first_trader, std::nullopt).size(), 1U);
}

TEST_F(FollowerTest, ACopyOfAnEngineGoesOnAsTheOriginalDoes) {
    apply_to_both(stamper_.stamp(limit_order(first_trader, Side::buy, 100, 5)));
    auto copy = copy_of(follower_.engine(), small_engine_limits());
    ASSERT_TRUE(copy.has_value());
    const Command command = stamper_.stamp(limit_order(second_trader, Side::sell, 99, 9));
    apply_to_both(command);
    EventBuffer buffer;
    copy->apply(command, buffer);
    EXPECT_EQ(copy->state_hash(), follower_.engine().state_hash());
}

}  // namespace
}  // namespace outcry::follower
