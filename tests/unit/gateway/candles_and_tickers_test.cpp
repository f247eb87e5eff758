#include <string>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

/// Trades: 0.25 at 1000, a minute later 0.5 at 1001 and 0.25 at 1002 by one order, after ten
/// seconds 0.1 at 990 sold.
class MarketHistory : public ApiFixture {
public:
    MarketHistory() {
        sell(1000, "0.25");
        take("BUY", "0.25");
        now_us += 60'000'000;
        sell(1001, "0.5");
        sell(1002, "0.5");
        take("BUY", "0.75");
        now_us += 10'000'000;
        static_cast<void>(place(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=990", bob_key));
        take("SELL", "0.1");
    }

    void sell(int price, std::string_view quantity) {
        static_cast<void>(place("symbol=BTCUSDT&side=SELL&type=LIMIT_MAKER&quantity=" +
                                    std::string{quantity} + "&price=" + std::to_string(price),
                                bob_key));
    }
    void take(std::string_view side, std::string_view quantity) {
        static_cast<void>(place("symbol=BTCUSDT&type=MARKET&side=" + std::string{side} +
                                "&quantity=" + std::string{quantity}));
    }
};

TEST_F(MarketHistory, ShowsCandles) {
    // 22:13:20 is when the first trade was: the minute began at 22:13.
    const std::string first =
        R"([1699999980000,"1000.00000000","1000.00000000","1000.00000000","1000.00000000",)"
        R"("0.25000000",1700000039999,"250.00000000",1,"0.25000000","250.00000000","0"])";
    const std::string second =
        R"([1700000040000,"1001.00000000","1002.00000000","990.00000000","990.00000000",)"
        R"("0.85000000",1700000099999,"850.00000000",3,"0.75000000","751.00000000","0"])";
    EXPECT_EQ(get("/api/v3/klines", "symbol=BTCUSDT&interval=1m").body,
              "[" + first + "," + second + "]");
    EXPECT_EQ(get("/api/v3/uiKlines", "symbol=BTCUSDT&interval=1m&limit=1").body,
              "[" + second + "]");
    EXPECT_EQ(get("/api/v3/klines", "symbol=BTCUSDT&interval=1m&endTime=1700000039999").body,
              "[" + first + "]");
    EXPECT_THAT(get("/api/v3/klines", "symbol=BTCUSDT&interval=1d&timeZone=-1:30").body,
                ::testing::StartsWith("[[1699925400000,"));
    EXPECT_EQ(settle(websocket(R"({"id":1,"method":"klines","params":{"symbol":"BTCUSDT",)"
                               R"("interval":"1m","limit":1}})"))
                  .body,
              R"({"id":1,"status":200,"result":[)" + second + "]}");
}

TEST_F(MarketHistory, RefusesCandlesThatAreNotThere) {
    EXPECT_EQ(get("/api/v3/klines", "symbol=BTCUSDT&interval=2m").body,
              R"({"code":-1120,"msg":"Invalid interval."})");
    EXPECT_EQ(get("/api/v3/klines", "symbol=BTCUSDT&interval=1m&timeZone=15").body,
              R"({"code":-1130,"msg":"Data sent for parameter 'timeZone' is not valid."})");
    EXPECT_EQ(get("/api/v3/klines", "symbol=NONE&interval=1m").body,
              R"({"code":-1121,"msg":"Invalid symbol."})");
    EXPECT_EQ(get("/api/v3/klines", "symbol=BTCUSDT&interval=1m&startTime=1700003600000").body,
              "[]");
}

TEST_F(MarketHistory, ShowsTheLastDay) {
    EXPECT_EQ(
        get("/api/v3/ticker/24hr", "symbol=BTCUSDT").body,
        R"({"symbol":"BTCUSDT","priceChange":"-10.00000000","priceChangePercent":"-1.000",)"
        R"("weightedAvgPrice":"1000.00000000","prevClosePrice":"0.00000000",)"
        R"("lastPrice":"990.00000000","lastQty":"0.10000000","bidPrice":"0.00000000",)"
        R"("bidQty":"0.00000000","askPrice":"1002.00000000","askQty":"0.25000000",)"
        R"("openPrice":"1000.00000000","highPrice":"1002.00000000","lowPrice":"990.00000000",)"
        R"("volume":"1.10000000","quoteVolume":"1100.00000000","openTime":1699913670000,)"
        R"("closeTime":1700000070000,"firstId":1,"lastId":4,"count":4})");
    const std::string mini =
        R"({"symbol":"BTCUSDT","openPrice":"1000.00000000","highPrice":"1002.00000000",)"
        R"("lowPrice":"990.00000000","lastPrice":"990.00000000","volume":"1.10000000",)"
        R"("quoteVolume":"1100.00000000","openTime":1699913670000,"closeTime":1700000070000,)"
        R"("firstId":1,"lastId":4,"count":4})";
    EXPECT_EQ(get("/api/v3/ticker/24hr", "type=MINI").body, "[" + mini + "]");
    EXPECT_EQ(get("/api/v3/ticker/24hr", "symbol=BTCUSDT&type=HALF").body,
              R"({"code":-1139,"msg":"Invalid ticker type."})");
}

TEST_F(MarketHistory, ForgetsWhatIsOlderThanADay) {
    now_us += std::int64_t{24} * 3600 * 1'000'000 - 5'000'000;
    EXPECT_THAT(get("/api/v3/ticker/24hr", "symbol=BTCUSDT").body,
                ::testing::AllOf(::testing::HasSubstr(R"("prevClosePrice":"1002.00000000")"),
                                 ::testing::HasSubstr(R"("firstId":4,"lastId":4,"count":1)")));
    now_us += 10'000'000;
    EXPECT_THAT(get("/api/v3/ticker/24hr", "symbol=BTCUSDT").body,
                ::testing::AllOf(::testing::HasSubstr(R"("lastPrice":"990.00000000")"),
                                 ::testing::HasSubstr(R"("firstId":-1,"lastId":-1,"count":0)")));
}

TEST_F(MarketHistory, ShowsWindowsAndDays) {
    EXPECT_EQ(get("/api/v3/ticker", "symbol=BTCUSDT&windowSize=1m").body,
              R"({"symbol":"BTCUSDT","priceChange":"-10.00000000","priceChangePercent":"-1.000",)"
              R"("weightedAvgPrice":"1000.00000000","openPrice":"1000.00000000",)"
              R"("highPrice":"1002.00000000","lowPrice":"990.00000000","lastPrice":"990.00000000",)"
              R"("volume":"1.10000000","quoteVolume":"1100.00000000","openTime":1699999980000,)"
              R"("closeTime":1700000070000,"firstId":1,"lastId":4,"count":4})");
    EXPECT_THAT(get("/api/v3/ticker/tradingDay", "symbol=BTCUSDT&type=MINI").body,
                ::testing::HasSubstr(R"("openTime":1699920000000,"closeTime":1700006399999,)"));
    EXPECT_EQ(get("/api/v3/ticker", "symbol=BTCUSDT&windowSize=8d").body,
              R"({"code":-1130,"msg":"Data sent for parameter 'windowSize' is not valid."})");
    EXPECT_EQ(get("/api/v3/ticker").body,
              R"({"code":-1102,"msg":"Param 'symbol' or 'symbols' must be sent, but both were )"
              R"(empty/null!"})");
}

