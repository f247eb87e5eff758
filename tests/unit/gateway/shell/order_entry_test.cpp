#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/gateway/shell/gateway_fixture.hpp"

namespace outcry::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string order_json(std::string_view name, std::string_view price) {
    return fmt::format(R"({{"symbol":"BASEQUOTE","side":"BUY","type":"LIMIT","timeInForce":"GTC",)"
                       R"("quantity":1,"price":"{}","newClientOrderId":"{}",)"
                       R"("newOrderRespType":"ACK"}})",
                       price, name);
}

std::string oco(const GatewayFixture& fixture) {
    return fixture.signed_request("POST", "/api/v3/orderList/oco",
                                  "symbol=BASEQUOTE&side=SELL&quantity=1&aboveType=LIMIT_MAKER"
                                  "&abovePrice=9&belowType=STOP_LOSS&belowStopPrice=1");
}

std::vector<CommandType> types_of(GatewayFixture& fixture, std::size_t count) {
    std::vector<CommandType> types;
    for (const Command& command : fixture.commands().peek(count)) types.push_back(command.type);
    return types;
}

TEST(OrderEntry, PutsAListIntoTheRingWholeAndInOrder) {
    GatewayFixture fixture{{}, 16};
    fixture.stop_engine();
    TestClient client{fixture};
    client.send(oco(fixture));
    EXPECT_TRUE(fixture.turn_until([&] { return fixture.commands().available() == 3; }));
    EXPECT_EQ(types_of(fixture, 3), (std::vector{CommandType::stage_order, CommandType::stage_order,
                                                 CommandType::place_order_list}));
    const auto commands = fixture.commands().peek(3);
    EXPECT_NE(commands[0].request, RequestId{});
    EXPECT_EQ(commands[0].request, commands[2].request);
    EXPECT_EQ(commands[1].request, commands[2].request);
}

TEST(OrderEntry, NeverPutsHalfAListIntoTheRing) {
    // Room for two more commands, and the refusal of orders only at the end of the ring.
    GatewayFixture fixture{{.overload_count = 4}, 4};
    fixture.stop_engine();
    TestClient cancels{fixture};
    TestClient client{fixture};
    for (int i = 0; i < 2; ++i)
        cancels.send(fixture.signed_request("DELETE", "/api/v3/openOrders", "symbol=BASEQUOTE"));
    EXPECT_TRUE(fixture.turn_until([&] { return fixture.commands().available() == 2; }));
    client.send(oco(fixture));
    fixture.turn_for(std::chrono::milliseconds{10});
    EXPECT_EQ(fixture.commands().available(), 2U);
    fixture.start_engine();
    for (int i = 0; i < 2; ++i) EXPECT_THAT(cancels.receive_answer(), HasSubstr("-2011"));
    EXPECT_THAT(client.receive_answer(), StartsWith("HTTP/1.1"));
}

TEST(OrderEntry, RefusesAListThatNeverFits) {
    GatewayFixture fixture{{.overload_count = 2}, 2};
    TestClient client{fixture};
    client.send(oco(fixture));
    EXPECT_THAT(client.receive_answer(), HasSubstr("\"code\":-1008"));
}

TEST(OrderEntry, AnswersABatchOnceAllItsOrdersAreDecided) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send(fixture.signed_request("POST", "/api/v3/batchOrders",
                                       fmt::format("batchOrders=[{},{},{}]", order_json("a", "2"),
                                                   order_json("b", "0"), order_json("c", "3"))));
    const std::string answer = client.receive_answer();
    EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200"), HasSubstr(R"("clientOrderId":"a",)"),
                              HasSubstr(R"({"code":-1013,)"), HasSubstr(R"("clientOrderId":"c",)"),
                              HasSubstr("X-Engine-Seq")));
}

TEST(OrderEntry, AnswersABatchOnTheWebSocketApi) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws-api/v3");
    client.send_text(fixture.signed_message("batchOrders.cancel", "7",
                                            {{"symbol", "BASEQUOTE"}, {"orderIdList", "[1,2]"}}));
    EXPECT_THAT(client.receive_frame().payload,
                StartsWith(R"({"id":7,"status":200,"result":[{"code":-2011,)"));
}

TEST(OrderEntry, SaysInAHeaderThatAnAnswerIsARepetition) {
    GatewayFixture fixture;
    TestClient client{fixture};
    const std::string order = fixture.signed_request(
        "POST", "/api/v3/order",
        "symbol=BASEQUOTE&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=2"
        "&newClientOrderId=once&idempotent=true");
    client.send(order);
    EXPECT_THAT(client.receive_answer(), Not(HasSubstr("X-Idempotent-Replay")));
    client.send(order);
    EXPECT_THAT(client.receive_answer(), HasSubstr("X-Idempotent-Replay: true\r\n"));
}

GatewayFixture::Parameters bound_order(std::string name) {
    return {{"symbol", "BASEQUOTE"},
            {"side", "BUY"},
            {"type", "LIMIT"},
            {"timeInForce", "GTC"},
            {"quantity", "1"},
            {"price", "2"},
            {"newClientOrderId", std::move(name)}};
}

TEST(OrderEntry, EndsTheOrdersOfAConnectionWithIt) {
    GatewayFixture fixture;
    {
        TestClient client{fixture};
        client.upgrade("/ws-api/v3");
        client.send_text(R"({"id":1,"method":"session.cancelOnDisconnect"})");
        EXPECT_THAT(client.receive_frame().payload, HasSubstr("\"cancelOnDisconnect\":true"));
        client.send_text(fixture.signed_message("order.place", "2", bound_order("a")));
        EXPECT_THAT(client.receive_frame().payload, HasSubstr("\"id\":2,\"status\":200"));
        fixture.stop_engine();
    }
    EXPECT_TRUE(fixture.turn_until([&] { return fixture.commands().available() == 1; }));
    const Command& command = fixture.commands().peek(1)[0];
    EXPECT_EQ(command.type, CommandType::cancel_orders);
    EXPECT_EQ(command.account, first_trader);
    EXPECT_EQ(command.request, RequestId{});
    EXPECT_EQ(command.mass_cancel.scope, CancelScope::account);
    EXPECT_EQ(command.mass_cancel.reason, CloseReason::disconnected);
    EXPECT_NE(command.mass_cancel.session, SessionId{});
}

TEST(OrderEntry, EndsNothingWithAConnectionThatBoundNothing) {
    GatewayFixture fixture;
    {
        TestClient client{fixture};
        client.upgrade("/ws-api/v3");
        client.send_text(fixture.signed_message("order.place", "2", bound_order("a")));
        EXPECT_THAT(client.receive_frame().payload, HasSubstr("\"id\":2,\"status\":200"));
        fixture.stop_engine();
    }
    fixture.turn_for(std::chrono::milliseconds{300});
    EXPECT_EQ(fixture.commands().available(), 0U);
}

}  // namespace
}  // namespace outcry::test
