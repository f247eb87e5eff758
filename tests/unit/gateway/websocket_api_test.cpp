#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

class ApiWebSocket : public ApiFixture {
public:
    std::string ask(std::string_view message) { return settle(websocket(message)).body; }
    std::string ask_signed(std::string_view method) {
        const std::string payload = fmt::format("apiKey={}&timestamp=1700000000000", alice_key);
        return settle(signed_websocket(method, "", payload)).body;
    }
    /// A call of Ed25519: the text that its answer has.
    std::string log_on() {
        const std::string payload = fmt::format("apiKey={}&timestamp=1700000000000", session_key);
        return ask(fmt::format(R"({{"id":1,"method":"session.logon","params":{{"apiKey":"{}",)"
                               R"("timestamp":1700000000000,"signature":"{}"}}}})",
                               session_key, Ed25519Signer::sign(payload)));
    }
};

TEST_F(ApiWebSocket, PlacesAnOrder) {
    const std::string payload =
        "apiKey=alice-key&newClientOrderId=mine&newOrderRespType=ACK&price=1000&quantity=0.5"
        "&side=BUY&symbol=BTCUSDT&timeInForce=GTC&timestamp=1700000000000&type=LIMIT";
    const Answer answer = settle(signed_websocket(
        "order.place",
        R"("symbol":"BTCUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC","price":"1000",)"
        R"("quantity":0.5,"newClientOrderId":"mine","newOrderRespType":"ACK")",
        payload));
    EXPECT_EQ(answer.body,
              R"({"id":1,"status":200,"result":{"symbol":"BTCUSDT","orderId":1,"orderListId":-1,)"
              R"("clientOrderId":"mine","transactTime":1700000000000}})");
}

TEST_F(ApiWebSocket, TakesSignaturesOverEncodedValues) {
    const std::string payload = "apiKey=alice%2Dkey&timestamp=1700000000000";
    EXPECT_EQ(settle(signed_websocket("openOrders.status", "", payload)).status, 400);
    register_key(alice, "alice key/2", KeyType::hmac, 3);
    EXPECT_EQ(settle(signed_websocket("openOrders.status", R"("symbol":"BTC~USDT")",
                                      "apiKey=alice-key&symbol=BTC~USDT&timestamp=1700000000000"))
                  .body,
              R"({"id":1,"status":400,"error":{"code":-1100,"msg":"Illegal characters found in )"
              R"(parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'."}})");
    EXPECT_EQ(settle(signed_websocket("openOrders.status", R"("symbol":"BTC/USDT")",
                                      "apiKey=alice-key&symbol=BTC%2FUSDT&timestamp=1700000000000"))
                  .body,
              R"({"id":1,"status":400,"error":{"code":-1100,"msg":"Illegal characters found in )"
              R"(parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'."}})");
}

TEST_F(ApiWebSocket, EchoesTheIdAsItCame) {
    EXPECT_EQ(ask(R"({"id":"a-1","method":"ping"})"), R"({"id":"a-1","status":200,"result":{}})");
    EXPECT_EQ(ask(R"({ "method" : "ping" , "id" : -7 } )"),
              R"({"id":-7,"status":200,"result":{}})");
    EXPECT_EQ(ask(R"({"id":null,"method":"ping","params":{}})"),
              R"({"id":null,"status":200,"result":{}})");
    EXPECT_EQ(ask(R"({"method":"time","params":null})"),
              R"({"id":null,"status":200,"result":{"serverTime":1700000000000}})");
}

TEST_F(ApiWebSocket, RefusesIdsThatAreNone) {
    const std::string_view refusal =
        R"({"id":null,"status":400,"error":{"code":-1100,"msg":"Illegal characters found in )"
        R"(parameter 'id'; legal range is '^[a-zA-Z0-9-_]{1,36}$'."}})";
    EXPECT_EQ(ask(R"({"id":1.5,"method":"ping"})"), refusal);
    EXPECT_EQ(ask(R"({"id":05,"method":"ping"})"), refusal);
    EXPECT_EQ(ask(R"({"id":[1],"method":"ping"})"), refusal);
    EXPECT_EQ(ask(fmt::format(R"({{"id":"{}","method":"ping"}})", std::string(37, 'a'))), refusal);
}

