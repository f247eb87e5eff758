#include <string>
#include <variant>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

class ApiBatches : public ApiFixture {
public:
    static constexpr std::string_view path = "/api/v3/batchOrders";

    /// A form body with the JSON as it stands, as some clients send it.
    [[nodiscard]] Reply send(std::string_view orders, std::string_view more = "") {
        const std::string body =
            "batchOrders=" + std::string{orders} + std::string{more} + "&timestamp=1700000000000";
        return request(Method::post, path, "signature=" + hmac_hex(secret, body), body, alice_key);
    }
    [[nodiscard]] static std::string order(std::string_view name, std::string_view price) {
        return R"({"symbol":"BTCUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC",)"
               R"("quantity":1,"price":")" +
               std::string{price} + R"(","newClientOrderId":")" + std::string{name} +
               R"(","newOrderRespType":"ACK"})";
    }
};

TEST_F(ApiBatches, PlaceEachOrderByItself) {
    const Answer answer = settle(
        send("[" + order("a", "1000") + "," + order("b", "0.001") + "," + order("c", "2000") +
             R"(,{"symbol":"BTCUSDT","side":"BUY"},{"symbol":"BTCUSDT","fancy":1}])"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.sequence, view.sequence());
    EXPECT_EQ(answer.body,
              R"([{"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"a",)"
              R"("transactTime":1700000000000},)"
              R"({"code":-1013,"msg":"Filter failure: PRICE_FILTER","data":{)"
              R"("filter":"PRICE_FILTER","parameter":"price","given":"0.001",)"
              R"("limit":"0.01000000","nearestValid":"0.01000000"}},)"
              R"({"symbol":"BTCUSDT","orderId":2,"orderListId":-1,"clientOrderId":"c",)"
              R"("transactTime":1700000000000},)"
              R"({"code":-1102,"msg":"Mandatory parameter 'type' was not sent, was empty/null, or )"
              R"(malformed."},)"
              R"({"code":-1104,"msg":"Not all sent parameters were read; read '1' parameter(s) )"
              R"(but was sent '2'."}])");
}

TEST_F(ApiBatches, AreRefusedWholeWhenTheyAreNoList) {
    const std::string_view bad =
        R"({"code":-1135,"msg":"JSON sent for parameter 'batchOrders' is not valid"})";
    std::string many = "[" + order("a", "1");
    for (int i = 0; i < 100; ++i) many += "," + order("a", "1");
    many += "]";
    for (const std::string& orders :
         {std::string{"[]"}, std::string{"{}"}, std::string{"[1]"}, "[" + order("a", "1"),
          "[" + order("a", "1") + "]x", std::string{R"([{"symbol":{}}])"}, many}) {
        EXPECT_EQ(settle(send(orders)).body, bad) << orders.substr(0, 60);
    }
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 0U);
}

TEST_F(ApiBatches, GoToTheEngineAsOneCommandWhenAtomic) {
    const Reply reply =
        send("[" + order("a", "1000") + "," + order("b", "2000") + "]", "&atomic=true");
    ASSERT_TRUE(std::holds_alternative<Submission>(reply));
    const auto& submission = std::get<Submission>(reply);
    EXPECT_EQ(submission.command.type, CommandType::apply_batch);
    EXPECT_EQ(submission.command.account, alice);
    EXPECT_EQ(submission.cost.orders, 2U);
    ASSERT_EQ(submission.staged.size(), 2U);
    EXPECT_EQ(submission.staged[0].type, CommandType::stage_order);
    EXPECT_EQ(submission.staged[0].price, Price{100'000});
    EXPECT_EQ(submission.staged[1].price, Price{200'000});
}

TEST_F(ApiBatches, FailWholeWithTheFirstBadMemberWhenAtomic) {
    const Answer answer = settle(
        send("[" + order("a", "1000") + R"(,{"symbol":"BTCUSDT","side":"BUY"}])", "&atomic=true"));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body,
              R"({"code":-1102,"msg":"Mandatory parameter 'type' was not sent, was empty/null, or )"
              R"(malformed.","index":1})");
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 0U);
}

