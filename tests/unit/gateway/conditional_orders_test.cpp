#include <string>
#include <variant>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

class ApiConditionalOrders : public ApiFixture {
public:
    static constexpr std::string_view path = "/api/v3/order";
    static constexpr std::string_view sell = "symbol=BTCUSDT&side=SELL&quantity=1&";

    [[nodiscard]] Command command_for(std::string_view query) {
        const Reply reply = signed_request(Method::post, path, query);
        const auto* const submission = std::get_if<Submission>(&reply);
        EXPECT_NE(submission, nullptr) << query << "\n" << body_of(reply);
        return submission == nullptr ? Command{} : submission->command;
    }
    [[nodiscard]] std::string refusal_for(std::string_view query) {
        return body_of(signed_request(Method::post, path, query));
    }
    [[nodiscard]] static std::string body_of(const Reply& reply) {
        const auto* const answer = std::get_if<Answer>(&reply);
        return answer == nullptr ? "no answer" : answer->body;
    }
    [[nodiscard]] static std::string plus(std::string_view rest) {
        return std::string{sell} + std::string{rest};
    }
};

TEST_F(ApiConditionalOrders, ReadsAStopLoss) {
    const Command command = command_for(plus("type=STOP_LOSS&stopPrice=50000"));
    EXPECT_EQ(command.type, CommandType::place_order);
    EXPECT_EQ(command.order_type, OrderType::stop_loss);
    EXPECT_EQ(command.price, Price{});
    EXPECT_EQ(terms_of(command), (OrderTerms{.stop_price = Price{5'000'000}}));
}

TEST_F(ApiConditionalOrders, ReadsATrailingTakeProfitLimit) {
    const Command command =
        command_for(plus("type=TAKE_PROFIT_LIMIT&timeInForce=IOC&price=51000&stopPrice=50000"
                         "&trailingDelta=250&strategyId=7&strategyType=1000001"));
    EXPECT_EQ(command.order_type, OrderType::take_profit_limit);
    EXPECT_EQ(command.time_in_force, TimeInForce::ioc);
    EXPECT_EQ(command.price, Price{5'100'000});
    EXPECT_EQ(terms_of(command), (OrderTerms{.stop_price = Price{5'000'000},
                                             .trailing_delta_bips = 250,
                                             .strategy_id = 7,
                                             .strategy_type = 1'000'001}));
}

TEST_F(ApiConditionalOrders, ReadsAStopLossLimitThatTrailsAtOnce) {
    const Command command =
        command_for(plus("type=STOP_LOSS_LIMIT&timeInForce=GTC&price=51000&trailingDelta=100"));
    EXPECT_EQ(command.order_type, OrderType::stop_loss_limit);
    EXPECT_EQ(terms_of(command), (OrderTerms{.trailing_delta_bips = 100}));
}

TEST_F(ApiConditionalOrders, ReadsATakeProfit) {
    EXPECT_EQ(command_for(plus("type=TAKE_PROFIT&stopPrice=70000")).order_type,
              OrderType::take_profit);
}

