#include <string>

#include <nlohmann/json.hpp>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

using ApiAccountDetails = ApiFixture;
using ::testing::HasSubstr;

TEST_F(ApiAccountDetails, ShowCommission) {
    const std::string zeros = R"({"maker":"0.00000000","taker":"0.00000000","buyer":"0.00000000",)"
                              R"("seller":"0.00000000"})";
    EXPECT_EQ(call(Method::get, "/api/v3/account/commission", "symbol=BTCUSDT").body,
              R"({"symbol":"BTCUSDT","standardCommission":{"maker":"0.00100000",)"
              R"("taker":"0.00200000","buyer":"0.00000000","seller":"0.00000000"},)"
              R"("specialCommission":)" +
                  zeros + R"(,"taxCommission":)" + zeros +
                  R"(,"discount":{"enabledForAccount":false,"enabledForSymbol":false,)"
                  R"("discountAsset":null,"discount":"0.00000000"}})");
}

TEST_F(ApiAccountDetails, ShowNoAllocationsButCheckTheQuestion) {
    EXPECT_EQ(call(Method::get, "/api/v3/myAllocations", "symbol=BTCUSDT").body, "[]");
    EXPECT_THAT(call(Method::get, "/api/v3/myAllocations", "symbol=NONE").body, HasSubstr("-1121"));
}

TEST_F(ApiAccountDetails, ShowTheRulesOfASymbol) {
    const auto filters =
        nlohmann::json::parse(call(Method::get, "/api/v3/myFilters", "symbol=BTCUSDT").body);
    EXPECT_TRUE(filters["exchangeFilters"].empty());
    EXPECT_EQ(filters["symbolFilters"][0]["filterType"], "PRICE_FILTER");
    EXPECT_TRUE(filters["assetFilters"].empty());
}

class LimitedAccount : public ApiFixture {
public:
    LimitedAccount() : ApiFixture{{.orders_per_10s_max = 50, .orders_per_day_max = 1000}} {}
};

TEST_F(LimitedAccount, ShowsItsOrderCounts) {
    static_cast<void>(place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=990"));
    EXPECT_EQ(call(Method::get, "/api/v3/rateLimit/order", "").body,
              R"([{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":50,)"
              R"("count":1},{"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,)"
              R"("limit":1000,"count":1}])");
}

TEST_F(ApiAccountDetails, AnswerWhatClientsAskWhileTheyLoad) {
    EXPECT_THAT(call(Method::get, "/sapi/v1/capital/config/getall", "").body,
                HasSubstr(R"([{"coin":"BTC","name":"BTC",)"));
    EXPECT_EQ(settle(request(Method::get, "/sapi/v1/margin/allPairs", "", "", alice_key)).body,
              "[]");
    EXPECT_EQ(call(Method::get, "/sapi/v1/asset/tradeFee", "symbol=BTCUSDT").body,
              R"([{"symbol":"BTCUSDT","makerCommission":"0.00100000",)"
              R"("takerCommission":"0.00200000"}])");
    EXPECT_EQ(get("/sapi/v1/system/status").body, R"({"status":0,"msg":"normal"})");
    EXPECT_THAT(call(Method::get, "/sapi/v1/account/apiRestrictions", "", reader_key).body,
                HasSubstr(R"("enableReading":true,"enableSpotAndMarginTrading":false,)"));
    EXPECT_THAT(get("/dapi/v1/exchangeInfo").body, HasSubstr(R"("symbols":[]})"));
}

TEST_F(ApiAccountDetails, ListTheSubscriptionsOfTheConnection) {
    EXPECT_EQ(settle(websocket(R"({"id":1,"method":"session.subscriptions"})")).body,
              R"({"id":1,"status":200,"result":[]})");
    session.subscriptions.push_back({.id = 7, .account = alice});
    EXPECT_EQ(settle(websocket(R"({"id":1,"method":"session.subscriptions"})")).body,
              R"({"id":1,"status":200,"result":[{"subscriptionId":7}]})");
}

class ApiListenKey : public ApiFixture {
public:
    [[nodiscard]] std::string open(std::string_view key = alice_key) {
        const Answer answer = settle(request(Method::post, "/api/v3/userDataStream", "", "", key));
        return nlohmann::json::parse(answer.body)["listenKey"];
    }
    [[nodiscard]] Answer use(Method method, const std::string& name,
                             std::string_view key = alice_key) {
        return settle(request(method, "/api/v3/userDataStream", "listenKey=" + name, "", key));
    }
};

TEST_F(ApiListenKey, IsTheSameWhileItIsValid) {
    const std::string first = open();
    EXPECT_EQ(first.size(), 64U);
    EXPECT_EQ(open(), first);
    EXPECT_NE(open(bob_key), first);
    now_us += ListenKeys::validity_us;
    EXPECT_NE(open(), first);
}

TEST_F(ApiListenKey, IsExtendedAndClosedByItsAccountOnly) {
    const std::string name = open();
    const std::string unknown = R"({"code":-1125,"msg":"This listenKey does not exist."})";
    EXPECT_EQ(use(Method::put, name, bob_key).body, unknown);
    now_us += ListenKeys::validity_us - 1;
    EXPECT_EQ(use(Method::put, name).body, "{}");
    now_us += ListenKeys::validity_us - 1;
    EXPECT_EQ(api.listen_keys().find(name, Timestamp{now_us})->account, alice);
    EXPECT_EQ(use(Method::delete_, name).body, "{}");
    EXPECT_EQ(api.listen_keys().find(name, Timestamp{now_us}), std::nullopt);
    EXPECT_EQ(use(Method::put, name).body, unknown);
}

TEST_F(ApiListenKey, EndsWithItsApiKey) {
    const std::string name = open();
    Command revoke = command_of(CommandType::revoke_key);
    revoke.revoked_key.name = KeyName{alice_key};
    apply(revoke);
    EXPECT_EQ(api.listen_keys().find(name, Timestamp{now_us}), std::nullopt);
    EXPECT_EQ(api.listen_keys().count(), 0U);
}

}  // namespace
}  // namespace outcry::gateway::test
