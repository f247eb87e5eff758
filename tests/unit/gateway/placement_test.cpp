#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

using ApiPlacement = ApiFixture;

constexpr std::string_view limit_buy =
    "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=60000.01"
    "&newClientOrderId=mine";

TEST_F(ApiPlacement, AnswersALimitOrderInFullByDefault) {
    const Answer answer = place(limit_buy);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.sequence, view.sequence());
    EXPECT_EQ(answer.body,
              R"({"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"mine",)"
              R"("transactTime":1700000000000,"price":"60000.01000000","origQty":"1.00000000",)"
              R"("executedQty":"0.00000000","origQuoteOrderQty":"0.00000000",)"
              R"("cummulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC",)"
              R"("type":"LIMIT","side":"BUY","workingTime":1700000000000,"fills":[],)"
              R"("selfTradePreventionMode":"NONE"})");
}

TEST_F(ApiPlacement, AnswersOnlyTheIdsForAck) {
    EXPECT_EQ(place(std::string{limit_buy} + "&newOrderRespType=ACK").body,
              R"({"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"mine",)"
              R"("transactTime":1700000000000})");
}

TEST_F(ApiPlacement, AnswersWithoutFillsForResult) {
    EXPECT_EQ(place(std::string{limit_buy} + "&newOrderRespType=RESULT").body,
              R"({"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"mine",)"
              R"("transactTime":1700000000000,"price":"60000.01000000","origQty":"1.00000000",)"
              R"("executedQty":"0.00000000","origQuoteOrderQty":"0.00000000",)"
              R"("cummulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC",)"
              R"("type":"LIMIT","side":"BUY","workingTime":1700000000000,)"
              R"("selfTradePreventionMode":"NONE"})");
}

TEST_F(ApiPlacement, ListsTheFillsWithTheTakersCommission) {
    EXPECT_EQ(place(limit_buy).status, 200);
    EXPECT_EQ(
        place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.4&newClientOrderId=b", bob_key).body,
        R"({"symbol":"BTCUSDT","orderId":2,"orderListId":-1,"clientOrderId":"b",)"
        R"("transactTime":1700000000000,"price":"0.00000000","origQty":"0.40000000",)"
        R"("executedQty":"0.40000000","origQuoteOrderQty":"0.00000000",)"
        R"("cummulativeQuoteQty":"24000.00400000","status":"FILLED","timeInForce":"GTC",)"
        R"("type":"MARKET","side":"SELL","workingTime":1700000000000,"fills":[)"
        R"({"price":"60000.01000000","qty":"0.40000000","commission":"48.00000800",)"
        R"("commissionAsset":"USDT","tradeId":1}],"selfTradePreventionMode":"NONE"})");
}

TEST_F(ApiPlacement, ExpiresAMarketOrderThatMeetsAnEmptyBook) {
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.4&newClientOrderId=b").body,
              R"({"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"b",)"
              R"("transactTime":1700000000000,"price":"0.00000000","origQty":"0.40000000",)"
              R"("executedQty":"0.00000000","origQuoteOrderQty":"0.00000000",)"
              R"("cummulativeQuoteQty":"0.00000000","status":"EXPIRED","timeInForce":"GTC",)"
              R"("type":"MARKET","side":"SELL","workingTime":1700000000000,"fills":[],)"
              R"("selfTradePreventionMode":"NONE","expiryReason":"INSUFFICIENT_LIQUIDITY"})");
}

TEST_F(ApiPlacement, SpendsAQuoteAmountInWholeLots) {
    EXPECT_EQ(
        place("symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=50000").status,
        200);
    EXPECT_EQ(
        place("symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=100.7&newClientOrderId=b", bob_key)
            .body,
        R"({"symbol":"BTCUSDT","orderId":2,"orderListId":-1,"clientOrderId":"b",)"
        R"("transactTime":1700000000000,"price":"0.00000000","origQty":"0.00201000",)"
        R"("executedQty":"0.00201000","origQuoteOrderQty":"100.70000000",)"
        R"("cummulativeQuoteQty":"100.50000000","status":"FILLED","timeInForce":"GTC",)"
        R"("type":"MARKET","side":"BUY","workingTime":1700000000000,"fills":[)"
        R"({"price":"50000.00000000","qty":"0.00201000","commission":"0.00000402",)"
        R"("commissionAsset":"BTC","tradeId":1}],"selfTradePreventionMode":"NONE"})");
}

