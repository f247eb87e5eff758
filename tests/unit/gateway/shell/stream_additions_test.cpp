#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/gateway/shell/gateway_fixture.hpp"
#include "unit/gateway/shell/local_copy.hpp"

namespace outcry::test {
namespace {

using gateway::GatewayOptions;
using std::chrono::milliseconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

void trade(GatewayFixture& fixture, std::int64_t price) {
    fixture.apply(limit_order(first_trader, Side::sell, price, 100));
    fixture.apply(limit_order(second_trader, Side::buy, price, 100));
}

Json next_message(TestClient& client) { return Json::parse(client.receive_frame().payload); }

Json depth_of(GatewayFixture& fixture) {
    TestClient client{fixture};
    client.send("GET /api/v3/depth?symbol=BASEQUOTE&limit=5000 HTTP/1.1\r\nHost: test\r\n\r\n");
    const std::string answer = client.receive_answer();
    Json depth = Json::parse(answer.substr(answer.find("\r\n\r\n") + 4));
    depth.erase("lastUpdateId");
    return depth;
}

std::string header_of(std::string_view answer) {
    return std::string{answer.substr(0, answer.find("\r\n\r\n"))};
}

TEST(EngineSequence, IsOnEveryAnswer) {
    GatewayFixture fixture;
    fixture.turn_for(milliseconds{5});
    const std::string field = fmt::format("X-Engine-Seq: {}", fixture.sequence().value());
    for (const std::string_view request :
         {"GET /api/v3/ping HTTP/1.1\r\nHost: test\r\n\r\n", "GET / HTTP/1.1\r\nHost: test\r\n\r\n",
          "GET /nothing HTTP/1.1\r\nHost: test\r\n\r\n", "GET /api/v3/ping HTTP/1.1\r\n\r\n",
          "PATCH /api/v3/ping HTTP/1.1\r\nHost: test\r\n\r\n", "what is this\r\n\r\n"}) {
        TestClient client{fixture};
        client.send(request);
        EXPECT_THAT(header_of(client.receive_answer()), HasSubstr(field)) << request;
    }
}

TEST(StreamAdditions, AreOnlyForThoseWhoAsk) {
    GatewayFixture fixture;
    TestClient plain{fixture};
    plain.upgrade("/ws/basequote@trade");
    TestClient curious{fixture};
    curious.upgrade("/ws/basequote@trade?sequence=true&times=true");
    trade(fixture, 250);
    const std::string usual = plain.receive_frame().payload;
    EXPECT_THAT(usual, Not(HasSubstr("extra")));
    const Json message = next_message(curious);
    EXPECT_EQ(message.at("extra").at("channelSeq"), 1);
    EXPECT_EQ(message.at("extra").at("engineSeq"), fixture.sequence().value());
    EXPECT_EQ(message.at("extra").at("matchTime"), message.at("T"));
    EXPECT_GE(message.at("extra").at("sendTime"), message.at("T"));
    EXPECT_FALSE(message.at("extra").contains("checksum"));
}

TEST(StreamAdditions, StandBesideAnArray) {
    GatewayFixture fixture;
    TestClient raw{fixture};
    raw.upgrade("/ws/!miniTicker@arr?sequence=true");
    TestClient combined{fixture};
    combined.upgrade("/stream?streams=!miniTicker@arr&sequence=true");
    trade(fixture, 250);
    EXPECT_TRUE(next_message(raw).at("data").is_array());
    const Json message = next_message(combined);
    EXPECT_EQ(message.at("stream"), "!miniTicker@arr");
    EXPECT_TRUE(message.at("data").is_array());
    EXPECT_GE(message.at("extra").at("channelSeq"), 1);
}

TEST(StreamAdditions, NumberTheMessagesOfAChannelWithoutGaps) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws/basequote@bookTicker?sequence=true");
    for (std::uint64_t i = 1; i <= 20; ++i) {
        fixture.apply(limit_order(first_trader, Side::buy, 100 + static_cast<std::int64_t>(i), 1));
        EXPECT_EQ(next_message(client).at("extra").at("channelSeq"), i);
    }
}

TEST(StreamAdditions, ASubscriptionChoosesItsOwn) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws/0?times=true");
    client.send_text(R"({"method":"SUBSCRIBE","params":["basequote@trade"],)"
                     R"("options":{"sequence":true},"id":1})");
    EXPECT_EQ(client.receive_frame().payload, R"({"result":null,"id":1})");
    trade(fixture, 250);
    const Json extra = next_message(client).at("extra");
    EXPECT_TRUE(extra.contains("engineSeq"));
    EXPECT_FALSE(extra.contains("sendTime"));
    client.send_text(R"({"method":"SUBSCRIBE","params":["x"],"options":{"thin":true},"id":2})");
    EXPECT_EQ(client.receive_frame().payload,
              R"({"error":{"code":0,"msg":"Unknown option"},"id":2})");
    client.send_text(R"({"method":"SUBSCRIBE","params":["x"],"options":{"times":1},"id":3})");
    EXPECT_EQ(client.receive_frame().payload,
              R"({"error":{"code":1,"msg":"Invalid value type: expected Boolean"},"id":3})");
}

