#include <filesystem>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/gateway/shell/gateway_fixture.hpp"

namespace outcry::test {
namespace {

using gateway::GatewayOptions;
using std::chrono::milliseconds;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view ping = "GET /api/v3/ping HTTP/1.1\r\nHost: test\r\n\r\n";

constexpr std::string_view long_answer = "GET /api/v3/exchangeInfo HTTP/1.1\r\nHost: test\r\n\r\n";
constexpr int long_answer_count = 4000;

std::ptrdiff_t descriptor_count() {
    return std::distance(std::filesystem::directory_iterator{"/proc/self/fd"}, {});
}

/// A gateway that has answered more than the kernel keeps for a client who does not read.
struct QueuedAnswers {
    explicit QueuedAnswers(std::size_t size_of_all_max = 256 << 20)
        : fixture{options(size_of_all_max)} {
        std::string requests;
        for (int i = 0; i < long_answer_count; ++i) requests += long_answer;
        client.send(requests);
    }
    [[nodiscard]] bool answered(int count) {
        const std::string line =
            fmt::format("outcry_http_requests_total{{gateway=\"0\"}} {}\n", count);
        return fixture.turn_until(
            [&] { return fixture.metrics().find(line) != std::string::npos; });
    }
    static GatewayOptions options(std::size_t size_of_all_max) {
        GatewayOptions options;
        options.limits.output_size_max = 256 << 20;
        options.limits.output_size_of_all_max = size_of_all_max;
        return options;
    }
    GatewayFixture fixture;
    TestClient client{fixture};
};

constexpr std::string_view buy_one =
    "symbol=BASEQUOTE&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=2";

TEST(Http, AnswersAndKeepsTheConnection) {
    GatewayFixture fixture;
    TestClient client{fixture};
    for (int i = 0; i < 3; ++i) {
        client.send(ping);
        const std::string answer = client.receive_answer();
        EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
        EXPECT_THAT(answer, HasSubstr("Content-Type: application/json;charset=UTF-8\r\n"));
        EXPECT_THAT(answer, EndsWith("\r\n\r\n{}"));
    }
}

TEST(Http, PlacesAnOrderAndShowsItInTheSameConnectionsQuery) {
    GatewayFixture fixture;
    TestClient client{fixture};
    // Both at once: the query has to wait for the order before it.
    client.send(fixture.signed_request("POST", "/api/v3/order", buy_one) +
                fixture.signed_request("GET", "/api/v3/openOrders", "symbol=BASEQUOTE"));
    const std::string placed = client.receive_answer();
    EXPECT_THAT(placed, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(placed, HasSubstr("X-Engine-Seq: "));
    EXPECT_THAT(placed, HasSubstr("\"orderId\":1,"));
    EXPECT_THAT(client.receive_answer(), HasSubstr("[{\"symbol\":\"BASEQUOTE\",\"orderId\":1,"));
}

TEST(Http, AnswersPipelinedCommandsInTheirOrder) {
    GatewayFixture fixture;
    TestClient client{fixture};
    std::string requests;
    for (int i = 0; i < 20; ++i)
        requests += fixture.signed_request(
            "POST", "/api/v3/order",
            std::string{buy_one} + "&newClientOrderId=order-" + std::to_string(i));
    client.send(requests);
    for (int i = 0; i < 20; ++i)
        EXPECT_THAT(client.receive_answer(), HasSubstr("order-" + std::to_string(i) + "\""));
}

TEST(Http, TakesARequestThatComesByteByByte) {
    GatewayFixture fixture;
    TestClient client{fixture};
    for (const char byte : fixture.signed_request("POST", "/api/v3/order", buy_one)) {
        client.send({&byte, 1});
        fixture.turn();
    }
    EXPECT_THAT(client.receive_answer(), HasSubstr("\"orderId\":1,"));
}

TEST(Http, TakesAChunkedBody) {
    GatewayFixture fixture;
    TestClient client{fixture};
    const std::string body = fixture.sign(buy_one);
    client.send(
        "POST /api/v3/order HTTP/1.1\r\nHost: test\r\nX-MBX-APIKEY: first-key\r\n"
        "Transfer-Encoding: chunked\r\n\r\n");
    for (const std::string& part : {body.substr(0, 10), body.substr(10)}) {
        char size[20];
        std::snprintf(size, sizeof size, "%zx\r\n", part.size());
        client.send(size + part + "\r\n");
    }
    client.send("0\r\n\r\n");
    EXPECT_THAT(client.receive_answer(), HasSubstr("\"orderId\":1,"));
}

TEST(Http, InvitesABodyThatWaitsToBeInvited) {
    GatewayFixture fixture;
    TestClient client{fixture};
    const std::string body = fixture.sign(buy_one);
    client.send(
        "POST /api/v3/order HTTP/1.1\r\nHost: test\r\nX-MBX-APIKEY: first-key\r\n"
        "Expect: 100-continue\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n");
    EXPECT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send(body);
    EXPECT_THAT(client.receive_answer(), HasSubstr("\"orderId\":1,"));
}

TEST(Http, AnswersAPeerThatHasStoppedSending) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send(fixture.signed_request("POST", "/api/v3/order", buy_one));
    client.half_close();
    EXPECT_THAT(client.receive_all(), HasSubstr("\"orderId\":1,"));
}

TEST(Http, ClosesWhenAskedTo) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send("GET /api/v3/ping HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(client.receive_all(), HasSubstr("Connection: close\r\n"));
    TestClient old_client{fixture};
    old_client.send("GET /api/v3/ping HTTP/1.0\r\n\r\n");
    EXPECT_THAT(old_client.receive_all(), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST(Http, SaysInJsonThatAPathOrAMethodIsUnknown) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send("GET /nothing HTTP/1.1\r\nHost: test\r\n\r\n");
    const std::string unknown_path = client.receive_answer();
    EXPECT_THAT(unknown_path, StartsWith("HTTP/1.1 404 Not Found\r\n"));
    EXPECT_THAT(unknown_path, HasSubstr("{\"code\":"));
    client.send("PATCH /api/v3/order HTTP/1.1\r\nHost: test\r\n\r\n");
    const std::string unknown_method = client.receive_answer();
    EXPECT_THAT(unknown_method, StartsWith("HTTP/1.1 405 Method Not Allowed\r\n"));
    EXPECT_THAT(unknown_method, HasSubstr("{\"code\":"));
}

TEST(Http, AnswersAHeadWithoutTheBody) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send("HEAD /api/v3/ping HTTP/1.1\r\nHost: test\r\n\r\n" + std::string{ping});
    const std::string head = client.receive_until("{}");
    EXPECT_EQ(count_of("HTTP/1.1 200 OK\r\n", head), 2U);
    EXPECT_EQ(count_of("{}", head), 1U);
}

TEST(Http, ShowsAStartPageThatRepeatsNoMarkup) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send("GET / HTTP/1.1\r\nHost: <script>\r\n\r\n");
    const std::string page = client.receive_answer();
    EXPECT_THAT(page, HasSubstr("Content-Type: text/html"));
    EXPECT_THAT(page, HasSubstr("BASEQUOTE"));
    EXPECT_THAT(page, testing::Not(HasSubstr("<script>")));
}

/// Each of these is answered with the status and an error body, and the connection ends.
struct BadRequest {
    const char* name;
    std::string bytes;
    const char* status;
};

class BadHttp : public testing::TestWithParam<BadRequest> {};

TEST_P(BadHttp, IsRefusedAndClosed) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send(GetParam().bytes);
    const std::string answer = client.receive_all();
    EXPECT_THAT(answer, StartsWith(std::string{"HTTP/1.1 "} + GetParam().status));
    EXPECT_THAT(answer, HasSubstr("{\"code\":"));
    EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadHttp,
    testing::Values(
        BadRequest{"Nonsense", "\x01\x02\x03\r\n\r\n", "400"},
        BadRequest{"NoVersion", "GET /\r\n\r\n", "400"},
        BadRequest{"Version2", "GET / HTTP/2.0\r\n\r\n", "400"},
        BadRequest{"BadFieldName", "GET / HTTP/1.1\r\nHo st: a\r\n\r\n", "400"},
        BadRequest{"ConflictingLengths",
                   "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                   "400"},
        BadRequest{"LengthAndChunks",
                   "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
                   "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                   "400"},
        BadRequest{"ChunksUnderAnotherName",
                   "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                   "400"},
        BadRequest{"ListOfLengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 2\r\n\r\nab",
                   "400"},
        BadRequest{"LengthWithASign", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na",
                   "400"},
        BadRequest{"BareLineFeed", "GET / HTTP/1.1\nHost: a\n\n", "400"},
        BadRequest{"NegativeLength", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                   "400"},
        BadRequest{"BadChunkSize",
                   "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                   "400"},
        BadRequest{"HugeHeader", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x'),
                   "431"},
        BadRequest{"HugeChunkExtension",
                   "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;x=" +
                       std::string(100'000, 'x'),
                   "431"},
        BadRequest{"HugeTrailer",
                   "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: " +
                       std::string(100'000, 'x'),
                   "431"},
        BadRequest{"HugeBody", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n",
                   "413"},
        BadRequest{"HugeChunk",
                   "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n50000\r\n" +
                       std::string(0x50000, 'x'),
                   "413"}),
    [](const auto& test) { return std::string{test.param.name}; });

TEST(Http, SeesNoSecondRequestInABodyThatWasToHideOne) {
    GatewayFixture fixture;
    TestClient client{fixture};
    const std::string hidden = "GET /api/v3/time HTTP/1.1\r\nHost: a\r\n\r\n";
    client.send(fmt::format("POST /api/v3/ping HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{}",
                            hidden.size(), hidden) +
                "GET /api/v3/ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const std::string answers = client.receive_all();
    EXPECT_EQ(count_of("HTTP/1.1 ", answers), 2U);
    EXPECT_THAT(answers, testing::Not(HasSubstr("serverTime")));
}

TEST(Http, TakesAFoldedFieldAsOneOrRefusesIt) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send(
        "GET /api/v3/ping HTTP/1.1\r\nHost: a\r\nX-A: b\r\n Content-Length: 5\r\n"
        "Connection: close\r\n\r\n");
    const std::string answers = client.receive_all();
    EXPECT_EQ(count_of("HTTP/1.1 ", answers), 1U);
}

TEST(Http, WantsExactlyOneHost) {
    GatewayFixture fixture;
    TestClient client{fixture};
    client.send("GET /api/v3/ping HTTP/1.1\r\n\r\n");
    EXPECT_THAT(client.receive_answer(), StartsWith("HTTP/1.1 400"));
    client.send("GET /api/v3/ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    EXPECT_THAT(client.receive_answer(), StartsWith("HTTP/1.1 400"));
}

TEST(Http, EndsSlowHeadersSlowBodiesAndIdleConnections) {
    GatewayOptions options;
    options.limits.header_time_max = milliseconds{50};
    options.limits.body_time_max = milliseconds{50};
    options.limits.idle_time_max = milliseconds{150};
    GatewayFixture fixture{options};
    TestClient slow_header{fixture};
    TestClient slow_body{fixture};
    TestClient idle{fixture};
    slow_header.send("GET /api/v3/ping HT");
    slow_body.send("POST /api/v3/order HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_THAT(slow_header.receive_all(), StartsWith("HTTP/1.1 408 "));
    EXPECT_THAT(slow_body.receive_all(), StartsWith("HTTP/1.1 408 "));
    EXPECT_THAT(idle.receive_all(), IsEmpty());
    EXPECT_TRUE(fixture.turn_until([&] { return fixture.gateway().connection_count() == 0; }));
}

TEST(Http, RefusesConnectionsAboveTheLimit) {
    GatewayOptions options;
    options.limits.connections_max = 2;
    GatewayFixture fixture{options};
    TestClient first{fixture};
    TestClient second{fixture};
    first.send(ping);
    second.send(ping);
    EXPECT_THAT(first.receive_answer(), StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(second.receive_answer(), StartsWith("HTTP/1.1 200"));
    TestClient third{fixture};
    const std::string refusal = third.receive_all();
    EXPECT_THAT(refusal, StartsWith("HTTP/1.1 503"));
    EXPECT_THAT(refusal, HasSubstr("\"code\":-1034"));
    first.send(ping);
    EXPECT_THAT(first.receive_answer(), StartsWith("HTTP/1.1 200"));
}

TEST(Http, ForgetsRefusedConnectionsThatStayOpen) {
    GatewayOptions options;
    options.limits.connections_max = 1;
    GatewayFixture fixture{options};
    TestClient first{fixture};
    first.send(ping);
    EXPECT_THAT(first.receive_answer(), StartsWith("HTTP/1.1 200"));
    TestClient refused{fixture};
    const std::ptrdiff_t before = descriptor_count();
    EXPECT_THAT(refused.receive_all(), StartsWith("HTTP/1.1 503"));
    EXPECT_TRUE(fixture.turn_until([&] { return descriptor_count() == before; }));
}

TEST(Http, ClosesWithoutAnAnswerWhenManyRefusedConnectionsStayOpen) {
    GatewayOptions options;
    options.limits.connections_max = 1;
    GatewayFixture fixture{options};
    TestClient first{fixture};
    std::vector<std::unique_ptr<TestClient>> refused;
    for (int i = 0; i < 64; ++i) {
        refused.push_back(std::make_unique<TestClient>(fixture));
        ASSERT_THAT(refused.back()->receive_all(), StartsWith("HTTP/1.1 503"));
    }
    TestClient last{fixture};
    EXPECT_THAT(last.receive_all(), IsEmpty());
}

TEST(Http, SendsALongAnswerToItsEndThoughThePeerIsSlow) {
    QueuedAnswers queued;
    queued.client.send("GET /api/v3/ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    ASSERT_TRUE(queued.answered(long_answer_count + 1));
    // Longer than a connection lingers after its last byte.
    queued.fixture.turn_for(milliseconds{2500});
    EXPECT_EQ(count_of("HTTP/1.1 200", queued.client.receive_all()), long_answer_count + 1U);
}

TEST(Http, SendsWhatItHasAnsweredBeforeItStops) {
    QueuedAnswers queued;
    ASSERT_TRUE(queued.answered(long_answer_count));
    queued.fixture.gateway().begin_shutdown();
    EXPECT_EQ(count_of("HTTP/1.1 200", queued.client.receive_all()), 0U + long_answer_count);
}

TEST(Http, TakesNoMoreRequestsFromWhoReadsNothingWhenAllLeaveTooMuch) {
    QueuedAnswers queued{1 << 20};
    queued.fixture.turn_for(milliseconds{300});
    EXPECT_THAT(queued.fixture.metrics(),
                Not(HasSubstr(fmt::format("outcry_http_requests_total{{gateway=\"0\"}} {}\n",
                                          long_answer_count))));
    for (int i = 0; i < long_answer_count; ++i)
        ASSERT_THAT(queued.client.receive_answer(), StartsWith("HTTP/1.1 200"));
}

TEST(Http, SaysAfterTheTimeThatTheOutcomeIsNotKnown) {
    GatewayOptions options;
    options.limits.answer_time_max = milliseconds{50};
    GatewayFixture fixture{options};
    fixture.stop_engine();
    TestClient client{fixture};
    client.send(fixture.signed_request("POST", "/api/v3/order", buy_one));
    EXPECT_THAT(client.receive_answer(), HasSubstr("\"code\":-1007"));
    // The events that come late are nobody's.
    fixture.start_engine();
    fixture.turn_for(milliseconds{20});
    client.send(fixture.signed_request("GET", "/api/v3/openOrders", "symbol=BASEQUOTE"));
    EXPECT_THAT(client.receive_answer(), HasSubstr("\"orderId\":1,"));
}

TEST(Http, AnswersWhatIsUnderWayBeforeItStops) {
    GatewayFixture fixture;
    fixture.stop_engine();
    TestClient busy{fixture};
    TestClient idle{fixture};
    busy.send(fixture.signed_request("POST", "/api/v3/order", buy_one));
    EXPECT_TRUE(fixture.turn_until([&] { return fixture.commands().available() == 1; }));
    fixture.gateway().begin_shutdown();
    EXPECT_THAT(idle.receive_all(), IsEmpty());
    EXPECT_FALSE(fixture.gateway().is_drained());
    fixture.start_engine();
    EXPECT_THAT(busy.receive_all(), HasSubstr("\"orderId\":1,"));
    EXPECT_TRUE(fixture.turn_until([&] { return fixture.gateway().is_drained(); }));
}

TEST(Http, SaysThatItsPortIsTaken) {
    GatewayFixture fixture;
    GatewayFixture other;
    gateway::GatewayOptions options;
    options.listen_port = fixture.port();
    EXPECT_THROW(other.listen_again(options), std::system_error);
}

TEST(Http, SharesItsPortOnlyWhenAskedTo) {
    GatewayOptions options;
    options.shares_port = true;
    GatewayFixture fixture{options};
    GatewayFixture other{options};
    options.listen_port = fixture.port();
    EXPECT_NO_THROW(other.listen_again(options));
    EXPECT_EQ(other.port(), fixture.port());
}

}  // namespace
}  // namespace outcry::test
