#include <string>

#include <nlohmann/json.hpp>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class ApiWaitingOrders : public ApiFixture {
public:
    ApiWaitingOrders() { trade_at("50000"); }

    void trade_at(std::string_view price) {
        const std::string at = "&timeInForce=GTC&quantity=0.01&price=" + std::string{price};
        EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=LIMIT" + at, bob_key).status, 200);
        EXPECT_EQ(place("symbol=BTCUSDT&side=BUY&type=LIMIT" + at, bob_key).status, 200);
        user_messages.clear();
    }
    [[nodiscard]] Json order_named(std::string_view name) {
        const Answer answer = call(Method::get, "/api/v3/order",
                                   "symbol=BTCUSDT&origClientOrderId=" + std::string{name});
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Json::parse(answer.body);
    }
};

constexpr std::string_view stop =
    "symbol=BTCUSDT&side=SELL&type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=1&price=44000"
    "&stopPrice=45000&newClientOrderId=stop&strategyId=5&strategyType=1000009"
    "&newOrderRespType=RESULT";

TEST_F(ApiWaitingOrders, ShowTheirStopAndThatTheyDoNotWorkYet) {
    EXPECT_EQ(place(stop).body,
              R"({"symbol":"BTCUSDT","orderId":3,"orderListId":-1,"clientOrderId":"stop",)"
              R"("transactTime":1700000000000,"price":"44000.00000000","origQty":"1.00000000",)"
              R"("executedQty":"0.00000000","origQuoteOrderQty":"0.00000000",)"
              R"("cummulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC",)"
              R"("type":"STOP_LOSS_LIMIT","side":"SELL","stopPrice":"45000.00000000",)"
              R"("strategyId":5,"strategyType":1000009,"workingTime":-1,)"
              R"("selfTradePreventionMode":"NONE"})");
    const Json order = order_named("stop");
    EXPECT_EQ(order["isWorking"], false);
    EXPECT_EQ(order["workingTime"], -1);
    EXPECT_EQ(order["stopPrice"], "45000.00000000");
}

TEST_F(ApiWaitingOrders, WorkOnceTheirPriceIsReached) {
    watched = {alice};
    EXPECT_EQ(place(stop).status, 200);
    EXPECT_THAT(user_messages[0], HasSubstr(R"("P":"45000.00000000")"));
    EXPECT_THAT(user_messages[0], HasSubstr(R"("w":false)"));
    EXPECT_THAT(user_messages[0], HasSubstr(R"("j":5,"J":1000009)"));
    EXPECT_THAT(user_messages[0], Not(HasSubstr(R"("W":)")));
    now_us += 1'000'000;
    const std::string at = "&timeInForce=GTC&quantity=0.01&price=45000";
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=LIMIT" + at, bob_key).status, 200);
    EXPECT_EQ(place("symbol=BTCUSDT&side=BUY&type=LIMIT" + at, bob_key).status, 200);
    ASSERT_GE(user_messages.size(), 3U);
    EXPECT_THAT(user_messages[2], HasSubstr(R"("x":"NEW","X":"NEW")"));
    EXPECT_THAT(user_messages[2], HasSubstr(R"("w":true)"));
    EXPECT_THAT(user_messages[2], HasSubstr(R"("W":1700000001000)"));
    const Json order = order_named("stop");
    EXPECT_EQ(order["isWorking"], true);
    EXPECT_EQ(order["workingTime"], 1'700'000'001'000);
}

TEST_F(ApiWaitingOrders, AreRefusedWhenTheirPriceWasReachedBefore) {
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=1&stopPrice=50000").body,
              R"({"code":-2010,"msg":"Order would trigger immediately."})");
}

TEST_F(ApiWaitingOrders, FollowTheMarketFromTheirActivation) {
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=TAKE_PROFIT&quantity=1&stopPrice=55000"
                    "&trailingDelta=100&newClientOrderId=trail")
                  .status,
              200);
    EXPECT_EQ(order_named("trail")["trailingDelta"], 100);
    EXPECT_FALSE(order_named("trail").contains("trailingTime"));
    now_us += 1'000'000;
    trade_at("55000");
    EXPECT_EQ(order_named("trail")["trailingTime"], 1'700'000'001'000);
}