TEST_F(ApiWebSocket, RefusesWhatIsNoRequest) {
    const std::string_view refusal =
        R"({"id":null,"status":400,"error":{"code":-1135,"msg":"Invalid JSON Request"}})";
    for (const std::string_view message :
         {"", "{", "[]", "null", "1", "{}x", R"({"method":"ping"}{})", R"({"method":1})",
          R"({"method":"ping","params":[]})", R"({"method":"ping","params":{"symbol":{}}})",
          R"({"method":"ping","extra":1})", R"({"method":"ping","method":"ping"})",
          "{\"method\":\"p\xff\"}", R"({"method":"\ud800"})", R"({"method":"ping",})",
          R"({"method":"ping","params":nul})", R"({"method":"ping","params":{"symbol":nulx}})",
          R"({"method":"ping","params":{"symbol":tru}})"}) {
        EXPECT_EQ(ask(message), refusal) << message;
    }
}

TEST_F(ApiWebSocket, RefusesMethodsItDoesNotKnow) {
    EXPECT_EQ(ask(R"({"id":1})"),
              R"({"id":1,"status":400,"error":{"code":-1102,"msg":"Mandatory parameter 'method' )"
              R"(was not sent, was empty/null, or malformed."}})");
    EXPECT_EQ(ask(R"({"id":1,"method":"order.fly"})"),
              R"({"id":1,"status":400,"error":{"code":-1130,"msg":"Data sent for parameter )"
              R"('method' is not valid."}})");
}

TEST_F(ApiWebSocket, TakesNumbersBooleansAndLists) {
    EXPECT_EQ(ask(R"({"id":1,"method":"ticker.price","params":{"symbols":["BTCUSDT"]}})"),
              R"({"id":1,"status":200,"result":[{"symbol":"BTCUSDT","price":"0.00000000"}]})");
    EXPECT_EQ(ask(R"({"id":1,"method":"depth","params":{"symbol":"BTCUSDT","limit":5}})"),
              fmt::format(R"({{"id":1,"status":200,"result":{{"lastUpdateId":{},"bids":[],)"
                          R"("asks":[]}}}})",
                          view.find_instrument("BTCUSDT")->depth.last_update().value()));
    EXPECT_EQ(ask(R"({"id":1,"method":"depth","params":{"symbol":"BTCUSDT","limit":5e1}})"),
              R"({"id":1,"status":400,"error":{"code":-1100,"msg":"Illegal characters found in )"
              R"(parameter 'limit'; legal range is '^[0-9]{1,20}$'."}})");
    EXPECT_EQ(ask(R"({"id":1,"method":"ping","params":{"returnRateLimits":false}})"),
              R"({"id":1,"status":200,"result":{}})");
    EXPECT_EQ(ask(R"({"id":1,"method":"depth","params":{"symbol":"A","symbol":"A"}})"),
              R"({"id":1,"status":400,"error":{"code":-1101,"msg":"Duplicate values for a )"
              R"(parameter detected."}})");
}

TEST_F(ApiWebSocket, LogsOnWithEd25519Only) {
    EXPECT_EQ(log_on(),
              R"({"id":1,"status":200,"result":{"apiKey":"alice-session",)"
              R"("authorizedSince":1700000000000,"connectedSince":1700000000000,)"
              R"("returnRateLimits":false,"serverTime":1700000000000,"userDataStream":false}})");
    EXPECT_EQ(ask_signed("session.logon"),
              R"({"id":1,"status":400,"error":{"code":-4056,"msg":"HMAC_SHA256 API key is not )"
              R"(supported."}})");
}

TEST_F(ApiWebSocket, NeedsNoSignatureAfterLogon) {
    const std::string_view call =
        R"({"id":2,"method":"openOrders.status","params":{"timestamp":1700000000000}})";
    EXPECT_EQ(ask(call),
              R"({"id":2,"status":401,"error":{"code":-2014,"msg":"API-key format invalid."}})");
    EXPECT_THAT(log_on(), ::testing::HasSubstr(R"("status":200)"));
    EXPECT_EQ(ask(call), R"({"id":2,"status":200,"result":[]})");
    EXPECT_EQ(ask(R"({"id":2,"method":"openOrders.status"})"),
              R"({"id":2,"status":400,"error":{"code":-1102,"msg":"Mandatory parameter )"
              R"('timestamp' was not sent, was empty/null, or malformed."}})");
    EXPECT_EQ(ask(R"({"id":3,"method":"session.logout"})"),
              R"({"id":3,"status":200,"result":{"apiKey":null,"authorizedSince":null,)"
              R"("connectedSince":1700000000000,"returnRateLimits":false,)"
              R"("serverTime":1700000000000,"userDataStream":false}})");
    EXPECT_THAT(ask(call), ::testing::HasSubstr(R"("status":401)"));
}

