#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/gateway/shell/gateway_fixture.hpp"

namespace outcry::test {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;

TEST(WebSocketApi, HasManyRequestsUnderWay) {
    GatewayFixture fixture;
    fixture.stop_engine();
    TestClient client{fixture};
    client.upgrade("/ws-api/v3");
    for (int i = 0; i < 50; ++i)
        client.send_text(
            fixture.signed_message("order.place", fmt::format("{}", i),
                                   {{"symbol", "BASEQUOTE"},
                                    {"side", "BUY"},
                                    {"type", "LIMIT"},
                                    {"timeInForce", "GTC"},
                                    {"quantity", "1"},
                                    {"price", "2"},
                                    {"newClientOrderId", fmt::format("order-{}", i)}}));
    client.send_text(R"({"id":"ping","method":"ping"})");
    // The answer that needs no engine overtakes those that do.
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("id":"ping","status":200)"));
    fixture.start_engine();
    for (int i = 0; i < 50; ++i)
        EXPECT_THAT(client.receive_frame().payload, HasSubstr(fmt::format("order-{}\"", i)));
}

TEST(WebSocketApi, SendsReportsAfterTheAnswerOnTheSameConnection) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws-api/v3");
    client.send_text(fixture.signed_message("userDataStream.subscribe.signature", "1", {}));
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("subscriptionId":0)"));
    client.send_text(fixture.signed_message("order.place", "2",
                                            {{"symbol", "BASEQUOTE"},
                                             {"side", "BUY"},
                                             {"type", "LIMIT"},
                                             {"timeInForce", "GTC"},
                                             {"quantity", "1"},
                                             {"price", "2"}}));
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("id":2,"status":200)"));
    const std::string report = client.receive_frame().payload;
    EXPECT_THAT(report, HasSubstr(R"({"subscriptionId":0,"event":{"e":"executionReport")"));
    EXPECT_THAT(report, HasSubstr(R"("x":"NEW","X":"NEW")"));
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("e":"outboundAccountPosition")"));
}

TEST(WebSocketApi, EndsTheSubscriptionOfARevokedKey) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws-api/v3");
    client.send_text(fixture.signed_message("userDataStream.subscribe.signature", "1", {}));
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("subscriptionId":0)"));
    Command revocation;
    revocation.type = CommandType::revoke_key;
    revocation.revoked_key.name = KeyName{"first-key"};
    fixture.apply(revocation);
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("e":"eventStreamTerminated")"));
    fixture.apply(limit_order(first_trader, Side::buy, 100, 10));
    client.send_text(fixture.signed_message("account.status", "2", {}));
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("code":-2015)"));
}

TEST(WebSocketApi, SaysWithEveryAnswerUpToWhichSequenceItShows) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws-api/v3");
    const auto expect_sequence = [&](const char* id) {
        const std::string answer = client.receive_text_with(id);
        EXPECT_THAT(answer,
                    EndsWith(fmt::format(R"(,"engineSeq":{}}})", fixture.sequence().value())));
    };
    client.send_text(R"({"id":1,"method":"ping"})");
    expect_sequence(R"("id":1)");
    client.send_text(R"({"id":2,"method":"nothing"})");
    expect_sequence(R"("id":2)");
    client.send_text(fixture.signed_message("order.place", "3",
                                            {{"symbol", "BASEQUOTE"},
                                             {"side", "BUY"},
                                             {"type", "LIMIT"},
                                             {"timeInForce", "GTC"},
                                             {"quantity", "1"},
                                             {"price", "2"}}));
    expect_sequence(R"("id":3)");
}

TEST(WebSocketApi, WaitsForTheSequenceThatAReadAsksFor) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws-api/v3");
    const std::uint64_t wanted = fixture.sequence().value() + 1;
    client.send_text(fmt::format(
        R"({{"id":1,"method":"depth","params":{{"symbol":"BASEQUOTE","minSeq":{}}}}})", wanted));
    client.send_text(R"({"id":2,"method":"ping"})");
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("id":2)"));
    fixture.apply(limit_order(first_trader, Side::buy, 200, 10));
    EXPECT_THAT(client.receive_frame().payload,
                AllOf(HasSubstr(R"("id":1)"), HasSubstr(R"("bids":[["2.00000000")"),
                      EndsWith(fmt::format(R"("engineSeq":{}}})", wanted))));
}

TEST(WebSocketApi, AnswersWhatIsNoRequest) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws-api/v3");
    for (const char* message : {"", "{", "[]", "null", R"({"method":5})", R"({"id":1})", "\"x\""}) {
        client.send_text(message);
        EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("error":{"code":)")) << message;
    }
}

}  // namespace
}  // namespace outcry::test
