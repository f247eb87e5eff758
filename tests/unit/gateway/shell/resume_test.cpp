#include <cstdlib>
#include <map>
#include <memory>
#include <random>
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
using testing::StartsWith;

std::string body_of(const std::string& answer) {
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

Json get(GatewayFixture& fixture, const std::string& request) {
    TestClient client{fixture};
    client.send(request);
    return Json::parse(body_of(client.receive_answer()));
}

Json events_from(GatewayFixture& fixture, std::uint64_t from, std::string_view more = "") {
    return get(fixture, fixture.signed_request("GET", "/x/v1/events",
                                               fmt::format("fromSeq={}{}", from, more)));
}

void trade(GatewayFixture& fixture, std::int64_t price) {
    fixture.apply(limit_order(first_trader, Side::sell, price, 100));
    fixture.apply(limit_order(second_trader, Side::buy, price, 100));
}

TEST(AccountEvents, AreThoseOfTheAccountInOrder) {
    GatewayFixture fixture;
    const std::uint64_t begin = next(fixture.sequence()).value();
    trade(fixture, 250);
    fixture.apply(limit_order(second_trader, Side::buy, 100, 100));
    fixture.turn_for(milliseconds{5});
    const Json answer = events_from(fixture, begin);
    EXPECT_EQ(answer.at("engineSeq"), fixture.sequence().value());
    EXPECT_EQ(answer.at("nextSeq"), fixture.sequence().value() + 1);
    const Json& events = answer.at("events");
    ASSERT_EQ(events.size(), 4U);  // of the third order the first trader learns nothing
    EXPECT_EQ(events[0].at("event").at("x"), "NEW");
    EXPECT_EQ(events[0].at("engineSeq"), begin);
    EXPECT_EQ(events[1].at("event").at("e"), "outboundAccountPosition");
    EXPECT_EQ(events[2].at("event").at("x"), "TRADE");
    EXPECT_EQ(events[2].at("event").at("z"), "1.00000000");
    EXPECT_EQ(events[3].at("engineSeq"), begin + 1);
}

TEST(AccountEvents, SayWhatWasTrueThen) {
    GatewayFixture fixture;
    const std::uint64_t begin = next(fixture.sequence()).value();
    fixture.apply(limit_order(first_trader, Side::sell, 250, 100));
    for (int i = 0; i < 4; ++i) fixture.apply(limit_order(second_trader, Side::buy, 250, 25));
    fixture.turn_for(milliseconds{5});
    std::vector<std::string> executed;
    const Json answer = events_from(fixture, begin);
    for (const Json& each : answer.at("events"))
        if (each.at("event").at("e") == "executionReport")
            executed.push_back(each.at("event").at("z"));
    EXPECT_THAT(executed, testing::ElementsAre("0.00000000", "0.25000000", "0.50000000",
                                               "0.75000000", "1.00000000"));
}

TEST(AccountEvents, ComeInPagesOfWholeCommands) {
    GatewayFixture fixture;
    std::uint64_t from = next(fixture.sequence()).value();
    for (std::int64_t price = 250; price < 260; ++price) trade(fixture, price);
    fixture.turn_for(milliseconds{5});
    const Json all = events_from(fixture, from).at("events");
    Json paged = Json::array();
    while (from <= fixture.sequence().value()) {
        const Json page = events_from(fixture, from, "&limit=3");
        for (const Json& each : page.at("events")) paged.push_back(each);
        from = page.at("nextSeq").get<std::uint64_t>();
    }
    ASSERT_EQ(paged.size(), 40U);
    for (std::size_t i = 0; i < paged.size(); ++i)
        EXPECT_EQ(paged[i].at("event").value("I", std::uint64_t{0}),
                  all[i].at("event").value("I", std::uint64_t{0}));
}

TEST(AccountEvents, SayWhenTheyAreForgotten) {
    GatewayOptions options;
    options.limits.account_events_size_max = std::size_t{8} * 1024;
    GatewayFixture fixture{options};
    const std::uint64_t begin = next(fixture.sequence()).value();
    for (std::int64_t price = 250; price < 290; ++price) trade(fixture, price);
    fixture.turn_for(milliseconds{5});
    const Json refused = events_from(fixture, begin);
    EXPECT_EQ(refused.at("code"), -2901);
    const auto first = refused.at("data").at("firstSeq").get<std::uint64_t>();
    EXPECT_GT(first, begin);
    EXPECT_EQ(events_from(fixture, first - 1).at("code"), -2901);
    EXPECT_FALSE(events_from(fixture, first).at("events").empty());
    TestClient client{fixture};
    client.upgrade("/ws-api/v3");
    client.send_text(fixture.signed_message("userDataStream.subscribe.signature", "1",
                                            {{"fromSeq", fmt::format("{}", begin)}}));
    EXPECT_THAT(client.receive_frame().payload,
                AllOf(HasSubstr(R"("status":400)"), HasSubstr(R"("code":-2901)"),
                      HasSubstr(fmt::format(R"("firstSeq":{})", first))));
}

TEST(UserStream, BeginsWithASnapshotWhenAskedFor) {
    GatewayFixture fixture;
    fixture.apply(limit_order(first_trader, Side::buy, 200, 300));
    fixture.turn_for(milliseconds{5});
    TestClient client{fixture};
    client.upgrade("/ws-api/v3");
    client.send_text(fixture.signed_message("userDataStream.subscribe.signature", "1",
                                            {{"snapshot", "true"}, {"sequence", "true"}}));
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("subscriptionId":0)"));
    const Json snapshot = Json::parse(client.receive_frame().payload).at("event");
    EXPECT_EQ(snapshot.at("e"), "accountSnapshot");
    EXPECT_EQ(snapshot.at("engineSeq"), fixture.sequence().value());
    EXPECT_EQ(snapshot.at("orders").size(), 1U);
    EXPECT_EQ(snapshot.at("orders").at(0).at("price"), "2.00000000");
    EXPECT_EQ(snapshot.at("balances").at(1),
              Json({{"a", "QUOTE"}, {"f", "999994.00000000"}, {"l", "6.00000000"}}));
    fixture.apply(limit_order(second_trader, Side::sell, 200, 300));
    const Json report = Json::parse(client.receive_frame().payload).at("event");
    EXPECT_EQ(report.at("extra").at("engineSeq"), fixture.sequence().value());
    EXPECT_EQ(report.at("extra").at("channelSeq"), 2);
}

TEST(UserStream, SendsWhatWasMissedOnAListenKeyToo) {
    GatewayFixture fixture;
    TestClient keys{fixture};
    keys.send("POST /api/v3/userDataStream HTTP/1.1\r\nHost: x\r\nX-MBX-APIKEY: first-key\r\n\r\n");
    const std::string key = Json::parse(body_of(keys.receive_answer())).at("listenKey");
    const std::uint64_t begin = next(fixture.sequence()).value();
    trade(fixture, 250);
    fixture.turn_for(milliseconds{5});
    TestClient client{fixture};
    client.upgrade(fmt::format("/ws/{}?fromSeq={}", key, begin));
    EXPECT_THAT(client.receive_frame().payload,
                AllOf(StartsWith(R"({"e":"executionReport")"), HasSubstr(R"("x":"NEW")")));
    EXPECT_THAT(client.receive_frame().payload, StartsWith(R"({"e":"outboundAccountPosition")"));
    EXPECT_THAT(client.receive_frame().payload, HasSubstr(R"("x":"TRADE")"));
}

TEST(UserStream, HasAHeartbeat) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.upgrade("/ws-api/v3");
    client.send_text(
        fixture.signed_message("userDataStream.subscribe.signature", "1", {{"heartbeat", "true"}}));
    EXPECT_THAT(client.receive_text_with("heartbeat"),
                HasSubstr(fmt::format(R"("engineSeq":{})", fixture.sequence().value())));
}

