#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "gateway/websocket/echo_session.hpp"
#include "unit/gateway/shell/gateway_fixture.hpp"

namespace outcry::test {
namespace {

class KeptFrames final : public gateway::Outbox {
public:
    void send(const gateway::SharedText& frame, gateway::Urgency /*urgency*/) override {
        frames.push_back(*frame);
    }
    void close(gateway::CloseCode /*code*/, std::string_view /*reason*/) override {}
    [[nodiscard]] gateway::Compression compression() const noexcept override {
        return gateway::Compression::none;
    }
    [[nodiscard]] std::size_t queued_size() const noexcept override { return 0; }
    [[nodiscard]] std::size_t queued_size_max() const noexcept override { return 0; }
    void resume() override {}

    std::vector<std::string> frames;
};

TEST(EchoSession, SendsTextAndBytesBackAsTheyCame) {
    KeptFrames outbox;
    gateway::EchoSession session{outbox};
    session.on_message("ab");
    session.on_binary("cd");
    EXPECT_EQ(outbox.frames, (std::vector<std::string>{"\x81\x02"
                                                       "ab",
                                                       "\x82\x02"
                                                       "cd"}));
}

TEST(EchoSession, IsServedOnlyWhereTheBuildSaysSo) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send(
        "GET /echo HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    EXPECT_TRUE(client.receive_until("\r\n").starts_with("HTTP/1.1 404"));
}

}  // namespace
}  // namespace outcry::test
