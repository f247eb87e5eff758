#include <string>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "gateway/api/endpoint.hpp"
#include "gateway/http/response_text.hpp"
#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

/// Weight 30 a minute, 3 orders in ten seconds, 4 a day.
class LimitedApi : public ApiFixture {
public:
    LimitedApi()
        : ApiFixture{
              {.weight_per_minute_max = 30, .orders_per_10s_max = 3, .orders_per_day_max = 4}} {}

    [[nodiscard]] Answer buy(int price) {
        return place(fmt::format(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price={}", price));
    }
};

TEST_F(LimitedApi, ChargesCallsByTheTable) {
    EXPECT_EQ(get("/api/v3/ping").usage.weight, 1U);
    EXPECT_EQ(get("/api/v3/depth", "symbol=BTCUSDT&limit=101").usage.weight, 26U);
    const Answer refused = get("/api/v3/exchangeInfo");
    EXPECT_EQ(refused.status, 429);
    EXPECT_THAT(refused.body, ::testing::StartsWith(R"({"code":-1003,"msg":"Too much request)"));
    // The clock stands twenty seconds into its minute.
    EXPECT_EQ(refused.usage.retry_after_s, 40U);
}

TEST_F(LimitedApi, ChargesNoWeightForWhatIsCarriedOut) {
    EXPECT_EQ(buy(1000).usage.weight, 0U);
    const Answer answer =
        place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=9000&price=1000000");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.usage.weight, 1U);
}

TEST_F(LimitedApi, RefusesTooManyUnfilledOrders) {
    for (const int price : {1000, 1001, 1002}) EXPECT_EQ(buy(price).status, 200);
    EXPECT_EQ(buy(1003).body,
              R"({"code":-1015,"msg":"Too many new orders; current limit is 3 orders per )"
              R"(10 SECOND."})");
    now_us += 10'000'000;
    const Answer fourth = buy(1003);
    EXPECT_EQ(fourth.status, 200);
    EXPECT_EQ(fourth.usage.orders_10s, 1U);
    EXPECT_EQ(fourth.usage.orders_day, 4U);
    EXPECT_THAT(buy(1004).body, ::testing::HasSubstr("4 orders per 1 DAY."));
}

TEST_F(LimitedApi, GivesTheFirstFillBack) {
    EXPECT_EQ(buy(900).usage.orders_10s, 1U);
    EXPECT_EQ(buy(1000).usage.orders_10s, 2U);
    const Answer sold = place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.5", bob_key);
    EXPECT_EQ(sold.usage.orders_10s, 0U);
    // The maker's five are more than it had.
    EXPECT_EQ(buy(999).usage.orders_10s, 1U);
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.1&price=1000",
                    bob_key)
                  .usage.orders_10s,
              0U);
    // The second fill of alice's first order gives nothing back.
    EXPECT_EQ(buy(998).usage.orders_10s, 2U);
}

TEST_F(LimitedApi, NeverRefusesACancel) {
    static_cast<void>(buy(1000));
    for (int i = 0; i < 70; ++i) static_cast<void>(get("/api/v3/ping"));
    EXPECT_EQ(get("/api/v3/ping").status, 418);
    EXPECT_EQ(call(Method::delete_, "/api/v3/openOrders", "symbol=BTCUSDT").status, 200);
}

class LimitedReplacement : public LimitedApi {
public:
    LimitedReplacement() {
        for (const int price : {1000, 1001, 1002}) static_cast<void>(buy(price));
    }
    [[nodiscard]] Answer replace(std::string_view more) {
        return call(Method::post, "/api/v3/order/cancelReplace",
                    "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=900&" +
                        std::string{more});
    }
};

TEST_F(LimitedReplacement, DoesNothingUnlessItIsToldTo) {
    const Answer answer = replace("cancelReplaceMode=ALLOW_FAILURE&cancelOrderId=1");
    EXPECT_EQ(answer.status, 429);
    EXPECT_THAT(answer.body, ::testing::StartsWith(R"({"code":-1015,)"));
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 3U);
}

