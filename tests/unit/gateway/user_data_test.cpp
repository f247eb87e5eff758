#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

class UserData : public ApiFixture {
public:
    UserData() { watched = {alice}; }
    /// Execution id of the event with this index of the last command.
    [[nodiscard]] std::string id(unsigned index) const {
        return std::to_string((engine.sequence().value() << 10) + index);
    }
    std::vector<std::string> said() { return std::exchange(user_messages, {}); }
};

constexpr std::string_view limit_buy =
    "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1000"
    "&newClientOrderId=mine";

TEST_F(UserData, ReportsAnAcceptedOrderThenTheBalances) {
    EXPECT_EQ(place(limit_buy).status, 200);
    EXPECT_THAT(
        said(),
        ::testing::ElementsAre(
            R"(16 {"e":"executionReport","E":1700000000000,"s":"BTCUSDT","c":"mine","S":"BUY",)"
            R"("o":"LIMIT","f":"GTC","q":"1.00000000","p":"1000.00000000","P":"0.00000000",)"
            R"("F":"0.00000000","g":-1,"C":"","x":"NEW","X":"NEW","r":"NONE","i":1,)"
            R"("l":"0.00000000","z":"0.00000000","L":"0.00000000","n":"0","N":null,)"
            R"("T":1700000000000,"t":-1,"I":)" +
                id(0) +
                R"(,"w":true,"m":false,"M":false,"O":1700000000000,"Z":"0.00000000",)"
                R"("Y":"0.00000000","Q":"0.00000000","W":1700000000000,"V":"NONE"})",
            R"(16 {"e":"outboundAccountPosition","E":1700000000000,"u":1700000000000,"B":[)"
            R"({"a":"BTC","f":"100.00000000","l":"0.00000000"},)"
            R"({"a":"USDT","f":"999000.00000000","l":"1000.00000000"}]})"));
}

TEST_F(UserData, ReportsAFillToTheMakerAlone) {
    EXPECT_EQ(place(limit_buy).status, 200);
    said();
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.4", bob_key).status, 200);
    EXPECT_THAT(
        said(),
        ::testing::ElementsAre(
            R"(16 {"e":"executionReport","E":1700000000000,"s":"BTCUSDT","c":"mine","S":"BUY",)"
            R"("o":"LIMIT","f":"GTC","q":"1.00000000","p":"1000.00000000","P":"0.00000000",)"
            R"("F":"0.00000000","g":-1,"C":"","x":"TRADE","X":"PARTIALLY_FILLED","r":"NONE",)"
            R"("i":1,"l":"0.40000000","z":"0.40000000","L":"1000.00000000","n":"0.00040000",)"
            R"("N":"BTC","T":1700000000000,"t":1,"I":)" +
                id(1) +
                R"(,"w":true,"m":true,"M":false,"O":1700000000000,"Z":"400.00000000",)"
                R"("Y":"400.00000000","Q":"0.00000000","W":1700000000000,"V":"NONE"})",
            R"(16 {"e":"outboundAccountPosition","E":1700000000000,"u":1700000000000,"B":[)"
            R"({"a":"BTC","f":"100.39960000","l":"0.00000000"},)"
            R"({"a":"USDT","f":"999000.00000000","l":"600.00000000"}]})"));
}

TEST_F(UserData, ReportsBothSidesOfATradeWithOneself) {
    EXPECT_EQ(place(limit_buy).status, 200);
    said();
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=1").status, 200);
    const std::vector<std::string> messages = said();
    ASSERT_EQ(messages.size(), 4U);
    EXPECT_THAT(messages[0], ::testing::HasSubstr(R"("x":"NEW","X":"NEW","r":"NONE","i":2)"));
    EXPECT_THAT(messages[1], ::testing::HasSubstr(R"("x":"TRADE","X":"FILLED","r":"NONE","i":2)"));
    EXPECT_THAT(messages[2], ::testing::HasSubstr(R"("x":"TRADE","X":"FILLED","r":"NONE","i":1)"));
    EXPECT_THAT(messages[3], ::testing::HasSubstr("outboundAccountPosition"));
}

