#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "unit/gateway/shell/gateway_fixture.hpp"

namespace outcry::test {
namespace {

using gateway::GatewayOptions;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::uint8_t final_text = 0x81;
constexpr std::uint8_t final_close = 0x88;
constexpr std::uint8_t final_ping = 0x89;
constexpr std::uint8_t final_pong = 0x8a;

std::uint16_t close_code_of(const TestClient::Frame& frame) {
    if (frame.first_byte != final_close || frame.payload.size() < 2) return 0;
    return static_cast<std::uint16_t>(static_cast<unsigned char>(frame.payload[0]) << 8 |
                                      static_cast<unsigned char>(frame.payload[1]));
}

/// The next frame that is not a ping.
std::uint16_t receive_close_code(TestClient& client) {
    while (true) {
        const auto frame = client.receive_frame();
        if (frame.first_byte != final_ping) return close_code_of(frame);
    }
}

void trade(GatewayFixture& fixture, std::int64_t price) {
    fixture.apply(limit_order(first_trader, Side::sell, price, 100));
    fixture.apply(limit_order(second_trader, Side::buy, price, 100));
}

TEST(WebSocketStream, SendsTradesOfThePath) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws/basequote@trade");
    trade(fixture, 250);
    const std::string message = client.receive_frame().payload;
    EXPECT_THAT(message, StartsWith(R"({"e":"trade","E":)"));
    EXPECT_THAT(message, HasSubstr(R"("s":"BASEQUOTE","t":1,"p":"2.50000000","q":"1.00000000")"));
}

TEST(WebSocketStream, WrapsCombinedStreams) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/stream?streams=basequote@trade/basequote@bookTicker");
    trade(fixture, 250);
    EXPECT_THAT(client.receive_frame().payload,
                StartsWith(R"({"stream":"basequote@bookTicker","data":{"u":)"));
    EXPECT_THAT(client.receive_frame().payload,
                StartsWith(R"({"stream":"basequote@trade","data":{"e":"trade")"));
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("b":"0.00000000","B":"0.00000000")"));
}

TEST(WebSocketStream, SendsDepthDifferencesWithoutGaps) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws/basequote@depth@100ms");
    fixture.apply(limit_order(first_trader, Side::sell, 300, 100));
    const std::string first = client.receive_frame().payload;
    EXPECT_THAT(first, HasSubstr(R"("a":[["3.00000000","1.00000000"]])"));
    fixture.apply(limit_order(first_trader, Side::buy, 200, 100));
    const std::string second = client.receive_frame().payload;
    EXPECT_THAT(second, HasSubstr(R"("b":[["2.00000000","1.00000000"]])"));
    const auto number_after = [](const std::string& text, const char* name) {
        return std::stoull(text.substr(text.find(name) + 4));
    };
    EXPECT_EQ(number_after(second, R"("U":)"), number_after(first, R"("u":)") + 1);
}

TEST(WebSocketStream, SubscribesListsAndUnsubscribes) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws/0");
    client.send_text(R"({"method":"SUBSCRIBE","params":["basequote@trade","nobody@x"],"id":7})");
    EXPECT_EQ(client.receive_frame().payload, R"({"result":null,"id":7})");
    client.send_text(R"({"method":"LIST_SUBSCRIPTIONS","id":"abc"})");
    EXPECT_EQ(client.receive_frame().payload,
              R"({"result":["0","basequote@trade","nobody@x"],"id":"abc"})");
    trade(fixture, 250);
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("t":1,)"));
    client.send_text(R"({"method":"UNSUBSCRIBE","params":["basequote@trade"],"id":null})");
    EXPECT_EQ(client.receive_frame().payload, R"({"result":null,"id":null})");
    trade(fixture, 250);
    client.send_text(R"({"method":"SET_PROPERTY","params":["combined",true],"id":1})");
    EXPECT_EQ(client.receive_frame().payload, R"({"result":null,"id":1})");
    client.send_text(R"({"method":"GET_PROPERTY","params":["combined"],"id":2})");
    EXPECT_EQ(client.receive_frame().payload, R"({"result":true,"id":2})");
}

TEST(WebSocketStream, ClosesWhoSendsMessagesWithoutEnd) {
    GatewayOptions options;
    options.limits.control_messages_per_second_max = 1;
    options.limits.control_messages_burst_max = 3;
    GatewayFixture fixture{options};
    TestClient client{fixture};
    client.upgrade("/ws/0");
    for (int i = 0; i < 3; ++i) {
        client.send_text(R"({"method":"LIST_SUBSCRIPTIONS","id":1})");
        EXPECT_EQ(client.receive_frame().payload, R"({"result":["0"],"id":1})");
    }
    client.send_text(R"({"method":"LIST_SUBSCRIPTIONS","id":2})");
    EXPECT_EQ(receive_close_code(client), 1008);
}

