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

}  // namespace
}  // namespace outcry::test
