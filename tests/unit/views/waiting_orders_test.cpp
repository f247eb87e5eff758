#include <gtest/gtest.h>

#include "unit/views/event_script.hpp"

namespace outcry::views::test {
namespace {

constexpr std::int64_t funds = 1'000'000'000'000'000;

/// A stop that buys at the market and holds 90,000 while it waits.
OrderId wait_to_buy(Venue& venue) {
    const OrderId id = venue.script.accept(alice, Side::buy, 0, 7, {.type = OrderType::stop_loss});
    OrderTermsSet& terms = venue.script.terms(id, alice);
    terms.stop_price = Price{120};
    terms.reserves_by_formula = 0;
    terms.reserved_amount = Amount{90'000};
    terms.phase = OrderPhase::waiting;
    terms.session = SessionId{3};
    terms.strategy_id = 37;
    terms.strategy_type = 1'000'000;
    venue.script.finish();
    return id;
}

OrderId wait_to_sell(Venue& venue, OrderPhase phase = OrderPhase::waiting) {
    const OrderId id =
        venue.script.accept(bob, Side::sell, 95, 4, {.type = OrderType::stop_loss_limit});
    OrderTermsSet& terms = venue.script.terms(id, bob);
    terms.stop_price = Price{96};
    terms.trailing_delta_bips = phase == OrderPhase::tracking ? 100 : 0;
    terms.phase = phase;
    venue.script.finish();
    return id;
}

TEST(WaitingOrders, HoldWhatTheyReserveAndAreNotInTheDepth) {
    Venue venue;
    const OrderId id = wait_to_buy(venue);
    const OrderRecord& order = venue.order(id);
    EXPECT_EQ(order.status, OrderStatus::open);
    EXPECT_EQ(order.phase, OrderPhase::waiting);
    EXPECT_EQ(order.stop_price, Price{120});
    EXPECT_EQ(order.working_at, Timestamp{});
    EXPECT_EQ(order.session, SessionId{3});
    EXPECT_EQ(order.strategy_id, 37);
    EXPECT_EQ(order.strategy_type, 1'000'000);
    EXPECT_EQ(book_of(venue.depth()), "| ");
    EXPECT_EQ(venue.view.open_orders(alice, btcusdt).size(), 1u);
    expect_balance(venue.view, alice, usdt, funds - 90'000, 90'000);
}

TEST(WaitingOrders, GiveBackWhatTheyHeldWhenTheyAreClosed) {
    Venue venue;
    const OrderId id = wait_to_buy(venue);
    venue.script.close_waiting(venue.order(id), CloseReason::cancelled_by_user);
    venue.script.finish();
    EXPECT_EQ(venue.order(id).status, OrderStatus::cancelled);
    expect_balance(venue.view, alice, usdt, funds, 0);
}

TEST(WaitingOrders, TradeFromWhatIsFreeOnceTheyAreTriggered) {
    Venue venue;
    const OrderId id = wait_to_buy(venue);
    const OrderId maker = venue.script.rest(bob, Side::sell, 110, 9);
    venue.script.trigger(venue.order(id), TriggerKind::triggered, 120);
    venue.script.trade(venue.order(maker), venue.order(id), 7, 2);
    venue.script.finish();
    EXPECT_EQ(venue.order(id).status, OrderStatus::filled);
    EXPECT_EQ(venue.order(id).phase, OrderPhase::working);
    EXPECT_EQ(venue.order(id).working_at, venue.view.time());
    EXPECT_EQ(book_of(venue.depth()), "| 110:2/1 ");
    expect_balance(venue.view, alice, usdt, funds - 77'000, 0);
}

TEST(WaitingOrders, RestLikeAnyOtherOnceTheyAreTriggered) {
    Venue venue;
    const OrderId id = wait_to_sell(venue);
    expect_balance(venue.view, bob, btc, funds - 40'000, 40'000);
    venue.script.trigger(venue.order(id), TriggerKind::triggered, 96);
    venue.script.finish();
    EXPECT_EQ(book_of(venue.depth()), "| 95:4/1 ");
    expect_balance(venue.view, bob, btc, funds - 40'000, 40'000);
}

TEST(WaitingOrders, MayBeMetInTheBookByALaterTurnOfTheSameCommand) {
    Venue venue;
    const OrderId sell = wait_to_sell(venue);
    const OrderId buy = wait_to_buy(venue);
    venue.script.trigger(venue.order(sell), TriggerKind::triggered, 96);
    venue.script.trigger(venue.order(buy), TriggerKind::triggered, 120);
    venue.script.trade(venue.order(sell), venue.order(buy), 3, 1);
    venue.script.close(venue.order(buy), CloseReason::insufficient_liquidity, false);
    venue.script.close(venue.order(sell), CloseReason::kill_switch, true);
    venue.script.finish();
    EXPECT_EQ(venue.order(sell).executed_quantity, Quantity{3});
    EXPECT_EQ(venue.order(sell).status, OrderStatus::cancelled);
    EXPECT_EQ(book_of(venue.depth()), "| ");
    expect_balance(venue.view, bob, btc, funds - 30'000, 0);
    expect_balance(venue.view, alice, usdt, funds - 3 * 95 * 100, 0);
}

TEST(WaitingOrders, JoinTheirQueueInTheOrderOfTheirTurns) {
    Venue venue;
    EventScript& script = venue.script;
    const OrderId first = wait_to_sell(venue);
    const OrderId second = wait_to_sell(venue);
    const OrderId iceberg =
        script.accept(bob, Side::sell, 95, 9, {.type = OrderType::stop_loss_limit});
    OrderTermsSet& terms = script.terms(iceberg, bob);
    terms.visible_quantity = Quantity{2};
    terms.phase = OrderPhase::waiting;
    script.finish();
    const OrderId buy = wait_to_buy(venue);
    for (const OrderId id : {iceberg, second, first, buy})
        script.trigger(venue.order(id), TriggerKind::triggered, 96);
    // What is left of the iceberg goes behind those that came after it.
    script.trade(venue.order(iceberg), venue.order(buy), 2, 7);
    script.refresh(venue.order(iceberg), 2, 7);
    script.trade(venue.order(second), venue.order(buy), 1, 3);
    script.close(venue.order(buy), CloseReason::protection_limit, false);
    script.finish();
    EXPECT_EQ(queue_of(venue.view, Side::sell), "2:3 1:4 3:2 ");
    EXPECT_EQ(book_of(venue.depth()), "| 95:9/3 ");
}

TEST(WaitingOrders, RememberWhenTheyBeganToFollowTheMarket) {
    Venue venue;
    const OrderId waiting = wait_to_sell(venue);
    EXPECT_EQ(venue.order(waiting).tracking_at, Timestamp{});
    venue.script.trigger(venue.order(waiting), TriggerKind::tracking, 100);
    venue.script.finish();
    EXPECT_EQ(venue.order(waiting).phase, OrderPhase::tracking);
    EXPECT_EQ(venue.order(waiting).tracking_at, venue.view.time());
    EXPECT_EQ(venue.order(waiting).working_at, Timestamp{});
    expect_balance(venue.view, bob, btc, funds - 40'000, 40'000);
    const OrderId tracking = wait_to_sell(venue, OrderPhase::tracking);
    EXPECT_EQ(venue.order(tracking).tracking_at, venue.view.time());
}

TEST(WaitingOrders, AreNotThoseOfWhichAnOldEventLogSaysOnlyWhenTheyExpire) {
    Venue venue;
    const OrderId id =
        venue.script.accept(bob, Side::sell, 95, 4, {.time_in_force = TimeInForce::gtd});
    OrderTermsSet& terms = venue.script.terms(id, bob);
    terms.expires_at = Timestamp{9'000};
    terms.reserves_by_formula = 0;
    venue.script.finish();
    EXPECT_EQ(book_of(venue.depth()), "| 95:4/1 ");
    expect_balance(venue.view, bob, btc, funds - 40'000, 40'000);
}

TEST(WaitingOrders, SurviveASaveAndALoad) {
    Venue venue;
    const OrderId sell = wait_to_sell(venue);
    const OrderId buy = wait_to_buy(venue);
    VenueView loaded{{.closed_orders_max = 1000, .trades_max = 1000}};
    ASSERT_TRUE(loaded.load(saved(venue.view)));
    EXPECT_EQ(saved(loaded), saved(venue.view));
    EXPECT_EQ(loaded.find_order(buy)->reserved_amount, Amount{90'000});
    EXPECT_EQ(loaded.find_order(sell)->phase, OrderPhase::waiting);
    EXPECT_EQ(book_of(loaded.instruments()[0]->depth), "| ");
}

TEST(Icebergs, ShowOnePartAtATimeAndGoToTheEndOfTheirQueue) {
    Venue venue;
    EventScript& script = venue.script;
    const OrderId iceberg = script.accept(alice, Side::sell, 100, 10);
    script.terms(iceberg, alice).visible_quantity = Quantity{4};
    script.finish();
    const OrderId other = script.rest(bob, Side::sell, 100, 6);
    EXPECT_EQ(book_of(venue.depth()), "| 100:10/2 ");
    EXPECT_EQ(queue_of(venue.view, Side::sell), "1:4 2:6 ");
    expect_balance(venue.view, alice, btc, funds - 100'000, 100'000);

    const OrderId taker =
        script.accept(carol, Side::buy, 100, 5, {.time_in_force = TimeInForce::ioc});
    const OrderRecord record{.order_id = taker, .account = carol, .side = Side::buy};
    script.trade(venue.order(iceberg), record, 4, 6);
    script.refresh(venue.order(iceberg), 4, 6);
    script.trade(venue.order(other), record, 1, 5);
    script.finish();
    EXPECT_EQ(book_of(venue.depth()), "| 100:9/2 ");
    EXPECT_EQ(queue_of(venue.view, Side::sell), "2:5 1:4 ");
    EXPECT_EQ(venue.order(iceberg).executed_quantity, Quantity{4});
    expect_balance(venue.view, alice, btc, funds - 100'000, 60'000);

    VenueView loaded{{.closed_orders_max = 1000, .trades_max = 1000}};
    ASSERT_TRUE(loaded.load(saved(venue.view)));
    EXPECT_EQ(queue_of(loaded, Side::sell), "2:5 1:4 ");
    EXPECT_EQ(book_of(loaded.instruments()[0]->depth), "| 100:9/2 ");

    script.cancel(iceberg);
    EXPECT_EQ(book_of(venue.depth()), "| 100:5/1 ");
    expect_balance(venue.view, alice, btc, funds - 40'000, 0);
}

TEST(Icebergs, ShowLessOnlyWhenLessThanTheirPartIsLeft) {
    Venue venue;
    EventScript& script = venue.script;
    const OrderId id = script.accept(alice, Side::buy, 100, 10);
    script.terms(id, alice).visible_quantity = Quantity{4};
    script.finish();
    script.amend(venue.order(id), {.price_before = 100,
                                   .price = 100,
                                   .open_before = 10,
                                   .open = 7,
                                   .total = 7,
                                   .keeps_priority = true});
    script.finish();
    EXPECT_EQ(book_of(venue.depth()), "100:4/1 | ");
    expect_balance(venue.view, alice, usdt, funds - 70'000, 70'000);
    script.amend(venue.order(id), {.price_before = 100,
                                   .price = 100,
                                   .open_before = 7,
                                   .open = 3,
                                   .total = 3,
                                   .keeps_priority = true});
    script.finish();
    EXPECT_EQ(book_of(venue.depth()), "100:3/1 | ");
    script.amend(venue.order(id), {.price_before = 100,
                                   .price = 101,
                                   .open_before = 3,
                                   .open = 9,
                                   .total = 9,
                                   .keeps_priority = false,
                                   .name = "larger"});
    script.finish();
    EXPECT_EQ(book_of(venue.depth()), "101:4/1 | ");
    expect_balance(venue.view, alice, usdt, funds - 90'900, 90'900);

    const auto amendments = venue.view.amendments(id, Sequence{}, 10);
    ASSERT_EQ(amendments.size(), 3u);
    EXPECT_EQ(amendments[0]->quantity_before, Quantity{10});
    EXPECT_EQ(amendments[0]->quantity, Quantity{7});
    EXPECT_EQ(amendments[0]->kept_priority, 1);
    EXPECT_EQ(amendments[2]->client_order_id_before.view(), "");
    EXPECT_EQ(amendments[2]->client_order_id.view(), "larger");
    EXPECT_EQ(amendments[2]->price, Price{101});
    EXPECT_EQ(venue.view.amendments(id, amendments[1]->sequence, 1).size(), 1u);
    EXPECT_EQ(venue.view.amendments(id, amendments[1]->sequence, 1)[0], amendments[1]);
}

TEST(Amendments, OfTheVenueAreTheNewestOnes) {
    Venue venue{{.closed_orders_max = 10, .trades_max = 10, .amendments_max = 2}};
    const OrderId first = venue.script.rest(alice, Side::buy, 100, 10);
    const OrderId second = venue.script.rest(alice, Side::buy, 100, 10);
    for (const std::uint64_t open : {9U, 8U}) {
        for (const OrderId id : {first, second}) {
            venue.script.amend(venue.order(id), {.price_before = 100,
                                                 .price = 100,
                                                 .open_before = open + 1,
                                                 .open = open,
                                                 .total = open,
                                                 .keeps_priority = true});
            venue.script.finish();
        }
    }
    ASSERT_EQ(venue.view.amendments(first, Sequence{}, 10).size(), 1u);
    EXPECT_EQ(venue.view.amendments(first, Sequence{}, 10)[0]->quantity, Quantity{8});
    EXPECT_EQ(venue.view.amendments(second, Sequence{}, 10).size(), 1u);
}

}  // namespace
}  // namespace outcry::views::test
