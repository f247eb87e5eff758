#include <string>

#include <nlohmann/json.hpp>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class ApiListAnswers : public ApiFixture {
public:
    static constexpr std::string_view oco_sell =
        "symbol=BTCUSDT&side=SELL&quantity=1&listClientOrderId=list&aboveType=LIMIT_MAKER"
        "&abovePrice=60000&aboveClientOrderId=a&belowType=STOP_LOSS&belowStopPrice=40000"
        "&belowClientOrderId=b";
    static constexpr std::string_view oto_buy =
        "symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=50000&workingQuantity=1"
        "&workingTimeInForce=GTC&workingClientOrderId=w&pendingType=LIMIT_MAKER&pendingSide=SELL"
        "&pendingPrice=55000&pendingQuantity=1&pendingClientOrderId=p&listClientOrderId=list";

    ApiListAnswers() {
        // A last price of 50,000 for what is compared with it.
        EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1"
                        "&price=50000",
                        bob_key)
                      .status,
                  200);
        EXPECT_EQ(place("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1").status, 200);
    }
    [[nodiscard]] Answer post(std::string_view path, std::string_view query) {
        return call(Method::post, path, query);
    }
    [[nodiscard]] Json json_of(const Answer& answer) {
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Json::parse(answer.body);
    }
};

TEST_F(ApiListAnswers, ShowAnOcoWithBothItsOrders) {
    const Answer answer = post("/api/v3/orderList/oco", oco_sell);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body,
              R"({"orderListId":1,"contingencyType":"OCO","listStatusType":"EXEC_STARTED",)"
              R"("listOrderStatus":"EXECUTING","listClientOrderId":"list",)"
              R"("transactionTime":1700000000000,"symbol":"BTCUSDT","orders":[)"
              R"({"symbol":"BTCUSDT","orderId":3,"clientOrderId":"a"},)"
              R"({"symbol":"BTCUSDT","orderId":4,"clientOrderId":"b"}],"orderReports":[)"
              R"({"symbol":"BTCUSDT","orderId":3,"orderListId":1,"clientOrderId":"a",)"
              R"("transactTime":1700000000000,"price":"60000.00000000","origQty":"1.00000000",)"
              R"("executedQty":"0.00000000","origQuoteOrderQty":"0.00000000",)"
              R"("cummulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC",)"
              R"("type":"LIMIT_MAKER","side":"SELL","workingTime":1700000000000,)"
              R"("selfTradePreventionMode":"NONE"},)"
              R"({"symbol":"BTCUSDT","orderId":4,"orderListId":1,"clientOrderId":"b",)"
              R"("transactTime":1700000000000,"price":"0.00000000","origQty":"1.00000000",)"
              R"("executedQty":"0.00000000","origQuoteOrderQty":"0.00000000",)"
              R"("cummulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC",)"
              R"("type":"STOP_LOSS","side":"SELL","stopPrice":"40000.00000000","workingTime":-1,)"
              R"("selfTradePreventionMode":"NONE"}]})");
}

TEST_F(ApiListAnswers, ShowAPendingOrderThatHasNotBegun) {
    const Json list = json_of(post("/api/v3/orderList/oto", oto_buy));
    EXPECT_EQ(list["contingencyType"], "OTO");
    EXPECT_EQ(list["orderReports"][0]["status"], "NEW");
    EXPECT_EQ(list["orderReports"][1]["status"], "PENDING_NEW");
    EXPECT_EQ(list["orderReports"][1]["workingTime"], -1);
}

TEST_F(ApiListAnswers, CancelTheWholeListWithOneOfItsOrders) {
    EXPECT_EQ(post("/api/v3/orderList/oco", oco_sell).status, 200);
    const Json list =
        json_of(call(Method::delete_, "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=b"));
    EXPECT_EQ(list["orderListId"], 1);
    EXPECT_EQ(list["listStatusType"], "ALL_DONE");
    EXPECT_EQ(list["listOrderStatus"], "ALL_DONE");
    ASSERT_EQ(list["orderReports"].size(), 2U);
    for (const Json& report : list["orderReports"]) EXPECT_EQ(report["status"], "CANCELED");
    EXPECT_EQ(call(Method::get, "/api/v3/openOrders", "").body, "[]");
}

