#include <string>

#include <fmt/format.h>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

class OrderCommands : public ApiFixture {
public:
    OrderCommands() {
        EXPECT_EQ(place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1"
                        "&price=1000&newClientOrderId=mine")
                      .status,
                  200);
    }
    Answer cancel(std::string_view query, std::string_view key = alice_key) {
        return call(Method::delete_, "/api/v3/order", query, key);
    }
    Answer replace(std::string_view query) {
        return call(Method::post, "/api/v3/order/cancelReplace", query);
    }
    Answer amend(std::string_view query) {
        return call(Method::put, "/api/v3/order/amend/keepPriority", query);
    }
};

using ApiCancel = OrderCommands;
using ApiCancelReplace = OrderCommands;
using ApiAmend = OrderCommands;
using ApiCancelAll = OrderCommands;

constexpr std::string_view unknown_order = R"({"code":-2011,"msg":"Unknown order sent."})";

TEST_F(ApiCancel, ReportsTheOrderAndTheNameOfTheCancel) {
    EXPECT_EQ(cancel("symbol=BTCUSDT&orderId=1&newClientOrderId=stop").body,
              R"({"symbol":"BTCUSDT","origClientOrderId":"mine","orderId":1,"orderListId":-1,)"
              R"("clientOrderId":"stop","transactTime":1700000000000,"price":"1000.00000000",)"
              R"("origQty":"1.00000000","executedQty":"0.00000000",)"
              R"("origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"0.00000000",)"
              R"("status":"CANCELED","timeInForce":"GTC","type":"LIMIT","side":"BUY",)"
              R"("selfTradePreventionMode":"NONE"})");
}

TEST_F(ApiCancel, FindsTheOrderByItsClientsName) {
    EXPECT_EQ(cancel("symbol=BTCUSDT&origClientOrderId=mine").status, 200);
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 0U);
}

TEST_F(ApiCancel, IsHarmlessWhenRepeated) {
    EXPECT_EQ(cancel("symbol=BTCUSDT&orderId=1").status, 200);
    EXPECT_EQ(cancel("symbol=BTCUSDT&orderId=1").body, unknown_order);
}

TEST_F(ApiCancel, NeverTouchesTheOrderOfAnother) {
    EXPECT_EQ(cancel("symbol=BTCUSDT&orderId=1", bob_key).body, unknown_order);
    EXPECT_EQ(cancel("symbol=BTCUSDT&origClientOrderId=mine", bob_key).body, unknown_order);
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 1U);
}

TEST_F(ApiCancel, NeedsANameAndThatBothNamesFit) {
    EXPECT_EQ(cancel("symbol=BTCUSDT").body,
              R"({"code":-1102,"msg":"Param 'orderId' or 'origClientOrderId' must be sent, but )"
              R"(both were empty/null!"})");
    EXPECT_EQ(cancel("symbol=BTCUSDT&orderId=1&origClientOrderId=other").body,
              R"({"code":-2011,"msg":"Cancel order is invalid. Check origClOrdId and orderId."})");
    EXPECT_EQ(cancel("symbol=BTCUSDT&orderId=1&origClientOrderId=mine").status, 200);
}

TEST_F(ApiCancel, KeepsToItsRestrictions) {
    EXPECT_EQ(cancel("symbol=BTCUSDT&orderId=1&cancelRestrictions=ONLY_PARTIALLY_FILLED").body,
              R"({"code":-2011,"msg":"Order was not canceled due to cancel restrictions."})");
    EXPECT_EQ(cancel("symbol=BTCUSDT&orderId=1&cancelRestrictions=NEVER").body,
              R"({"code":-1145,"msg":"`cancelRestrictions` has to be either `ONLY_NEW` or )"
              R"(`ONLY_PARTIALLY_FILLED`."})");
    EXPECT_EQ(cancel("symbol=BTCUSDT&orderId=1&cancelRestrictions=ONLY_NEW").status, 200);
}

constexpr std::string_view new_order =
    "&side=BUY&type=LIMIT&timeInForce=GTC&quantity=2&price=900&newClientOrderId=next"
    "&newOrderRespType=ACK";

std::string replace_query(std::string_view rest) {
    return fmt::format("symbol=BTCUSDT{}{}", new_order, rest);
}