TEST_F(ApiPlacement, AcknowledgesAPostOnlyOrderShortly) {
    EXPECT_EQ(place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=1000"
                    "&newClientOrderId=m")
                  .body,
              R"({"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"m",)"
              R"("transactTime":1700000000000})");
}

TEST_F(ApiPlacement, NamesAnOrderThatCameWithoutName) {
    EXPECT_EQ(place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=1000").body,
              R"({"symbol":"BTCUSDT","orderId":1,"orderListId":-1,)"
              R"("clientOrderId":"0000000000100000000001","transactTime":1700000000000})");
}

TEST_F(ApiPlacement, ShowsTheSelfTradePreventionThatExpiredTheTaker) {
    EXPECT_EQ(place(limit_buy).status, 200);
    const Answer answer = place(
        "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=IOC&quantity=1&price=60000"
        "&newClientOrderId=b&selfTradePreventionMode=EXPIRE_TAKER&newOrderRespType=RESULT");
    EXPECT_EQ(answer.body,
              R"({"symbol":"BTCUSDT","orderId":2,"orderListId":-1,"clientOrderId":"b",)"
              R"("transactTime":1700000000000,"price":"60000.00000000","origQty":"1.00000000",)"
              R"("executedQty":"0.00000000","origQuoteOrderQty":"0.00000000",)"
              R"("cummulativeQuoteQty":"0.00000000","status":"EXPIRED_IN_MATCH",)"
              R"("timeInForce":"IOC","type":"LIMIT","side":"SELL","workingTime":1700000000000,)"
              R"("selfTradePreventionMode":"EXPIRE_TAKER"})");
}

TEST_F(ApiPlacement, TakesParametersFromTheBodyWhateverItIsCalled) {
    const std::string body = std::string{limit_buy} + "&timestamp=1700000000000";
    const Answer answer = settle(request(Method::post, "/api/v3/order",
                                         "signature=" + hmac_hex(secret, body), body, alice_key));
    EXPECT_EQ(answer.status, 200);
}

TEST_F(ApiPlacement, ShowsMicrosecondsOnRequest) {
    const std::string query =
        std::string{limit_buy} + "&newOrderRespType=ACK" + "&timestamp=1700000000000000";
    const std::string full = query + "&signature=" + hmac_hex(secret, query);
    now_us += 7;
    const Answer answer = settle(api.handle_rest({.method = Method::post,
                                                  .path = "/api/v3/order",
                                                  .query = full,
                                                  .api_key = alice_key,
                                                  .time_unit = TimeUnit::microseconds}));
    EXPECT_EQ(answer.body,
              R"({"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"mine",)"
              R"("transactTime":1700000000000007})");
}

TEST_F(ApiPlacement, OnlyTestsAnOrder) {
    const Answer answer = call(Method::post, "/api/v3/order/test", limit_buy);
    EXPECT_EQ(answer.body, "{}");
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 0U);
}

TEST_F(ApiPlacement, TestsWithTheRatesOnRequest) {
    EXPECT_EQ(call(Method::post, "/api/v3/order/test",
                   std::string{limit_buy} + "&computeCommissionRates=true")
                  .body,
              R"({"standardCommissionForOrder":{"maker":"0.00100000","taker":"0.00200000"},)"
              R"("specialCommissionForOrder":{"maker":"0.00000000","taker":"0.00000000"},)"
              R"("taxCommissionForOrder":{"maker":"0.00000000","taker":"0.00000000"},)"
              R"("discount":{"enabledForAccount":false,"enabledForSymbol":false,)"
              R"("discountAsset":null,"discount":"0.00000000"}})");
}

