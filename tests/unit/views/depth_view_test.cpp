#include "outcry/views/depth_view.hpp"

#include <cstdint>
#include <map>
#include <random>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

namespace outcry::views {

static bool operator==(const DepthLevel& left, const DepthLevel& right) {
    return std::tie(left.price, left.quantity, left.order_count) ==
           std::tie(right.price, right.quantity, right.order_count);
}
static bool operator==(const LevelChange& left, const LevelChange& right) {
    return std::tie(left.side, left.price, left.quantity) ==
           std::tie(right.side, right.price, right.quantity);
}

namespace {

using Channel = DepthView::Channel;
using Remainder = DepthView::Remainder;
using Levels = std::vector<DepthLevel>;
using Changes = std::vector<LevelChange>;

DepthLevel level(std::int64_t price, std::uint64_t quantity, std::uint32_t order_count) {
    return {.price = Price{price}, .quantity = Quantity{quantity}, .order_count = order_count};
}
LevelChange change(Side side, std::int64_t price, std::uint64_t quantity) {
    return {.side = side, .price = Price{price}, .quantity = Quantity{quantity}};
}

TEST(DepthView, GivesLevelsOfBothSidesFromTheBest) {
    DepthView depth;
    depth.add(Side::buy, Price{99}, Quantity{5}, Sequence{1});
    depth.add(Side::buy, Price{100}, Quantity{2}, Sequence{2});
    depth.add(Side::buy, Price{100}, Quantity{3}, Sequence{3});
    depth.add(Side::sell, Price{103}, Quantity{7}, Sequence{4});
    depth.add(Side::sell, Price{102}, Quantity{1}, Sequence{5});
    EXPECT_EQ(depth.levels(Side::buy, 10), (Levels{level(100, 5, 2), level(99, 5, 1)}));
    EXPECT_EQ(depth.levels(Side::sell, 10), (Levels{level(102, 1, 1), level(103, 7, 1)}));
    EXPECT_EQ(depth.levels(Side::sell, 1), (Levels{level(102, 1, 1)}));
    EXPECT_EQ(depth.best(Side::buy), level(100, 5, 2));
    EXPECT_EQ(depth.best(Side::sell), level(102, 1, 1));
    EXPECT_EQ(depth.last_update(), Sequence{5});
}

TEST(DepthView, AnEmptySideHasABestOfQuantityZero) {
    const DepthView depth;
    EXPECT_EQ(depth.best(Side::buy), DepthLevel{});
    EXPECT_EQ(depth.best(Side::sell), DepthLevel{});
}

TEST(DepthView, DropsALevelWithItsLastOrder) {
    DepthView depth;
    depth.add(Side::sell, Price{100}, Quantity{5}, Sequence{1});
    depth.add(Side::sell, Price{100}, Quantity{4}, Sequence{2});
    depth.reduce(Side::sell, Price{100}, Quantity{2}, Remainder::order_stays, Sequence{3});
    EXPECT_EQ(depth.best(Side::sell), level(100, 7, 2));
    depth.reduce(Side::sell, Price{100}, Quantity{3}, Remainder::order_gone, Sequence{4});
    EXPECT_EQ(depth.best(Side::sell), level(100, 4, 1));
    depth.reduce(Side::sell, Price{100}, Quantity{4}, Remainder::order_gone, Sequence{5});
    EXPECT_EQ(depth.levels(Side::sell, 10), Levels{});
}

TEST(DepthView, KnowsWhatChangedSinceACommand) {
    DepthView depth;
    depth.add(Side::buy, Price{99}, Quantity{5}, Sequence{1});
    depth.keep_touches(3);
    EXPECT_EQ(depth.touches_known_since(), Sequence{2});
    depth.add(Side::buy, Price{100}, Quantity{2}, Sequence{2});
    depth.add(Side::sell, Price{103}, Quantity{7}, Sequence{3});
    depth.reduce(Side::buy, Price{100}, Quantity{2}, Remainder::order_gone, Sequence{4});
    EXPECT_EQ(depth.touches_known_since(), Sequence{2});
    const DepthDifference all = depth.difference_since(Sequence{2});
    EXPECT_EQ(all.first, Sequence{2});
    EXPECT_EQ(all.last, Sequence{4});
    EXPECT_EQ(all.changes, (Changes{change(Side::buy, 100, 0), change(Side::sell, 103, 7)}));
    EXPECT_EQ(depth.difference_since(Sequence{4}).changes, (Changes{change(Side::buy, 100, 0)}));
    EXPECT_EQ(depth.difference_since(Sequence{5}).changes, Changes{});
}

TEST(DepthView, ForgetsACommandWithTheFirstOfItsChanges) {
    DepthView depth;
    depth.keep_touches(2);
    depth.add(Side::buy, Price{100}, Quantity{2}, Sequence{2});
    depth.add(Side::buy, Price{101}, Quantity{2}, Sequence{2});
    depth.add(Side::buy, Price{102}, Quantity{2}, Sequence{3});
    EXPECT_EQ(depth.touches_known_since(), Sequence{3});
    EXPECT_EQ(depth.difference_since(Sequence{3}).changes, (Changes{change(Side::buy, 102, 2)}));
}

TEST(DepthView, StartsADifferenceAfterTheOneBefore) {
    DepthView depth;
    depth.add(Side::buy, Price{100}, Quantity{1}, Sequence{7});
    depth.set_collecting(Channel::every_100ms, true);
    depth.add(Side::sell, Price{105}, Quantity{2}, Sequence{9});
    depth.add(Side::buy, Price{99}, Quantity{3}, Sequence{12});
    depth.reduce(Side::buy, Price{100}, Quantity{1}, Remainder::order_gone, Sequence{15});
    const DepthDifference first = depth.take_difference(Channel::every_100ms);
    EXPECT_EQ(first.first, Sequence{8});
    EXPECT_EQ(first.last, Sequence{15});
    EXPECT_EQ(first.changes, (Changes{change(Side::buy, 100, 0), change(Side::buy, 99, 3),
                                      change(Side::sell, 105, 2)}));

    EXPECT_EQ(depth.take_difference(Channel::every_100ms).changes, Changes{});

    depth.add(Side::sell, Price{104}, Quantity{1}, Sequence{20});
    const DepthDifference second = depth.take_difference(Channel::every_100ms);
    EXPECT_EQ(second.first, Sequence{16});
    EXPECT_EQ(second.last, Sequence{20});
    EXPECT_EQ(second.changes, (Changes{change(Side::sell, 104, 1)}));
}

TEST(DepthView, ChannelsCollectIndependently) {
    DepthView depth;
    depth.set_collecting(Channel::every_100ms, true);
    depth.add(Side::buy, Price{1}, Quantity{1}, Sequence{1});
    depth.set_collecting(Channel::every_1000ms, true);
    depth.add(Side::buy, Price{2}, Quantity{1}, Sequence{2});
    EXPECT_EQ(depth.take_difference(Channel::every_100ms).changes.size(), 2u);
    const DepthDifference slow = depth.take_difference(Channel::every_1000ms);
    EXPECT_EQ(slow.first, Sequence{2});
    EXPECT_EQ(slow.changes, (Changes{change(Side::buy, 2, 1)}));
    depth.set_collecting(Channel::every_100ms, false);
    depth.add(Side::buy, Price{3}, Quantity{1}, Sequence{3});
    EXPECT_EQ(depth.take_difference(Channel::every_100ms).changes, Changes{});
}

TEST(DepthView, ZeroAndTheHighestPriceAreLevelsLikeOthers) {
    DepthView depth;
    depth.set_collecting(Channel::every_100ms, true);
    depth.add(Side::buy, Price{0}, Quantity{1}, Sequence{1});
    depth.add(Side::sell, price_max, Quantity{2}, Sequence{2});
    EXPECT_EQ(depth.take_difference(Channel::every_100ms).changes,
              (Changes{change(Side::buy, 0, 1),
                       {.side = Side::sell, .price = price_max, .quantity = Quantity{2}}}));
}

/// A client's book, kept by snapshot and differences alone.
struct ClientBook {
    std::map<std::pair<Side, Price>, Quantity> levels;
    void apply(const DepthDifference& difference) {
        for (const LevelChange& changed : difference.changes) {
            if (changed.quantity == Quantity{}) {
                levels.erase({changed.side, changed.price});
            } else {
                levels[{changed.side, changed.price}] = changed.quantity;
            }
        }
    }
};

TEST(DepthView, ADifferenceChainWithoutAGapRebuildsTheBook) {
    std::mt19937_64 random{20240607};
    DepthView depth;
    depth.set_collecting(Channel::every_100ms, true);
    ClientBook client;
    std::vector<std::tuple<Side, Price, Quantity>> orders;
    Sequence expected_first{1};
    for (std::uint64_t sequence = 1; sequence <= 20'000; ++sequence) {
        if (orders.empty() || random() % 2 == 0) {
            const Side side = random() % 2 == 0 ? Side::buy : Side::sell;
            const std::int64_t base = side == Side::buy ? 100 : 200;
            const Price price{base + static_cast<std::int64_t>(random() % 50)};
            orders.emplace_back(side, price, Quantity{1 + random() % 9});
            depth.add(side, price, std::get<2>(orders.back()), Sequence{sequence});
        } else {
            const auto chosen =
                orders.begin() + static_cast<std::ptrdiff_t>(random() % orders.size());
            const auto [side, price, quantity] = *chosen;
            depth.reduce(side, price, quantity, Remainder::order_gone, Sequence{sequence});
            orders.erase(chosen);
        }
        if (random() % 7 != 0) continue;
        const DepthDifference difference = depth.take_difference(Channel::every_100ms);
        ASSERT_EQ(difference.first, expected_first);
        ASSERT_GE(difference.last, difference.first);
        expected_first = next(difference.last);
        client.apply(difference);
        Levels client_bids;
        for (const auto& [key, quantity] : client.levels) {
            if (key.first == Side::buy)
                client_bids.insert(client_bids.begin(), {key.second, quantity});
        }
        Levels bids = depth.levels(Side::buy, 1000);
        for (DepthLevel& bid : bids) bid.order_count = 0;
        ASSERT_EQ(client_bids, bids);
    }
}

TEST(DepthView, AChannelThatNobodyTakesFromHoldsEachPriceOnce) {
    DepthView depth;
    depth.set_collecting(Channel::every_1000ms, true);
    for (std::uint64_t sequence = 1; sequence <= 50'000; ++sequence) {
        depth.add(Side::buy, Price{5}, Quantity{1}, Sequence{sequence});
        depth.reduce(Side::buy, Price{5}, Quantity{1}, Remainder::order_gone, Sequence{sequence});
    }
    const DepthDifference difference = depth.take_difference(Channel::every_1000ms);
    EXPECT_EQ(difference.last, Sequence{50'000});
    EXPECT_EQ(difference.changes, (Changes{change(Side::buy, 5, 0)}));
}

}  // namespace
}  // namespace outcry::views
