#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/gateway/shell/gateway_fixture.hpp"

namespace outcry::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

std::string request(GatewayFixture& fixture, std::string_view method, std::string_view query) {
    TestClient client{fixture};
    client.send(std::string{method} + " /api/v3/userDataStream" + std::string{query} +
                " HTTP/1.1\r\nHost: x\r\nX-MBX-APIKEY: first-key\r\n\r\n");
    return client.receive_answer();
}

std::string open(GatewayFixture& fixture) {
    const std::string answer = request(fixture, "POST", "");
    const std::size_t begin = answer.find(R"("listenKey":")") + 13;
    return answer.substr(begin, 64);
}

TEST(ListenKeyStream, SendsTheEventsOfItsAccountUnwrapped) {
    GatewayFixture fixture;
    const std::string name = open(fixture);
    TestClient client{fixture};
    client.upgrade("/ws/" + name);
    fixture.apply(limit_order(second_trader, Side::buy, 200, 100));
    fixture.apply(limit_order(first_trader, Side::sell, 250, 100));
    EXPECT_THAT(client.receive_frame().payload,
                AllOf(StartsWith(R"({"e":"executionReport","E":)"), HasSubstr(R"("S":"SELL")")));
    EXPECT_THAT(client.receive_frame().payload, StartsWith(R"({"e":"outboundAccountPosition")"));
}

TEST(ListenKeyStream, IsNamedOnCombinedConnections) {
    GatewayFixture fixture;
    const std::string name = open(fixture);
    TestClient client{fixture};
    client.upgrade("/stream?streams=" + name);
    fixture.apply(limit_order(first_trader, Side::sell, 250, 100));
    EXPECT_THAT(client.receive_frame().payload,
                StartsWith(R"({"stream":")" + name + R"(","data":{"e":"executionReport")"));
}

TEST(ListenKeyStream, SaysThatItHasEnded) {
    GatewayFixture fixture;
    const std::string name = open(fixture);
    TestClient client{fixture};
    client.upgrade("/ws");
    client.send_text(R"({"method":"SUBSCRIBE","params":[")" + name + R"("],"id":1})");
    EXPECT_EQ(client.receive_frame().payload, R"({"result":null,"id":1})");
    static_cast<void>(request(fixture, "DELETE", "?listenKey=" + name));
    EXPECT_THAT(client.receive_frame().payload, AllOf(StartsWith(R"({"e":"listenKeyExpired","E":)"),
                                                      HasSubstr(R"("listenKey":")" + name)));
    fixture.apply(limit_order(first_trader, Side::sell, 250, 100));
    client.send_text(R"({"method":"LIST_SUBSCRIPTIONS","id":2})");
    EXPECT_EQ(client.receive_frame().payload, R"({"result":[],"id":2})");
}

}  // namespace
}  // namespace outcry::test