TEST_F(ApiListAnswers, CancelAListByItsIdOrItsName) {
    EXPECT_EQ(post("/api/v3/orderList/oco", oco_sell).status, 200);
    const Json list = json_of(call(Method::delete_, "/api/v3/orderList",
                                   "symbol=BTCUSDT&orderListId=1&newClientOrderId=gone"));
    EXPECT_EQ(list["orderReports"].size(), 2U);
    EXPECT_EQ(list["orderReports"][0]["clientOrderId"], "gone");
    EXPECT_EQ(list["orderReports"][0]["origClientOrderId"], "a");
    EXPECT_EQ(call(Method::delete_, "/api/v3/orderList", "symbol=BTCUSDT&orderListId=1").body,
              R"({"code":-2011,"msg":"Unknown order sent."})");
    EXPECT_EQ(post("/api/v3/orderList/oto", oto_buy).status, 200);
    EXPECT_EQ(json_of(call(Method::delete_, "/api/v3/orderList",
                           "symbol=BTCUSDT&listClientOrderId=list"))["orderListId"],
              2);
    EXPECT_EQ(call(Method::delete_, "/api/v3/orderList", "symbol=BTCUSDT").body,
              R"({"code":-1102,"msg":"Param 'orderListId' or 'listClientOrderId' must be sent, )"
              R"(but both were empty/null!"})");
}

TEST_F(ApiListAnswers, HaveOneObjectPerListWhenAllIsCancelled) {
    EXPECT_EQ(place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=1000").status, 200);
    EXPECT_EQ(post("/api/v3/orderList/oco", oco_sell).status, 200);
    const Json all = json_of(call(Method::delete_, "/api/v3/openOrders", "symbol=BTCUSDT"));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["orderId"], 3);
    EXPECT_EQ(all[1]["orderListId"], 1);
    EXPECT_EQ(all[1]["orderReports"].size(), 2U);
}

TEST_F(ApiListAnswers, AreFoundAgain) {
    EXPECT_EQ(post("/api/v3/orderList/oco", oco_sell).status, 200);
    const Json open = json_of(call(Method::get, "/api/v3/openOrderList", ""));
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0]["listOrderStatus"], "EXECUTING");
    EXPECT_EQ(open[0]["orders"].size(), 2U);
    EXPECT_EQ(json_of(call(Method::get, "/api/v3/orderList", "orderListId=1")), open[0]);
    EXPECT_EQ(json_of(call(Method::get, "/api/v3/orderList", "origClientOrderId=list")), open[0]);
    EXPECT_EQ(call(Method::delete_, "/api/v3/orderList", "symbol=BTCUSDT&orderListId=1").status,
              200);
    EXPECT_EQ(call(Method::get, "/api/v3/openOrderList", "").body, "[]");
    EXPECT_EQ(json_of(call(Method::get, "/api/v3/allOrderList", ""))[0]["listOrderStatus"],
              "ALL_DONE");
    EXPECT_EQ(call(Method::get, "/api/v3/allOrderList", "fromId=2").body, "[]");
    for (const std::string_view query : {"orderListId=9", "origClientOrderId=other"}) {
        EXPECT_EQ(call(Method::get, "/api/v3/orderList", query).body,
                  R"({"code":-2013,"msg":"Order list does not exist."})");
    }
    EXPECT_EQ(call(Method::get, "/api/v3/orderList", "orderListId=1", bob_key).status, 400);
    EXPECT_EQ(call(Method::get, "/api/v3/orderList", "").status, 400);
}

TEST_F(ApiListAnswers, RefuseAnOcoWithPricesOnTheWrongSides) {
    EXPECT_EQ(post("/api/v3/orderList/oco",
                   "symbol=BTCUSDT&side=SELL&quantity=1&aboveType=LIMIT_MAKER&abovePrice=60000"
                   "&belowType=STOP_LOSS&belowStopPrice=55000")
                  .body,
              R"({"code":-2010,"msg":"The relationship of the prices for the orders is not )"
              R"(correct.","data":{"reason":"list_prices_unrelated","clientOrderId":""}})");
    EXPECT_EQ(call(Method::get, "/api/v3/openOrders", "").body, "[]");
}

