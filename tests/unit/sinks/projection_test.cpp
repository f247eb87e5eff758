#include "outcry/sinks/projection.hpp"

#include <map>
#include <random>

#include <gtest/gtest.h>

#include "support/command_generator.hpp"
#include "support/sinks/event_source.hpp"
#include "support/sinks/projected_tables.hpp"
#include "support/small_venue.hpp"

namespace outcry::sinks {
namespace {

constexpr AssetId base_asset{0};
constexpr AssetId quote_asset{1};

Command fees(std::uint32_t maker_ppm, std::uint32_t taker_ppm) {
    Command command;
    command.type = CommandType::change_fees;
    command.fees = {.maker_fee_ppm = maker_ppm, .taker_fee_ppm = taker_ppm};
    return command;
}

Command of_type(Command command, OrderType type, TimeInForce time_in_force) {
    command.order_type = type;
    command.time_in_force = time_in_force;
    return command;
}

Command staged_key() {
    Command command;
    command.type = CommandType::stage_bytes;
    command.staged.size = 32;
    return command;
}

Command key_command(CommandType type) {
    Command command;
    command.type = type;
    command.account = test::first_trader;
    if (type == CommandType::revoke_key) {
        command.revoked_key.name = KeyName{"key"};
    } else {
        command.key = {.name = KeyName{"key"}, .type = KeyType::hmac, .material_size = 32};
    }
    return command;
}

class ProjectionTest : public testing::Test {
protected:
    ProjectionTest() {
        EXPECT_TRUE(projection_.apply(source_.open_small_venue(), rows_));
        rows_.clear();
    }

    void apply(const Command& command) {
        const auto outcome = projection_.apply(source_.apply(command), rows_);
        ASSERT_TRUE(outcome) << outcome.error().text;
    }
    void trade_with_fees() {
        apply(fees(1'000, 2'000));
        apply(test::limit_order(test::first_trader, Side::sell, 200, 50));
        apply(test::limit_order(test::second_trader, Side::buy, 210, 20));
    }

