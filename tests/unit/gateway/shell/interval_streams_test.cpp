#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/gateway/shell/gateway_fixture.hpp"

namespace outcry::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

void trade(GatewayFixture& fixture, std::int64_t price) {
    fixture.apply(limit_order(first_trader, Side::sell, price, 100));
    fixture.apply(limit_order(second_trader, Side::buy, price, 100));
}

TEST(IntervalStream, SendsAggregatedTrades) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws/basequote@aggTrade");
    fixture.apply(limit_order(first_trader, Side::sell, 250, 100));
    fixture.apply(limit_order(first_trader, Side::sell, 250, 50));
    fixture.apply(limit_order(second_trader, Side::buy, 250, 150));
    EXPECT_THAT(client.receive_frame().payload,
                AllOf(StartsWith(R"({"e":"aggTrade","E":)"),
                      HasSubstr(R"("a":1,"p":"2.50000000","q":"1.50000000","f":1,"l":2,)")));
}

TEST(IntervalStream, SendsTheFirstLevels) {
    GatewayFixture fixture;
    fixture.apply(limit_order(first_trader, Side::sell, 250, 100));
    TestClient client{fixture};
    client.upgrade("/ws/basequote@depth5@100ms");
    EXPECT_THAT(client.receive_frame().payload,
                AllOf(StartsWith(R"({"lastUpdateId":)"),
                      HasSubstr(R"("bids":[],"asks":[["2.50000000","1.00000000"]])")));
    fixture.apply(limit_order(first_trader, Side::buy, 200, 100));
    EXPECT_THAT(client.receive_frame().payload,
                HasSubstr(R"("bids":[["2.00000000","1.00000000"]])"));
}

TEST(IntervalStream, SendsTickersOfTheMarketAndOfAll) {
    GatewayFixture fixture;
    trade(fixture, 250);
    TestClient client{fixture};
    client.upgrade("/stream?streams=basequote@ticker/!miniTicker@arr/basequote@ticker_1h");
    EXPECT_THAT(client.receive_text_with("24hrMiniTicker"),
                StartsWith(R"({"stream":"!miniTicker@arr","data":[{"e":"24hrMiniTicker","E":)"));
    EXPECT_THAT(client.receive_text_with("24hrTicker"), HasSubstr(R"("c":"2.50000000")"));
    EXPECT_THAT(client.receive_text_with("1hTicker"), HasSubstr(R"("n":1})"));
    trade(fixture, 260);
    EXPECT_THAT(client.receive_text_with("24hrTicker"),
                HasSubstr(R"("p":"0.10000000","P":"4.000")"));
}

TEST(IntervalStream, SendsCandlesAndTheirEnd) {
    GatewayFixture fixture;
    trade(fixture, 250);
    TestClient client{fixture};
    client.upgrade("/ws/basequote@kline_1s");
    EXPECT_THAT(client.receive_text_with(R"("x":true)"),
                AllOf(StartsWith(R"({"e":"kline","E":)"), HasSubstr(R"("i":"1s")"),
                      HasSubstr(R"("o":"2.50000000","c":"2.50000000")")));
}

TEST(IntervalStream, SendsTheAveragePrice) {
    GatewayFixture fixture;
    trade(fixture, 250);
    TestClient client{fixture};
    client.upgrade("/ws/basequote@avgPrice");
    EXPECT_THAT(client.receive_frame().payload,
                AllOf(StartsWith(R"({"e":"avgPrice","E":)"),
                      HasSubstr(R"("s":"BASEQUOTE","i":"5m","w":"2.50000000","T":)")));
}

}  // namespace
}  // namespace outcry::test
