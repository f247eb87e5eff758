#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/gateway/shell/gateway_fixture.hpp"

namespace outcry::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::size_t ring_size = 16;

std::string order(const GatewayFixture& fixture, int number) {
    return fixture.signed_request(
        "POST", "/api/v3/order",
        fmt::format("symbol=BASEQUOTE&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=2"
                    "&newClientOrderId=order-{}",
                    number));
}

std::string cancel(const GatewayFixture& fixture, int number) {
    return fixture.signed_request(
        "DELETE", "/api/v3/order",
        fmt::format("symbol=BASEQUOTE&origClientOrderId=order-{}", number));
}

TEST(Overload, RefusesOrdersAtThreeQuartersAndAdmitsEveryCancel) {
    GatewayFixture fixture{{}, ring_size};
    TestClient orders{fixture};
    TestClient cancels{fixture};
    for (int i = 0; i < 12; ++i) {
        orders.send(order(fixture, i));
        EXPECT_THAT(orders.receive_answer(), StartsWith("HTTP/1.1 200"));
    }
    fixture.stop_engine();
    // The ring gets its three quarters of cancels; the thirteenth command is an order.
    for (int i = 0; i < 12; ++i) cancels.send(cancel(fixture, i));
    EXPECT_TRUE(fixture.turn_until([&] { return fixture.commands().available() == 12; }));
    orders.send(order(fixture, 100));
    const std::string refusal = orders.receive_answer();
    EXPECT_THAT(refusal, HasSubstr("\"code\":-1008"));
    // Cancels go on to the end of the ring and then wait, unread; nothing is lost.
    for (int i = 0; i < 12; ++i) cancels.send(cancel(fixture, i));
    EXPECT_TRUE(fixture.turn_until([&] { return fixture.commands().available() == ring_size; }));
    fixture.turn_for(std::chrono::milliseconds{20});
    EXPECT_EQ(fixture.commands().available(), ring_size);
    fixture.start_engine();
    for (int i = 0; i < 12; ++i) EXPECT_THAT(cancels.receive_answer(), StartsWith("HTTP/1.1 200"));
    for (int i = 0; i < 12; ++i) EXPECT_THAT(cancels.receive_answer(), HasSubstr("\"code\":-2011"));
    orders.send(order(fixture, 101));
    EXPECT_THAT(orders.receive_answer(), StartsWith("HTTP/1.1 200"));
}

TEST(Overload, RefusesOrdersAndAdmitsCancelsWhileTheDiskIsLow) {
    GatewayFixture fixture{{}, ring_size};
    TestClient client{fixture};
    client.send(order(fixture, 1));
    EXPECT_THAT(client.receive_answer(), StartsWith("HTTP/1.1 200"));
    fixture.set_refuses_orders(true);
    client.send(order(fixture, 2));
    EXPECT_THAT(client.receive_answer(), HasSubstr("\"code\":-1008"));
    client.send(cancel(fixture, 1));
    EXPECT_THAT(client.receive_answer(), StartsWith("HTTP/1.1 200"));
    fixture.set_refuses_orders(false);
    client.send(order(fixture, 3));
    EXPECT_THAT(client.receive_answer(), StartsWith("HTTP/1.1 200"));
}

TEST(Overload, KeepsAnOrderAndItsCancelInTheirOrder) {
    GatewayFixture fixture{{}, ring_size};
    TestClient client{fixture};
    client.send(order(fixture, 1) + cancel(fixture, 1));
    EXPECT_THAT(client.receive_answer(), StartsWith("HTTP/1.1 200"));
    const std::string cancelled = client.receive_answer();
    EXPECT_THAT(cancelled, StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(cancelled, HasSubstr("\"status\":\"CANCELED\""));
}

TEST(Overload, StopsReadingFromEverybodyWhileCancelsWait) {
    GatewayFixture fixture{{}, ring_size};
    fixture.stop_engine();
    TestClient client{fixture};
    TestClient stream{fixture};
    stream.upgrade("/ws-api/v3");
    for (int i = 0; i < 40; ++i) client.send(cancel(fixture, i));
    EXPECT_TRUE(fixture.turn_until([&] { return fixture.commands().available() == ring_size; }));
    fixture.turn_for(std::chrono::milliseconds{10});
    stream.send_text(R"({"id":1,"method":"ping"})");
    stream.send_text(R"({"id":2,"method":"ping"})");
    fixture.turn_for(std::chrono::milliseconds{10});
    fixture.start_engine();
    for (int i = 0; i < 40; ++i) EXPECT_THAT(client.receive_answer(), HasSubstr("-2011"));
    EXPECT_THAT(stream.receive_frame().payload, HasSubstr("\"id\":1"));
    EXPECT_THAT(stream.receive_frame().payload, HasSubstr("\"id\":2"));
}

}  // namespace
}  // namespace outcry::test