/// Knows nothing but what the streams said, and is cut off whenever its test likes.
class ResumingClient {
public:
    explicit ResumingClient(GatewayFixture& fixture) : fixture_{fixture} {}

    void connect() {
        user_ = std::make_unique<TestClient>(fixture_);
        user_->upgrade("/ws-api/v3");
        GatewayFixture::Parameters parameters{{"sequence", "true"}};
        // It may have been cut before it had anything to go on from.
        if (user_seen_ == 0) {
            parameters.emplace("snapshot", "true");
        } else {
            parameters.emplace("fromSeq", fmt::format("{}", user_seen_));
        }
        user_->send_text(
            fixture_.signed_message("userDataStream.subscribe.signature", "1", parameters));
        market_ = std::make_unique<TestClient>(fixture_);
        market_->upgrade("/stream");
        const std::string depth_start = book.last_update() != 0
                                            ? fmt::format(R"("fromSeq":{})", book.last_update() + 1)
                                            : std::string{R"("snapshot":true)"};
        market_->send_text(
            fmt::format(R"({{"method":"SUBSCRIBE","params":["basequote@depth@100ms"],)"
                        R"("options":{{{}}},"id":1}})",
                        depth_start));
        market_->send_text(fmt::format(R"({{"method":"SUBSCRIBE","params":["basequote@trade"],)"
                                       R"("options":{{"sequence":true,"fromSeq":{}}},"id":2}})",
                                       trades_seen_));
    }
    void cut() {
        user_.reset();
        market_.reset();
    }
    /// At most so many messages of each connection, without waiting.
    void read(std::size_t count_max) {
        for (std::size_t i = 0; i < count_max; ++i) {
            take_user(user_->take_frame().payload);
            take_market(market_->take_frame().payload);
        }
    }