TEST_F(ApiWebSocket, ForgetsASessionWhoseKeyWasRevoked) {
    EXPECT_THAT(log_on(), ::testing::HasSubstr(R"("status":200)"));
    EXPECT_EQ(ask(R"({"id":1,"method":"userDataStream.subscribe"})"),
              R"({"id":1,"status":200,"result":{"subscriptionId":0}})");
    Command revoke = command_of(CommandType::revoke_key);
    revoke.account = alice;
    revoke.revoked_key.name = KeyName{session_key};
    apply(revoke);
    EXPECT_EQ(ask(R"({"id":2,"method":"openOrders.status","params":{"timestamp":1700000000000}})"),
              R"({"id":2,"status":401,"error":{"code":-2015,"msg":"Invalid API-key, IP, or )"
              R"(permissions for action."}})");
    EXPECT_TRUE(session.forget_key(session_key));
    EXPECT_FALSE(session.logon.has_value());
    EXPECT_TRUE(session.subscriptions.empty());
}

TEST_F(ApiWebSocket, SubscribesTheSessionOnce) {
    EXPECT_THAT(ask(R"({"id":1,"method":"userDataStream.subscribe"})"),
                ::testing::HasSubstr("-2015"));
    EXPECT_THAT(log_on(), ::testing::HasSubstr(R"("status":200)"));
    Reply reply = websocket(R"({"id":1,"method":"userDataStream.subscribe"})");
    ASSERT_TRUE(std::holds_alternative<SubscriptionsChanged>(reply));
    ASSERT_EQ(session.subscriptions.size(), 1U);
    EXPECT_EQ(session.subscriptions[0].account, alice);
    EXPECT_EQ(ask(R"({"id":2,"method":"userDataStream.subscribe"})"),
              R"({"id":2,"status":400,"error":{"code":-2035,"msg":"User Data Stream )"
              R"(subscription already active."}})");
    EXPECT_TRUE(std::holds_alternative<SubscriptionsChanged>(
        websocket(R"({"id":3,"method":"session.logout"})")));
    EXPECT_TRUE(session.subscriptions.empty());
}

TEST_F(ApiWebSocket, SubscribesBySignatureAsOftenAsWanted) {
    EXPECT_EQ(ask_signed("userDataStream.subscribe.signature"),
              R"({"id":1,"status":200,"result":{"subscriptionId":0}})");
    EXPECT_EQ(ask_signed("userDataStream.subscribe.signature"),
              R"({"id":1,"status":200,"result":{"subscriptionId":1}})");
    EXPECT_EQ(
        ask(R"({"id":2,"method":"userDataStream.unsubscribe","params":{"subscriptionId":1}})"),
        R"({"id":2,"status":200,"result":{}})");
    EXPECT_EQ(session.subscriptions.size(), 1U);
    EXPECT_EQ(ask(R"({"id":2,"method":"userDataStream.unsubscribe"})"),
              R"({"id":2,"status":200,"result":{}})");
    EXPECT_EQ(ask(R"({"id":2,"method":"userDataStream.unsubscribe"})"),
              R"({"id":2,"status":400,"error":{"code":-2036,"msg":"User Data Stream )"
              R"(subscription not active."}})");
}

TEST_F(ApiWebSocket, PutsErrorDataIntoTheEnvelope) {
    const std::string payload =
        "apiKey=alice-key&cancelOrderId=9&cancelReplaceMode=STOP_ON_FAILURE&price=1000&quantity=1"
        "&side=BUY&symbol=BTCUSDT&timeInForce=GTC&timestamp=1700000000000&type=LIMIT";
    EXPECT_EQ(settle(signed_websocket(
                         "order.cancelReplace",
                         R"("symbol":"BTCUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC",)"
                         R"("price":"1000","quantity":"1","cancelOrderId":9,)"
                         R"("cancelReplaceMode":"STOP_ON_FAILURE")",
                         payload))
                  .body,
              R"({"id":1,"status":400,"error":{"code":-2022,"msg":"Order cancel-replace failed.",)"
              R"("data":{"cancelResult":"FAILURE","newOrderResult":"NOT_ATTEMPTED",)"
              R"("cancelResponse":{"code":-2011,"msg":"Unknown order sent."},)"
              R"("newOrderResponse":null}}})");
}

}  // namespace
}  // namespace outcry::gateway::test