struct RefusedOrder {
    std::string_view parameters;
    std::string_view answer;
};

class ApiRefusedPlacement : public ApiFixture,
                            public ::testing::WithParamInterface<RefusedOrder> {};

TEST_P(ApiRefusedPlacement, SaysWhyAndChangesNothing) {
    const std::uint64_t hash = engine.state_hash();
    const Sequence sequence = engine.sequence();
    const Answer answer = place(GetParam().parameters);
    EXPECT_EQ(answer.body, GetParam().answer) << GetParam().parameters;
    EXPECT_EQ(answer.status, 400);
    // What the gateway refuses never becomes a command.
    if (engine.sequence() == sequence) {
        EXPECT_EQ(engine.state_hash(), hash);
    }
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 0U);
}

#define OUTCRY_LIMIT "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1000"
#define OUTCRY_MARKET "symbol=BTCUSDT&side=BUY&type=MARKET"
#define OUTCRY_MISSING(name)                             \
    R"({"code":-1102,"msg":"Mandatory parameter ')" name \
    R"(' was not sent, was empty/null, or malformed."})"
#define OUTCRY_SUPERFLUOUS(name) \
    R"({"code":-1106,"msg":"Parameter ')" name R"(' sent when not required."})"
#define OUTCRY_ILLEGAL_DECIMAL(name)                                       \
    R"({"code":-1100,"msg":"Illegal characters found in parameter ')" name \
    R"('; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'."})"

#define OUTCRY_BOUND(parameter, given, limit, nearest)                         \
    R"("parameter":")" parameter R"(","given":")" given R"(","limit":")" limit \
    R"(","nearestValid":")" nearest R"("}})"
#define OUTCRY_OUTSIDE(filter, reason, parameter, given, limit, nearest)               \
    R"({"code":-1013,"msg":"Filter failure: )" filter R"(","data":{"reason":")" reason \
    R"(","filter":")" filter R"(",)" OUTCRY_BOUND(parameter, given, limit, nearest)
#define OUTCRY_OFF_STEP(filter, parameter, given, limit, nearest)                      \
    R"({"code":-1013,"msg":"Filter failure: )" filter R"(","data":{"filter":")" filter \
    R"(",)" OUTCRY_BOUND(parameter, given, limit, nearest)

INSTANTIATE_TEST_SUITE_P(
    Combinations, ApiRefusedPlacement,
    ::testing::Values(
        RefusedOrder{"side=BUY&type=LIMIT", OUTCRY_MISSING("symbol")},
        RefusedOrder{"symbol=BTCUSDT&type=LIMIT", OUTCRY_MISSING("side")},
        RefusedOrder{"symbol=BTCUSDT&side=BUY", OUTCRY_MISSING("type")},
        RefusedOrder{"symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=1",
                     OUTCRY_MISSING("timeInForce")},
        RefusedOrder{"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=1",
                     OUTCRY_MISSING("quantity")},
        RefusedOrder{"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1",
                     OUTCRY_MISSING("price")},
        RefusedOrder{OUTCRY_MARKET "&quantity=1&price=1", OUTCRY_SUPERFLUOUS("price")},
        RefusedOrder{OUTCRY_MARKET "&quantity=1&timeInForce=GTC",
                     OUTCRY_SUPERFLUOUS("timeInForce")},
        RefusedOrder{"symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=1&timeInForce=GTC",
                     OUTCRY_SUPERFLUOUS("timeInForce")},
        RefusedOrder{OUTCRY_LIMIT "&quoteOrderQty=1", OUTCRY_SUPERFLUOUS("quoteOrderQty")},
        RefusedOrder{OUTCRY_MARKET "&quantity=1&quoteOrderQty=1",
                     R"({"code":-1128,"msg":"Combination of optional parameters invalid."})"},
        RefusedOrder{OUTCRY_MARKET,
                     R"({"code":-1102,"msg":"Param 'quantity' or 'quoteOrderQty' must be sent, )"
                     R"(but both were empty/null!"})"},
        RefusedOrder{OUTCRY_LIMIT "&stopPrice=1", OUTCRY_SUPERFLUOUS("stopPrice")},
        RefusedOrder{OUTCRY_LIMIT "&trailingDelta=1", OUTCRY_SUPERFLUOUS("trailingDelta")},
        RefusedOrder{OUTCRY_LIMIT "&pegPriceType=PRIMARY_PEG",
                     R"({"code":-2010,"msg":"Pegged orders are not supported for this )"
                     R"(symbol."})"}));