TEST_F(ApiListAnswers, AmendBothOrdersOfAnOco) {
    EXPECT_EQ(post("/api/v3/orderList/oco", oco_sell).status, 200);
    const Json amended = json_of(call(Method::put, "/api/v3/order/amend/keepPriority",
                                      "symbol=BTCUSDT&origClientOrderId=a&newQty=0.5"
                                      "&newClientOrderId=a"));
    EXPECT_EQ(amended["amendedOrder"]["qty"], "0.50000000");
    EXPECT_EQ(amended["amendedOrder"]["orderListId"], 1);
    EXPECT_EQ(amended["listStatus"]["orderListId"], 1);
    EXPECT_EQ(amended["listStatus"]["orders"].size(), 2U);
    for (const Json& order : json_of(call(Method::get, "/api/v3/openOrders", ""))) {
        EXPECT_EQ(order["origQty"], "0.50000000");
    }
}

TEST_F(ApiListAnswers, ShowWhatWasAmended) {
    EXPECT_EQ(place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1000"
                    "&newClientOrderId=first")
                  .status,
              200);
    for (const std::string_view change : {"newQty=0.6&newClientOrderId=second", "newQty=0.5"}) {
        EXPECT_EQ(call(Method::put, "/api/v3/order/amend/keepPriority",
                       "symbol=BTCUSDT&orderId=3&" + std::string{change})
                      .status,
                  200);
    }
    const Json all =
        json_of(call(Method::get, "/api/v3/order/amendments", "symbol=BTCUSDT&orderId=3"));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["origClientOrderId"], "first");
    EXPECT_EQ(all[0]["newClientOrderId"], "second");
    EXPECT_EQ(all[0]["origQty"], "1.00000000");
    EXPECT_EQ(all[0]["newQty"], "0.60000000");
    const std::string from = std::to_string(all[1]["executionId"].get<std::int64_t>());
    const Json rest = json_of(call(Method::get, "/api/v3/order/amendments",
                                   "symbol=BTCUSDT&orderId=3&fromExecutionId=" + from));
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest[0], all[1]);
    EXPECT_EQ(
        call(Method::get, "/api/v3/order/amendments", "symbol=BTCUSDT&orderId=3", bob_key).body,
        R"({"code":-2013,"msg":"Order does not exist."})");
}

TEST_F(ApiListAnswers, AreReportedToTheUserStream) {
    watched = {alice};
    EXPECT_EQ(post("/api/v3/orderList/oco", oco_sell).status, 200);
    ASSERT_EQ(user_messages.size(), 4U);
    EXPECT_EQ(user_messages[0],
              R"(16 {"e":"listStatus","E":1700000000000,"s":"BTCUSDT","g":1,"c":"OCO",)"
              R"("l":"EXEC_STARTED","L":"EXECUTING","r":"NONE","C":"list","T":1700000000000,)"
              R"("O":[{"s":"BTCUSDT","i":3,"c":"a"},{"s":"BTCUSDT","i":4,"c":"b"}]})");
    EXPECT_THAT(user_messages[1], HasSubstr(R"("c":"a","S":"SELL","o":"LIMIT_MAKER")"));
    EXPECT_THAT(user_messages[1], HasSubstr(R"("g":1,"C":"","x":"NEW","X":"NEW")"));
    EXPECT_THAT(user_messages[2], HasSubstr(R"("P":"40000.00000000","F":"0.00000000","g":1)"));
    EXPECT_THAT(user_messages[2], HasSubstr(R"("w":false)"));
    EXPECT_THAT(user_messages[3], HasSubstr("outboundAccountPosition"));
    user_messages.clear();
    EXPECT_EQ(call(Method::delete_, "/api/v3/orderList", "symbol=BTCUSDT&orderListId=1").status,
              200);
    ASSERT_EQ(user_messages.size(), 4U);
    EXPECT_THAT(user_messages[0], HasSubstr(R"("x":"CANCELED","X":"CANCELED")"));
    EXPECT_THAT(user_messages[1], HasSubstr(R"("x":"CANCELED","X":"CANCELED")"));
    EXPECT_THAT(user_messages[2], HasSubstr(R"("l":"ALL_DONE","L":"ALL_DONE")"));
}

}  // namespace
}  // namespace outcry::gateway::test