TEST_F(ApiCancelReplace, AnswersBothHalves) {
    EXPECT_EQ(replace(replace_query("&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=1"
                                    "&cancelNewClientOrderId=stop"))
                  .body,
              R"({"cancelResult":"SUCCESS","newOrderResult":"SUCCESS","cancelResponse":{)"
              R"("symbol":"BTCUSDT","origClientOrderId":"mine","orderId":1,"orderListId":-1,)"
              R"("clientOrderId":"stop","transactTime":1700000000000,"price":"1000.00000000",)"
              R"("origQty":"1.00000000","executedQty":"0.00000000",)"
              R"("origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"0.00000000",)"
              R"("status":"CANCELED","timeInForce":"GTC","type":"LIMIT","side":"BUY",)"
              R"("selfTradePreventionMode":"NONE"},"newOrderResponse":{"symbol":"BTCUSDT",)"
              R"("orderId":2,"orderListId":-1,"clientOrderId":"next",)"
              R"("transactTime":1700000000000}})");
}

TEST_F(ApiCancelReplace, DoesNotPlaceWhenTheCancelFailed) {
    const Answer answer =
        replace(replace_query("&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=9"));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body, R"({"code":-2022,"msg":"Order cancel-replace failed.","data":{)"
                           R"("cancelResult":"FAILURE","newOrderResult":"NOT_ATTEMPTED",)"
                           R"("cancelResponse":{"code":-2011,"msg":"Unknown order sent."},)"
                           R"("newOrderResponse":null}})");
}

TEST_F(ApiCancelReplace, PlacesAllTheSameWhenThatIsAllowed) {
    const Answer answer =
        replace(replace_query("&cancelReplaceMode=ALLOW_FAILURE&cancelOrigClientOrderId=none"));
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.body,
              R"({"code":-2021,"msg":"Order cancel-replace partially failed.","data":{)"
              R"("cancelResult":"FAILURE","newOrderResult":"SUCCESS",)"
              R"("cancelResponse":{"code":-2011,"msg":"Unknown order sent."},)"
              R"("newOrderResponse":{"symbol":"BTCUSDT","orderId":2,"orderListId":-1,)"
              R"("clientOrderId":"next","transactTime":1700000000000}}})");
}

TEST_F(ApiCancelReplace, SaysThatOnlyTheCancelWorked) {
    const Answer answer = replace(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=2000&price=900"
        "&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=1&cancelNewClientOrderId=stop");
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.body,
              R"({"code":-2021,"msg":"Order cancel-replace partially failed.","data":{)"
              R"("cancelResult":"SUCCESS","newOrderResult":"FAILURE","cancelResponse":{)"
              R"("symbol":"BTCUSDT","origClientOrderId":"mine","orderId":1,"orderListId":-1,)"
              R"("clientOrderId":"stop","transactTime":1700000000000,"price":"1000.00000000",)"
              R"("origQty":"1.00000000","executedQty":"0.00000000",)"
              R"("origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"0.00000000",)"
              R"("status":"CANCELED","timeInForce":"GTC","type":"LIMIT","side":"BUY",)"
              R"("selfTradePreventionMode":"NONE"},"newOrderResponse":{"code":-2010,)"
              R"("msg":"Account has insufficient balance for requested action."}}})");
}

TEST_F(ApiCancelReplace, SaysThatBothHalvesFailed) {
    const Answer answer = replace(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=2000&price=900"
        "&cancelReplaceMode=ALLOW_FAILURE&cancelOrderId=9");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body, R"({"code":-2022,"msg":"Order cancel-replace failed.","data":{)"
                           R"("cancelResult":"FAILURE","newOrderResult":"FAILURE",)"
                           R"("cancelResponse":{"code":-2011,"msg":"Unknown order sent."},)"
                           R"("newOrderResponse":{"code":-2010,)"
                           R"("msg":"Account has insufficient balance for requested action."}}})");
}

TEST_F(ApiCancelReplace, ChecksTheNewOrdersFiltersFirst) {
    const Answer answer = replace(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.00001&price=900"
        "&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=1");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body,
              R"({"code":-1013,"msg":"Filter failure: NOTIONAL","data":{)"
              R"("reason":"notional_below_minimum","filter":"NOTIONAL","parameter":"quantity",)"
              R"("given":"0.00900000","limit":"5.00000000","nearestValid":"0.00556000"}})");
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 1U);
}