INSTANTIATE_TEST_SUITE_P(
    Values, ApiRefusedPlacement,
    ::testing::Values(
        RefusedOrder{"symbol=XYZ&side=BUY&type=MARKET&quantity=1",
                     R"({"code":-1121,"msg":"Invalid symbol."})"},
        RefusedOrder{"symbol=btcusdt&side=BUY&type=MARKET&quantity=1",
                     R"({"code":-1100,"msg":"Illegal characters found in parameter 'symbol'; )"
                     R"(legal range is '^[A-Z0-9-_.]{1,20}$'."})"},
        RefusedOrder{"symbol=BTCUSDT&side=LONG&type=MARKET&quantity=1",
                     R"({"code":-1117,"msg":"Invalid side."})"},
        RefusedOrder{"symbol=BTCUSDT&side=BUY&type=FANCY&quantity=1",
                     R"({"code":-1116,"msg":"Invalid orderType."})"},
        RefusedOrder{"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=1&price=1",
                     R"({"code":-1115,"msg":"Invalid timeInForce."})"},
        RefusedOrder{OUTCRY_LIMIT "&newOrderRespType=ALL",
                     R"({"code":-1130,"msg":"Data sent for parameter 'newOrderRespType' is not )"
                     R"(valid."})"},
        RefusedOrder{OUTCRY_LIMIT "&selfTradePreventionMode=TRANSFER",
                     R"({"code":-1130,"msg":"Data sent for parameter 'selfTradePreventionMode' )"
                     R"(is not valid."})"},
        RefusedOrder{OUTCRY_LIMIT "&newClientOrderId=a%20b",
                     R"({"code":-1100,"msg":"Illegal characters found in parameter )"
                     R"('newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'."})"},
        RefusedOrder{OUTCRY_LIMIT "&newClientOrderId=",
                     R"({"code":-1105,"msg":"Parameter 'newClientOrderId' was empty."})"},
        RefusedOrder{OUTCRY_MARKET "&quantity=NaN", OUTCRY_ILLEGAL_DECIMAL("quantity")},
        RefusedOrder{OUTCRY_MARKET "&quantity=1e400", OUTCRY_ILLEGAL_DECIMAL("quantity")},
        RefusedOrder{OUTCRY_MARKET "&quantity=-0", OUTCRY_ILLEGAL_DECIMAL("quantity")},
        RefusedOrder{OUTCRY_MARKET "&quantity=%2B1", OUTCRY_ILLEGAL_DECIMAL("quantity")},
        RefusedOrder{OUTCRY_MARKET "&quantity=1.", OUTCRY_ILLEGAL_DECIMAL("quantity")},
        RefusedOrder{OUTCRY_MARKET "&quantity=1234567890123456789012345678901234567890",
                     OUTCRY_ILLEGAL_DECIMAL("quantity")},
        RefusedOrder{OUTCRY_MARKET "&quantity=",
                     R"({"code":-1105,"msg":"Parameter 'quantity' was empty."})"},
        RefusedOrder{OUTCRY_MARKET "&quantity=0.123456789",
                     R"({"code":-1111,"msg":"Parameter 'quantity' has too much precision.",)"
                     R"("data":{"filter":"LOT_SIZE","parameter":"quantity","given":"0.123456789",)"
                     R"("limit":"0.00001000","nearestValid":"0.12346000"}})"},
        RefusedOrder{
            OUTCRY_MARKET "&quantity=0.000011",
            OUTCRY_OFF_STEP("LOT_SIZE", "quantity", "0.000011", "0.00001000", "0.00001000")},
        RefusedOrder{OUTCRY_MARKET "&quantity=99999999999999999999",
                     OUTCRY_OFF_STEP("LOT_SIZE", "quantity", "99999999999999999999", "0.00001000",
                                     "9000.00000000")},
        RefusedOrder{OUTCRY_MARKET "&quantity=0",
                     OUTCRY_OUTSIDE("LOT_SIZE", "quantity_below_minimum", "quantity", "0.00000000",
                                    "0.00001000", "0.00001000")},
        RefusedOrder{OUTCRY_MARKET "&quoteOrderQty=0",
                     R"({"code":-1014,"msg":"Unsupported order combination."})"},
        RefusedOrder{"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1.001",
                     OUTCRY_OFF_STEP("PRICE_FILTER", "price", "1.001", "0.01000000", "1.00000000")},
        RefusedOrder{"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0",
                     OUTCRY_OUTSIDE("PRICE_FILTER", "price_below_minimum", "price", "0.00000000",
                                    "0.01000000", "0.01000000")},
        RefusedOrder{"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=2000000",
                     OUTCRY_OUTSIDE("PRICE_FILTER", "price_above_maximum", "price",
                                    "2000000.00000000", "1000000.00000000", "1000000.00000000")},
        RefusedOrder{"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=1",
                     OUTCRY_OUTSIDE("NOTIONAL", "notional_below_minimum", "quantity", "0.00100000",
                                    "5.00000000", "5.00000000")},
        RefusedOrder{"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1000&price=9000",
                     R"({"code":-2010,"msg":"Account has insufficient balance for requested )"
                     R"(action."})"},
        RefusedOrder{OUTCRY_LIMIT "&fancy=1",
                     R"({"code":-1104,"msg":"Not all sent parameters were read; read '8' )"
                     R"(parameter(s) but was sent '9'."})"},
        RefusedOrder{OUTCRY_LIMIT "&side=SELL",
                     R"({"code":-1101,"msg":"Duplicate values for a parameter detected."})"},
        RefusedOrder{OUTCRY_LIMIT "&newClientOrderId=%4",
                     R"({"code":-1100,"msg":"Illegal characters found in a parameter."})"}));