TEST(WebSocketStream, ComesToLifeWithItsMarket) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws/later@trade");
    Command market;
    market.type = CommandType::create_instrument;
    market.instrument_definition = opening_commands()[2].instrument_definition;
    market.instrument_definition.symbol = Symbol{"LATER"};
    fixture.apply(market);
    for (const auto& [account, side] :
         {std::pair{first_trader, Side::sell}, std::pair{second_trader, Side::buy}}) {
        Command order = limit_order(account, side, 100, 10);
        order.instrument = InstrumentId{1};
        fixture.apply(order);
    }
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("s":"LATER","t":1)"));
}

TEST(WebSocketStream, SharesOneCompressedFrame) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws/basequote@depth@100ms",
                   "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
    for (std::int64_t price = 100; price < 160; ++price)
        fixture.apply(limit_order(first_trader, Side::buy, price, 100));
    const auto frame = client.receive_frame();
    EXPECT_EQ(frame.first_byte, final_text | 0x40);
    const std::string compressed = frame.payload + std::string{"\0\0\xff\xff", 4};
    std::string text(10'000, '\0');
    z_stream stream{};
    ASSERT_EQ(::inflateInit2(&stream, -15), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    stream.avail_in = static_cast<uInt>(compressed.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    ASSERT_EQ(::inflate(&stream, Z_SYNC_FLUSH), Z_OK);
    text.resize(stream.total_out);
    ::inflateEnd(&stream);
    EXPECT_THAT(text, StartsWith(R"({"e":"depthUpdate")"));
    EXPECT_EQ(count_of(R"("1.00000000"])", text), 60U);
}

TEST(WebSocketStream, DeclinesAWindowThatZlibCannotMake) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send(
        "GET /ws HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=8\r\n\r\n");
    const std::string answer = client.receive_until("\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 101"));
    EXPECT_THAT(answer, testing::Not(HasSubstr("permessage-deflate")));
}

TEST(WebSocketStream, DisconnectsASubscriberThatDoesNotRead) {
    GatewayOptions options;
    options.limits.output_size_max = 64 * 1024;
    GatewayFixture fixture{options};
    TestClient slow{fixture};
    TestClient quick{fixture};
    slow.upgrade("/ws/basequote@trade");
    quick.upgrade("/ws/basequote@trade");
    // Enough to fill the kernel's buffers as well.
    bool has_dropped = false;
    std::size_t trade_count = 0;
    while (!has_dropped && trade_count < 200'000) {
        for (int i = 0; i < 100; ++i) trade(fixture, 250);
        trade_count += 100;
        fixture.turn();
        has_dropped = fixture.metrics().find("outcry_slow_consumers_total{gateway=\"0\"} 1\n") !=
                      std::string::npos;
        for (int i = 0; i < 100; ++i) ASSERT_EQ(quick.receive_frame().first_byte, final_text);
    }
    ASSERT_TRUE(has_dropped);
    std::size_t received_count = 0;
    auto frame = slow.receive_frame();
    for (; frame.first_byte == final_text; frame = slow.receive_frame()) ++received_count;
    EXPECT_LT(received_count, trade_count);
    EXPECT_EQ(close_code_of(frame), 1008);
    EXPECT_THAT(frame.payload, HasSubstr("slow consumer"));
}

TEST(WebSocketStream, MayLoseItsSubscriberInTheMiddleOfACommand) {
    GatewayFixture fixture;
    for (int i = 0; i < 1000; ++i) fixture.apply(limit_order(first_trader, Side::sell, 250, 1));
    fixture.turn();
    auto client = std::make_unique<TestClient>(fixture);
    client->upgrade("/ws/basequote@trade");
    // More events than one round takes: it ends among the trades of an order. In the same round
    // the gateway finds that the subscriber has gone.
    for (int i = 0; i < 60; ++i) fixture.apply(limit_order(first_trader, Side::buy, 0, 1));
    fixture.apply(limit_order(second_trader, Side::buy, 250, 500));
    fixture.apply(limit_order(second_trader, Side::buy, 250, 500));
    client.reset();
    fixture.turn();
    EXPECT_THAT(fixture.metrics(), HasSubstr("outcry_subscriptions{gateway=\"0\"} 0\n"));
    fixture.turn();
    TestClient next{fixture};
    next.upgrade("/ws/basequote@trade");
    trade(fixture, 300);
    EXPECT_THAT(next.receive_frame().payload, HasSubstr(R"("t":1001,)"));
}