TEST_F(ApiBatches, CancelEachOrderByItself) {
    EXPECT_EQ(settle(send("[" + order("a", "1000") + "," + order("b", "2000") + "]")).status, 200);
    const Answer answer = call(Method::delete_, path, "symbol=BTCUSDT&orderIdList=%5B1%2C%207%5D");
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, ::testing::StartsWith(R"([{"symbol":"BTCUSDT",)"
                                                   R"("origClientOrderId":"a","orderId":1,)"));
    EXPECT_THAT(answer.body,
                ::testing::EndsWith(R"(,{"code":-2011,"msg":"Unknown order sent."}])"));
    const Answer named =
        call(Method::delete_, path, "symbol=BTCUSDT&origClientOrderIdList=%5B%22b%22%5D");
    EXPECT_THAT(named.body, ::testing::HasSubstr(R"("status":"CANCELED")"));
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 0U);
}

TEST_F(ApiBatches, StageCancelsWhenAtomic) {
    const Reply reply =
        signed_request(Method::delete_, path, "symbol=BTCUSDT&orderIdList=%5B1%2C2%5D&atomic=true");
    ASSERT_TRUE(std::holds_alternative<Submission>(reply));
    const auto& submission = std::get<Submission>(reply);
    EXPECT_EQ(submission.staged[1].type, CommandType::stage_cancel);
    EXPECT_EQ(submission.staged[1].target_order_id, OrderId{2});
    EXPECT_EQ(submission.cost.orders, 0U);
}

TEST_F(ApiBatches, NeedAListOfIdsOrOfNames) {
    EXPECT_EQ(call(Method::delete_, path, "symbol=BTCUSDT").body,
              R"({"code":-1102,"msg":"Param 'orderIdList' or 'origClientOrderIdList' must be )"
              R"(sent, but both were empty/null!"})");
    for (const std::string_view list : {"1", "[]", "[1,]", "[,1]"}) {
        EXPECT_EQ(
            call(Method::delete_, path, "symbol=BTCUSDT&orderIdList=" + percent_encoded(list)).body,
            R"({"code":-1135,"msg":"JSON sent for parameter 'orderIdList' is not valid"})")
            << list;
    }
}

class ApiLimitedBatches : public ApiFixture {
public:
    ApiLimitedBatches() : ApiFixture{RateLimits{.orders_per_10s_max = 2}} {}
};

TEST_F(ApiLimitedBatches, CountAllTheirOrders) {
    const auto send = [&](std::string_view orders) {
        const std::string body = "batchOrders=" + std::string{orders} + "&timestamp=1700000000000";
        return settle(request(Method::post, ApiBatches::path, "signature=" + hmac_hex(secret, body),
                              body, alice_key));
    };
    const std::string two = ApiBatches::order("a", "1000") + "," + ApiBatches::order("b", "1000");
    EXPECT_EQ(send("[" + two + "," + ApiBatches::order("c", "1000") + "]").status, 429);
    EXPECT_EQ(send("[" + two + "]").status, 200);
    EXPECT_EQ(send("[" + ApiBatches::order("c", "1000") + "]").status, 429);
}

TEST_F(ApiBatches, AskTheKeysRulesForEachMember) {
    Command market = command_of(CommandType::create_instrument);
    InstrumentDefinition definition;
    definition.tick_scale = 2;
    definition.lot_scale = 5;
    definition.base_units_per_lot = 0;
    definition.quote_units_per_tick_lot = 0;
    definition.price_maximum = Price{100'000'000};
    definition.quantity_maximum = Quantity{900'000'000};
    definition.base_asset = AssetId{0};
    definition.quote_asset = AssetId{1};
    definition.symbol = Symbol{"BTCUSDX"};
    market.instrument_definition = definition;
    apply(market);
    Command rules = command_of(CommandType::set_key_rules);
    rules.key_rules.name = KeyName{alice_key};
    rules.key_rules.instrument_count = 1;
    apply(rules);
    std::string other = order("b", "1000");
    other.replace(other.find("BTCUSDT"), 7, "BTCUSDX");
    const std::string both = "[" + order("a", "1000") + "," + other + "]";
    EXPECT_EQ(settle(send(both, "&atomic=true")).status, 401);
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 0U);
    EXPECT_THAT(settle(send(both)).body, ::testing::HasSubstr(R"("code":-2015)"));
    EXPECT_EQ(view.open_orders(alice, std::nullopt).size(), 1U);
}

}  // namespace
}  // namespace outcry::gateway::test
