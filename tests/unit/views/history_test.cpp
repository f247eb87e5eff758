#include <gtest/gtest.h>

#include "unit/views/event_script.hpp"

namespace outcry::views::test {
namespace {

using Ids = std::vector<std::uint64_t>;

Ids ids_of(const std::vector<const OrderRecord*>& orders) {
    Ids ids;
    for (const OrderRecord* order : orders) ids.push_back(order->order_id.value());
    return ids;
}
Ids ids_of(const std::vector<const TradeRecord*>& trades) {
    Ids ids;
    for (const TradeRecord* trade : trades) ids.push_back(trade->trade_id.value());
    return ids;
}

/// One lot from a new order of `maker` to a new order of `taker`: two commands.
void trade_once(Venue& venue, AccountId maker, AccountId taker, InstrumentId instrument = btcusdt) {
    const OrderId ask = venue.script.rest(maker, Side::sell, 100, 1, {.instrument = instrument});
    const OrderId bid = venue.script.accept(taker, Side::buy, 100, 1, {.instrument = instrument});
    venue.script.trade(venue.order(ask),
                       {.order_id = bid, .account = taker, .instrument = instrument}, 1, 0);
    venue.script.finish();
}

TEST(VenueView, ListsTheOrdersOfAnAccountByIdTimeAndLimit) {
    Venue venue;
    for (int count = 0; count < 6; ++count) {
        const OrderId id = venue.script.rest(alice, Side::buy, 90, 1);  // times 140, 160, …
        venue.script.cancel(id);
    }
    AccountQuery query{.account = alice, .instrument = btcusdt};
    EXPECT_EQ(ids_of(venue.view.orders(query)), (Ids{1, 2, 3, 4, 5, 6}));
    query.limit = 2;
    EXPECT_EQ(ids_of(venue.view.orders(query)), (Ids{5, 6}));
    query.order_id = OrderId{2};
    EXPECT_EQ(ids_of(venue.view.orders(query)), (Ids{2, 3}));
    query.order_id = OrderId{};
    query.start = Timestamp{180};
    EXPECT_EQ(ids_of(venue.view.orders(query)), (Ids{3, 4}));
    query.start = Timestamp{};
    query.end = Timestamp{179};
    EXPECT_EQ(ids_of(venue.view.orders(query)), (Ids{1, 2}));
    query.end = Timestamp{180};
    EXPECT_EQ(ids_of(venue.view.orders(query)), (Ids{2, 3}));
    EXPECT_EQ(ids_of(venue.view.orders({.account = alice, .instrument = ethusdt})), Ids{});
    EXPECT_EQ(ids_of(venue.view.orders({.account = bob, .instrument = btcusdt})), Ids{});
}

TEST(VenueView, GivesPublicTradesFromTheNewestOrFromAnId) {
    Venue venue;
    for (int count = 0; count < 5; ++count) trade_once(venue, alice, bob);
    EXPECT_EQ(ids_of(venue.view.trades(btcusdt, TradeId{}, 3)), (Ids{3, 4, 5}));
    EXPECT_EQ(ids_of(venue.view.trades(btcusdt, TradeId{}, 100)), (Ids{1, 2, 3, 4, 5}));
    EXPECT_EQ(ids_of(venue.view.trades(btcusdt, TradeId{2}, 2)), (Ids{2, 3}));
    EXPECT_EQ(ids_of(venue.view.trades(btcusdt, TradeId{6}, 2)), Ids{});
    EXPECT_EQ(ids_of(venue.view.trades(ethusdt, TradeId{}, 2)), Ids{});
    EXPECT_EQ(ids_of(venue.view.trades(InstrumentId{77}, TradeId{}, 2)), Ids{});
    EXPECT_EQ(ids_of(venue.view.trades(btcusdt, TradeId{}, 0)), Ids{});
}

TEST(VenueView, GivesAnAccountItsOwnTrades) {
    Venue venue;
    trade_once(venue, alice, bob);    // trade 1: orders 1 and 2, time 150
    trade_once(venue, bob, carol);    // trade 2: orders 3 and 4, time 170
    trade_once(venue, alice, alice);  // trade 3: orders 5 and 6, time 190
    trade_once(venue, carol, alice);  // trade 4: orders 7 and 8, time 210
    trade_once(venue, alice, bob, ethusdt);
    const AccountQuery query{.account = alice, .instrument = btcusdt};
    EXPECT_EQ(ids_of(venue.view.account_trades(query)), (Ids{1, 3, 4}));

    const auto with = [&](auto change) {
        AccountQuery changed = query;
        change(changed);
        return ids_of(venue.view.account_trades(changed));
    };
    EXPECT_EQ(with([](AccountQuery& q) { q.limit = 2; }), (Ids{3, 4}));
    EXPECT_EQ(with([](AccountQuery& q) { q.from_trade_id = TradeId{2}; }), (Ids{3, 4}));
    EXPECT_EQ(with([](AccountQuery& q) { q.from_trade_id = TradeId{2}, q.limit = 1; }), (Ids{3}));
    EXPECT_EQ(with([](AccountQuery& q) { q.start = Timestamp{190}; }), (Ids{3, 4}));
    EXPECT_EQ(with([](AccountQuery& q) { q.end = Timestamp{190}; }), (Ids{1, 3}));
    EXPECT_EQ(with([](AccountQuery& q) { q.order_id = OrderId{6}; }), (Ids{3}));
    EXPECT_EQ(with([](AccountQuery& q) { q.order_id = OrderId{1}; }), (Ids{1}));
    // Somebody else's order is not a way to ask, though the trade is alice's too.
    EXPECT_EQ(with([](AccountQuery& q) { q.order_id = OrderId{2}; }), Ids{});
}

TEST(VenueView, TheOldestClosedOrdersLeaveWithTheirIndexes) {
    Venue venue{{.closed_orders_max = 3, .trades_max = 10}};
    const OrderId open = venue.script.rest(alice, Side::buy, 80, 1, {.name = "stays"});
    for (int count = 0; count < 5; ++count) {
        const std::string name = "n" + std::to_string(count);
        venue.script.cancel(venue.script.rest(alice, Side::buy, 90, 1, {.name = name}));
    }
    const AccountQuery query{.account = alice, .instrument = btcusdt};
    EXPECT_EQ(ids_of(venue.view.orders(query)), (Ids{1, 4, 5, 6}));
    EXPECT_EQ(venue.view.find_order(OrderId{2}), nullptr);
    EXPECT_EQ(venue.view.find_order(OrderId{3}), nullptr);
    EXPECT_EQ(venue.view.find_order(alice, btcusdt, "n1"), nullptr);
    EXPECT_NE(venue.view.find_order(alice, btcusdt, "n2"), nullptr);
    EXPECT_EQ(venue.view.find_order(alice, btcusdt, "stays"), &venue.order(open));
}

TEST(VenueView, ALeavingOrderDoesNotTakeTheNameOfTheOneAfterIt) {
    Venue venue{{.closed_orders_max = 1, .trades_max = 10}};
    venue.script.cancel(venue.script.rest(alice, Side::buy, 90, 1, {.name = "x"}));
    venue.script.cancel(venue.script.rest(alice, Side::buy, 91, 1, {.name = "x"}));
    ASSERT_NE(venue.view.find_order(alice, btcusdt, "x"), nullptr);
    EXPECT_EQ(venue.view.find_order(alice, btcusdt, "x")->order_id, OrderId{2});
    venue.script.cancel(venue.script.rest(alice, Side::buy, 92, 1, {.name = "y"}));
    EXPECT_EQ(venue.view.find_order(alice, btcusdt, "x"), nullptr);
}

TEST(VenueView, KeepsNoClosedOrderWhenTheLimitIsZero) {
    Venue venue{{.closed_orders_max = 0, .trades_max = 0}};
    trade_once(venue, alice, bob);
    EXPECT_EQ(venue.view.find_order(OrderId{1}), nullptr);
    EXPECT_EQ(venue.view.find_order(OrderId{2}), nullptr);
    EXPECT_EQ(ids_of(venue.view.trades(btcusdt, TradeId{}, 10)), Ids{});
    EXPECT_EQ(venue.view.instruments()[0]->trade_id_last, TradeId{1});
}

TEST(VenueView, TheOldestTradesLeaveOverAllInstruments) {
    Venue venue{{.closed_orders_max = 100, .trades_max = 3}};
    trade_once(venue, alice, bob);
    trade_once(venue, alice, bob, ethusdt);
    trade_once(venue, alice, bob);
    trade_once(venue, alice, bob);
    EXPECT_EQ(ids_of(venue.view.trades(btcusdt, TradeId{}, 10)), (Ids{2, 3}));
    EXPECT_EQ(ids_of(venue.view.trades(ethusdt, TradeId{}, 10)), (Ids{1}));
    trade_once(venue, alice, bob);
    EXPECT_EQ(ids_of(venue.view.trades(ethusdt, TradeId{}, 10)), Ids{});
    EXPECT_EQ(ids_of(venue.view.account_trades({.account = bob, .instrument = btcusdt})),
              (Ids{2, 3, 4}));
    EXPECT_EQ(ids_of(venue.view.account_trades({.account = bob, .instrument = ethusdt})), Ids{});
    EXPECT_EQ(ids_of(venue.view.trades(btcusdt, TradeId{1}, 10)), (Ids{2, 3, 4}));
}

}  // namespace
}  // namespace outcry::views::test
