#include "contract/sinks/history_contract.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "outcry/sinks/projection.hpp"

#include "support/command_generator.hpp"
#include "support/sinks/event_source.hpp"
#include "support/sinks/projected_tables.hpp"

namespace outcry::sinks::test {
namespace {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(HistoryContract);

constexpr journal::Epoch first_epoch{1};

std::vector<Event> lively_events(std::uint64_t seed) {
    outcry::test::EventSource source;
    // Minutes apart, so that the candles of a run spread over days.
    source.step_us = 97'000'000;
    return source.random_events(seed, 2'500);
}

/// Writes the events in batches of random length, starting anew now and then.
void fill(HistoryUnderTest& history, const std::vector<Event>& events, std::uint64_t seed) {
    std::mt19937_64 random{seed};
    auto target = history.make_target(first_epoch);
    auto opened = target->open();
    ASSERT_TRUE(opened) << opened.error().text;
    std::size_t begin = 0;
    while (begin < events.size()) {
        std::size_t end = std::min(events.size(), begin + 1 + random() % 300);
        while (!events[end - 1].is_last_of_command()) ++end;
        const auto written = target->write(std::span{events}.subspan(begin, end - begin),
                                           {events[end - 1].sequence, first_epoch});
        ASSERT_TRUE(written) << written.error().text;
        begin = end;
        if (random() % 4 != 0) continue;
        target = history.make_target(first_epoch);
        opened = target->open();
        ASSERT_TRUE(opened) << opened.error().text;
        EXPECT_EQ(opened->sequence, events[end - 1].sequence);
    }
}

outcry::test::ProjectedTables tables_of(const std::vector<Event>& events) {
    Projection projection;
    RowBatch rows;
    EXPECT_TRUE(projection.apply(events, rows));
    outcry::test::ProjectedTables tables;
    tables.apply(rows);
    return tables;
}

/// As obvious as can be, from all trades at once.
std::vector<CandleRow> candles_of(const std::vector<TradeRow>& trades, InstrumentId instrument,
                                  CandleInterval interval, std::uint64_t base_units_per_lot) {
    std::map<Timestamp, CandleRow> candles;
    for (const TradeRow& trade : trades) {
        if (trade.instrument != instrument) continue;
        CandleRow& candle = candles[candle_start(interval, trade.time)];
        const Amount base{static_cast<int128>(trade.quantity.value()) *
                          static_cast<int128>(base_units_per_lot)};
        if (candle.trade_count == 0) candle.open = candle.high = candle.low = trade.price;
        if (candle.trade_count == 0) candle.trade_first = trade.trade_id;
        candle.instrument = instrument;
        candle.interval = interval;
        candle.start = candle_start(interval, trade.time);
        candle.high = std::max(candle.high, trade.price);
        candle.low = std::min(candle.low, trade.price);
        candle.close = trade.price;
        candle.base += base;
        candle.quote += trade.quote;
        if (trade.taker_side == Side::buy) candle.taker_buy_base += base;
        if (trade.taker_side == Side::buy) candle.taker_buy_quote += trade.quote;
        ++candle.trade_count;
        candle.trade_last = trade.trade_id;
    }
    std::vector<CandleRow> all;
    for (const auto& [start, candle] : candles) all.push_back(candle);
    return all;
}

std::uint64_t units_per_lot(const std::vector<Event>& events, InstrumentId instrument) {
    Projection projection;
    RowBatch rows;
    EXPECT_TRUE(projection.apply(events, rows));
    for (const InstrumentRow& row : rows.instruments)
        if (row.definition.id == instrument) return row.definition.base_units_per_lot;
    return 0;
}

class Fixture {
public:
    explicit Fixture(const HistoryKind& kind) : history{kind.make(why_missing)} {}
    std::string why_missing;
    std::unique_ptr<HistoryUnderTest> history;
};

constexpr std::size_t everything = 1'000'000;

TEST_P(HistoryContract, HoldsTheTablesThatTheEventsComeTo) {
    Fixture fixture{GetParam()};
    if (fixture.history == nullptr) GTEST_SKIP() << fixture.why_missing;
    const std::uint64_t seed = outcry::test::seed();
    SCOPED_TRACE("OUTCRY_SEED=" + std::to_string(seed));
    const std::vector<Event> events = lively_events(seed);
    fill(*fixture.history, events, seed);
    const auto expected = tables_of(events);
    const auto history = fixture.history->open_history();

    EXPECT_EQ(history->position()->sequence, events.back().sequence);
    std::map<AccountId, std::vector<OrderRow>> orders;
    for (const auto& [id, order] : expected.orders) {
        orders[order.account].push_back(order);
        EXPECT_EQ(**history->order(id), order);
    }
    for (const auto& [account, rows] : orders)
        EXPECT_EQ(*history->orders({.account = account, .row_count_max = everything}), rows);
    std::map<InstrumentId, std::vector<TradeRow>> trades;
    for (const TradeRow& trade : expected.trades) trades[trade.instrument].push_back(trade);
    ASSERT_FALSE(trades.empty());
    for (const auto& [instrument, rows] : trades)
        EXPECT_EQ(*history->trades({.instrument = instrument, .row_count_max = everything}), rows);
    std::map<AccountId, std::vector<LedgerEntryRow>> entries;
    for (const LedgerEntryRow& entry : expected.ledger_entries)
        entries[entry.account].push_back(entry);
    for (const auto& [account, rows] : entries)
        EXPECT_EQ(*history->ledger({.account = account, .row_count_max = everything}), rows);
    std::vector<BalanceRow> balances;
    for (const auto& [key, change] : expected.balances)
        if (change.amount != Amount{}) balances.push_back({key.first, key.second, change.amount});
    EXPECT_EQ(*history->balances(), balances);
}

TEST_P(HistoryContract, HasExactCandlesOfEveryIntervalHoweverBatchesWereCut) {
    Fixture fixture{GetParam()};
    if (fixture.history == nullptr) GTEST_SKIP() << fixture.why_missing;
    const std::uint64_t seed = outcry::test::seed();
    SCOPED_TRACE("OUTCRY_SEED=" + std::to_string(seed));
    const std::vector<Event> events = lively_events(seed);
    fill(*fixture.history, events, seed);
    const auto history = fixture.history->open_history();
    const auto expected = tables_of(events);
    const InstrumentId instrument = expected.trades.front().instrument;
    for (std::size_t index = 0; index < candle_interval_count; ++index) {
        const CandleInterval interval = candle_interval(index);
        const auto candles = history->candles(
            {.instrument = instrument, .interval = interval, .row_count_max = everything});
        ASSERT_TRUE(candles) << candles.error().text;
        EXPECT_EQ(*candles, candles_of(expected.trades, instrument, interval,
                                       units_per_lot(events, instrument)))
            << name_of(interval);
    }
}

TEST_P(HistoryContract, SumsUpToTheSameForTheSameEventsOnly) {
    std::string why_missing;
    const auto first = GetParam().make(why_missing);
    const auto second = GetParam().make(why_missing);
    const auto shorter = GetParam().make(why_missing);
    if (first == nullptr) GTEST_SKIP() << why_missing;
    std::vector<Event> events = lively_events(7);
    fill(*first, events, 1);
    fill(*second, events, 2);
    while (events.back().type != EventType::order_traded) events.pop_back();
    const Sequence traded = events.back().sequence;
    while (events.back().sequence == traded) events.pop_back();
    fill(*shorter, events, 1);
    const auto summary = first->open_history()->summary();
    ASSERT_TRUE(summary) << summary.error().text;
    EXPECT_GT(summary->trades.row_count, 100U);
    EXPECT_EQ(*summary, *second->open_history()->summary());
    const auto other = shorter->open_history()->summary();
    EXPECT_NE(summary->trades, other->trades);
    EXPECT_NE(summary->ledger, other->ledger);
    EXPECT_NE(summary->candles, other->candles);
}

TEST_P(HistoryContract, AnswersWithWhatTheQueryAsksFor) {
    Fixture fixture{GetParam()};
    if (fixture.history == nullptr) GTEST_SKIP() << fixture.why_missing;
    const std::vector<Event> events = lively_events(7);
    fill(*fixture.history, events, 7);
    const auto history = fixture.history->open_history();
    const auto expected = tables_of(events);
    // The first trade of an account that has made several on that market since.
    const auto trades_since = [&](const TradeRow& first) {
        std::vector<TradeRow> found;
        for (const TradeRow& trade : expected.trades) {
            const bool is_theirs = trade.maker_account == first.taker_account ||
                                   trade.taker_account == first.taker_account;
            if (trade.instrument == first.instrument && trade.trade_id >= first.trade_id &&
                is_theirs)
                found.push_back(trade);
        }
        return found;
    };
    const auto chosen = std::ranges::max_element(expected.trades, {}, [&](const TradeRow& trade) {
        return trade.trade_id > TradeId{1} ? trades_since(trade).size() : 0;
    });
    ASSERT_NE(chosen, expected.trades.end());
    const TradeRow middle = *chosen;
    const std::vector<TradeRow> mine = trades_since(middle);
    std::vector<TradeRow> of_order;
    for (const TradeRow& trade : expected.trades) {
        if (trade.instrument != middle.instrument) continue;
        if (trade.maker_order_id == middle.maker_order_id ||
            trade.taker_order_id == middle.maker_order_id)
            of_order.push_back(trade);
    }
    TradeQuery query{.instrument = middle.instrument,
                     .account = middle.taker_account,
                     .id_minimum = middle.trade_id,
                     .row_count_max = everything};
    EXPECT_EQ(*history->trades(query), mine);
    ASSERT_GT(mine.size(), 5U);
    query.row_count_max = 3;
    query.keep = Keep::oldest;
    EXPECT_EQ(*history->trades(query), (std::vector<TradeRow>{mine.begin(), mine.begin() + 3}));
    query.keep = Keep::newest;
    EXPECT_EQ(*history->trades(query), (std::vector<TradeRow>{mine.end() - 3, mine.end()}));
    EXPECT_EQ(*history->trades({.instrument = middle.instrument,
                                .order = middle.maker_order_id,
                                .row_count_max = everything}),
              of_order);
    const auto at_that_time = history->trades({.instrument = middle.instrument,
                                               .time = {middle.time, middle.time},
                                               .row_count_max = everything});
    for (const TradeRow& trade : *at_that_time) EXPECT_EQ(trade.time, middle.time);
    EXPECT_FALSE(at_that_time->empty());
    EXPECT_FALSE(history->order(OrderId{999'999'999})->has_value());
    const auto instruments = history->instruments();
    ASSERT_FALSE(instruments->empty());
    EXPECT_EQ(instruments->front(), (InstrumentAssets{InstrumentId{0}, AssetId{0}, AssetId{1}}));
}

TEST_P(HistoryContract, RefusesAnOlderWriterAndKeepsItsPosition) {
    Fixture fixture{GetParam()};
    if (fixture.history == nullptr) GTEST_SKIP() << fixture.why_missing;
    const std::vector<Event> events = lively_events(7);
    fill(*fixture.history, events, 7);
    const auto newer = fixture.history->make_target(journal::Epoch{2})->open();
    ASSERT_TRUE(newer) << newer.error().text;
    EXPECT_EQ(newer->sequence, events.back().sequence);
    const auto older = fixture.history->make_target(first_epoch)->open();
    ASSERT_FALSE(older);
    EXPECT_EQ(older.error().kind, SinkErrorKind::refused);
}

}  // namespace
}  // namespace outcry::sinks::test