TEST_F(ApiConditionalOrders, ReadsAnIceberg) {
    const Command command =
        command_for(plus("type=LIMIT&timeInForce=GTC&price=51000&icebergQty=0.1"));
    EXPECT_EQ(terms_of(command), (OrderTerms{.visible_quantity = Quantity{10'000}}));
    EXPECT_NE(command.flags & CommandFlag::has_terms, 0);
}

TEST_F(ApiConditionalOrders, SendsNoTermsWithAPlainOrder) {
    const Command command = command_for(plus("type=LIMIT&timeInForce=GTC&price=51000"));
    EXPECT_EQ(command.flags & CommandFlag::has_terms, 0);
}

struct Refused {
    std::string_view query;
    std::string_view body;
};

TEST_F(ApiConditionalOrders, HoldsEachTypeToItsParameters) {
    const Refused rows[] = {
        {"type=STOP_LOSS",
         R"({"code":-1102,"msg":"Param 'stopPrice' or 'trailingDelta' must be sent, but both were )"
         R"(empty/null!"})"},
        {"type=STOP_LOSS&stopPrice=50000&price=1",
         R"({"code":-1106,"msg":"Parameter 'price' sent when not required."})"},
        {"type=TAKE_PROFIT&stopPrice=50000&timeInForce=GTC",
         R"({"code":-1106,"msg":"Parameter 'timeInForce' sent when not required."})"},
        {"type=TAKE_PROFIT&stopPrice=50000&icebergQty=1",
         R"({"code":-1106,"msg":"Parameter 'icebergQty' sent when not required."})"},
        {"type=STOP_LOSS_LIMIT&stopPrice=50000&price=1",
         R"({"code":-1102,"msg":"Mandatory parameter 'timeInForce' was not sent, was empty/null, )"
         R"(or malformed."})"},
        {"type=TAKE_PROFIT_LIMIT&stopPrice=50000&timeInForce=GTC",
         R"({"code":-1102,"msg":"Mandatory parameter 'price' was not sent, was empty/null, )"
         R"(or malformed."})"},
        {"type=STOP_LOSS&stopPrice=50000&quoteOrderQty=10",
         R"({"code":-1106,"msg":"Parameter 'quoteOrderQty' sent when not required."})"},
        {"type=LIMIT&timeInForce=GTC&price=1&stopPrice=2",
         R"({"code":-1106,"msg":"Parameter 'stopPrice' sent when not required."})"},
        {"type=MARKET&trailingDelta=2",
         R"({"code":-1106,"msg":"Parameter 'trailingDelta' sent when not required."})"},
        {"type=LIMIT&timeInForce=IOC&price=1&icebergQty=1",
         R"({"code":-1128,"msg":"Combination of optional parameters invalid."})"},
        {"type=LIMIT&timeInForce=GTC&price=1&strategyType=999999",
         R"({"code":-1134,"msg":"`strategyType` was less than 1000000."})"},
        {"type=LIMIT&timeInForce=GTC&price=1&strategyType=2147483648",
         R"({"code":-1108,"msg":"Parameter 'strategyType' overflowed."})"},
        {"type=STOP_LOSS&stopPrice=0", R"({"code":-1013,"msg":"Filter failure: PRICE_FILTER"})"},
        {"type=STOP_LOSS&trailingDelta=0",
         R"({"code":-1013,"msg":"Filter failure: TRAILING_DELTA"})"},
        {"type=STOP_LOSS&trailingDelta=65536",
         R"({"code":-1013,"msg":"Filter failure: TRAILING_DELTA"})"},
        {"type=STOP_LOSS&trailingDelta=-5",
         R"({"code":-1100,"msg":"Illegal characters found in parameter 'trailingDelta'; legal )"
         R"(range is '^[0-9]{1,20}$'."})"},
        {"type=STOP", R"({"code":-1116,"msg":"Invalid orderType."})"},
    };
    for (const Refused& row : rows) EXPECT_EQ(refusal_for(plus(row.query)), row.body) << row.query;
}

TEST_F(ApiConditionalOrders, AnswersAStopShortlyUnlessAskedForMore) {
    const auto type_of = [&](std::string_view query) {
        return std::get<Submission>(signed_request(Method::post, path, query)).response_type;
    };
    EXPECT_EQ(type_of(plus("type=STOP_LOSS&stopPrice=50000")), ResponseType::ack);
    EXPECT_EQ(type_of(plus("type=STOP_LOSS&stopPrice=50000&newOrderRespType=FULL")),
              ResponseType::full);
}

TEST_F(ApiConditionalOrders, MarksAnIdempotentOrder) {
    const std::string order = plus("type=LIMIT&timeInForce=GTC&price=51000&newClientOrderId=once");
    EXPECT_EQ(command_for(order).options, 0);
    EXPECT_EQ(command_for(order + "&idempotent=true").options, CommandOption::idempotent);
    const std::string payload = order + "&timestamp=1700000000000";
    const std::string query = payload + "&signature=" + hmac_hex(secret, payload);
    const Reply reply = api.handle_rest({.method = Method::post,
                                         .path = path,
                                         .query = query,
                                         .api_key = alice_key,
                                         .is_idempotent = true});
    EXPECT_EQ(std::get<Submission>(reply).command.options, CommandOption::idempotent);
    EXPECT_EQ(refusal_for(plus("type=LIMIT&timeInForce=GTC&price=51000&idempotent=true")),
              R"({"code":-1102,"msg":"Mandatory parameter 'newClientOrderId' was not sent, was )"
              R"(empty/null, or malformed."})");
}

