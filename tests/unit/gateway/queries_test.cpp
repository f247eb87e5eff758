#include <string>

#include <fmt/format.h>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

/// Alice rests 1 BTC at 1000, bob takes 0.4 of it.
class Queries : public ApiFixture {
public:
    Queries() {
        EXPECT_EQ(place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1"
                        "&price=1000&newClientOrderId=mine")
                      .status,
                  200);
        now_us += 2'000'000;
        EXPECT_EQ(
            place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.4&newClientOrderId=b", bob_key)
                .status,
            200);
    }
    std::string read(std::string_view path, std::string_view query,
                     std::string_view key = alice_key) {
        return call(Method::get, path, query, key).body;
    }
};

using ApiOrderQuery = Queries;
using ApiTradeQuery = Queries;
using ApiAccountQuery = Queries;

constexpr std::string_view alices_order =
    R"({"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"mine",)"
    R"("price":"1000.00000000","origQty":"1.00000000","executedQty":"0.40000000",)"
    R"("cummulativeQuoteQty":"400.00000000","status":"PARTIALLY_FILLED","timeInForce":"GTC",)"
    R"("type":"LIMIT","side":"BUY","stopPrice":"0.00000000","icebergQty":"0.00000000",)"
    R"("time":1700000000000,"updateTime":1700000002000,"isWorking":true,)"
    R"("workingTime":1700000000000,"origQuoteOrderQty":"0.00000000",)"
    R"("selfTradePreventionMode":"NONE"})";
constexpr std::string_view no_order = R"({"code":-2013,"msg":"Order does not exist."})";

TEST_F(ApiOrderQuery, ShowsAnOrderByEitherName) {
    EXPECT_EQ(read("/api/v3/order", "symbol=BTCUSDT&orderId=1"), alices_order);
    EXPECT_EQ(read("/api/v3/order", "symbol=BTCUSDT&origClientOrderId=mine"), alices_order);
    EXPECT_EQ(read("/api/v3/order", "symbol=BTCUSDT&orderId=1&origClientOrderId=mine"),
              alices_order);
}

TEST_F(ApiOrderQuery, RefusesWhatIsNotThereOrNotOnesOwn) {
    EXPECT_EQ(read("/api/v3/order", "symbol=BTCUSDT&orderId=9"), no_order);
    EXPECT_THAT(read("/api/v3/order", "symbol=BTCUSDT&origClientOrderId=none"),
                ::testing::StartsWith(no_order.substr(0, no_order.size() - 1)));
    EXPECT_EQ(read("/api/v3/order", "symbol=BTCUSDT&orderId=1", bob_key), no_order);
    EXPECT_EQ(read("/api/v3/order", "symbol=BTCUSDT&orderId=1&origClientOrderId=other"),
              R"({"code":-2039,"msg":"Client order ID is not correct for this order ID."})");
    EXPECT_EQ(read("/api/v3/order", "symbol=BTCUSDT"),
              R"({"code":-1102,"msg":"Param 'orderId' or 'origClientOrderId' must be sent, but )"
              R"(both were empty/null!"})");
}

TEST_F(ApiOrderQuery, ListsOpenOrders) {
    const std::string list = fmt::format("[{}]", alices_order);
    EXPECT_EQ(read("/api/v3/openOrders", "symbol=BTCUSDT"), list);
    EXPECT_EQ(read("/api/v3/openOrders", ""), list);
    EXPECT_EQ(read("/api/v3/openOrders", "", bob_key), "[]");
}

TEST_F(ApiOrderQuery, ListsAllOrders) {
    EXPECT_EQ(read("/api/v3/allOrders", "symbol=BTCUSDT"), fmt::format("[{}]", alices_order));
    EXPECT_EQ(read("/api/v3/allOrders", "symbol=BTCUSDT&orderId=2"), "[]");
    EXPECT_EQ(read("/api/v3/allOrders", "symbol=BTCUSDT&startTime=1700000001000"), "[]");
    EXPECT_EQ(
        read("/api/v3/allOrders", "symbol=BTCUSDT&startTime=1700000000000&endTime=1700086400001"),
        R"({"code":-1127,"msg":"More than 24 hours between startTime and endTime."})");
    EXPECT_EQ(read("/api/v3/allOrders", "symbol=BTCUSDT&startTime=2&endTime=1"),
              R"({"code":-1128,"msg":"Combination of optional parameters invalid."})");
    EXPECT_EQ(read("/api/v3/allOrders", "symbol=BTCUSDT&limit=0"),
              R"({"code":-1130,"msg":"Data sent for parameter 'limit' is not valid."})");
}

