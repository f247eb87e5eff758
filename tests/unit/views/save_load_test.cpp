#include <cstring>
#include <random>

#include <gtest/gtest.h>

#include "unit/views/event_script.hpp"
#include "views/snapshot_format.hpp"

namespace outcry::views::test {
namespace {

constexpr ViewLimits limits{.closed_orders_max = 100, .trades_max = 100};

/// Something of everything: open, closed and traded orders, keys, staged bytes.
void fill(Venue& venue) {
    EventScript& script = venue.script;
    script.append(EventType::bytes_staged).staged.size = 3;
    KeyRegistered& key = script.append(EventType::key_registered).key;
    key.account = alice;
    key.material_size = 3;
    key.name = KeyName{"key"};
    key.type = KeyType::hmac;
    script.finish();
    script.append(EventType::bytes_staged).staged.size = 5;
    script.finish();
    script.cancel(script.rest(alice, Side::buy, 90, 4, {.name = "gone"}));
    const OrderId ask = script.rest(alice, Side::sell, 100, 5, {.name = "ask"});
    const OrderId bid = script.accept(bob, Side::buy, 100, 2, {.name = "bid"});
    script.trade(venue.order(ask), {.order_id = bid, .account = bob, .side = Side::buy}, 2, 3);
    script.finish();
    static_cast<void>(script.rest(carol, Side::buy, 95, 6, {.instrument = ethusdt}));
}

TEST(VenueView, LoadsWhatItSaved) {
    Venue venue{limits};
    fill(venue);
    VenueView loaded{limits};
    ASSERT_TRUE(loaded.load(saved(venue.view)));
    EXPECT_EQ(saved(loaded), saved(venue.view));
    EXPECT_EQ(loaded.sequence(), venue.view.sequence());
    EXPECT_EQ(loaded.time(), venue.view.time());
    EXPECT_EQ(loaded.balance(alice, btc).locked, Amount{30'000});
    EXPECT_EQ(loaded.find_account_named("carol")->external_uid, 1018u);
    EXPECT_EQ(loaded.find_account(bob)->updated_at, venue.view.find_account(bob)->updated_at);
    EXPECT_EQ(loaded.find_order(alice, btcusdt, "ask")->executed_quantity, Quantity{2});
    EXPECT_EQ(loaded.find_order(alice, btcusdt, "gone")->status, OrderStatus::cancelled);
    EXPECT_EQ(loaded.find_key("key")->material.size(), 3u);
    const DepthView& depth = loaded.instruments()[0]->depth;
    EXPECT_EQ(depth.best(Side::sell).quantity, Quantity{3});
    EXPECT_EQ(depth.last_update(), venue.depth().last_update());
    EXPECT_EQ(loaded.trades(btcusdt, TradeId{}, 10).size(), 1u);
    EXPECT_EQ(loaded.account_trades({.account = bob, .instrument = btcusdt}).size(), 1u);
    ASSERT_EQ(loaded.aggregates({.instrument = btcusdt}).size(), 1u);
    EXPECT_EQ(loaded.aggregates({.instrument = btcusdt})[0]->quantity, Quantity{2});
    EXPECT_EQ(loaded.instruments()[0]->candles.series()[1].candles().size(), 1u);
}

void refuse(EventScript& script, std::string_view name) {
    CommandRefused& refused = script.append(EventType::command_refused).refused;
    refused.account = alice;
    refused.command = CommandType::place_order;
    refused.reason = RejectReason::insufficient_balance;
    refused.client_order_id = ClientOrderId{name};
    script.finish();
}

TEST(VenueView, KnowsRefusedNamesAfterLoading) {
    Venue venue{limits};
    refuse(venue.script, "poor");
    VenueView loaded{limits};
    ASSERT_TRUE(loaded.load(saved(venue.view)));
    ASSERT_NE(loaded.find_refusal(alice, btcusdt, "poor"), nullptr);
    EXPECT_EQ(loaded.find_refusal(alice, btcusdt, "poor")->sequence, venue.view.sequence());
    EXPECT_EQ(loaded.find_refusal(bob, btcusdt, "poor"), nullptr);
    EXPECT_EQ(loaded.names_known_since(), Sequence{1});
}

TEST(VenueView, SaysFromWhenOnItKnowsNames) {
    Venue venue{{.closed_orders_max = 100, .trades_max = 100, .refusals_max = 1}};
    refuse(venue.script, "first");
    const Sequence first = venue.view.sequence();
    EXPECT_EQ(venue.view.names_known_since(), Sequence{1});
    refuse(venue.script, "second");
    EXPECT_EQ(venue.view.find_refusal(alice, btcusdt, "first"), nullptr);
    EXPECT_NE(venue.view.find_refusal(alice, btcusdt, "second"), nullptr);
    EXPECT_EQ(venue.view.names_known_since(), next(first));
    VenueView loaded{limits};
    ASSERT_TRUE(loaded.load(saved(venue.view)));
    EXPECT_EQ(loaded.names_known_since(), next(first));
}

TEST(VenueView, LoadsAnEmptyVenue) {
    const VenueView empty{limits};
    VenueView loaded{limits};
    ASSERT_TRUE(loaded.load(saved(empty)));
    EXPECT_EQ(loaded.sequence(), Sequence{});
}

TEST(VenueView, LoadingUnderSmallerLimitsDropsTheOldest) {
    Venue venue{limits};
    fill(venue);
    VenueView loaded{{.closed_orders_max = 1, .trades_max = 0}};
    ASSERT_TRUE(loaded.load(saved(venue.view)));
    EXPECT_EQ(loaded.find_order(OrderId{1}), nullptr);
    EXPECT_NE(loaded.find_order(OrderId{3}), nullptr);
    EXPECT_TRUE(loaded.trades(btcusdt, TradeId{}, 10).empty());
}

TEST(VenueView, RefusesEveryTruncationAndStaysAsItWas) {
    Venue venue{limits};
    fill(venue);
    const std::vector<std::byte> bytes = saved(venue.view);
    VenueView loaded{limits};
    ASSERT_TRUE(loaded.load(bytes));
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
        ASSERT_FALSE(loaded.load(std::span{bytes}.first(size))) << size;
    }
    std::vector<std::byte> longer = bytes;
    longer.push_back(std::byte{});
    ASSERT_FALSE(loaded.load(longer));
    EXPECT_EQ(saved(loaded), bytes);
}

TEST(VenueView, NeverCrashesOnAlteredBytes) {
    Venue venue{limits};
    fill(venue);
    const std::vector<std::byte> bytes = saved(venue.view);
    std::mt19937_64 random{4711};
    for (int round = 0; round < 20'000; ++round) {
        std::vector<std::byte> altered = bytes;
        for (std::uint64_t count = 1 + random() % 3; count > 0; --count) {
            altered[random() % altered.size()] = static_cast<std::byte>(random());
        }
        VenueView loaded{limits};
        // Either answer is right; what is accepted must work.
        if (!loaded.load(altered)) continue;
        ASSERT_EQ(saved(loaded).size(), bytes.size());
    }
}

TEST(VenueView, RefusesAnotherVersion) {
    Venue venue{limits};
    std::vector<std::byte> bytes = saved(venue.view);
    SnapshotHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    EXPECT_EQ(header.version, 5u);
    header.version = 1;
    std::memcpy(bytes.data(), &header, sizeof header);
    EXPECT_FALSE(VenueView{limits}.load(bytes));
}

TEST(VenueView, RefusesALockedAmountThatNoOrderExplains) {
    Venue venue{limits};
    const OrderId id = venue.script.rest(alice, Side::buy, 100, 7);
    std::vector<std::byte> bytes = saved(venue.view);
    OrderRecord record = venue.order(id);
    const auto place = std::ranges::search(bytes, std::as_bytes(std::span{&record, 1}));
    ASSERT_FALSE(place.empty());
    record.price = Price{99};
    std::ranges::copy(std::as_bytes(std::span{&record, 1}), place.begin());
    EXPECT_FALSE(VenueView{limits}.load(bytes));
}

}  // namespace
}  // namespace outcry::views::test
