#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

using ::testing::HasSubstr;

class OrderTermsApi : public ApiFixture {
public:
    std::string matches(std::string_view query) {
        return call(Method::get, "/api/v3/myPreventedMatches", query).body;
    }
};

TEST_F(OrderTermsApi, KeepsTheTimeOfAnOrderThatEnds) {
    const Answer answer = place(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTD&goodTillDate=1700000001000"
        "&quantity=1&price=1000&newClientOrderId=m");
    EXPECT_THAT(answer.body, HasSubstr(R"("timeInForce":"GTD","type":"LIMIT","side":"BUY",)"
                                       R"("goodTillDate":1700000001000)"));
    EXPECT_THAT(call(Method::get, "/api/v3/order", "symbol=BTCUSDT&orderId=1").body,
                HasSubstr(R"("goodTillDate":1700000001000)"));
}

TEST_F(OrderTermsApi, WantsTheTimeWithGtdOnly) {
    EXPECT_THAT(
        place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTD&quantity=1&price=1000").body,
        HasSubstr("-1102"));
    EXPECT_THAT(place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1000"
                      "&goodTillDate=1700000001000")
                    .body,
                HasSubstr("-1106"));
    EXPECT_THAT(place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTD&quantity=1&price=1000"
                      "&goodTillDate=1")
                    .body,
                HasSubstr("-1130"));
}

TEST_F(OrderTermsApi, SlidesAPostOnlyOrderOffTheOtherSide) {
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=LIMIT_MAKER&quantity=1&price=1000").status, 200);
    EXPECT_THAT(place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=1001"
                      "&postOnlyMode=REJECT")
                    .body,
                HasSubstr("-2010"));
    EXPECT_THAT(place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=1001"
                      "&postOnlyMode=SLIDE&newOrderRespType=RESULT")
                    .body,
                HasSubstr(R"("price":"999.99000000")"));
    EXPECT_THAT(place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=900"
                      "&postOnlyMode=SLIDE")
                    .body,
                HasSubstr("-1106"));
}

TEST_F(OrderTermsApi, ShowsWhatDecrementTookOffBoth) {
    EXPECT_EQ(
        place("symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=3&price=1000").status,
        200);
    EXPECT_THAT(place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1000"
                      "&selfTradePreventionMode=DECREMENT")
                    .body,
                HasSubstr(R"("preventedQuantity":"1.00000000")"));
    EXPECT_EQ(matches("symbol=BTCUSDT&orderId=1"),
              R"([{"symbol":"BTCUSDT","preventedMatchId":1,"takerOrderId":2,)"
              R"("makerSymbol":"BTCUSDT","makerOrderId":1,"tradeGroupId":-1,)"
              R"("selfTradePreventionMode":"DECREMENT","price":"1000.00000000",)"
              R"("makerPreventedQuantity":"1.00000000","takerPreventedQuantity":"1.00000000",)"
              R"("transactTime":1700000000000}])");
    EXPECT_EQ(matches("symbol=BTCUSDT&preventedMatchId=2"), "[]");
    EXPECT_THAT(matches("symbol=BTCUSDT"), HasSubstr("-1102"));
}

}  // namespace
}  // namespace outcry::gateway::test
