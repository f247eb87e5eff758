#include <gmock/gmock.h>

#include "unit/engine/engine_fixture.hpp"

namespace outcry::test {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

using Placement = EngineFixture;

TEST_F(Placement, RestsWhenNothingCrosses) {
    EXPECT_THAT(said(limit(alice, Side::buy, 5, 100)), ElementsAre("accepted #1"));
    EXPECT_THAT(book(), ElementsAre("#1 buy 5 @ 100"));
    EXPECT_THAT(balance(alice, usd), Pair(999'500, 500));
}

TEST_F(Placement, TradesBestPriceFirstThenOldest) {
    apply(limit(alice, Side::sell, 5, 101));
    apply(limit(alice, Side::sell, 5, 100));
    apply(limit(bob, Side::sell, 5, 100));
    EXPECT_THAT(
        said(limit(carol, Side::buy, 12, 101)),
        ElementsAre("traded #2 5 @ 100", "traded #3 5 @ 100", "traded #1 2 @ 101", "filled #4"));
    EXPECT_THAT(book(), ElementsAre("#1 sell 3 @ 101"));
}

TEST_F(Placement, GivesBackWhatABetterPriceSaved) {
    apply(limit(alice, Side::sell, 5, 90));
    apply(limit(bob, Side::buy, 8, 100));
    EXPECT_THAT(balance(bob, usd), Pair(1'000'000 - 450 - 300, 300));
    EXPECT_THAT(balance(bob, btc), Pair(1'000'005, 0));
    EXPECT_THAT(balance(alice, usd), Pair(1'000'450, 0));
}

}  // namespace
}  // namespace outcry::test