TEST_F(UserData, NamesCancelAndOrder) {
    EXPECT_EQ(place(limit_buy).status, 200);
    said();
    const std::string answer =
        call(Method::delete_, "/api/v3/order", "symbol=BTCUSDT&orderId=1&newClientOrderId=stop")
            .body;
    const std::vector<std::string> messages = said();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_THAT(messages[0], ::testing::HasSubstr(R"("c":"stop")"));
    EXPECT_THAT(messages[0], ::testing::HasSubstr(R"("C":"mine","x":"CANCELED","X":"CANCELED")"));
    EXPECT_THAT(messages[0], ::testing::HasSubstr(R"("w":false)"));
}

TEST_F(UserData, NamesACancelWithoutNameAsItsAnswerDoes) {
    EXPECT_EQ(place(limit_buy).status, 200);
    said();
    const std::string answer =
        call(Method::delete_, "/api/v3/order", "symbol=BTCUSDT&orderId=1").body;
    const std::size_t at = answer.find(R"("clientOrderId":")") + 17;
    const std::string name = answer.substr(at, answer.find('"', at) - at);
    EXPECT_EQ(name.size(), 22U);
    EXPECT_THAT(said()[0], ::testing::HasSubstr(R"("c":")" + name + R"(")"));
}

TEST_F(UserData, SaysWhyAnOrderExpired) {
    EXPECT_EQ(
        place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&quantity=1&price=1000").status,
        200);
    const std::vector<std::string> messages = said();
    ASSERT_EQ(messages.size(), 3U);
    EXPECT_THAT(messages[1], ::testing::HasSubstr(R"("x":"EXPIRED","X":"EXPIRED")"));
    EXPECT_THAT(messages[1], ::testing::HasSubstr(R"("eR":"UNFILLED_IOC_QUANTITY_EXPIRED")"));
}

TEST_F(UserData, ReportsSelfTradePrevention) {
    EXPECT_EQ(place(limit_buy).status, 200);
    said();
    EXPECT_EQ(place("symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.5&price=1000"
                    "&selfTradePreventionMode=EXPIRE_TAKER")
                  .status,
              200);
    const std::vector<std::string> messages = said();
    ASSERT_EQ(messages.size(), 3U);
    EXPECT_THAT(messages[1],
                ::testing::HasSubstr(R"("x":"TRADE_PREVENTION","X":"EXPIRED_IN_MATCH")"));
    EXPECT_THAT(messages[1], ::testing::HasSubstr(R"("A":"0.50000000","B":"0.50000000")"));
}

TEST_F(UserData, ReportsAnAmendmentUnderItsNewName) {
    EXPECT_EQ(place(limit_buy).status, 200);
    said();
    EXPECT_EQ(call(Method::put, "/api/v3/order/amend/keepPriority",
                   "symbol=BTCUSDT&orderId=1&newQty=0.5&newClientOrderId=less")
                  .status,
              200);
    const std::vector<std::string> messages = said();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_THAT(messages[0], ::testing::HasSubstr(R"("c":"less")"));
    EXPECT_THAT(messages[0], ::testing::HasSubstr(R"("q":"0.50000000")"));
    EXPECT_THAT(messages[0], ::testing::HasSubstr(R"("x":"REPLACED","X":"NEW")"));
}

TEST_F(UserData, ReportsDeposits) {
    deposit(alice, AssetId{0}, 2);
    EXPECT_THAT(said(),
                ::testing::ElementsAre(
                    R"(16 {"e":"balanceUpdate","E":1700000000000,"a":"BTC","d":"2.00000000",)"
                    R"("T":1700000000000})",
                    R"(16 {"e":"outboundAccountPosition","E":1700000000000,"u":1700000000000,"B":[)"
                    R"({"a":"BTC","f":"102.00000000","l":"0.00000000"}]})"));
}

TEST_F(UserData, TellsNobodyAboutOthers) {
    deposit(bob, AssetId{0}, 2);
    EXPECT_EQ(place(limit_buy, bob_key).status, 200);
    EXPECT_TRUE(said().empty());
}

TEST(UserMessage, IsWrappedWithItsSubscription) {
    EXPECT_EQ(wrap_subscription(3, R"({"e":"x"})"), R"({"subscriptionId":3,"event":{"e":"x"}})");
    EXPECT_EQ(encode_stream_terminated({Timestamp{1'700'000'000'000'000}}),
              R"({"e":"eventStreamTerminated","E":1700000000000})");
    EXPECT_EQ(encode_server_shutdown({Timestamp{1'700'000'000'000'000}}),
              R"({"e":"serverShutdown","E":1700000000000})");
}

}  // namespace
}  // namespace outcry::gateway::test
