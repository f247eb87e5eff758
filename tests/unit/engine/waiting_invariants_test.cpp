#include <string>

#include <gtest/gtest.h>

#include "engine/invariant/invariants.hpp"
#include "unit/engine/restored_venue.hpp"
#include "unit/engine/story.hpp"

namespace outcry::test {
namespace {

/// A sound venue with waiting orders, for a test to damage in one place.
class WaitingInvariants : public ::testing::Test {
protected:
    WaitingInvariants() {
        EXPECT_TRUE(restore(venue, records_after(story_of_waiting, tiny_limits)));
        EXPECT_EQ(broken(), "nothing");
    }

    [[nodiscard]] std::string broken() const {
        const char* const name = engine::broken_invariant_of(venue);
        return name == nullptr ? "nothing" : name;
    }
    [[nodiscard]] engine::Slot slot(std::uint64_t order_id) const {
        return venue.books.find(OrderId{order_id});
    }

    engine::Venue venue{tiny_limits};
};

TEST_F(WaitingInvariants, WaitingOrdersArePlacedFailsForAPhaseThatItsIndexDoesNotHave) {
    venue.terms[slot(3)].phase = OrderPhase::pending;
    EXPECT_EQ(broken(), "WaitingOrdersArePlaced");
}

TEST_F(WaitingInvariants, WaitingOrdersArePlacedFailsForABoundThatPassesAStop) {
    venue.books.book(InstrumentId{0}).stop_above = Price{104};
    EXPECT_EQ(broken(), "WaitingOrdersArePlaced");
}

TEST_F(WaitingInvariants, WaitingOrdersArePlacedFailsForATrailingOrderThatIsNotCounted) {
    --venue.triggers.of(InstrumentId{0}).trailing_count;
    EXPECT_EQ(broken(), "WaitingOrdersArePlaced");
}

TEST_F(WaitingInvariants, QueuesAreWholeFailsForAWaitingOrderThatIsInNoIndex) {
    venue.leave_phase(slot(5));
    EXPECT_EQ(broken(), "QueuesAreWhole");
}

TEST_F(WaitingInvariants, IcebergsShowAPartFailsForOneThatShowsNothing) {
    venue.terms[slot(3)].visible_quantity = Quantity{2};
    EXPECT_EQ(broken(), "IcebergsShowAPart");
}

TEST_F(WaitingInvariants, IcebergsShowAPartFailsForOneThatShowsMoreThanItMay) {
    venue.terms[slot(3)].visible_quantity = Quantity{1};
    venue.terms[slot(3)].visible_open_quantity = Quantity{2};
    EXPECT_EQ(broken(), "IcebergsShowAPart");
}

TEST_F(WaitingInvariants, ReservationsEqualOpenOrdersCountsWaitingOrders) {
    venue.books.pool().node(slot(3)).price = Price{104};
    EXPECT_EQ(broken(), "ReservationsEqualOpenOrders");
}

/// A sound venue with an open list of two orders, of which the second one holds nothing.
class ListInvariants : public ::testing::Test {
protected:
    ListInvariants() {
        constexpr std::string_view story = R"(
operator asset BTC
operator asset USD
operator instrument BTCUSD base BTC quote USD
operator account alice uid 7
operator account bob uid 8
operator deposit 1_000_000_000 BTC to alice
operator deposit 1_000_000_000 USD to bob
alice stage sell 5 @ 110 post_only
alice stage sell 5 @ 88 stop_loss 90
alice place oco as pair
bob buy 1 @ 80
)";
        EXPECT_TRUE(restore(venue, records_after(story, tiny_limits)));
        EXPECT_EQ(broken(), "nothing");
    }

    [[nodiscard]] std::string broken() const {
        const char* const name = engine::broken_invariant_of(venue);
        return name == nullptr ? "nothing" : name;
    }
    [[nodiscard]] engine::Slot slot(std::uint64_t order_id) const {
        return venue.books.find(OrderId{order_id});
    }
    [[nodiscard]] engine::OpenList& list() { return venue.lists[venue.terms[slot(1)].list]; }

    engine::Venue venue{tiny_limits};
};

TEST_F(ListInvariants, FailsForAnOrderThatItsListDoesNotKnow) {
    list().slots[0] = engine::no_slot;
    EXPECT_EQ(broken(), "ListsAreWhole");
}

TEST_F(ListInvariants, FailsForAnOrderThatHasForgottenItsList) {
    venue.terms[slot(1)].list = 0;
    EXPECT_EQ(broken(), "ListsAreWhole");
}

TEST_F(ListInvariants, FailsForAPairOfWhichNeitherHolds) {
    venue.terms[slot(1)].reserves_nothing = 1;
    EXPECT_EQ(broken(), "ListsAreWhole");
}

TEST_F(ListInvariants, FailsForAListOfAnotherAccount) {
    list().account = AccountId{17};
    EXPECT_EQ(broken(), "ListsAreWhole");
}

TEST_F(ListInvariants, FailsForAListWithoutOrders) {
    venue.lists.open_next({});
    EXPECT_EQ(broken(), "ListsAreWhole");
}

}  // namespace
}  // namespace outcry::test
