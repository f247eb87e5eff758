#include "outcry/sequencer/sequencer.hpp"

#include <gtest/gtest.h>

#include "support/small_venue.hpp"

namespace outcry::sequencer {
namespace {

using test::first_trader;
using test::limit_order;

class SequencerTest : public testing::Test {
protected:
    static void push(ring::SpscRing<Command>& ring, std::uint64_t quantity) {
        ASSERT_TRUE(ring.try_push(limit_order(first_trader, Side::buy, 100, quantity)));
    }
    static std::vector<std::uint64_t> quantities(std::span<const Command> batch) {
        std::vector<std::uint64_t> result;
        for (const Command& command : batch) result.push_back(command.quantity.value());
        return result;
    }

    ring::SpscRing<Command> first_{64};
    ring::SpscRing<Command> second_{64};
    Sequencer sequencer_{{&first_, &second_}, Sequence{41}, Timestamp{1000}};
};

TEST_F(SequencerTest, GivesNothingWhenNoRingHasAnything) {
    EXPECT_TRUE(sequencer_.next_batch().empty());
}

TEST_F(SequencerTest, KeepsTheOrderOfOneRing) {
    push(first_, 1);
    push(first_, 2);
    EXPECT_EQ(quantities(sequencer_.next_batch()), (std::vector<std::uint64_t>{1, 2}));
}

TEST_F(SequencerTest, GivesTheTurnToTheNextRingAfterABatch) {
    push(first_, 1);
    push(first_, 2);
    push(second_, 3);
    EXPECT_EQ(quantities(sequencer_.next_batch()).front(), 1U);
    sequencer_.release(1);
    EXPECT_EQ(quantities(sequencer_.next_batch()), std::vector<std::uint64_t>{3});
    sequencer_.release(1);
    EXPECT_EQ(quantities(sequencer_.next_batch()), std::vector<std::uint64_t>{2});
}

TEST_F(SequencerTest, OffersWhatWasNotReleasedAgain) {
    push(first_, 1);
    (void)sequencer_.next_batch();  // looked at, not taken
    EXPECT_EQ(quantities(sequencer_.next_batch()), std::vector<std::uint64_t>{1});
}

TEST_F(SequencerTest, GivesDenseSequencesAndATimeThatStandsStillWhenTheClockGoesBack) {
    Command command;
    sequencer_.stamp(command, Timestamp{2000});
    EXPECT_EQ(command.sequence, Sequence{42});
    EXPECT_EQ(command.time, Timestamp{2000});
    sequencer_.stamp(command, Timestamp{500});
    EXPECT_EQ(command.sequence, Sequence{43});
    EXPECT_EQ(command.time, Timestamp{2000});
    sequencer_.stamp(command, Timestamp{2001});
    EXPECT_EQ(command.time, Timestamp{2001});
}

}  // namespace
}  // namespace outcry::sequencer
