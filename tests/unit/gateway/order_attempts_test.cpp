#include <string>
#include <variant>

#include <fmt/format.h>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

class ApiOrderAttempts : public ApiFixture {
protected:
    std::string look_up(std::string_view name, std::string_view key = alice_key) {
        return call(Method::get, "/api/v3/order",
                    fmt::format("symbol=BTCUSDT&origClientOrderId={}", name), key)
            .body;
    }
    [[nodiscard]] std::string as_of_now(std::string_view attempt) const {
        return fmt::format(R"("data":{{{},"engineSeq":{}}}}})", attempt, view.sequence().value());
    }
};

constexpr std::string_view buy_too_much =
    "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=50&price=60000"
    "&newClientOrderId=poor";

TEST_F(ApiOrderAttempts, SaysOfANameThatItWasNeverSeen) {
    EXPECT_THAT(look_up("nobody"), EndsWith(as_of_now(R"("attempt":"neverSeen","knownSince":1)")));
}

TEST_F(ApiOrderAttempts, SaysOfARefusedOrderWhyAndWhen) {
    EXPECT_EQ(place(buy_too_much).status, 400);
    const auto at = view.sequence().value();
    EXPECT_THAT(
        look_up("poor"),
        EndsWith(as_of_now(fmt::format(
            R"("attempt":"rejected","reason":"insufficient_balance","rejectedSeq":{})", at))));
    EXPECT_THAT(look_up("poor", bob_key), HasSubstr("neverSeen"));
}

TEST_F(ApiOrderAttempts, FindsTheOrderOnceTheNameWasAccepted) {
    EXPECT_EQ(place(buy_too_much).status, 400);
    EXPECT_EQ(place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=60000"
                    "&newClientOrderId=poor")
                  .status,
              200);
    EXPECT_THAT(look_up("poor"), HasSubstr(R"("status":"NEW")"));
}

TEST_F(ApiOrderAttempts, SaysPendingUntilTheLateEventsOfATimeoutHaveCome) {
    Reply reply = signed_request(Method::post, "/api/v3/order", buy_too_much);
    const auto& submission = std::get<Submission>(reply);
    EXPECT_THAT(api.answer_unknown(submission).body,
                EndsWith(fmt::format(R"("data":{{"engineSeq":{}}}}})", view.sequence().value())));
    EXPECT_THAT(look_up("poor"), EndsWith(as_of_now(R"("attempt":"pending")")));
    apply(submission.command);
    EXPECT_THAT(look_up("poor"), HasSubstr(R"("attempt":"rejected")"));
}

}  // namespace
}  // namespace outcry::gateway::test