TEST_F(ApiWaitingOrders, ShowAnIceberg) {
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=60000"
                    "&icebergQty=0.1&newClientOrderId=ice")
                  .status,
              200);
    EXPECT_EQ(order_named("ice")["icebergQty"], "0.10000000");
    EXPECT_THAT(get("/api/v3/depth", "symbol=BTCUSDT").body,
                HasSubstr(R"("asks":[["60000.00000000","0.10000000"]])"));
}

TEST_F(ApiWaitingOrders, RepeatTheFirstAnswerOfAnIdempotentOrder) {
    const std::string order =
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=40000"
        "&newClientOrderId=once&idempotent=true";
    const Answer first = place(order);
    EXPECT_EQ(first.status, 200);
    EXPECT_FALSE(first.is_replay);
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.4", bob_key).status, 200);
    now_us += 1'000'000;
    const Answer second = place(order);
    EXPECT_EQ(second.status, 200);
    EXPECT_TRUE(second.is_replay);
    EXPECT_EQ(second.body, first.body);
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 1U);
    const Answer other = place(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=2&price=40000"
        "&newClientOrderId=once&idempotent=true");
    EXPECT_EQ(other.status, 409);
    EXPECT_EQ(other.body, R"({"code":-2010,"msg":"Duplicate order sent."})");
}

TEST_F(ApiWaitingOrders, RepeatTheFillsOfTheFirstAnswer) {
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.4"
                    "&price=40000",
                    bob_key)
                  .status,
              200);
    const std::string order =
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=40000"
        "&newClientOrderId=once&idempotent=true";
    const Answer first = place(order);
    EXPECT_THAT(first.body, HasSubstr(R"("qty":"0.40000000")"));
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.4", bob_key).status, 200);
    EXPECT_EQ(place(order).body, first.body);
}

TEST_F(ApiWaitingOrders, PlaceAnAtomicBatchWholeOrNotAtAll) {
    const auto send = [&](std::string_view second_price) {
        const std::string body =
            R"(batchOrders=[{"symbol":"BTCUSDT","side":"BUY","type":"LIMIT_MAKER","quantity":"1",)"
            R"("price":"40000","newClientOrderId":"x"},{"symbol":"BTCUSDT","side":"BUY",)"
            R"("type":"LIMIT_MAKER","quantity":"1","price":")" +
            std::string{second_price} +
            R"(","newClientOrderId":"y"}]&atomic=true&timestamp=1700000000000)";
        return settle(request(Method::post, "/api/v3/batchOrders",
                              "signature=" + hmac_hex(secret, body), body, alice_key));
    };
    const Answer refused = send("1");
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(refused.body, HasSubstr("Filter failure: NOTIONAL"));
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 0U);
    const Json placed = Json::parse(send("30000").body);
    ASSERT_EQ(placed.size(), 2U);
    EXPECT_EQ(placed[0]["clientOrderId"], "x");
    EXPECT_EQ(placed[1]["clientOrderId"], "y");
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 2U);
}

TEST_F(ApiWaitingOrders, AreClosedByTheTimerThatIsNotRenewed) {
    const Answer set = call(Method::post, "/api/v3/countdownCancelAll", "countdownTime=1000");
    EXPECT_EQ(set.body, R"({"countdownTime":1000,"cancelAt":1700000001000})");
    EXPECT_EQ(place(stop).status, 200);
    EXPECT_EQ(call(Method::post, "/api/v3/countdownCancelAll", "countdownTime=0").body,
              R"({"countdownTime":0,"cancelAt":null})");
    EXPECT_EQ(call(Method::post, "/api/v3/countdownCancelAll", "countdownTime=1000").status, 200);
    now_us += 1'000'000;
    apply(command_of(CommandType::advance_clock));
    EXPECT_EQ(order_named("stop")["status"], "CANCELED");
}

TEST_F(ApiWaitingOrders, AreCancelledBySideOverAllSymbols) {
    EXPECT_EQ(place(stop).status, 200);
    EXPECT_EQ(place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=1000").status, 200);
    const Json gone = Json::parse(call(Method::delete_, "/api/v3/allOpenOrders", "side=SELL").body);
    ASSERT_EQ(gone.size(), 1U);
    EXPECT_EQ(gone[0]["origClientOrderId"], "stop");
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 1U);
    EXPECT_EQ(call(Method::delete_, "/api/v3/allOpenOrders", "side=SELL").body, "[]");
}

}  // namespace
}  // namespace outcry::gateway::test