TEST(DepthStream, BeginsWithASnapshotAndHasAChecksum) {
    GatewayFixture fixture;
    for (std::int64_t price = 100; price < 140; ++price)
        fixture.apply(limit_order(first_trader, Side::buy, price, 100));
    TestClient client{fixture};
    client.upgrade("/ws/basequote@depth@100ms?snapshot=true&checksum=true");
    LocalBook book;
    Json message = next_message(client);
    EXPECT_EQ(message.at("e"), "depthSnapshot");
    ASSERT_TRUE(book.apply(message));
    EXPECT_EQ(message.at("extra").at("checksum"), book.checksum());
    for (std::int64_t price = 200; price < 230; ++price) {
        fixture.apply(limit_order(second_trader, Side::sell, price, 50));
        fixture.apply(limit_order(second_trader, Side::sell, 339 - price, 50));
        fixture.turn_for(milliseconds{20});
    }
    while (book.last_update() < fixture.sequence().value()) {
        message = next_message(client);
        ASSERT_TRUE(book.apply(message));
        EXPECT_EQ(message.at("extra").at("checksum"), book.checksum());
    }
    EXPECT_EQ(book.levels(), depth_of(fixture));
}

TEST(DepthStream, SendsWhatWasMissed) {
    GatewayFixture fixture;
    LocalBook book;
    {
        TestClient client{fixture};
        client.upgrade("/ws/basequote@depth@100ms?snapshot=true");
        ASSERT_TRUE(book.apply(next_message(client)));
    }
    for (std::int64_t price = 100; price < 140; ++price)
        fixture.apply(limit_order(first_trader, Side::buy, price, 100));
    fixture.apply(limit_order(second_trader, Side::sell, 130, 550));
    fixture.turn();
    TestClient client{fixture};
    client.upgrade(fmt::format("/ws/basequote@depth@100ms?fromSeq={}", book.last_update() + 1));
    ASSERT_TRUE(book.apply(next_message(client)));
    EXPECT_EQ(book.levels(), depth_of(fixture));
    fixture.apply(limit_order(first_trader, Side::buy, 99, 100));
    ASSERT_TRUE(book.apply(next_message(client)));
    EXPECT_EQ(book.levels(), depth_of(fixture));
}

TEST(TradeStream, SendsWhatWasMissed) {
    GatewayFixture fixture;
    trade(fixture, 250);
    const Sequence seen = fixture.sequence();
    for (std::int64_t price = 251; price < 260; ++price) trade(fixture, price);
    fixture.turn_for(milliseconds{5});
    TestClient client{fixture};
    client.upgrade(fmt::format("/ws/basequote@trade?sequence=true&fromSeq={}", next(seen).value()));
    trade(fixture, 260);
    for (int id = 2; id <= 11; ++id) {
        const Json message = next_message(client);
        EXPECT_EQ(message.at("t"), id);
        EXPECT_EQ(message.at("extra").at("channelSeq"), id);
        EXPECT_EQ(message.at("p"), fmt::format("2.{}000000", 49 + id));
    }
}