TEST(WebSocketStream, RefusesMoreStreamsThanTheLimit) {
    GatewayOptions options;
    options.limits.streams_per_connection_max = 2;
    GatewayFixture fixture{options};
    TestClient client{fixture};
    client.upgrade("/ws/a@trade/b@trade");
    client.send_text(R"({"method":"SUBSCRIBE","params":["c@trade"],"id":1})");
    EXPECT_THAT(client.receive_frame().payload, StartsWith(R"({"error":{"code":2,)"));
    TestClient greedy{fixture};
    greedy.upgrade("/ws/a@trade/b@trade/c@trade");
    EXPECT_EQ(close_code_of(greedy.receive_frame()), 1008);
}

struct BadControl {
    const char* name;
    const char* message;
    const char* answer;
};
class BadStreamControl : public testing::TestWithParam<BadControl> {};

TEST_P(BadStreamControl, IsAnsweredAndTheConnectionStays) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws");
    client.send_text(GetParam().message);
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(GetParam().answer));
    client.send_text(R"({"method":"LIST_SUBSCRIPTIONS","id":1})");
    EXPECT_EQ(client.receive_frame().payload, R"({"result":[],"id":1})");
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadStreamControl,
    testing::Values(
        BadControl{"NoJson", "hello", R"("code":3)"}, BadControl{"NoObject", "[1]", R"("code":3)"},
        BadControl{"NoMethod", R"({"id":3})", R"("id":3})"},
        BadControl{"UnknownMethod", R"({"method":"X\"Y","id":3})", R"(X\"Y)"},
        BadControl{"NumberMethod", R"({"method":1,"id":3})", R"("code":2)"},
        BadControl{"BadId", R"({"method":"LIST_SUBSCRIPTIONS","id":[]})", R"("id":null)"},
        BadControl{"HugeId", R"({"method":"LIST_SUBSCRIPTIONS","id":1e400})", R"("code":)"},
        BadControl{"NoParams", R"({"method":"SUBSCRIBE","id":3})", R"("code":2)"},
        BadControl{"NumberStream", R"({"method":"SUBSCRIBE","params":[1],"id":3})", R"("code":2)"},
        BadControl{"EmptyStream", R"({"method":"SUBSCRIBE","params":[""],"id":3})", R"("code":2)"},
        BadControl{"UnknownProperty", R"({"method":"SET_PROPERTY","params":["x",true],"id":3})",
                   R"("code":0)"},
        BadControl{"NoBoolean", R"({"method":"SET_PROPERTY","params":["combined",1],"id":3})",
                   R"("code":1)"}),
    [](const auto& test) { return std::string{test.param.name}; });

TEST(WebSocketFrames, OfOneMessageMayBeMany) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws");
    client.send_frame(0x01, R"({"method":"LIST_SUB)");
    client.send_frame(final_ping, "between");
    client.send_frame(0x00, "");
    client.send_frame(0x80, R"(SCRIPTIONS","id":1})");
    const auto pong = client.receive_frame();
    EXPECT_EQ(pong.first_byte, final_pong);
    EXPECT_EQ(pong.payload, "between");
    EXPECT_EQ(client.receive_frame().payload, R"({"result":[],"id":1})");
}

struct BadFrame {
    const char* name;
    std::string bytes;  // as they go over the wire
    std::uint16_t close_code;
};
class BadWebSocketFrame : public testing::TestWithParam<BadFrame> {};

TEST_P(BadWebSocketFrame, EndsTheConnectionWithItsCode) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws");
    client.send(GetParam().bytes);
    EXPECT_EQ(receive_close_code(client), GetParam().close_code);
    EXPECT_TRUE(fixture.turn_until([&] { return client.is_closed(); }));
}

std::string masked(std::string frame_start, const std::string& payload) {
    // A mask of zeros leaves the payload as it is.
    return frame_start + std::string(4, '\0') + payload;
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadWebSocketFrame,
    testing::Values(
        BadFrame{"Unmasked", "\x81\x02hi", 1002},
        BadFrame{"InvalidUtf8", masked("\x81\x82", "\xc3\x28"), 1007},
        BadFrame{"InvalidUtf8InTheFirstFragment", masked("\x01\x81", "\xff"), 1007},
        BadFrame{"ReservedBit", masked("\xa1\x81", "a"), 1002},
        BadFrame{"CompressedWithoutAgreement", masked("\xc1\x81", "a"), 1002},
        BadFrame{"UnknownOpcode", masked("\x83\x81", "a"), 1002},
        BadFrame{"ContinuationOfNothing", masked("\x80\x81", "a"), 1002},
        BadFrame{"LongPing", masked("\x89\xfe" + std::string{"\0\x80", 2}, std::string(128, 'a')),
                 1002},
        BadFrame{"FragmentedPing", masked("\x09\x81", "a"), 1002},
        BadFrame{"HugeLength", masked(std::string{"\x81\xff\0\0\0\x01\0\0\0\0", 10}, ""), 1009},
        BadFrame{"LengthWithTheTopBit", masked("\x81\xff" + std::string(8, '\xff'), ""), 1009},
        BadFrame{"CloseOfOneByte", masked("\x88\x81", "a"), 1002},
        BadFrame{"CloseWithAReservedCode", masked("\x88\x82", "\x03\xed"), 1002}),
    [](const auto& test) { return std::string{test.param.name}; });