TEST_F(LimitedReplacement, CancelsAndStops) {
    const Answer answer = replace(
        "cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=1"
        "&orderRateLimitExceededMode=CANCEL_ONLY");
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(answer.usage.retry_after_s, 10U);
    EXPECT_THAT(
        answer.body,
        ::testing::HasSubstr(R"("data":{"cancelResult":"SUCCESS","newOrderResult":"NOT_ATTEMPTED",)"
                             R"("cancelResponse":{"symbol":"BTCUSDT",)"));
    EXPECT_THAT(answer.body, ::testing::HasSubstr(R"("newOrderResponse":null}})"));
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 2U);
}

TEST_F(LimitedReplacement, CancelsAndFails) {
    const Answer half = replace(
        "cancelReplaceMode=ALLOW_FAILURE&cancelOrderId=2"
        "&orderRateLimitExceededMode=CANCEL_ONLY");
    EXPECT_EQ(half.status, 409);
    EXPECT_THAT(half.body, ::testing::HasSubstr(R"("newOrderResponse":{"code":-1015,)"));
    const Answer none = replace(
        "cancelReplaceMode=ALLOW_FAILURE&cancelOrderId=2"
        "&orderRateLimitExceededMode=CANCEL_ONLY");
    EXPECT_EQ(none.status, 400);
    EXPECT_THAT(none.body, ::testing::HasSubstr(R"("cancelResponse":{"code":-2011,)"));
}

TEST_F(LimitedApi, ListsItsLimits) {
    EXPECT_THAT(get("/api/v3/exchangeInfo").body,
                ::testing::HasSubstr(
                    R"("rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE",)"
                    R"("intervalNum":1,"limit":30},{"rateLimitType":"ORDERS","interval":"SECOND",)"
                    R"("intervalNum":10,"limit":3},{"rateLimitType":"ORDERS","interval":"DAY",)"
                    R"("intervalNum":1,"limit":4}],)"));
}

TEST_F(LimitedApi, TellsWhatIsUsedOnTheWebSocketApi) {
    EXPECT_EQ(settle(websocket(R"({"id":1,"method":"ping"})")).body,
              R"({"id":1,"status":200,"result":{},"rateLimits":[{"rateLimitType":)"
              R"("REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":30,"count":1}]})");
    EXPECT_EQ(
        settle(websocket(R"({"id":2,"method":"ping","params":{"returnRateLimits":false}})")).body,
        R"({"id":2,"status":200,"result":{}})");
    for (int i = 0; i < 28; ++i) static_cast<void>(get("/api/v3/ping"));
    EXPECT_THAT(settle(websocket(R"({"id":3,"method":"ping"})")).body,
                ::testing::HasSubstr(R"("data":{"serverTime":1700000000000,)"
                                     R"("retryAfter":1700000040000}},)"));
}

TEST(RateHeaders, TellWhatIsUsed) {
    const std::string text = encode_response({.status = 429,
                                              .usage = {.weight = 7,
                                                        .orders_10s = 2,
                                                        .orders_day = 3,
                                                        .retry_after_s = 4,
                                                        .has_weight = true,
                                                        .has_orders = true}},
                                             "{}");
    EXPECT_THAT(text, ::testing::HasSubstr("\r\nX-MBX-USED-WEIGHT: 7\r\n"
                                           "X-MBX-USED-WEIGHT-1M: 7\r\n"
                                           "X-MBX-ORDER-COUNT-10S: 2\r\n"
                                           "X-MBX-ORDER-COUNT-1D: 3\r\nRetry-After: 4\r\n"));
}

TEST_F(ApiFixture, DescribesEveryRestCallInItsOpenApiDocument) {
    const auto document = nlohmann::json::parse(get("/openapi.json").body);
    EXPECT_EQ(document["openapi"], "3.1.0");
    std::size_t operation_count = 0;
    for (const auto& path : document["paths"]) operation_count += path.size();
    std::size_t endpoint_count = 0;
    for (const Endpoint& endpoint : endpoints()) {
        EXPECT_FALSE(endpoint.summary.empty()) << endpoint.path << endpoint.websocket_method;
        if (!endpoint.path.empty()) ++endpoint_count;
    }
    EXPECT_EQ(operation_count, endpoint_count);
    const auto& place = document["paths"]["/api/v3/order"]["post"];
    EXPECT_EQ(place["operationId"], "postApiV3Order");
    EXPECT_EQ(place["x-security"], "TRADE");
    EXPECT_EQ(place["parameters"][0]["name"], "symbol");
    EXPECT_EQ(place["parameters"][0]["required"], true);
}

}  // namespace
}  // namespace outcry::gateway::test