    test::EventSource source_;
    Projection projection_;
    RowBatch rows_;
};

TEST_F(ProjectionTest, OpensTheVenue) {
    test::EventSource source;
    Projection projection;
    RowBatch rows;
    ASSERT_TRUE(projection.apply(source.open_small_venue(), rows));
    ASSERT_EQ(rows.assets.size(), 2U);
    EXPECT_EQ(rows.assets[1].definition.code.view(), "QUOTE");
    ASSERT_EQ(rows.instruments.size(), 1U);
    EXPECT_EQ(rows.instruments[0].definition.symbol.view(), "BASEQUOTE");
    EXPECT_EQ(rows.instruments[0].definition.base_units_per_lot, 1'000'000U);
    ASSERT_EQ(rows.accounts.size(), 2U);
    EXPECT_EQ(rows.accounts[0].account, test::first_trader);
    EXPECT_EQ(rows.audit.size(), 9U);
    EXPECT_EQ(rows.ledger_entries.size(), 8U);
}

TEST_F(ProjectionTest, WritesBothSidesOfEachMovementOfATrade) {
    trade_with_fees();
    // 20 lots of 0.01 at 200 ticks of 0.01: 0.2 base for 0.4 quote, in units of 1e-8.
    struct Expected {
        AssetId asset;
        AccountId account;
        LedgerKind kind;
        int amount;
    };
    const std::vector<Expected> expected{
        {quote_asset, test::second_trader, LedgerKind::trade, -40'000'000},
        {quote_asset, test::first_trader, LedgerKind::trade, 40'000'000},
        {quote_asset, test::first_trader, LedgerKind::fee, -40'000},
        {quote_asset, fee_account, LedgerKind::fee, 40'000},
        {base_asset, test::first_trader, LedgerKind::trade, -20'000'000},
        {base_asset, test::second_trader, LedgerKind::trade, 20'000'000},
        {base_asset, test::second_trader, LedgerKind::fee, -40'000},
        {base_asset, fee_account, LedgerKind::fee, 40'000},
    };
    ASSERT_EQ(rows_.ledger_entries.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const LedgerEntryRow& entry = rows_.ledger_entries[i];
        EXPECT_EQ(entry.entry_index, i);
        EXPECT_EQ(entry.asset, expected[i].asset) << i;
        EXPECT_EQ(entry.account, expected[i].account) << i;
        EXPECT_EQ(entry.kind, expected[i].kind) << i;
        EXPECT_EQ(entry.amount, Amount{expected[i].amount}) << i;
        EXPECT_EQ(entry.trade_id, TradeId{1}) << i;
    }
}

TEST_F(ProjectionTest, FoldsWhatHappenedToAnOrderIntoItsRow) {
    trade_with_fees();
    ASSERT_EQ(rows_.orders.size(), 2U);
    EXPECT_TRUE(rows_.order_changes.empty());
    EXPECT_EQ(rows_.orders[0].status, OrderStatus::partially_filled);
    EXPECT_EQ(rows_.orders[0].executed_quantity, Quantity{20});
    EXPECT_EQ(rows_.orders[0].executed_quote, Amount{40'000'000});
    EXPECT_EQ(rows_.orders[0].updated_by, source_.engine().sequence());
    EXPECT_EQ(rows_.orders[1].status, OrderStatus::filled);
}

TEST_F(ProjectionTest, ChangesAnOrderOfAnEarlierBatch) {
    apply(test::limit_order(test::first_trader, Side::sell, 200, 50));
    const OrderId maker = rows_.orders[0].order_id;
    rows_.clear();
    apply(test::limit_order(test::second_trader, Side::buy, 200, 20));
    apply(test::limit_order(test::second_trader, Side::buy, 200, 30));
    ASSERT_EQ(rows_.order_changes.size(), 1U);
    EXPECT_EQ(rows_.order_changes[0], (OrderChange{.order_id = maker,
                                                   .executed_more = Quantity{50},
                                                   .executed_quote_more = Amount{100'000'000},
                                                   .status = OrderStatus::filled,
                                                   .updated_at = source_.engine().time(),
                                                   .updated_by = source_.engine().sequence()}));
}

TEST_F(ProjectionTest, EndsAMarketOrderByQuoteWithItsCommand) {
    apply(test::limit_order(test::first_trader, Side::sell, 200, 50));
    Command order = test::limit_order(test::second_trader, Side::buy, 0, 0);
    order = of_type(order, OrderType::market_by_quote, TimeInForce{});
    order.texts.created.quote_quantity = Amount{41'000'000};
    apply(order);
    ASSERT_EQ(rows_.orders.size(), 2U);
    EXPECT_EQ(rows_.orders[1].status, OrderStatus::filled);
    EXPECT_EQ(rows_.orders[1].quantity, Quantity{20});
    EXPECT_EQ(rows_.orders[1].quote_quantity, Amount{41'000'000});
}

TEST_F(ProjectionTest, SaysWhyAnOrderExpired) {
    apply(of_type(test::limit_order(test::first_trader, Side::sell, 200, 50), OrderType::limit,
                  TimeInForce::ioc));
    ASSERT_EQ(rows_.orders.size(), 1U);
    EXPECT_EQ(rows_.orders[0].status, OrderStatus::expired);
    EXPECT_EQ(rows_.orders[0].close_reason, CloseReason::unfilled_ioc);
}

TEST_F(ProjectionTest, TellsAKeyFromALaterOneOfTheSameName) {
    test::ProjectedTables tables;
    for (int i = 0; i < 2; ++i) {
        apply(staged_key());
        apply(key_command(CommandType::register_key));
        if (i == 0) apply(key_command(CommandType::revoke_key));
    }
    tables.apply(rows_);
    ASSERT_EQ(tables.keys.size(), 2U);
    EXPECT_NE(tables.keys[0].revoked_at, Timestamp{});
    EXPECT_EQ(tables.keys[1].revoked_at, Timestamp{});
    EXPECT_EQ(rows_.audit.size(), 3U);
}

TEST_F(ProjectionTest, RefusesATradeOfAnInstrumentThatTheTargetDoesNotKnow) {
    apply(test::limit_order(test::first_trader, Side::sell, 200, 50));
    projection_.clear();
    rows_.clear();
    const auto outcome = projection_.apply(
        source_.apply(test::limit_order(test::second_trader, Side::buy, 200, 20)), rows_);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().text,
              "event (11, 1) needs its instrument, which the target does not know");
}

/// The tables when the batches are cut at random, or after every command.
test::ProjectedTables tables_of(std::span<const Event> events, std::uint64_t cut_seed,
                                std::size_t batch_commands_max) {
    std::mt19937_64 random{cut_seed};
    test::ProjectedTables tables;
    Projection projection;
    RowBatch rows;
    std::size_t left = 0;
    for (const std::span<const Event> command : test::commands_of(events)) {
        const auto outcome = projection.apply(command, rows);
        EXPECT_TRUE(outcome) << outcome.error().text;
        if (left-- > 0) continue;
        tables.apply(rows);
        rows.clear();
        left = random() % batch_commands_max;
    }
    tables.apply(rows);
    return tables;
}

TEST(Projection, DoesNotDependOnWhereBatchesAreCut) {
    const std::uint64_t seed = test::seed();
    test::EventSource source;
    const std::vector<Event> events = source.random_events(seed, 100'000);
    const test::ProjectedTables one_by_one = tables_of(events, seed, 1);
    EXPECT_GT(one_by_one.trades.size(), 1'000U);
    EXPECT_GT(one_by_one.audit.size(), 10U);
    for (const std::size_t commands_max : {7U, 500U, 100'000U}) {
        EXPECT_TRUE(tables_of(events, seed, commands_max) == one_by_one)
            << "OUTCRY_SEED=" << seed << " " << commands_max;
    }
}

TEST(Projection, EachEventsEntriesSumToZeroPerAsset) {
    const std::uint64_t seed = test::seed();
    test::EventSource source;
    const test::ProjectedTables tables = tables_of(source.random_events(seed, 100'000), seed, 500);
    std::map<std::tuple<Sequence, std::uint16_t, AssetId>, Amount> sums;
    for (const LedgerEntryRow& entry : tables.ledger_entries) {
        sums[{entry.sequence, entry.event_index, entry.asset}] += entry.amount;
    }
    EXPECT_GT(sums.size(), 1'000U);
    for (const auto& [key, sum] : sums) ASSERT_EQ(sum, Amount{}) << "OUTCRY_SEED=" << seed;
}

/// Compares the tables with all that the engine holds at the same sequence.
class EngineComparison : public StateVisitor {
public:
    explicit EngineComparison(const test::ProjectedTables& tables) : tables_{tables} {}

    void on_venue(const VenueState&) override {}
    void on_asset(const AssetState&) override {}
    void on_instrument(const InstrumentState&) override {}
    void on_account(const AccountState&) override {}
    void on_balance(const BalanceState& balance) override {
        const auto found = tables_.balances.find({balance.account, balance.asset});
        ASSERT_NE(found, tables_.balances.end());
        EXPECT_EQ(found->second.amount, balance.free + balance.locked);
        ++balance_count;
    }
    void on_order(const OrderState& order) override {
        const OrderRow& row = tables_.orders.at(order.order_id);
        EXPECT_EQ(row.quantity, order.quantity);
        EXPECT_EQ(row.quantity - row.executed_quantity, order.open_quantity);
        // Of a stop without a limit the engine keeps the price that it reserves at.
        const bool has_limit =
            order.type != OrderType::stop_loss && order.type != OrderType::take_profit;
        EXPECT_TRUE(!has_limit || row.price == order.price);
        EXPECT_EQ(row.client_order_id, order.client_order_id);
        // One that pends does so until its turn has come.
        const bool may_pend =
            order.phase == OrderPhase::pending || order.phase == OrderPhase::ready;
        const bool pends = may_pend && row.status == OrderStatus::pending_new;
        EXPECT_TRUE(pends || order.phase != OrderPhase::pending);
        const OrderStatus expected =
            row.executed_quantity == Quantity{} ? OrderStatus::open : OrderStatus::partially_filled;
        EXPECT_TRUE(pends || row.status == expected);
        ++order_count;
    }
    void on_key(const KeyState&) override { ++key_count; }
    void on_staged(const StagedState&) override {}

    std::size_t balance_count = 0;
    std::size_t order_count = 0;
    std::size_t key_count = 0;

private:
    const test::ProjectedTables& tables_;
};

TEST(Projection, TellsWhatTheEngineHolds) {
    const std::uint64_t seed = test::seed();
    SCOPED_TRACE("OUTCRY_SEED=" + std::to_string(seed));
    test::EventSource source;
    const test::ProjectedTables tables = tables_of(source.random_events(seed, 100'000), seed, 500);
    EngineComparison comparison{tables};
    source.engine().visit(comparison);

    std::size_t open_count = 0;
    for (const auto& [id, order] : tables.orders) {
        const bool is_open = order.status == OrderStatus::open ||
                             order.status == OrderStatus::partially_filled ||
                             order.status == OrderStatus::pending_new;
        open_count += is_open ? 1U : 0U;
    }
    EXPECT_EQ(open_count, comparison.order_count);
    std::size_t nonzero_count = 0;
    for (const auto& [key, balance] : tables.balances) {
        nonzero_count += balance.amount == Amount{} ? 0U : 1U;
    }
    EXPECT_EQ(nonzero_count, comparison.balance_count);
    std::size_t living_keys = 0;
    for (const auto& key : tables.keys) living_keys += key.revoked_at == Timestamp{} ? 1U : 0U;
    EXPECT_EQ(living_keys, comparison.key_count);
}

}  // namespace
}  // namespace outcry::sinks
