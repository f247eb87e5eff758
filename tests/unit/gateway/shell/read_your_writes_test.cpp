#include <charconv>
#include <cstdlib>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/gateway/shell/late_gateway.hpp"

namespace outcry::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

int order_count() { return std::getenv("OUTCRY_FULL") != nullptr ? 10'000 : 500; }

std::uint64_t sequence_of(std::string_view answer) {
    constexpr std::string_view field = "X-Engine-Seq: ";
    const std::size_t place = answer.find(field);
    std::uint64_t sequence = 0;
    if (place == std::string_view::npos) return sequence;
    std::from_chars(answer.data() + place + field.size(), answer.data() + answer.size(), sequence);
    return sequence;
}

/// A writer at the first gateway, a reader at the second.
struct TwoGateways {
    /// Nothing to trade with: closed at once, so that the venue does not fill up.
    std::string place(int number) {
        writer.send(fixture.signed_request(
            "POST", "/api/v3/order",
            fmt::format("symbol=BASEQUOTE&side=BUY&type=LIMIT&timeInForce=IOC&quantity=1&price=2"
                        "&newClientOrderId=order-{}",
                        number)));
        return writer.receive_answer();
    }
    std::string read(int number, std::uint64_t minimum) {
        reader.send(fixture.signed_request(
            "GET", "/api/v3/order",
            fmt::format("symbol=BASEQUOTE&origClientOrderId=order-{}&minSeq={}", number, minimum)));
        return reader.receive_answer();
    }

    GatewayFixture fixture;
    LateGateway late{fixture};
    TestClient writer{fixture};
    TestClient reader{fixture, late.port()};
};

TEST(ReadYourWrites, OnAnotherGatewayWithTheSequenceOfTheAck) {
    TwoGateways gateways;
    int waited_count = 0;
    for (int number = 0; number < order_count(); ++number) {
        const std::string ack = gateways.place(number);
        ASSERT_THAT(ack, StartsWith("HTTP/1.1 200"));
        if (gateways.late.behind_count() > 0) ++waited_count;
        const std::string answer = gateways.read(number, sequence_of(ack));
        ASSERT_THAT(answer, HasSubstr(fmt::format("\"order-{}\"", number)));
        ASSERT_GE(sequence_of(answer), sequence_of(ack));
    }
    // Else it would have proved nothing.
    EXPECT_GT(waited_count, order_count() / 2);
}

TEST(ReadYourWrites, NothingOfACommandBeforeAllOfIt) {
    TwoGateways gateways;
    gateways.fixture.set_on_turn({});
    const std::string ack = gateways.place(1);
    // Accepted and expired are two events: the order is not there, then it is closed.
    ASSERT_EQ(gateways.late.behind_count(), 2u);
    gateways.late.feed();
    EXPECT_THAT(gateways.read(1, 0), HasSubstr("-2013"));
    gateways.late.feed();
    EXPECT_THAT(gateways.read(1, sequence_of(ack)), HasSubstr(R"("status":"EXPIRED")"));
}

TEST(ReadYourWrites, NotWithoutTheSequence) {
    TwoGateways gateways;
    gateways.fixture.set_on_turn({});
    const std::string ack = gateways.place(1);
    ASSERT_THAT(ack, StartsWith("HTTP/1.1 200"));
    ASSERT_GT(gateways.late.behind_count(), 0u);
    // What a client sees when an ack is ahead of the view: an earlier sequence stands for it.
    EXPECT_THAT(gateways.read(1, sequence_of(ack) - 1), HasSubstr("-2013"));
}

}  // namespace
}  // namespace outcry::test