    LocalBook book;
    LocalAccount account;
    std::map<std::uint64_t, std::string> trades;  // prices by id
    bool has_gap = false;

private:
    void take_user(const std::string& text) {
        if (text.empty()) return;
        const Json message = Json::parse(text);
        if (!message.contains("event")) {
            has_gap |= message.at("status") != 200;
            return;
        }
        account.apply(message.at("event"));
        user_seen_ = message.at("event").at("extra").at("engineSeq").get<std::uint64_t>();
    }
    void take_market(const std::string& text) {
        if (text.empty()) return;
        const Json message = Json::parse(text);
        if (!message.contains("stream")) {
            has_gap |= message.contains("error");
        } else if (message.at("stream") == "basequote@trade") {
            const Json& data = message.at("data");
            trades[data.at("t")] = data.at("p");
            trades_seen_ = data.at("extra").at("engineSeq").get<std::uint64_t>();
        } else {
            has_gap |= !book.apply(message.at("data"));
        }
    }

    GatewayFixture& fixture_;
    std::unique_ptr<TestClient> user_;
    std::unique_ptr<TestClient> market_;
    std::uint64_t user_seen_ = 0;
    // The gateway's window begins with its first command.
    std::uint64_t trades_seen_ = 1;
};

void act_at_random(GatewayFixture& fixture, std::mt19937_64& random) {
    const auto below = [&](std::uint64_t end) { return random() % end; };
    if (below(20) == 0) {
        Command cancel;
        cancel.type = CommandType::cancel_all_orders;
        cancel.account = below(2) == 0 ? first_trader : second_trader;
        return fixture.apply(cancel);
    }
    fixture.apply(limit_order(below(2) == 0 ? first_trader : second_trader,
                              below(2) == 0 ? Side::buy : Side::sell,
                              100 + static_cast<std::int64_t>(below(30)), 1 + below(50)));
}

TEST(ResumingClient, EndsWithTheServersStateThoughItIsCutAtRandom) {
    const bool is_full = std::getenv("OUTCRY_FULL") != nullptr;
    const int cut_count = is_full ? 1000 : 50;
    const char* const given = std::getenv("OUTCRY_SEED");
    const std::uint64_t seed = given != nullptr ? std::stoull(given) : std::random_device{}();
    SCOPED_TRACE(fmt::format("OUTCRY_SEED={}", seed));
    std::mt19937_64 random{seed};
    GatewayFixture fixture;
    fixture.turn_for(milliseconds{5});
    ResumingClient client{fixture};
    for (int i = 0; i < cut_count; ++i) {
        client.connect();
        for (std::uint64_t steps = random() % 12; steps > 0; --steps) {
            act_at_random(fixture, random);
            if (random() % 3 == 0) fixture.turn();
            client.read(random() % 4);
        }
        client.cut();
        for (std::uint64_t steps = random() % 12; steps > 0; --steps) {
            act_at_random(fixture, random);
            fixture.turn();
        }
        ASSERT_FALSE(client.has_gap);
    }
    client.connect();
    for (int i = 0; i < 40; ++i) {
        fixture.turn_for(milliseconds{10});
        client.read(1000);
    }
    ASSERT_FALSE(client.has_gap);

    // A client of its own that has never been cut says how the account stands.
    LocalAccount account;
    TestClient fresh{fixture};
    fresh.upgrade("/ws-api/v3");
    fresh.send_text(
        fixture.signed_message("userDataStream.subscribe.signature", "1", {{"snapshot", "true"}}));
    account.apply(Json::parse(fresh.receive_text_with("accountSnapshot")).at("event"));
    EXPECT_EQ(client.account.state(), account.state());

    Json depth =
        get(fixture, "GET /api/v3/depth?symbol=BASEQUOTE&limit=5000 HTTP/1.1\r\nHost: x\r\n\r\n");
    depth.erase("lastUpdateId");
    EXPECT_EQ(client.book.levels(), depth);

    std::uint64_t id = 0;
    for (const Event& event : fixture.history())
        if (event.type == EventType::order_traded) ++id;
    ASSERT_EQ(client.trades.size(), id);
    EXPECT_EQ(client.trades.begin()->first, 1U);
    EXPECT_EQ(client.trades.rbegin()->first, id);
}

}  // namespace
}  // namespace outcry::test
