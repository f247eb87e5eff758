#include "gateway/streams/stream_name.hpp"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/streams/stream_table.hpp"

namespace outcry::gateway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(StreamName, IsASymbolAndAKind) {
    const auto name = parse_stream_name("btcusdt@depth@100ms");
    ASSERT_TRUE(name.has_value());
    EXPECT_EQ(name->symbol, "btcusdt");
    EXPECT_EQ(name->kind, StreamKind::depth_100ms);
    EXPECT_EQ(parse_stream_name("btcusdt@depth")->kind, StreamKind::depth_1000ms);
    EXPECT_EQ(parse_stream_name("btcusdt@depth@1000ms")->kind, StreamKind::depth_1000ms);
    EXPECT_EQ(parse_stream_name("btcusdt@trade")->kind, StreamKind::trade);
    EXPECT_EQ(parse_stream_name("btcusdt@bookTicker")->kind, StreamKind::book_ticker);
    EXPECT_EQ(parse_stream_name("btcusdt@depth20@100ms")->kind, StreamKind::depth_20_100ms);
    EXPECT_EQ(parse_stream_name("btcusdt@avgPrice")->kind, StreamKind::average_price);
}

TEST(StreamName, OfCandlesHasTheirIntervalAndZone) {
    const auto minutes = grid_of(parse_stream_name("btcusdt@kline_1m")->kind);
    EXPECT_EQ(minutes.interval, views::CandleInterval::minute_1);
    EXPECT_EQ(minutes.offset_us, 0);
    const auto months = grid_of(parse_stream_name("btcusdt@kline_1M@+08:00")->kind);
    EXPECT_EQ(months.interval, views::CandleInterval::month_1);
    EXPECT_EQ(months.offset_us, 28'800'000'000);
    EXPECT_FALSE(parse_stream_name("btcusdt@kline_2m").has_value());
}

TEST(StreamName, OfEveryRowOfTheDescriptionIsKnown) {
    for (const StreamRow& row : stream_rows()) {
        std::string name{row.name};
        for (const auto& [word, example] :
             {std::pair{"<symbol>", "btcusdt"}, std::pair{"<interval>", "1m"}}) {
            const std::size_t place = name.find(word);
            if (place != std::string::npos) name.replace(place, std::string{word}.size(), example);
        }
        EXPECT_TRUE(parse_stream_name(name).has_value()) << row.name;
    }
}

TEST(StreamName, OfAllMarketsHasNoSymbol) {
    const auto name = parse_stream_name("!miniTicker@arr");
    ASSERT_TRUE(name.has_value());
    EXPECT_EQ(name->symbol, "");
    EXPECT_EQ(name->kind, StreamKind::mini_ticker);
    EXPECT_EQ(parse_stream_name("!miniTicker@arr@1000ms")->kind, StreamKind::mini_ticker);
    EXPECT_EQ(parse_stream_name("!ticker@arr@1000ms")->kind, StreamKind::ticker);
    EXPECT_FALSE(parse_stream_name("!miniTicker@arr@3000ms").has_value());
    EXPECT_FALSE(parse_stream_name("!trade@arr").has_value());
}

TEST(StreamName, OfNothingWeKnowIsNone) {
    for (const char* name : {"", "@", "@trade", "btcusdt", "btcusdt@", "BTCUSDT@trade", "0",
                             "btcusdt@Trade", "btcusdt@trade@", "btcusdt@depth@5ms"})
        EXPECT_FALSE(parse_stream_name(name).has_value()) << name;
}

TEST(StreamTarget, ListsTheStreamsOfAPath) {
    const auto target = parse_stream_target("/ws/a@trade/b@depth", "timeUnit=MICROSECOND");
    ASSERT_TRUE(target.has_value());
    EXPECT_FALSE(target->is_combined);
    EXPECT_EQ(target->time_unit, TimeUnit::microseconds);
    EXPECT_THAT(target->names, ElementsAre("a@trade", "b@depth"));
    EXPECT_THAT(parse_stream_target("/ws", "")->names, IsEmpty());
    EXPECT_THAT(parse_stream_target("/ws/", "")->names, IsEmpty());
    EXPECT_THAT(parse_stream_target("/ws//a//", "")->names, ElementsAre("a"));
}

TEST(StreamTarget, ListsTheStreamsOfAQuery) {
    const auto target = parse_stream_target("/stream", "x=y&streams=a@trade/b@trade&z");
    ASSERT_TRUE(target.has_value());
    EXPECT_TRUE(target->is_combined);
    EXPECT_THAT(target->names, ElementsAre("a@trade", "b@trade"));
    EXPECT_THAT(parse_stream_target("/stream", "")->names, IsEmpty());
    EXPECT_THAT(parse_stream_target("/stream", "streams=")->names, IsEmpty());
}

TEST(StreamTarget, IsNoOtherPath) {
    for (const char* path : {"", "/", "/wss", "/ws-api/v3", "/streams", "/api/v3/ping"})
        EXPECT_FALSE(parse_stream_target(path, "").has_value()) << path;
}

}  // namespace
}  // namespace outcry::gateway
