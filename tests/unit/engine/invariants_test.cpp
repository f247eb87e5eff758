#include "engine/invariant/invariants.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/operator/operator_commands.hpp"
#include "unit/engine/restored_venue.hpp"
#include "unit/engine/story.hpp"

namespace outcry::test {
namespace {

using engine::Venue;

/// A sound venue, for a test to damage in one place.
class Invariants : public ::testing::Test {
protected:
    Invariants() {
        EXPECT_TRUE(restore(venue, records_after(story_of_everything, tiny_limits)));
        EXPECT_EQ(broken(), "nothing");
    }

    [[nodiscard]] std::string broken() const {
        const char* const name = engine::broken_invariant_of(venue);
        return name == nullptr ? "nothing" : name;
    }
    [[nodiscard]] engine::Book& book() { return venue.books.book(InstrumentId{0}); }
    [[nodiscard]] engine::Slot best(Side side) { return venue.books.front(book(), side); }
    [[nodiscard]] engine::OrderNode& node(engine::Slot slot) {
        return venue.books.pool().node(slot);
    }
    [[nodiscard]] engine::Balance& balance(AccountId account, std::uint16_t asset) {
        return venue.ledger.balance(account, AssetId{asset});
    }

    static constexpr AccountId alice{16};
    static constexpr AccountId bob{17};
    static constexpr std::uint16_t btc = 0;

    Venue venue{tiny_limits};
};

TEST_F(Invariants, BookIsNotCrossedFailsWhenTheBestPricesMeet) {
    book().best_price[engine::index_of(Side::buy)] = Price{103};
    EXPECT_EQ(broken(), "BookIsNotCrossed");
}

TEST_F(Invariants, BookIsNotCrossedFailsWhenTheCachedBestIsNotTheReal) {
    book().best_price[engine::index_of(Side::sell)] = Price{104};
    EXPECT_EQ(broken(), "BookIsNotCrossed");
}

TEST_F(Invariants, BookIsNotCrossedFailsWhenASideIsThoughtEmpty) {
    venue.books.book(InstrumentId{1}).best_price[engine::index_of(Side::buy)] = Price{5};
    EXPECT_EQ(broken(), "BookIsNotCrossed");
}

TEST_F(Invariants, QueuesAreWholeFailsWhenALinkIsMissing) {
    const engine::Slot second = node(best(Side::sell)).next;
    ASSERT_NE(second, engine::no_slot);
    node(second).previous = engine::no_slot;
    EXPECT_EQ(broken(), "QueuesAreWhole");
}

TEST_F(Invariants, QueuesAreWholeFailsWhenAnOrderIsNotCounted) {
    ++book().order_count;
    EXPECT_EQ(broken(), "QueuesAreWhole");
}

TEST_F(Invariants, QueuesAreWholeFailsWhenAnOrderFellOutOfItsQueue) {
    const engine::Slot first = best(Side::sell);
    node(first).next = engine::no_slot;
    EXPECT_EQ(broken(), "QueuesAreWhole");
}

TEST_F(Invariants, QueuesAreWholeFailsWhenNewOrdersWouldQueueUpElsewhere) {
    const engine::Slot first = best(Side::sell);
    // The prices can be changed through the book alone: a test of damage has to reach in.
    auto& level = const_cast<engine::Level&>(venue.books.prices().level(node(first).level));
    ASSERT_NE(level.tail, first);
    level.tail = first;
    EXPECT_EQ(broken(), "QueuesAreWhole");
}

TEST_F(Invariants, IndexesAgreeFailsWhenAnOrderIsNotFoundById) {
    const engine::Slot slot = best(Side::sell);
    node(slot).order_id = OrderId{1};
    EXPECT_EQ(broken(), "IndexesAgree");
}

TEST_F(Invariants, IndexesAgreeFailsWhenAnOrderIsNewerThanTheNewest) {
    venue.order_id_last = OrderId{1};
    EXPECT_EQ(broken(), "IndexesAgree");
}

TEST_F(Invariants, IndexesAgreeFailsWhenANameLeadsNowhere) {
    const engine::Slot slot = best(Side::sell);
    ASSERT_EQ(venue.books.pool().name(slot).view(), "second");
    venue.books.pool().name(slot) = ClientOrderId{"other"};
    EXPECT_EQ(broken(), "IndexesAgree");
}

TEST_F(Invariants, IndexesAgreeFailsWhenAnAccountsListLacksAnOrder) {
    venue.account_orders.remove(alice, best(Side::sell), venue.books.pool());
    EXPECT_EQ(broken(), "IndexesAgree");
}

TEST_F(Invariants, OpenIsWithinOrderedFailsForAnEmptyOrder) {
    node(best(Side::buy)).open_quantity = Quantity{};
    EXPECT_EQ(broken(), "OpenIsWithinOrdered");
}

TEST_F(Invariants, OpenIsWithinOrderedFailsWhenMoreIsOpenThanWasOrdered) {
    node(best(Side::buy)).open_quantity = Quantity{1'000};
    EXPECT_EQ(broken(), "OpenIsWithinOrdered");
}

TEST_F(Invariants, LedgerSumsToZeroFailsWhenAUnitAppears) {
    balance(alice, btc).free += Amount{1};
    EXPECT_EQ(broken(), "LedgerSumsToZero");
}

TEST_F(Invariants, NoBalanceIsNegativeFailsWhenSomebodyOwes) {
    Amount& free = balance(bob, btc).free;
    balance(alice, btc).free += free + Amount{1};
    free = Amount{-1};
    EXPECT_EQ(broken(), "NoBalanceIsNegative");
}

TEST_F(Invariants, NoBalanceIsNegativeFailsWhenTheWorldOutsideOwns) {
    Amount& outside = balance(external_account, btc).free;
    balance(alice, btc).free += outside - Amount{1};
    outside = Amount{1};
    EXPECT_EQ(broken(), "NoBalanceIsNegative");
}

TEST_F(Invariants, ReservationsEqualOpenOrdersFailsWhenMoreIsLocked) {
    balance(alice, btc).free -= Amount{1};
    balance(alice, btc).locked += Amount{1};
    EXPECT_EQ(broken(), "ReservationsEqualOpenOrders");
}

TEST_F(Invariants, CountsEqualOpenOrdersFailsWhenAnOrderIsCountedTwice) {
    InstrumentRules rules;
    rules.orders_maximum = 5;
    ASSERT_TRUE(engine::adopt_rules(venue, InstrumentId{0}, rules));
    EXPECT_EQ(broken(), "nothing");
    venue.account_counts.add(bob, InstrumentId{0});
    EXPECT_EQ(broken(), "CountsEqualOpenOrders");
}

TEST_F(Invariants, CountsEqualOpenOrdersFailsWhenACountIsLeftOver) {
    venue.account_counts.add(bob, InstrumentId{0});
    EXPECT_EQ(broken(), "CountsEqualOpenOrders");
}

TEST_F(Invariants, FlagsAgreeFailsWhenAnAccountIsSaidToHaveFees) {
    venue.account_orders.set_flag(alice, engine::AccountFlag::has_fees, true);
    EXPECT_EQ(broken(), "FlagsAgree");
}

TEST_F(Invariants, FlagsAgreeFailsWhenADisabledAccountIsNotRestricted) {
    venue.standings[alice].status = AccountStatus::disabled;
    EXPECT_EQ(broken(), "FlagsAgree");
}

}  // namespace
}  // namespace outcry::test