TEST_F(ApiTradeQuery, ShowsEachItsOwnSide) {
    EXPECT_EQ(read("/api/v3/myTrades", "symbol=BTCUSDT"),
              R"([{"symbol":"BTCUSDT","id":1,"orderId":1,"orderListId":-1,)"
              R"("price":"1000.00000000","qty":"0.40000000","quoteQty":"400.00000000",)"
              R"("commission":"0.00040000","commissionAsset":"BTC","time":1700000002000,)"
              R"("isBuyer":true,"isMaker":true,"isBestMatch":true}])");
    EXPECT_EQ(read("/api/v3/myTrades", "symbol=BTCUSDT", bob_key),
              R"([{"symbol":"BTCUSDT","id":1,"orderId":2,"orderListId":-1,)"
              R"("price":"1000.00000000","qty":"0.40000000","quoteQty":"400.00000000",)"
              R"("commission":"0.80000000","commissionAsset":"USDT","time":1700000002000,)"
              R"("isBuyer":false,"isMaker":false,"isBestMatch":true}])");
}

TEST_F(ApiTradeQuery, ShowsBothSidesOfATradeWithOneself) {
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1").status, 200);
    const std::string trades = read("/api/v3/myTrades", "symbol=BTCUSDT&fromId=2");
    EXPECT_THAT(trades, ::testing::HasSubstr(R"("orderId":1,)"));
    EXPECT_THAT(trades, ::testing::HasSubstr(R"("orderId":3,)"));
    const std::string taken = read("/api/v3/myTrades", "symbol=BTCUSDT&orderId=3");
    EXPECT_THAT(taken, ::testing::Not(::testing::HasSubstr(R"("orderId":1,)")));
    EXPECT_THAT(taken, ::testing::HasSubstr(R"("isMaker":false)"));
}

TEST_F(ApiTradeQuery, RefusesCombinationsThatMeanNothing) {
    EXPECT_EQ(read("/api/v3/myTrades", "symbol=BTCUSDT&fromId=1&startTime=1"),
              R"({"code":-1128,"msg":"Combination of optional parameters invalid."})");
    EXPECT_EQ(read("/api/v3/myTrades", "symbol=BTCUSDT&orderId=1&endTime=1"),
              R"({"code":-1128,"msg":"Combination of optional parameters invalid."})");
}

TEST_F(ApiAccountQuery, ShowsBalancesAndRates) {
    EXPECT_EQ(read("/api/v3/account", ""),
              R"({"makerCommission":10,"takerCommission":20,"buyerCommission":0,)"
              R"("sellerCommission":0,"commissionRates":{"maker":"0.00100000",)"
              R"("taker":"0.00200000","buyer":"0.00000000","seller":"0.00000000"},)"
              R"("canTrade":true,"canWithdraw":false,"canDeposit":false,"brokered":false,)"
              R"("requireSelfTradePrevention":false,"preventSor":false,)"
              R"("updateTime":1700000002000,"accountType":"SPOT","balances":[)"
              R"({"asset":"BTC","free":"100.39960000","locked":"0.00000000"},)"
              R"({"asset":"USDT","free":"999000.00000000","locked":"600.00000000"}],)"
              R"("permissions":["SPOT"],"uid":1001})");
}

TEST_F(ApiAccountQuery, LeavesOutZerosOnRequest) {
    Command asset = command_of(CommandType::create_asset);
    asset.asset.code = AssetCode{"ETH"};
    apply(asset);
    EXPECT_THAT(read("/api/v3/account", ""), ::testing::HasSubstr("ETH"));
    EXPECT_THAT(read("/api/v3/account", "omitZeroBalances=true"),
                ::testing::Not(::testing::HasSubstr("ETH")));
    EXPECT_EQ(read("/api/v3/account", "omitZeroBalances=maybe"),
              R"({"code":-1130,"msg":"Data sent for parameter 'omitZeroBalances' is not valid."})");
}

}  // namespace
}  // namespace outcry::gateway::test
