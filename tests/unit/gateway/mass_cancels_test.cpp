#include <string>
#include <variant>

#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

class ApiMassCancels : public ApiFixture {
public:
    [[nodiscard]] Command command_for(Method method, std::string_view path,
                                      std::string_view query) {
        const Reply reply = signed_request(method, path, query);
        const auto* const submission = std::get_if<Submission>(&reply);
        EXPECT_NE(submission, nullptr);
        return submission == nullptr ? Command{} : submission->command;
    }
};

TEST_F(ApiMassCancels, CoverAllSymbolsUnlessOneIsNamed) {
    constexpr std::string_view path = "/api/v3/allOpenOrders";
    Command command = command_for(Method::delete_, path, "");
    EXPECT_EQ(command.type, CommandType::cancel_orders);
    EXPECT_EQ(command.account, alice);
    EXPECT_EQ(command.mass_cancel.scope, CancelScope::account);
    EXPECT_EQ(command.mass_cancel.reason, CloseReason::cancelled_by_user);
    EXPECT_EQ(command.mass_cancel.has_instrument, 0);
    EXPECT_EQ(command.mass_cancel.has_side, 0);
    command = command_for(Method::delete_, path, "symbol=BTCUSDT&side=SELL");
    EXPECT_EQ(command.mass_cancel.has_instrument, 1);
    EXPECT_EQ(command.instrument, InstrumentId{0});
    EXPECT_EQ(command.mass_cancel.has_side, 1);
    EXPECT_EQ(command.side, Side::sell);
    EXPECT_EQ(call(Method::delete_, path, "side=UP").body,
              R"({"code":-1117,"msg":"Invalid side."})");
}

TEST_F(ApiMassCancels, AreSetOffByATimerThatIsNotRenewed) {
    constexpr std::string_view path = "/api/v3/countdownCancelAll";
    const Command command = command_for(Method::post, path, "countdownTime=30000");
    EXPECT_EQ(command.type, CommandType::set_dead_man);
    EXPECT_EQ(command.account, alice);
    EXPECT_EQ(command.dead_man.timeout_ms, 30'000U);
    EXPECT_EQ(command_for(Method::post, path, "countdownTime=0").dead_man.timeout_ms, 0U);
    EXPECT_EQ(call(Method::post, path, "").body,
              R"({"code":-1102,"msg":"Mandatory parameter 'countdownTime' was not sent, was )"
              R"(empty/null, or malformed."})");
    EXPECT_EQ(call(Method::post, path, "countdownTime=4294967296").body,
              R"({"code":-1108,"msg":"Parameter 'countdownTime' overflowed."})");
}

TEST_F(ApiMassCancels, NeedAKeyThatMayTrade) {
    for (const std::string_view path : {"/api/v3/allOpenOrders", "/api/v3/batchOrders"}) {
        EXPECT_EQ(call(Method::delete_, path, "symbol=BTCUSDT", reader_key).body,
                  R"({"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."})");
    }
}

}  // namespace
}  // namespace outcry::gateway::test
