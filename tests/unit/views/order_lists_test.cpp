#include <gtest/gtest.h>

#include "unit/views/event_script.hpp"

namespace outcry::views::test {
namespace {

constexpr std::int64_t funds = 1'000'000'000'000'000;
constexpr ViewLimits few_lists{
    .closed_orders_max = 1000, .trades_max = 1000, .closed_order_lists_max = 2};

struct Pair {
    OrderListId list;
    OrderId maker;
    OrderId stop;
};

/// Alice sells 5 at 110, or at the market once it falls to 90; the first one holds.
Pair place_oco(Venue& venue, std::string_view name = "") {
    EventScript& script = venue.script;
    OrderListAccepted& list = script.accept_list(
        alice, OrderListType::oco, {script.order_id_after(1), script.order_id_after(2)});
    list.client_order_id = ClientOrderId{name};
    const OrderListId id = list.order_list_id;
    const OrderId maker =
        script.accept(alice, Side::sell, 110, 5, {.type = OrderType::limit_maker});
    script.terms(maker, alice).order_list_id = id;
    const OrderId stop = script.accept(alice, Side::sell, 0, 5, {.type = OrderType::stop_loss});
    OrderTermsSet& terms = script.terms(stop, alice);
    terms.order_list_id = id;
    terms.stop_price = Price{90};
    terms.phase = OrderPhase::waiting;
    terms.reserves_by_formula = 0;
    script.finish();
    return {id, maker, stop};
}

void cancel_both(Venue& venue, const Pair& pair) {
    venue.script.close(venue.order(pair.maker), CloseReason::cancelled_by_user, true);
    venue.script.close_waiting(venue.order(pair.stop), CloseReason::cancelled_with_list);
    venue.script.finish_list(pair.list, alice);
    venue.script.finish();
}

TEST(OrderLists, HoldWhatOneOfTheirOrdersHolds) {
    Venue venue;
    const Pair pair = place_oco(venue, "mine");
    expect_balance(venue.view, alice, btc, funds - 50'000, 50'000);
    EXPECT_EQ(book_of(venue.depth()), "| 110:5/1 ");
    const OrderListRecord* list = venue.view.find_order_list(pair.list);
    ASSERT_NE(list, nullptr);
    EXPECT_EQ(list->type, OrderListType::oco);
    EXPECT_EQ(list->status, OrderListStatus::executing);
    EXPECT_EQ(list->order_ids[0], pair.maker);
    EXPECT_EQ(list->order_ids[1], pair.stop);
    EXPECT_EQ(list->instrument, btcusdt);
    EXPECT_EQ(list->accepted_at, venue.view.time());
    EXPECT_EQ(venue.view.find_order_list(alice, "mine"), list);
    EXPECT_EQ(venue.view.find_order_list(bob, "mine"), nullptr);
    EXPECT_EQ(venue.order(pair.stop).order_list_id, pair.list);
    EXPECT_EQ(venue.view.open_order_lists(alice), std::vector<const OrderListRecord*>{list});
    EXPECT_TRUE(venue.view.open_order_lists(bob).empty());
}

TEST(OrderLists, HoldForTheOneThatRemains) {
    Venue venue;
    const Pair pair = place_oco(venue);
    venue.script.close(venue.order(pair.maker), CloseReason::list_sibling, true);
    venue.script.reserve(venue.order(pair.stop), 50'000, false);
    venue.script.finish();
    expect_balance(venue.view, alice, btc, funds - 50'000, 50'000);
    EXPECT_EQ(venue.order(pair.stop).reserved_amount, Amount{50'000});
    venue.script.close_waiting(venue.order(pair.stop), CloseReason::expired);
    venue.script.finish_list(pair.list, alice);
    venue.script.finish();
    expect_balance(venue.view, alice, btc, funds, 0);
    EXPECT_EQ(venue.view.find_order_list(pair.list)->status, OrderListStatus::all_done);
    EXPECT_EQ(venue.view.find_order_list(pair.list)->updated_by, venue.view.sequence());
    EXPECT_TRUE(venue.view.open_order_lists(alice).empty());
}

TEST(OrderLists, AreAmendedOnBothOrders) {
    Venue venue;
    const Pair pair = place_oco(venue);
    for (const OrderId id : {pair.maker, pair.stop}) {
        const std::int64_t price = venue.order(id).price.value();
        venue.script.amend(venue.order(id), {.price_before = price,
                                             .price = price,
                                             .open_before = 5,
                                             .open = 2,
                                             .total = 2,
                                             .keeps_priority = true});
    }
    venue.script.reserve(venue.order(pair.stop), 0, false);
    venue.script.finish();
    EXPECT_EQ(venue.order(pair.stop).quantity, Quantity{2});
    EXPECT_EQ(book_of(venue.depth()), "| 110:2/1 ");
    expect_balance(venue.view, alice, btc, funds - 20'000, 20'000);
}

TEST(OrderLists, StartTheirPendingOrderWhenTheWorkingOneIsFilled) {
    Venue venue;
    EventScript& script = venue.script;
    const OrderListId list = script
                                 .accept_list(alice, OrderListType::oto,
                                              {script.order_id_after(1), script.order_id_after(2)})
                                 .order_list_id;
    const OrderId working = script.accept(alice, Side::buy, 100, 5);
    script.terms(working, alice).order_list_id = list;
    const OrderId pending = script.accept(alice, Side::sell, 120, 5);
    OrderTermsSet& terms = script.terms(pending, alice);
    terms.order_list_id = list;
    terms.phase = OrderPhase::pending;
    terms.reserves_by_formula = 0;
    script.finish();
    EXPECT_EQ(venue.order(pending).status, OrderStatus::pending_new);
    EXPECT_EQ(venue.order(pending).working_at, Timestamp{});
    EXPECT_EQ(book_of(venue.depth()), "100:5/1 | ");
    expect_balance(venue.view, alice, btc, funds, 0);

    const OrderId taker = script.accept(bob, Side::sell, 100, 5);
    script.trade(venue.order(working), {.order_id = taker, .account = bob, .side = Side::sell}, 5,
                 0);
    script.finish();
    EXPECT_EQ(venue.order(pending).status, OrderStatus::pending_new);

    script.trigger(venue.order(pending), TriggerKind::started);
    script.finish();
    EXPECT_EQ(venue.order(pending).status, OrderStatus::open);
    EXPECT_EQ(venue.order(pending).working_at, venue.view.time());
    EXPECT_EQ(book_of(venue.depth()), "| 120:5/1 ");
    // Bought 50,000 units less 0.1 %, of which the started order holds all that it sells.
    expect_balance(venue.view, alice, btc, funds + 49'950 - 50'000, 50'000);
}

TEST(OrderLists, LetAStartedStopWait) {
    Venue venue;
    EventScript& script = venue.script;
    const OrderId id =
        script.accept(alice, Side::sell, 80, 5, {.type = OrderType::stop_loss_limit});
    OrderTermsSet& pending = script.terms(id, alice);
    pending.phase = OrderPhase::pending;
    pending.reserves_by_formula = 0;
    script.finish();
    script.trigger(venue.order(id), TriggerKind::started);
    OrderTermsSet& waiting = script.terms(id, alice);
    waiting.phase = OrderPhase::waiting;
    waiting.stop_price = Price{85};
    script.finish();
    EXPECT_EQ(venue.order(id).status, OrderStatus::open);
    EXPECT_EQ(venue.order(id).phase, OrderPhase::waiting);
    EXPECT_EQ(venue.order(id).working_at, Timestamp{});
    EXPECT_EQ(book_of(venue.depth()), "| ");
    expect_balance(venue.view, alice, btc, funds - 50'000, 50'000);
}

TEST(OrderLists, LetAStartedStopTradeAtOnce) {
    Venue venue;
    EventScript& script = venue.script;
    const OrderId bid = script.rest(bob, Side::buy, 90, 5);
    const OrderId id =
        script.accept(alice, Side::sell, 80, 5, {.type = OrderType::stop_loss_limit});
    const OrderId other = script.accept(alice, Side::sell, 0, 5, {.type = OrderType::take_profit});
    for (const OrderId pending : {id, other}) {
        OrderTermsSet& terms = script.terms(pending, alice);
        terms.phase = OrderPhase::pending;
        terms.reserves_by_formula = 0;
    }
    script.finish();
    script.trigger(venue.order(id), TriggerKind::started);
    script.trigger(venue.order(other), TriggerKind::started);
    script.close_waiting(venue.order(other), CloseReason::list_sibling);
    script.trigger(venue.order(id), TriggerKind::triggered, 90);
    script.trade(venue.order(bid), venue.order(id), 5, 0);
    script.finish();
    EXPECT_EQ(venue.order(id).status, OrderStatus::filled);
    EXPECT_EQ(venue.order(other).status, OrderStatus::expired);
    expect_balance(venue.view, alice, btc, funds - 50'000, 0);
}

TEST(OrderLists, LetAStartedLimitMakerRestWithoutHoldingAnything) {
    Venue venue;
    EventScript& script = venue.script;
    const OrderId id = script.accept(alice, Side::sell, 120, 5, {.type = OrderType::limit_maker});
    OrderTermsSet& pending = script.terms(id, alice);
    pending.phase = OrderPhase::pending;
    pending.reserves_by_formula = 0;
    script.finish();
    script.trigger(venue.order(id), TriggerKind::started);
    script.reserve(venue.order(id), 0, false);
    script.finish();
    EXPECT_EQ(book_of(venue.depth()), "| 120:5/1 ");
    expect_balance(venue.view, alice, btc, funds, 0);
    // The other order of its list is gone and somebody buys: it holds, then it pays.
    script.reserve(venue.order(id), 50'000, true);
    const OrderId taker = script.accept(bob, Side::buy, 120, 2);
    script.trade(venue.order(id), {.order_id = taker, .account = bob, .side = Side::buy}, 2, 3);
    script.finish();
    expect_balance(venue.view, alice, btc, funds - 50'000, 30'000);
}

TEST(OrderLists, AreListedByIdAndByTime) {
    Venue venue;
    std::vector<OrderListId> ids;
    std::vector<Timestamp> times;
    for (int count = 0; count < 4; ++count) {
        ids.push_back(place_oco(venue).list);
        times.push_back(venue.view.time());
    }
    const auto ids_of = [&](const OrderListQuery& query) {
        std::vector<OrderListId> found;
        for (const OrderListRecord* list : venue.view.order_lists(query))
            found.push_back(list->order_list_id);
        return found;
    };
    EXPECT_EQ(ids_of({.account = alice}), ids);
    EXPECT_EQ(ids_of({.account = alice, .limit = 2}), (std::vector{ids[2], ids[3]}));
    EXPECT_EQ(ids_of({.account = alice, .from_id = ids[1], .limit = 2}),
              (std::vector{ids[1], ids[2]}));
    EXPECT_EQ(ids_of({.account = alice, .start = times[1], .end = times[2]}),
              (std::vector{ids[1], ids[2]}));
    EXPECT_EQ(ids_of({.account = alice, .end = times[2], .limit = 1}), std::vector{ids[2]});
    EXPECT_TRUE(ids_of({.account = bob}).empty());
    EXPECT_TRUE(ids_of({.account = alice, .limit = 0}).empty());
}

TEST(OrderLists, ThatAreDoneLeaveWhenThereAreTooMany) {
    Venue venue{few_lists};
    std::vector<OrderListId> ids;
    for (int count = 0; count < 3; ++count) {
        const Pair pair = place_oco(venue, "same");
        ids.push_back(pair.list);
        cancel_both(venue, pair);
    }
    EXPECT_EQ(venue.view.find_order_list(ids[0]), nullptr);
    EXPECT_NE(venue.view.find_order_list(ids[1]), nullptr);
    EXPECT_EQ(venue.view.find_order_list(alice, "same")->order_list_id, ids[2]);
    EXPECT_EQ(venue.view.order_lists({.account = alice}).size(), 2u);
}

TEST(OrderLists, SurviveASaveAndALoad) {
    Venue venue;
    cancel_both(venue, place_oco(venue, "done"));
    const Pair pair = place_oco(venue, "open");
    VenueView loaded{{.closed_orders_max = 1000, .trades_max = 1000}};
    ASSERT_TRUE(loaded.load(saved(venue.view)));
    EXPECT_EQ(saved(loaded), saved(venue.view));
    EXPECT_EQ(loaded.open_order_lists(alice).size(), 1u);
    EXPECT_EQ(loaded.find_order_list(alice, "done")->status, OrderListStatus::all_done);
    EXPECT_EQ(loaded.find_order_list(alice, "open")->order_list_id, pair.list);
}

}  // namespace
}  // namespace outcry::views::test
