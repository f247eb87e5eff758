#include <gtest/gtest.h>

#include "unit/views/event_script.hpp"

namespace outcry::views::test {
namespace {

constexpr std::int64_t funds = 1'000'000'000'000'000;

TEST(VenueView, RestsAnOrderAndReservesWhatItMayCost) {
    Venue venue;
    const OrderId id = venue.script.rest(alice, Side::buy, 100, 7, {.name = "one"});
    const OrderRecord& order = venue.order(id);
    EXPECT_EQ(order.order_id, OrderId{1});
    EXPECT_EQ(order.price, Price{100});
    EXPECT_EQ(order.quantity, Quantity{7});
    EXPECT_EQ(order.executed_quantity, Quantity{});
    EXPECT_EQ(order.status, OrderStatus::open);
    EXPECT_EQ(order.accepted_at, Timestamp{140});
    EXPECT_EQ(order.updated_at, Timestamp{140});
    EXPECT_EQ(order.updated_by, Sequence{14});
    EXPECT_EQ(order.client_order_id.view(), "one");
    EXPECT_EQ(book_of(venue.depth()), "100:7/1 | ");
    EXPECT_EQ(venue.depth().last_update(), Sequence{14});
    expect_balance(venue.view, alice, usdt, funds - 70'000, 70'000);
    expect_balance(venue.view, alice, btc, funds, 0);
    EXPECT_EQ(venue.view.sequence(), Sequence{14});
    EXPECT_EQ(venue.view.time(), Timestamp{140});
    EXPECT_EQ(venue.view.find_account(alice)->updated_at, Timestamp{140});
}

TEST(VenueView, ShowsNothingOfAnOrderBeforeItsCommandIsDone) {
    Venue venue;
    const OrderId id = venue.script.accept(alice, Side::sell, 100, 7);
    const Sequence before = venue.view.sequence();
    static_cast<void>(id);  // the view has not seen it yet
    EXPECT_EQ(book_of(venue.depth()), "| ");
    venue.script.finish();
    EXPECT_EQ(book_of(venue.depth()), "| 100:7/1 ");
    EXPECT_EQ(venue.view.sequence(), next(before));
}

TEST(VenueView, TradesTakeFromTheMakerAndOnlyTheRestOfTheTakerRests) {
    Venue venue;
    const OrderId maker = venue.script.rest(alice, Side::sell, 100, 5);
    const OrderId taker = venue.script.accept(bob, Side::buy, 103, 8);
    const OrderRecord taker_record{
        .order_id = taker, .account = bob, .instrument = btcusdt, .side = Side::buy};
    venue.script.trade(venue.order(maker), taker_record, 5, 0);
    venue.script.finish();

    EXPECT_EQ(book_of(venue.depth()), "103:3/1 | ");
    EXPECT_EQ(venue.order(maker).status, OrderStatus::filled);
    EXPECT_EQ(venue.order(maker).executed_quantity, Quantity{5});
    EXPECT_EQ(venue.order(maker).executed_quote, Amount{50'000});
    EXPECT_EQ(venue.order(taker).status, OrderStatus::partially_filled);
    EXPECT_EQ(venue.order(taker).executed_quantity, Quantity{5});
    // Five lots of 10,000 units at 100 ticks: 50,000 of each; fees 0.2 % and 0.1 %.
    expect_balance(venue.view, alice, btc, funds - 50'000, 0);
    expect_balance(venue.view, alice, usdt, funds + 50'000 - 50, 0);
    expect_balance(venue.view, bob, btc, funds + 50'000 - 100, 0);
    expect_balance(venue.view, bob, usdt, funds - 50'000 - 30'900, 30'900);
    expect_balance(venue.view, fee_account, btc, 100, 0);
    expect_balance(venue.view, fee_account, usdt, 50, 0);
    EXPECT_EQ(venue.view.instruments()[0]->price_last, Price{100});
    EXPECT_EQ(venue.view.instruments()[0]->trade_id_last, TradeId{1});

    const auto trades = venue.view.trades(btcusdt, TradeId{}, 10);
    ASSERT_EQ(trades.size(), 1u);
    EXPECT_EQ(trades[0]->trade_id, TradeId{1});
    EXPECT_EQ(trades[0]->price, Price{100});
    EXPECT_EQ(trades[0]->quantity, Quantity{5});
    EXPECT_EQ(trades[0]->quote, Amount{50'000});
    EXPECT_EQ(trades[0]->maker_order_id, maker);
    EXPECT_EQ(trades[0]->taker_order_id, taker);
    EXPECT_EQ(trades[0]->maker_fee, Amount{50});
    EXPECT_EQ(trades[0]->taker_fee, Amount{100});
    EXPECT_EQ(trades[0]->taker_side, Side::buy);
    EXPECT_EQ(trades[0]->time, Timestamp{150});
    EXPECT_EQ(trades[0]->sequence, Sequence{15});
}

TEST(VenueView, ASellingTakerPaysFromWhatIsFree) {
    Venue venue;
    const OrderId maker = venue.script.rest(alice, Side::buy, 200, 9);
    const OrderId taker = venue.script.accept(
        bob, Side::sell, 0, 4, {.type = OrderType::market, .time_in_force = TimeInForce{}});
    const OrderRecord taker_record{.order_id = taker, .account = bob, .side = Side::sell};
    venue.script.trade(venue.order(maker), taker_record, 4, 5);
    venue.script.finish();
    EXPECT_EQ(book_of(venue.depth()), "200:5/1 | ");
    EXPECT_EQ(venue.order(maker).status, OrderStatus::partially_filled);
    EXPECT_EQ(venue.order(taker).status, OrderStatus::filled);
    EXPECT_EQ(venue.order(taker).time_in_force, TimeInForce::gtc);
    expect_balance(venue.view, alice, usdt, funds - 180'000, 100'000);
    expect_balance(venue.view, alice, btc, funds + 40'000 - 40, 0);
    expect_balance(venue.view, bob, btc, funds - 40'000, 0);
    expect_balance(venue.view, bob, usdt, funds + 80'000 - 160, 0);
}

TEST(VenueView, CancelReleasesWhatWasOpen) {
    Venue venue;
    const OrderId id = venue.script.rest(alice, Side::sell, 100, 7);
    venue.script.cancel(id);
    EXPECT_EQ(book_of(venue.depth()), "| ");
    EXPECT_EQ(venue.order(id).status, OrderStatus::cancelled);
    EXPECT_EQ(venue.order(id).close_reason, CloseReason::cancelled_by_user);
    EXPECT_EQ(venue.order(id).updated_by, Sequence{15});
    EXPECT_EQ(venue.order(id).accepted_at, Timestamp{140});
    EXPECT_EQ(venue.order(id).updated_at, Timestamp{150});
    EXPECT_EQ(venue.order(id).quantity, Quantity{7});
    expect_balance(venue.view, alice, btc, funds, 0);
    EXPECT_TRUE(venue.view.open_orders(alice, std::nullopt).empty());
}

TEST(VenueView, TheReasonSaysHowAnOrderEnded) {
    const std::pair<CloseReason, OrderStatus> rows[] = {
        {CloseReason::cancelled_by_user, OrderStatus::cancelled},
        {CloseReason::cancelled_by_operator, OrderStatus::cancelled},
        {CloseReason::replaced, OrderStatus::cancelled},
        {CloseReason::unfilled_ioc, OrderStatus::expired},
        {CloseReason::unfilled_fok, OrderStatus::expired},
        {CloseReason::insufficient_liquidity, OrderStatus::expired},
        {CloseReason::self_trade_prevention, OrderStatus::expired_in_match},
        {CloseReason::fill_limit, OrderStatus::expired}};
    Venue venue;
    for (const auto& [reason, status] : rows) {
        const OrderId id =
            venue.script.accept(alice, Side::buy, 50, 2, {.time_in_force = TimeInForce::ioc});
        venue.script.close({.order_id = id, .account = alice, .side = Side::buy}, reason, false);
        venue.script.finish();
        EXPECT_EQ(venue.order(id).status, status);
        EXPECT_EQ(venue.order(id).close_reason, reason);
    }
    EXPECT_EQ(book_of(venue.depth()), "| ");
    expect_balance(venue.view, alice, usdt, funds, 0);
}

TEST(VenueView, AnAmendmentThatKeepsItsPlaceOnlyShrinks) {
    Venue venue;
    const OrderId id = venue.script.rest(alice, Side::buy, 100, 7, {.name = "old"});
    venue.script.amend(venue.order(id), {.price_before = 100,
                                         .price = 100,
                                         .open_before = 7,
                                         .open = 4,
                                         .total = 4,
                                         .keeps_priority = true,
                                         .name = "new"});
    venue.script.finish();
    EXPECT_EQ(book_of(venue.depth()), "100:4/1 | ");
    EXPECT_EQ(venue.order(id).quantity, Quantity{4});
    EXPECT_EQ(venue.order(id).status, OrderStatus::open);
    expect_balance(venue.view, alice, usdt, funds - 40'000, 40'000);
    EXPECT_EQ(venue.view.find_order(alice, btcusdt, "old"), nullptr);
    EXPECT_EQ(venue.view.find_order(alice, btcusdt, "new"), &venue.order(id));
}

TEST(VenueView, AnAmendmentThatLosesItsPlaceMayTradeAndRestsElsewhere) {
    Venue venue;
    const OrderId bid = venue.script.rest(alice, Side::buy, 100, 7);
    const OrderId ask = venue.script.rest(bob, Side::sell, 110, 3);
    venue.script.amend(
        venue.order(bid),
        {.price_before = 100, .price = 112, .open_before = 7, .open = 10, .total = 10});
    venue.script.trade(venue.order(ask), venue.order(bid), 3, 0);
    venue.script.finish();
    EXPECT_EQ(book_of(venue.depth()), "112:7/1 | ");
    EXPECT_EQ(venue.order(bid).price, Price{112});
    EXPECT_EQ(venue.order(bid).quantity, Quantity{10});
    EXPECT_EQ(venue.order(bid).executed_quantity, Quantity{3});
    EXPECT_EQ(venue.order(bid).status, OrderStatus::partially_filled);
    expect_balance(venue.view, alice, usdt, funds - 33'000 - 78'400, 78'400);
}

TEST(VenueView, AMarketOrderByQuoteIsAsLargeAsWhatItExecuted) {
    Venue venue;
    const OrderId maker = venue.script.rest(alice, Side::sell, 100, 5);
    const OrderId taker = venue.script.accept(
        bob, Side::buy, 0, 0, {.type = OrderType::market_by_quote, .quote_budget = 25'000});
    venue.script.trade(venue.order(maker), {.order_id = taker, .account = bob, .side = Side::buy},
                       2, 3);
    venue.script.finish();
    EXPECT_EQ(venue.order(taker).status, OrderStatus::filled);
    EXPECT_EQ(venue.order(taker).quantity, Quantity{2});
    EXPECT_EQ(venue.order(taker).executed_quantity, Quantity{2});
    EXPECT_EQ(venue.order(taker).executed_quote, Amount{20'000});
    EXPECT_EQ(venue.order(taker).quote_quantity, Amount{25'000});
    EXPECT_EQ(book_of(venue.depth()), "| 100:3/1 ");
}

TEST(VenueView, SelfTradePreventionMayTakeTheMaker) {
    Venue venue;
    const OrderId maker = venue.script.rest(alice, Side::sell, 100, 5);
    const OrderId taker = venue.script.accept(alice, Side::buy, 100, 2);
    venue.script.close(venue.order(maker), CloseReason::self_trade_prevention, true);
    venue.script.finish();
    EXPECT_EQ(venue.order(maker).status, OrderStatus::expired_in_match);
    EXPECT_EQ(venue.order(taker).status, OrderStatus::open);
    EXPECT_EQ(book_of(venue.depth()), "100:2/1 | ");
    expect_balance(venue.view, alice, btc, funds, 0);
}

TEST(VenueView, ReplacingIsOneStep) {
    Venue venue;
    const OrderId before = venue.script.rest(alice, Side::buy, 100, 5, {.name = "x"});
    venue.script.close(venue.order(before), CloseReason::replaced, true);
    const OrderId after = venue.script.accept(alice, Side::buy, 101, 6, {.name = "x"});
    venue.script.finish();
    EXPECT_EQ(book_of(venue.depth()), "101:6/1 | ");
    EXPECT_EQ(venue.view.find_order(alice, btcusdt, "x"), &venue.order(after));
    EXPECT_EQ(venue.view.open_orders(alice, btcusdt),
              (std::vector<const OrderRecord*>{&venue.order(after)}));
}

TEST(VenueView, RefusalsTicksAndSlicesOnlyMoveTheSequence) {
    Venue venue;
    const std::vector<std::byte> before = saved(venue.view);
    venue.script.apply_single(EventType::command_refused);
    venue.script.apply_single(EventType::clock_advanced);
    venue.script.apply_single(EventType::mass_action_progressed);
    EXPECT_EQ(venue.view.sequence(), Sequence{16});
    EXPECT_EQ(venue.view.time(), Timestamp{160});
    std::vector<std::byte> after = saved(venue.view);
    ASSERT_EQ(after.size(), before.size());
    constexpr std::size_t header_size = 32;
    EXPECT_TRUE(
        std::equal(before.begin() + header_size, before.end(), after.begin() + header_size));
}

TEST(VenueView, FindsByNameTheOpenOrderOrElseTheOneClosedLast) {
    Venue venue;
    const OrderId first = venue.script.rest(alice, Side::buy, 90, 1, {.name = "x"});
    venue.script.cancel(first);
    const OrderId second = venue.script.rest(alice, Side::buy, 91, 1, {.name = "x"});
    EXPECT_EQ(venue.view.find_order(alice, btcusdt, "x"), &venue.order(second));
    venue.script.cancel(second);
    EXPECT_EQ(venue.view.find_order(alice, btcusdt, "x"), &venue.order(second));
    EXPECT_EQ(venue.view.find_order(bob, btcusdt, "x"), nullptr);
    EXPECT_EQ(venue.view.find_order(alice, ethusdt, "x"), nullptr);
    EXPECT_EQ(venue.view.find_order(alice, btcusdt, ""), nullptr);
}

TEST(VenueView, ARenamedOrderGivesItsNameBackToTheOneBefore) {
    Venue venue;
    const OrderId older = venue.script.rest(alice, Side::buy, 90, 2, {.name = "older"});
    const OrderId closed = venue.script.rest(alice, Side::buy, 91, 2, {.name = "x"});
    venue.script.cancel(closed);
    const AmendOptions shrink{.price_before = 90,
                              .price = 90,
                              .open_before = 2,
                              .open = 2,
                              .total = 2,
                              .keeps_priority = true,
                              .name = "x"};
    venue.script.amend(venue.order(older), shrink);
    venue.script.finish();
    EXPECT_EQ(venue.view.find_order(alice, btcusdt, "x"), &venue.order(older));
    AmendOptions again = shrink;
    again.name = "y";
    venue.script.amend(venue.order(older), again);
    venue.script.finish();
    EXPECT_EQ(venue.view.find_order(alice, btcusdt, "x"), &venue.order(closed));
    EXPECT_EQ(venue.view.find_order(alice, btcusdt, "y"), &venue.order(older));
}

TEST(VenueView, ListsOpenOrdersByIdAndInstrument) {
    Venue venue;
    const OrderId first = venue.script.rest(alice, Side::buy, 90, 1);
    const OrderId second = venue.script.rest(alice, Side::buy, 90, 1, {.instrument = ethusdt});
    const OrderId third = venue.script.rest(alice, Side::sell, 190, 1);
    static_cast<void>(venue.script.rest(bob, Side::sell, 190, 1));  // not alice's
    using Orders = std::vector<const OrderRecord*>;
    EXPECT_EQ(venue.view.open_orders(alice, std::nullopt),
              (Orders{&venue.order(first), &venue.order(second), &venue.order(third)}));
    EXPECT_EQ(venue.view.open_orders(alice, btcusdt),
              (Orders{&venue.order(first), &venue.order(third)}));
    EXPECT_EQ(venue.view.open_orders(carol, std::nullopt), Orders{});
}

TEST(VenueViewDeathTest, StopsAtAGapInTheEvents) {
    Venue venue;
    Event event;
    event.sequence = Sequence{15};
    event.type = EventType::clock_advanced;
    EXPECT_DEATH(venue.view.apply(event), "");
    event.sequence = Sequence{14};
    event.index = 1;
    EXPECT_DEATH(venue.view.apply(event), "");
}

}  // namespace
}  // namespace outcry::views::test