TEST(StreamResume, RefusesWhatIsForgotten) {
    GatewayOptions options;
    options.limits.resume_changes_max = 2;
    options.limits.resume_messages_max = 3;
    GatewayFixture fixture{options};
    const Sequence begin = fixture.sequence();
    for (std::int64_t price = 250; price < 260; ++price) trade(fixture, price);
    fixture.turn_for(milliseconds{5});
    TestClient client{fixture};
    client.upgrade("/ws/0");
    for (const std::string_view name : {"basequote@depth@100ms", "basequote@trade"}) {
        client.send_text(fmt::format(
            R"({{"method":"SUBSCRIBE","params":["{}"],"options":{{"fromSeq":{}}},"id":1}})", name,
            next(begin).value()));
        EXPECT_EQ(client.receive_frame().payload,
                  R"({"error":{"code":4,"msg":"fromSeq is older than what is retained"},"id":1})")
            << name;
    }
    TestClient in_path{fixture};
    in_path.upgrade(fmt::format("/ws/basequote@trade?fromSeq={}", next(begin).value()));
    EXPECT_THAT(in_path.receive_frame().payload, HasSubstr("fromSeq is older"));
    // Who takes a snapshot instead gets one.
    TestClient content{fixture};
    content.upgrade(
        fmt::format("/ws/basequote@depth?snapshot=true&fromSeq={}", next(begin).value()));
    EXPECT_EQ(next_message(content).at("e"), "depthSnapshot");
}

TEST(StatusStream, SaysWhatChangedAndWhy) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws/basequote@status/!status@arr?sequence=true");
    const Json now = next_message(client);
    EXPECT_EQ(now.at("e"), "instrumentStatus");
    EXPECT_EQ(now.at("exactStatus"), "TRADING");
    EXPECT_TRUE(now.at("reason").is_null());
    Command halt;
    halt.type = CommandType::set_instrument_status;
    halt.instrument_status = InstrumentStatus::halted;
    fixture.apply(halt);
    const Json changed = next_message(client);
    EXPECT_EQ(changed.at("status"), "HALT");
    EXPECT_EQ(changed.at("exactStatus"), "HALTED");
    EXPECT_EQ(changed.at("exactStatusBefore"), "TRADING");
    EXPECT_EQ(changed.at("reason"), "OPERATOR_REQUEST");
    EXPECT_EQ(changed.at("extra").at("engineSeq"), fixture.sequence().value());
    const Json of_all = next_message(client);
    EXPECT_EQ(of_all.at("data").at(0).at("exactStatus"), "HALTED");
    TestClient later{fixture};
    later.upgrade("/ws/basequote@status");
    const Json state = next_message(later);
    EXPECT_EQ(state.at("exactStatus"), "HALTED");
    EXPECT_EQ(state.at("reason"), "OPERATOR_REQUEST");
}

TEST(StreamSession, HasAHeartbeatWithTheNewestSequence) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws/basequote@trade?heartbeat=true");
    const Json first = next_message(client);
    EXPECT_EQ(first.at("e"), "heartbeat");
    EXPECT_EQ(first.at("engineSeq"), fixture.sequence().value());
    fixture.apply(limit_order(first_trader, Side::buy, 100, 100));
    EXPECT_EQ(next_message(client).at("engineSeq"), fixture.sequence().value());
}

/// Changes prices until the socket's own buffers are full and so much more is queued.
void fill(GatewayFixture& fixture, std::size_t round_count) {
    for (std::size_t round = 0; round < round_count; ++round) {
        for (std::int64_t price = 100; price < 400; ++price) {
            fixture.apply(limit_order(first_trader, Side::buy, price, 1));
            if (price % 50 == 0) fixture.turn();
        }
        fixture.turn();
        fixture.apply([] {
            Command cancel;
            cancel.type = CommandType::cancel_all_orders;
            cancel.account = first_trader;
            return cancel;
        }());
    }
}

TEST(SlowSubscriber, IsConflatedWhenItAsksForIt) {
    GatewayOptions options;
    options.limits.output_size_max = std::size_t{256} * 1024;
    GatewayFixture fixture{options};
    TestClient slow{fixture};
    slow.upgrade(
        "/stream?streams=basequote@bookTicker/basequote@depth@100ms"
        "&snapshot=true&conflate=true");
    fill(fixture, 120);
    fixture.apply(limit_order(first_trader, Side::buy, 123, 100));
    fixture.turn_for(milliseconds{300});
    LocalBook book;
    Json ticker;
    while (book.last_update() < fixture.sequence().value() || ticker.empty() ||
           ticker.at("u") != fixture.sequence().value()) {
        const auto frame = slow.receive_frame();
        ASSERT_EQ(frame.first_byte, 0x81) << "it was disconnected";
        const Json message = Json::parse(frame.payload);
        if (message.at("stream") == "basequote@bookTicker") {
            ticker = message.at("data");
        } else {
            ASSERT_TRUE(book.apply(message.at("data")));
        }
    }
    EXPECT_EQ(ticker.at("b"), "1.23000000");
    EXPECT_EQ(book.levels(), depth_of(fixture));
}

}  // namespace
}  // namespace outcry::test