TEST(WebSocketFrames, ThatAreTooLongAreRefused) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws-api/v3");
    client.send_text(std::string(64 * 1024 + 1, ' '));
    EXPECT_EQ(receive_close_code(client), 1009);
}

TEST(WebSocketFrames, ThatInflateWithoutEndAreRefused) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws", "Sec-WebSocket-Extensions: permessage-deflate\r\n");
    std::string zeros(16 << 20, 'a');
    std::string bomb(::compressBound(zeros.size()), '\0');
    z_stream stream{};
    ASSERT_EQ(::deflateInit2(&stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
    stream.avail_in = static_cast<uInt>(zeros.size());
    stream.next_out = reinterpret_cast<Bytef*>(bomb.data());
    stream.avail_out = static_cast<uInt>(bomb.size());
    ASSERT_EQ(::deflate(&stream, Z_SYNC_FLUSH), Z_OK);
    bomb.resize(stream.total_out - 4);
    ::deflateEnd(&stream);
    ASSERT_LT(bomb.size(), 64U * 1024);
    client.send_frame(0xc1, bomb);
    EXPECT_EQ(receive_close_code(client), 1009);
}

TEST(WebSocketFrames, PingAndDropWhoDoesNotAnswer) {
    GatewayOptions options;
    options.limits.ping_interval = milliseconds{100};
    options.limits.pong_time_max = milliseconds{400};
    GatewayFixture fixture{options};
    TestClient dead{fixture};
    TestClient alive{fixture};
    dead.upgrade("/ws");
    alive.upgrade("/ws");
    for (int i = 0; i < 8; ++i) {
        ASSERT_EQ(alive.receive_frame().first_byte, final_ping);
        alive.send_frame(final_pong, "");
    }
    EXPECT_TRUE(fixture.turn_until([&] { return dead.is_closed(); }));
    EXPECT_FALSE(alive.is_closed());
}

TEST(WebSocketFrames, AreNotQueuedForWhoSendsPingsAndReadsNothing) {
    GatewayOptions options;
    options.limits.output_size_max = 64 * 1024;
    GatewayFixture fixture{options};
    TestClient client{fixture};
    client.upgrade("/ws");
    std::string pings;
    for (int i = 0; i < 1000; ++i) pings += masked("\x89\xfd", std::string(125, 'a'));
    bool has_dropped = false;
    // 100 MB at most, which no kernel keeps for a peer.
    for (int i = 0; i < 800 && !has_dropped; ++i) {
        client.send(pings);
        has_dropped = fixture.metrics().find("outcry_slow_consumers_total{gateway=\"0\"} 1\n") !=
                      std::string::npos;
    }
    ASSERT_TRUE(has_dropped);
    auto frame = client.receive_frame();
    while (frame.first_byte == final_pong) frame = client.receive_frame();
    EXPECT_EQ(close_code_of(frame), 1008);
    EXPECT_TRUE(fixture.turn_until([&] { return fixture.gateway().connection_count() == 0; }));
}

TEST(WebSocketFrames, SayThatTheServerStops) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/stream");
    fixture.gateway().begin_shutdown();
    EXPECT_THAT(client.receive_frame().payload,
                StartsWith(R"({"stream":"!serverShutdown","data")"));
    const auto close = client.receive_frame();
    EXPECT_EQ(close_code_of(close), 1001);
    client.send_frame(final_close, close.payload);
    EXPECT_TRUE(fixture.turn_until([&] { return fixture.gateway().is_drained(); }));
}

TEST(WebSocketUpgrade, OfAnotherPathIsNotFound) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send(
        "GET /api/v3/ping HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    EXPECT_THAT(client.receive_all(), StartsWith("HTTP/1.1 404"));
}

TEST(WebSocketUpgrade, TakesFramesThatCameWithTheRequest) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send(
        "GET /ws HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" +
        masked("\x89\x82", "hi"));
    EXPECT_THAT(client.receive_until("\x8a\x02hi"), testing::EndsWith("\x8a\x02hi"));
}

}  // namespace
}  // namespace outcry::test
