#include "outcry/views/candle_history.hpp"

#include <gtest/gtest.h>

namespace outcry::views::test {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t minute_us = 60 * second_us;
constexpr std::int64_t hour_us = 60 * minute_us;
constexpr std::int64_t day_us = 24 * hour_us;
/// 2023-11-14 00:00 UTC, a Tuesday.
constexpr std::int64_t day_begin_us = 1'699'920'000'000'000;

Timestamp at(std::int64_t offset_us) { return Timestamp{day_begin_us + offset_us}; }

class Candles : public ::testing::Test {
public:
    void trade(std::int64_t offset_us, std::int64_t price, std::int64_t base,
               Side taker_side = Side::buy) {
        ++trade_count;
        history.add({.trade_id = TradeId{trade_count},
                     .price = Price{price},
                     .quote = Amount{price * base},
                     .time = at(offset_us),
                     .taker_side = taker_side},
                    Amount{base});
    }

    CandleHistory history;
    std::uint64_t trade_count = 0;
};

TEST_F(Candles, PutTradesOfAMinuteTogether) {
    trade(0, 100, 1);
    trade(10 * second_us, 103, 2, Side::sell);
    trade(59 * second_us, 99, 3);
    const auto candles =
        history.candles({.grid = {CandleInterval::minute_1}, .now = at(59 * second_us)});
    ASSERT_EQ(candles.size(), 1u);
    const Candle& candle = candles[0];
    EXPECT_EQ(candle.start, at(0));
    EXPECT_EQ(candle.open, Price{100});
    EXPECT_EQ(candle.high, Price{103});
    EXPECT_EQ(candle.low, Price{99});
    EXPECT_EQ(candle.close, Price{99});
    EXPECT_EQ(candle.base_volume, Amount{6});
    EXPECT_EQ(candle.quote_volume, Amount{100 + 206 + 297});
    EXPECT_EQ(candle.taker_buy_base, Amount{4});
    EXPECT_EQ(candle.taker_buy_quote, Amount{100 + 297});
    EXPECT_EQ(candle.trade_count, 3u);
    EXPECT_EQ(candle.trade_id_first, TradeId{1});
    EXPECT_EQ(candle.trade_id_last, TradeId{3});
}

TEST_F(Candles, FillHolesWithThePriceBefore) {
    trade(0, 100, 1);
    trade(3 * minute_us, 104, 1);
    const auto candles =
        history.candles({.grid = {CandleInterval::minute_1}, .now = at(5 * minute_us + second_us)});
    ASSERT_EQ(candles.size(), 6u);
    EXPECT_EQ(candles[2].start, at(2 * minute_us));
    EXPECT_EQ(candles[2].open, Price{100});
    EXPECT_EQ(candles[2].close, Price{100});
    EXPECT_EQ(candles[2].trade_count, 0u);
    EXPECT_EQ(candles[5].close, Price{104});
}

TEST_F(Candles, AreChosenByTimeAndLimit) {
    for (int i = 0; i < 10; ++i) trade(i * minute_us, 100 + i, 1);
    const CandleGrid minutes{CandleInterval::minute_1};
    const Timestamp now = at(9 * minute_us);
    const auto newest = history.candles({.grid = minutes, .now = now, .limit = 2});
    ASSERT_EQ(newest.size(), 2u);
    EXPECT_EQ(newest[0].open, Price{108});
    const auto oldest =
        history.candles({.grid = minutes, .start = at(minute_us + 1), .now = now, .limit = 2});
    ASSERT_EQ(oldest.size(), 2u);
    EXPECT_EQ(oldest[0].open, Price{102});
    const auto until =
        history.candles({.grid = minutes, .end = at(4 * minute_us), .now = now, .limit = 3});
    ASSERT_EQ(until.size(), 3u);
    EXPECT_EQ(until[2].open, Price{104});
    EXPECT_TRUE(history.candles({.grid = minutes, .start = at(hour_us), .now = now}).empty());
}

TEST_F(Candles, OfWeeksBeginOnMondayAndOfMonthsOnTheFirst) {
    trade(0, 100, 1);
    const auto week = history.candles({.grid = {CandleInterval::week_1}, .now = at(1)});
    ASSERT_EQ(week.size(), 1u);
    EXPECT_EQ(week[0].start, at(-day_us));
    const auto month = history.candles({.grid = {CandleInterval::month_1}, .now = at(1)});
    ASSERT_EQ(month.size(), 1u);
    EXPECT_EQ(month[0].start, at(-13 * day_us));
    EXPECT_EQ(end_of({CandleInterval::month_1}, month[0].start), at(17 * day_us));
}

TEST_F(Candles, FollowATimeZone) {
    trade(15 * hour_us, 100, 1);  // 23:00 in UTC+8
    trade(17 * hour_us, 101, 1);  // 01:00 of the next day there
    const CandleGrid eastern{CandleInterval::day_1, 8 * hour_us};
    const auto days = history.candles({.grid = eastern, .now = at(17 * hour_us)});
    ASSERT_EQ(days.size(), 2u);
    EXPECT_EQ(days[0].start, at(-8 * hour_us));
    EXPECT_EQ(days[1].start, at(16 * hour_us));
    EXPECT_EQ(days[1].trade_count, 1u);
}

TEST_F(Candles, WindowHoldsWhatHappenedInIt) {
    trade(0, 100, 1);
    trade(10 * second_us, 101, 1);
    trade(20 * second_us, 102, 1);
    const Candle window = history.window(at(second_us), at(20 * second_us));
    EXPECT_EQ(window.trade_count, 1u);
    EXPECT_EQ(window.open, Price{101});
    const Candle after = history.window(at(21 * second_us), at(30 * second_us));
    EXPECT_EQ(after.trade_count, 0u);
    EXPECT_EQ(after.close, Price{102});
    EXPECT_EQ(history.window(at(-minute_us), at(-1)).close, Price{});
}

TEST_F(Candles, KeepTheNewestOnly) {
    const auto count = static_cast<std::int64_t>(CandleHistory::seconds_max) + 5;
    for (std::int64_t i = 0; i < count; ++i) trade(i * second_us, 100, 1);
    EXPECT_EQ(history.series()[0].candles().size(), CandleHistory::seconds_max);
    EXPECT_EQ(history.series()[0].candles().front().start, at(5 * second_us));
}

}  // namespace
}  // namespace outcry::views::test