TEST_F(ApiPlacement, RefusesASecondOpenOrderOfTheSameName) {
    EXPECT_EQ(place(limit_buy).status, 200);
    EXPECT_EQ(place(limit_buy).body, R"({"code":-2010,"msg":"Duplicate order sent."})");
}

TEST_F(ApiPlacement, RefusesAPostOnlyOrderThatWouldTake) {
    EXPECT_EQ(place(limit_buy).status, 200);
    EXPECT_EQ(
        place("symbol=BTCUSDT&side=SELL&type=LIMIT_MAKER&quantity=1&price=50000", bob_key).body,
        R"({"code":-2010,"msg":"Order would immediately match and take."})");
}

TEST_F(ApiPlacement, SaysThatTheVenueIsOverloaded) {
    Reply reply = signed_request(Method::post, "/api/v3/order", limit_buy);
    const Answer answer = api.answer_refused(std::get<Submission>(reply), RejectReason::overloaded);
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.body,
              R"({"code":-1008,"msg":"Server is currently overloaded with other requests. )"
              R"(Please try again in a few minutes."})");
}

TEST_F(ApiPlacement, SaysWhenItIsNotKnownWhetherItWasExecuted) {
    Reply reply = signed_request(Method::post, "/api/v3/order", limit_buy);
    const auto& submission = std::get<Submission>(reply);
    EXPECT_EQ(submission.expires_at, Timestamp{1'700'000'005'000'000});
    const Answer answer = api.answer_unknown(submission);
    EXPECT_EQ(answer.status, 504);
    EXPECT_EQ(answer.body,
              R"({"code":-1007,"msg":"Timeout waiting for response from backend server. Send )"
              R"(status unknown; execution status unknown.","data":{"engineSeq":)" +
                  std::to_string(view.sequence().value()) + "}}");
}

}  // namespace
}  // namespace outcry::gateway::test