TEST_F(ApiConditionalOrders, BindsAnOrderToItsConnectionOnRequest) {
    session.id = SessionId{77};
    const auto session_of = [&](std::string_view extra) {
        const std::string members =
            R"("symbol":"BTCUSDT","side":"SELL","type":"LIMIT","timeInForce":"GTC","quantity":1,)"
            R"("price":51000)" +
            std::string{extra};
        const std::string payload =
            "apiKey=alice-key" +
            std::string{extra.empty()             ? ""
                        : extra.ends_with("true") ? "&cancelOnDisconnect=true"
                                                  : "&cancelOnDisconnect=false"} +
            "&price=51000&quantity=1&side=SELL&symbol=BTCUSDT&timeInForce=GTC"
            "&timestamp=1700000000000&type=LIMIT";
        const Reply reply = signed_websocket("order.place", members, payload);
        const auto* const submission = std::get_if<Submission>(&reply);
        EXPECT_NE(submission, nullptr) << body_of(reply);
        return submission == nullptr ? SessionId{} : terms_of(submission->command).session;
    };
    EXPECT_EQ(session_of(""), SessionId{});
    EXPECT_TRUE(session.bound_accounts.empty());
    EXPECT_EQ(session_of(R"(,"cancelOnDisconnect":true)"), SessionId{77});
    EXPECT_EQ(session.bound_accounts, std::vector<AccountId>{alice});

    EXPECT_EQ(settle(websocket(R"({"id":1,"method":"session.cancelOnDisconnect"})")).body,
              R"({"id":1,"status":200,"result":{"cancelOnDisconnect":true,"sessionId":77}})");
    EXPECT_EQ(session_of(""), SessionId{77});
    EXPECT_EQ(session_of(R"(,"cancelOnDisconnect":false)"), SessionId{});
    EXPECT_EQ(session.bound_accounts.size(), 1U);
}

TEST_F(ApiConditionalOrders, CannotBindAnOrderThatComesOverHttp) {
    EXPECT_EQ(refusal_for(plus("type=LIMIT&timeInForce=GTC&price=51000&cancelOnDisconnect=true")),
              R"({"code":-1106,"msg":"Parameter 'cancelOnDisconnect' sent when not required."})");
}

TEST_F(ApiConditionalOrders, ListsAllThatIsWrongWithAnOrderAtOnce) {
    const std::string order =
        "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&price=2000000&quantity=0.000001";
    // Finer than a step is refused while the numbers are read; the rest is told together.
    EXPECT_EQ(call(Method::post, "/api/v3/order/test", order).status, 400);
    const Answer answer =
        call(Method::post, "/api/v3/order/test",
             "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&price=2000000&quantity=10000"
             "&icebergQty=20000&allViolations=true");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body,
              R"({"code":-1013,"msg":"Filter failure: PRICE_FILTER","data":{"violations":[)"
              R"({"reason":"price_above_maximum","filter":"PRICE_FILTER","parameter":"price",)"
              R"("given":"2000000.00000000","limit":"1000000.00000000",)"
              R"("nearestValid":"1000000.00000000"},)"
              R"({"reason":"quantity_above_maximum","filter":"LOT_SIZE","parameter":"quantity",)"
              R"("given":"10000.00000000","limit":"9000.00000000",)"
              R"("nearestValid":"9000.00000000"},)"
              R"({"reason":"iceberg_exceeds_quantity","parameter":"icebergQty",)"
              R"("given":"20000.00000000","limit":"10000.00000000",)"
              R"("nearestValid":"10000.00000000"}]}})");
}

}  // namespace
}  // namespace outcry::gateway::test
