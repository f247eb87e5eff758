#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "outcry/base/hash.hpp"

#include "engine/book/account_counts.hpp"
#include "engine/risk/price_bounds.hpp"
#include "engine/venue/dead_man_timers.hpp"
#include "engine/venue/fee_schedule.hpp"
#include "engine/venue/idempotent_orders.hpp"

namespace outcry::test {
namespace {

using engine::AccountCounts;
using engine::DeadManTimers;
using engine::FeeSchedule;
using engine::IdempotentOrders;

TEST(AccountCounts, AgreeWithAMapOnRandomOrders) {
    AccountCounts counts{40};
    std::map<std::pair<std::uint32_t, std::uint16_t>, std::uint32_t> expected;
    std::mt19937 random{7};
    for (int step = 0; step < 20'000; ++step) {
        const AccountId account{static_cast<std::uint32_t>(random() % 12)};
        const InstrumentId instrument{static_cast<std::uint16_t>(random() % 5)};
        std::uint32_t& count = expected[{account.value(), instrument.value()}];
        ASSERT_EQ(counts.of(account, instrument), count);
        if (random() % 2 == 0 && counts.has_room(account, instrument)) {
            counts.add(account, instrument);
            ++count;
        } else if (count != 0 && random() % 8 == 0) {
            counts.clear(account, instrument);
            count = 0;
        } else if (count != 0) {
            counts.remove(account, instrument);
            --count;
        }
    }
}

TEST(AccountCounts, HaveRoomForAPairThatTheyKnow) {
    AccountCounts counts{1};
    counts.add(AccountId{5}, InstrumentId{0});
    EXPECT_TRUE(counts.has_room(AccountId{5}, InstrumentId{0}));
    EXPECT_FALSE(counts.has_room(AccountId{5}, InstrumentId{1}));
    counts.remove(AccountId{5}, InstrumentId{0});
    EXPECT_TRUE(counts.has_room(AccountId{5}, InstrumentId{1}));
}

constexpr std::int64_t day_us = engine::idempotency_span_us;

IdempotencyState order_named(std::uint32_t number, AccountId account, std::int64_t time_us) {
    IdempotencyState state;
    state.order_id = OrderId{number};
    state.time = Timestamp{time_us};
    state.account = account;
    state.client_order_id = ClientOrderId{fmt::format("order {}", number)};
    return state;
}

std::uint64_t hash_of(const IdempotencyState& order) {
    // Few hashes, so that they meet.
    return base::hash_text(order.client_order_id.view(), order.account.value()) % 8;
}

TEST(IdempotentOrders, AreFoundForADayAndNoLonger) {
    IdempotentOrders orders{4, 20};
    const IdempotencyState order = order_named(1, AccountId{16}, 100);
    orders.remember(hash_of(order), order);
    const auto finds = [&](AccountId account, std::int64_t time_us) {
        return orders.find(hash_of(order), account, order.client_order_id, Timestamp{time_us}) !=
               nullptr;
    };
    EXPECT_TRUE(finds(AccountId{16}, 100 + day_us));
    EXPECT_FALSE(finds(AccountId{16}, 101 + day_us));
    EXPECT_FALSE(finds(AccountId{17}, 100));
    EXPECT_EQ(orders.counts_at(Timestamp{100 + day_us}, AccountId{16}).account, 1U);
    EXPECT_EQ(orders.counts_at(Timestamp{101 + day_us}, AccountId{16}).account, 0U);
}

TEST(IdempotentOrders, AreForgottenWithLaterOnesSomeAtATime) {
    IdempotentOrders orders{64, 20};
    for (std::uint32_t i = 0; i < 20; ++i) {
        const IdempotencyState order = order_named(i, AccountId{16}, 1);
        orders.remember(hash_of(order), order);
    }
    EXPECT_EQ(orders.count(), 20U);
    const IdempotencyState later = order_named(100, AccountId{17}, 2 + day_us);
    EXPECT_EQ(orders.counts_at(later.time, AccountId{16}).account, 12U);
    orders.remember(hash_of(later), later);
    EXPECT_EQ(orders.count(), 13U);
    EXPECT_EQ(orders[0].order_id, OrderId{8});
}

TEST(IdempotentOrders, GoRoundTheirMemoryAndStayFound) {
    IdempotentOrders orders{16, 20};
    for (std::uint32_t i = 0; i < 1'000; ++i) {
        const std::int64_t time_us = std::int64_t{i} * (day_us / 10);
        const IdempotencyState order = order_named(i, AccountId{16 + i % 3}, time_us);
        orders.remember(hash_of(order), order);
        for (std::uint32_t back = 0; back <= 12 && back <= i; ++back) {
            const IdempotencyState old = order_named(i - back, AccountId{16 + (i - back) % 3}, 0);
            const IdempotencyState* const found =
                orders.find(hash_of(old), old.account, old.client_order_id, Timestamp{time_us});
            ASSERT_EQ(found != nullptr, back <= 10) << i << " " << back;
            if (found == nullptr) continue;
            ASSERT_EQ(found->order_id, old.order_id);
        }
    }
}

TEST(FeeSchedule, CountsTheThirtyDaysBeforeAndForgetsThem) {
    FeeSchedule schedule{20, 2};
    const AccountId alice{16};
    schedule.clear_volumes(alice, 0, 100);
    schedule.add_volume(alice, 100, Amount{7});
    EXPECT_EQ(schedule.volume_before(alice, 100), Amount{0});
    EXPECT_EQ(schedule.volume_before(alice, 101), Amount{7});
    EXPECT_EQ(schedule.volume_before(alice, 130), Amount{7});
    EXPECT_EQ(schedule.volume_before(alice, 131), Amount{0});
    schedule.clear_volumes(alice, 101, 160);
    EXPECT_EQ(schedule.volume_before(alice, 130), Amount{0});
}

TEST(FeeSchedule, GivesTheHighestTierThatIsReached) {
    FeeSchedule schedule{20, 2};
    FeeTier tier;
    tier.index = 2;
    tier.volume_minimum = Amount{100};
    schedule.set_tier(tier);
    tier.index = 5;
    tier.volume_minimum = Amount{500};
    schedule.set_tier(tier);
    EXPECT_EQ(schedule.tier_of(Amount{99}), 0);
    EXPECT_EQ(schedule.tier_of(Amount{100}), 2);
    EXPECT_EQ(schedule.tier_of(Amount{500}), 5);
    schedule.remove_tier(5);
    EXPECT_EQ(schedule.tier_of(Amount{500}), 2);
    EXPECT_EQ(schedule.tier_count(), 1);
}

TEST(DeadManTimers, RunOutByTimeThenByAccount) {
    DeadManTimers timers{32};
    EXPECT_EQ(timers.next(), engine::never);
    timers.set(AccountId{18}, Timestamp{50}, 1);
    timers.set(AccountId{17}, Timestamp{50}, 1);
    timers.set(AccountId{16}, Timestamp{60}, 1);
    EXPECT_EQ(timers.first(), AccountId{17});
    EXPECT_EQ(timers.next(), Timestamp{50});
    timers.set(AccountId{17}, Timestamp{70}, 1);
    EXPECT_EQ(timers.first(), AccountId{18});
    timers.remove(AccountId{18});
    EXPECT_EQ(timers.next(), Timestamp{60});
    timers.remove(AccountId{16});
    timers.remove(AccountId{17});
    EXPECT_TRUE(timers.is_empty());
    EXPECT_EQ(timers.next(), engine::never);
}

TEST(PriceBounds, RoundTowardsTheReference) {
    EXPECT_EQ(engine::highest_within(Price{101}, 11'000), Price{111});
    EXPECT_EQ(engine::lowest_within(Price{101}, 9'000), Price{91});
    EXPECT_EQ(engine::highest_within(Price{100}, 11'000), Price{110});
    EXPECT_EQ(engine::lowest_within(Price{100}, 9'000), Price{90});
    EXPECT_EQ(engine::highest_within(price_max, UINT32_MAX), Price{INT64_MAX});
}

}  // namespace
}  // namespace outcry::test