TEST_F(MarketHistory, ShowsTheAveragePrice) {
    EXPECT_EQ(get("/api/v3/avgPrice", "symbol=BTCUSDT").body,
              R"({"mins":5,"price":"1000.00000000","closeTime":1700000070000})");
    now_us += 600'000'000;
    EXPECT_EQ(get("/api/v3/avgPrice", "symbol=BTCUSDT").body,
              R"({"mins":5,"price":"990.00000000","closeTime":1700000070000})");
}

TEST_F(MarketHistory, PutsTradesOfOneTakerAtOnePriceTogether) {
    sell(1002, "0.3");
    take("BUY", "0.5");
    const std::string fourth =
        R"({"a":5,"p":"1002.00000000","q":"0.50000000","f":5,"l":6,"T":1700000070000,)"
        R"("m":false,"M":true})";
    EXPECT_EQ(get("/api/v3/aggTrades", "symbol=BTCUSDT&limit=1").body, "[" + fourth + "]");
    EXPECT_EQ(get("/api/v3/aggTrades", "symbol=BTCUSDT&fromId=5").body, "[" + fourth + "]");
    EXPECT_EQ(get("/api/v3/aggTrades", "symbol=BTCUSDT&endTime=1700000000000").body,
              R"([{"a":1,"p":"1000.00000000","q":"0.25000000","f":1,"l":1,)"
              R"("T":1700000000000,"m":false,"M":true}])");
    EXPECT_THAT(get("/api/v3/aggTrades", "symbol=BTCUSDT&fromId=1&startTime=1").body,
                ::testing::HasSubstr("-1128"));
}

TEST_F(MarketHistory, ShowsTradesFromAnIdOn) {
    EXPECT_THAT(get("/api/v3/historicalTrades", "symbol=BTCUSDT&fromId=0&limit=1").body,
                ::testing::StartsWith(R"([{"id":1,)"));
    EXPECT_THAT(get("/api/v3/historicalTrades", "symbol=BTCUSDT&limit=1").body,
                ::testing::StartsWith(R"([{"id":4,)"));
    EXPECT_THAT(get("/api/v3/trades", "symbol=BTCUSDT&fromId=1").body,
                ::testing::HasSubstr("-1101"));
}

}  // namespace
}  // namespace outcry::gateway::test
