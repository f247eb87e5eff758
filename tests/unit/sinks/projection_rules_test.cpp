#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "outcry/sinks/projection.hpp"

#include "support/sinks/event_source.hpp"
#include "support/sinks/projected_tables.hpp"
#include "support/small_venue.hpp"

namespace outcry::sinks {
namespace {

constexpr AssetId base_asset{0};
constexpr AssetId quote_asset{1};
constexpr AccountId first = test::first_trader;
constexpr AccountId second = test::second_trader;

/// Literal events, behind those that opened the small venue.
class ProjectionRulesTest : public testing::Test {
protected:
    ProjectionRulesTest() {
        EXPECT_TRUE(projection_.apply(source_.open_small_venue(), rows_));
        rows_.clear();
        sequence_ = source_.engine().sequence();
    }

    /// Begins the next command.
    void begin() {
        sequence_ = next(sequence_);
        index_ = 0;
    }
    [[nodiscard]] Event event(EventType type) {
        Event made;
        made.type = type;
        made.sequence = sequence_;
        made.index = index_++;
        made.time = time();
        return made;
    }
    [[nodiscard]] Timestamp time() const {
        return Timestamp{static_cast<std::int64_t>(sequence_.value()) * 1'000};
    }
    void apply(Event made, bool is_last = false) {
        if (is_last) made.flags = EventFlag::last_of_command;
        const auto outcome = projection_.apply({&made, 1}, rows_);
        ASSERT_TRUE(outcome) << outcome.error().text;
    }
    void end_batch() {
        tables_.apply(rows_);
        rows_.clear();
    }

    void accept(OrderId id, OrderType type, Side side = Side::buy) {
        Event made = event(EventType::order_accepted);
        made.accepted.order_id = id;
        made.accepted.account = first;
        made.accepted.type = type;
        made.accepted.side = side;
        made.accepted.price = Price{200};
        made.accepted.quantity = Quantity{20};
        apply(made);
    }
    void set_terms(OrderId id, OrderPhase phase, Amount held) {
        Event made = event(EventType::order_terms_set);
        made.terms.order_id = id;
        made.terms.account = first;
        made.terms.phase = phase;
        made.terms.reserved_amount = held;
        made.terms.order_list_id = OrderListId{5};
        made.terms.strategy_id = 77;
        apply(made);
    }
    void trigger(OrderId id, TriggerKind kind) {
        Event made = event(EventType::order_triggered);
        made.triggered.order_id = id;
        made.triggered.account = first;
        made.triggered.kind = kind;
        made.triggered.price = Price{190};
        apply(made);
    }
    /// `taker` buys from an order of the second trader.
    [[nodiscard]] Event trade(OrderId taker, Quantity quantity) {
        Event made = event(EventType::order_traded);
        made.traded.trade_id = TradeId{1};
        made.traded.price = Price{200};
        made.traded.quantity = quantity;
        made.traded.maker_order_id = OrderId{900};
        made.traded.taker_order_id = taker;
        made.traded.maker_open_quantity = Quantity{1};
        made.traded.maker_account = second;
        made.traded.taker_account = first;
        made.traded.taker_side = Side::buy;
        return made;
    }

    test::EventSource source_;
    Projection projection_;
    RowBatch rows_;
    test::ProjectedTables tables_;
    Sequence sequence_;
    std::uint16_t index_ = 0;
};

struct Entry {
    LedgerKind kind;
    AssetId asset;
    AccountId account;
    int amount;
    friend bool operator==(const Entry&, const Entry&) = default;
};

std::vector<Entry> entries_of(const RowBatch& rows) {
    std::vector<Entry> entries;
    for (const LedgerEntryRow& row : rows.ledger_entries) {
        entries.push_back({row.kind, row.asset, row.account, static_cast<int>(row.amount.value())});
    }
    return entries;
}

TEST_F(ProjectionRulesTest, PaysARebateOutOfTheTakersFee) {
    begin();
    Event made = trade(OrderId{1}, Quantity{20});
    made.traded.taker_fee = Amount{400};
    made.traded.maker_fee = Amount{-100};
    made.traded.fee_flags = FeeFlag::maker_rebate;
    apply(made, true);
    EXPECT_THAT(entries_of(rows_),
                testing::ElementsAre(Entry{LedgerKind::trade, quote_asset, first, -40'000'000},
                                     Entry{LedgerKind::trade, quote_asset, second, 40'000'000},
                                     Entry{LedgerKind::trade, base_asset, second, -20'000'000},
                                     Entry{LedgerKind::trade, base_asset, first, 20'000'000},
                                     Entry{LedgerKind::fee, base_asset, first, -400},
                                     Entry{LedgerKind::fee, base_asset, fee_account, 400},
                                     Entry{LedgerKind::rebate, base_asset, fee_account, -100},
                                     Entry{LedgerKind::rebate, base_asset, second, 100}));
    EXPECT_EQ(rows_.trades[0].maker_fee_asset, base_asset);
    EXPECT_EQ(rows_.trades[0].taker_fee_asset, std::nullopt);
}

TEST_F(ProjectionRulesTest, ChargesFeesInTheFeeAssetAndPassesOnTheReferrersPart) {
    begin();
    Event made = trade(OrderId{1}, Quantity{20});
    made.traded.taker_fee = Amount{300};
    made.traded.maker_fee = Amount{200};
    made.traded.fee_flags = FeeFlag::taker_in_fee_asset;
    made.traded.fee_asset = quote_asset;
    apply(made);
    Event paid = event(EventType::referral_paid);
    paid.referral = {.trade_id = TradeId{1},
                     .amount = Amount{30},
                     .account = first,
                     .referrer = second,
                     .asset = quote_asset};
    apply(paid, true);
    EXPECT_THAT(entries_of(rows_),
                testing::ElementsAre(Entry{LedgerKind::trade, quote_asset, first, -40'000'000},
                                     Entry{LedgerKind::trade, quote_asset, second, 40'000'000},
                                     Entry{LedgerKind::fee, quote_asset, second, -200},
                                     Entry{LedgerKind::fee, quote_asset, fee_account, 200},
                                     Entry{LedgerKind::trade, base_asset, second, -20'000'000},
                                     Entry{LedgerKind::trade, base_asset, first, 20'000'000},
                                     Entry{LedgerKind::fee, quote_asset, first, -300},
                                     Entry{LedgerKind::fee, quote_asset, fee_account, 300},
                                     Entry{LedgerKind::referral, quote_asset, fee_account, -30},
                                     Entry{LedgerKind::referral, quote_asset, second, 30}));
    EXPECT_EQ(rows_.trades[0].taker_fee_asset, quote_asset);
    EXPECT_EQ(rows_.ledger_entries.back().trade_id, TradeId{1});
}

TEST_F(ProjectionRulesTest, MovesATransferFromOneAccountToTheOther) {
    for (const std::uint8_t is_by_operator : {std::uint8_t{0}, std::uint8_t{1}}) {
        begin();
        Event moved = event(EventType::balance_transferred);
        moved.transferred = {.amount = Amount{70},
                             .source = first,
                             .target = second,
                             .asset = base_asset,
                             .is_by_operator = is_by_operator};
        apply(moved, true);
    }
    EXPECT_THAT(entries_of(rows_),
                testing::ElementsAre(Entry{LedgerKind::transfer, base_asset, first, -70},
                                     Entry{LedgerKind::transfer, base_asset, second, 70},
                                     Entry{LedgerKind::transfer, base_asset, first, -70},
                                     Entry{LedgerKind::transfer, base_asset, second, 70}));
    EXPECT_EQ(rows_.audit.size(), 1U);
}

TEST_F(ProjectionRulesTest, FollowsAPendingOrderFromItsListToItsEnd) {
    constexpr OrderId id{7};
    begin();
    accept(id, OrderType::stop_loss_limit);
    set_terms(id, OrderPhase::pending, Amount{});
    end_batch();
    const auto& order = tables_.orders.at(id);
    EXPECT_EQ(order.status, OrderStatus::pending_new);
    EXPECT_EQ(order.hold, (OrderHold{.is_by_formula = false}));
    EXPECT_EQ(order.order_list_id, OrderListId{5});
    EXPECT_EQ(order.terms.strategy_id, 77);

    begin();
    trigger(id, TriggerKind::started);
    set_terms(id, OrderPhase::waiting, Amount{4'000});
    end_batch();
    EXPECT_EQ(order.status, OrderStatus::open);
    EXPECT_EQ(order.phase, OrderPhase::waiting);
    EXPECT_EQ(order.hold, (OrderHold{.is_by_formula = false, .amount = Amount{4'000}}));

    begin();
    trigger(id, TriggerKind::tracking);
    EXPECT_EQ(rows_.order_changes[0].tracking_at, time());
    end_batch();
    EXPECT_EQ(order.phase, OrderPhase::tracking);
    EXPECT_EQ(order.hold.amount, Amount{4'000});

    begin();
    trigger(id, TriggerKind::triggered);
    end_batch();
    EXPECT_EQ(order.phase, OrderPhase::working);
    EXPECT_EQ(order.hold, OrderHold{});
    EXPECT_EQ(order.triggered_at, time());
    EXPECT_EQ(tables_.transitions.size(), 3U);
    EXPECT_EQ(tables_.transitions[0].kind, TransitionKind::started);
    EXPECT_EQ(tables_.transitions[2].price, Price{190});
}

TEST_F(ProjectionRulesTest, KnowsThatAnOlderOrderIsFilledOnceNothingOfItIsOpen) {
    constexpr OrderId id{7};
    begin();
    accept(id, OrderType::stop_loss_limit);
    set_terms(id, OrderPhase::waiting, Amount{4'000});
    accept(OrderId{900}, OrderType::limit, Side::sell);
    end_batch();
    begin();
    trigger(id, TriggerKind::triggered);
    apply(trade(id, Quantity{15}));
    end_batch();
    EXPECT_EQ(tables_.orders.at(id).status, OrderStatus::partially_filled);
    begin();
    apply(trade(id, Quantity{5}), true);
    end_batch();
    EXPECT_EQ(tables_.orders.at(id).status, OrderStatus::filled);
}

TEST_F(ProjectionRulesTest, TakesWhatAnOrderHoldsFromTheLastEventThatSaysSo) {
    begin();
    accept(OrderId{7}, OrderType::limit_maker);
    set_terms(OrderId{7}, OrderPhase::working, Amount{});
    Event reserved = event(EventType::order_reserved);
    reserved.order_reserved.order_id = OrderId{7};
    reserved.order_reserved.amount = Amount{900};
    apply(reserved);
    EXPECT_EQ(rows_.orders[0].hold, (OrderHold{.is_by_formula = false, .amount = Amount{900}}));
    reserved.order_reserved.is_by_formula = 1;
    apply(reserved, true);
    EXPECT_EQ(rows_.orders[0].hold, OrderHold{});
    EXPECT_EQ(rows_.transitions[0].hold.amount, Amount{900});
}

TEST_F(ProjectionRulesTest, KeepsListsFromTheirAcceptanceToTheirEnd) {
    begin();
    for (const std::uint64_t id : {5U, 6U}) {
        Event list = event(EventType::order_list_accepted);
        list.list_accepted.order_list_id = OrderListId{id};
        list.list_accepted.order_ids = {OrderId{7}, OrderId{8}};
        list.list_accepted.account = first;
        list.list_accepted.type = OrderListType::oto;
        apply(list, true);
    }
    const auto end_of = [&](std::uint64_t id) {
        begin();
        Event done = event(EventType::order_list_done);
        done.list_done.order_list_id = OrderListId{id};
        return done;
    };
    apply(end_of(5), true);
    EXPECT_EQ(rows_.order_lists[0].done_at, time());
    EXPECT_TRUE(rows_.order_list_ends.empty());
    end_batch();
    apply(end_of(6), true);
    end_batch();
    EXPECT_EQ(tables_.order_lists.at(OrderListId{6}).done_at, time());
    EXPECT_EQ(tables_.order_lists.at(OrderListId{6}).order_ids[1], OrderId{8});
}

TEST_F(ProjectionRulesTest, HoldsTheLastOfEachRuleAndAuditsWhatOperatorsDid) {
    begin();
    Event limits = event(EventType::account_limits_set);
    limits.account_limits.account = first;
    apply(limits, true);
    begin();
    limits.sequence = sequence_;
    apply(limits, true);
    Event dead_man = event(EventType::dead_man_set);
    dead_man.dead_man.account = first;
    apply(dead_man, true);
    Event exposure = event(EventType::exposure_limit_set);
    exposure.exposure_limit.account = second;
    exposure.exposure_limit.asset = quote_asset;
    apply(exposure, true);
    ASSERT_EQ(rows_.settings.size(), 3U);
    EXPECT_EQ(rows_.settings[0].updated_by, sequence_);
    EXPECT_EQ(rows_.settings[2].name,
              std::to_string(second.value()) + "/" + std::to_string(quote_asset.value()));
    EXPECT_EQ(rows_.audit.size(), 3U);
}

TEST_F(ProjectionRulesTest, GivesAKeyTheRulesThatCameWhileItLived) {
    begin();
    Event rules = event(EventType::key_rules_set);
    rules.key_rules.name = KeyName{"key"};
    rules.key_rules.expires_at = Timestamp{99};
    apply(rules);
    Event address = event(EventType::key_address_allowed);
    address.key_address.range = {.address = {0x20, 0x01}, .prefix_bits = 16};
    apply(address);
    Event instruments = event(EventType::key_instruments_allowed);
    instruments.key_instruments.count = 1;
    instruments.key_instruments.instruments[0] = InstrumentId{3};
    apply(instruments, true);
    ASSERT_EQ(rows_.key_rules.size(), 1U);
    EXPECT_EQ(rows_.key_rules[0].expires_at, Timestamp{99});
    EXPECT_EQ(text_of(rows_.key_rules[0].addresses.at(0)), "2001::/16");
    EXPECT_EQ(rows_.key_rules[0].instruments, std::vector{InstrumentId{3}});
    EXPECT_EQ(rows_.audit.size(), 3U);
}

TEST(AddressText, IsAsPeopleWriteIt) {
    AddressRange range{.prefix_bits = 0};
    EXPECT_EQ(text_of(range), "::/0");
    range.address[15] = 1;
    range.prefix_bits = 128;
    EXPECT_EQ(text_of(range), "::1/128");
    range.address = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2};
    EXPECT_EQ(text_of(range), "2001:db8:0:1::2/128");
    range.address = {0x20, 0x01, 0, 0, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8};
    EXPECT_EQ(text_of(range), "2001:0:3:4:5:6:7:8/128");
    range.address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 7};
    EXPECT_EQ(text_of(range), "10.0.0.7/32");
}

TEST_F(ProjectionRulesTest, TakesLimitsAndReasonOfAnInstrumentThatChanges) {
    begin();
    Event status = event(EventType::instrument_status_changed);
    status.status.after = InstrumentStatus::halted;
    status.status.reason = StatusReason::kill_switch;
    apply(status, true);
    begin();
    Event change = event(EventType::instrument_changed);
    change.instrument_change.price_maximum = Price{777};
    apply(change, true);
    ASSERT_EQ(rows_.instruments.size(), 1U);
    EXPECT_EQ(rows_.instruments[0].status_reason, StatusReason::kill_switch);
    EXPECT_EQ(rows_.instruments[0].definition.price_maximum, Price{777});
    EXPECT_EQ(rows_.instruments[0].definition.status, InstrumentStatus::halted);
}

}  // namespace
}  // namespace outcry::sinks