TEST_F(ApiCancelReplace, RefusesModesItDoesNotKnow) {
    EXPECT_EQ(
        replace(replace_query("&cancelReplaceMode=PERHAPS&cancelOrderId=1")).body,
        R"({"code":-1130,"msg":"Data sent for parameter 'cancelReplaceMode' is not valid."})");
    EXPECT_EQ(replace(replace_query("&cancelReplaceMode=STOP_ON_FAILURE")).body,
              R"({"code":-1102,"msg":"Param 'cancelOrderId' or 'cancelOrigClientOrderId' must be )"
              R"(sent, but both were empty/null!"})");
    EXPECT_EQ(replace(replace_query("&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=1"
                                    "&orderRateLimitExceededMode=X"))
                  .body,
              R"({"code":-1130,"msg":"Data sent for parameter 'orderRateLimitExceededMode' is )"
              R"(not valid."})");
}

TEST_F(ApiAmend, LowersTheQuantityInPlace) {
    const Answer answer = amend("symbol=BTCUSDT&orderId=1&newQty=0.4&newClientOrderId=less");
    EXPECT_EQ(answer.body,
              fmt::format(R"({{"transactTime":1700000000000,"executionId":{},"amendedOrder":{{)"
                          R"("symbol":"BTCUSDT","orderId":1,"orderListId":-1,)"
                          R"("origClientOrderId":"mine","clientOrderId":"less",)"
                          R"("price":"1000.00000000","qty":"0.40000000",)"
                          R"("executedQty":"0.00000000","preventedQty":"0.00000000",)"
                          R"("quoteOrderQty":"0.00000000","cumulativeQuoteQty":"0.00000000",)"
                          R"("status":"NEW","timeInForce":"GTC","type":"LIMIT","side":"BUY",)"
                          R"("workingTime":1700000000000,"selfTradePreventionMode":"NONE"}}}})",
                          engine.sequence().value() << 10));
}

TEST_F(ApiAmend, RefusesWhatWouldLoseThePlaceOrChangeNothing) {
    EXPECT_EQ(amend("symbol=BTCUSDT&orderId=1&newQty=2").body,
              R"({"code":-2038,"msg":"Order amend (quantity increase) is not supported."})");
    EXPECT_EQ(amend("symbol=BTCUSDT&orderId=1&newQty=1").body,
              R"({"code":-2038,"msg":"The requested action would change no state; rejecting"})");
    EXPECT_EQ(amend("symbol=BTCUSDT&orderId=9&newQty=1").body,
              R"({"code":-2038,"msg":"Unknown order sent."})");
    EXPECT_EQ(amend("symbol=BTCUSDT&orderId=1&newQty=0.000001").body,
              R"({"code":-1013,"msg":"Filter failure: LOT_SIZE","data":{"filter":"LOT_SIZE",)"
              R"("parameter":"newQty","given":"0.000001","limit":"0.00001000",)"
              R"("nearestValid":"0.00001000"}})");
    EXPECT_EQ(amend("symbol=BTCUSDT&orderId=1").body,
              R"({"code":-1102,"msg":"Mandatory parameter 'newQty' was not sent, was empty/null, )"
              R"(or malformed."})");
}

TEST_F(ApiCancelAll, ListsWhatItHasCancelled) {
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=LIMIT_MAKER&quantity=3&price=2000"
                    "&newClientOrderId=other")
                  .status,
              200);
    const Answer answer = call(Method::delete_, "/api/v3/openOrders", "symbol=BTCUSDT");
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, ::testing::StartsWith(
                                 R"([{"symbol":"BTCUSDT","origClientOrderId":"mine","orderId":1,)"
                                 R"("orderListId":-1,"clientOrderId":")"));
    EXPECT_THAT(
        answer.body,
        ::testing::HasSubstr(R"({"symbol":"BTCUSDT","origClientOrderId":"other","orderId":2,)"));
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 0U);
}

TEST_F(ApiCancelAll, AnswersOnceForAllItsSlices) {
    for (int i = 0; i < 599; ++i) {
        EXPECT_EQ(place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=10").status,
                  200);
    }
    const Answer answer = call(Method::delete_, "/api/v3/openOrders", "symbol=BTCUSDT");
    std::size_t count = 0;
    for (std::size_t at = 0; (at = answer.body.find("\"orderId\":", at)) != std::string::npos; ++at)
        ++count;
    EXPECT_EQ(count, 600U);
    EXPECT_EQ(answer.sequence, engine.sequence());
}

TEST_F(ApiCancelAll, SaysWhenThereIsNothingToCancel) {
    EXPECT_EQ(call(Method::delete_, "/api/v3/openOrders", "symbol=BTCUSDT", bob_key).body,
              unknown_order);
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 1U);
}

}  // namespace
}  // namespace outcry::gateway::test
