#include "app/watch/message_line.hpp"

#include <gtest/gtest.h>

#include "app/watch/stream_watcher.hpp"

namespace outcry::app {
namespace {

TEST(MessageLine, ShowsATradeWithTheSideOfItsTaker) {
    EXPECT_EQ(message_line(R"({"stream":"btcusdt@trade","data":{"e":"trade","E":1,"s":"BTCUSDT",)"
                           R"("t":12,"p":"60000.01000000","q":"0.50000000","T":1700000000123,)"
                           R"("m":true,"M":true}})"),
              "22:13:20.123  BTCUSDT      60000.01000000        0.50000000  sell");
    EXPECT_EQ(message_line(R"({"stream":"btcusdt@trade","data":{"e":"trade","s":"BTCUSDT",)"
                           R"("p":"1.00","q":"2.0","T":1700000000123456,"m":false}})"),
              "22:13:20.123  BTCUSDT                1.00               2.0  buy");
}

TEST(MessageLine, ShowsBestPrices) {
    EXPECT_EQ(message_line(R"({"stream":"btcusdt@bookTicker","data":{"u":4,"s":"BTCUSDT",)"
                           R"("b":"1.0","B":"2.0","a":"3.0","A":"4.0"}})"),
              "BTCUSDT    bid 1.0 x 2.0  ask 3.0 x 4.0");
}

TEST(MessageLine, ShowsDepthChanges) {
    EXPECT_EQ(message_line(R"({"stream":"btcusdt@depth","data":{"e":"depthUpdate",)"
                           R"("E":1700000000123,"s":"BTCUSDT","U":5,"u":7,)"
                           R"("b":[["1.0","2.0"],["0.9","0.0"]],"a":[]}})"),
              "22:13:20.123  BTCUSDT    5..7  bids 1.0:2.0 0.9:0.0  asks");
}

TEST(MessageLine, ShowsTheRestAsItIs) {
    EXPECT_EQ(message_line(R"({"stream":"!x@arr","data":[{"a":1}]})"), R"(!x@arr [{"a":1}])");
    EXPECT_EQ(message_line(R"({"result":null,"id":1})"), R"({"result":null,"id":1})");
    EXPECT_EQ(message_line("no JSON"), "no JSON");
}

TEST(MessageLine, SurvivesFieldsOfOtherTypes) {
    EXPECT_EQ(message_line(R"({"stream":1,"data":{"e":"trade","s":5,"p":null,"T":"x","m":"y"}})"),
              "00:00:00.000  ?                         ?                 ?  buy");
    EXPECT_EQ(message_line(R"({"stream":"a","data":{"e":"depthUpdate","b":[[1],2,["3","4"]]}})"),
              "00:00:00.000  ?          0..0  bids 3:4  asks");
}

TEST(StreamName, HasOnlySignsOfARequest) {
    EXPECT_TRUE(is_stream_name("btcusdt@trade"));
    EXPECT_TRUE(is_stream_name("!miniTicker@arr"));
    EXPECT_TRUE(is_stream_name("btcusdt@kline_1h@+08:00"));
    EXPECT_FALSE(is_stream_name(""));
    EXPECT_FALSE(is_stream_name("a/b"));
    EXPECT_FALSE(is_stream_name("a b"));
    EXPECT_FALSE(is_stream_name("a&b"));
    EXPECT_FALSE(is_stream_name("a\r\nb"));
}

}  // namespace
}  // namespace outcry::app
