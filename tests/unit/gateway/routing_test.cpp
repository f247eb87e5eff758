#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "gateway/api/endpoint.hpp"
#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

class ApiRouting : public ApiFixture {
protected:
    /// One that may make the call.
    static std::string_view key_for(const Endpoint& endpoint) {
        return endpoint.security == Security::withdraw ? withdrawer_key : alice_key;
    }
};

TEST_F(ApiRouting, RefusesPathsAndMethodsThatAreNotThere) {
    EXPECT_EQ(get("/api/v3/nothing").status, 404);
    EXPECT_EQ(get("/api/v3/nothing").body,
              R"({"code":-1020,"msg":"This operation is not supported."})");
    EXPECT_EQ(get("").status, 404);
    EXPECT_EQ(settle(request(Method::post, "/api/v3/ping")).status, 405);
    EXPECT_EQ(settle(request(Method::other, "/api/v3/order")).status, 405);
}

TEST_F(ApiRouting, RefusesSuperfluousParametersEverywhere) {
    for (const Endpoint& endpoint : endpoints()) {
        if (endpoint.path.empty()) continue;
        const Answer answer =
            call(endpoint.method, endpoint.path, "superfluous=1", key_for(endpoint));
        EXPECT_THAT(answer.body,
                    ::testing::HasSubstr(endpoint.security == Security::none ? R"({"code":-1101,)"
                                                                             : R"({"code":-1104,)"))
            << endpoint.path;
    }
}

TEST_F(ApiRouting, AsksForEveryMandatoryParameter) {
    for (const Endpoint& endpoint : endpoints()) {
        if (endpoint.path.empty() || endpoint.parameters.empty()) continue;
        if (endpoint.parameters.front().need == Need::optional) continue;
        const std::string_view first = name_of(endpoint.parameters.front().parameter);
        const Answer answer = endpoint.security == Security::none
                                  ? get(endpoint.path)
                                  : call(endpoint.method, endpoint.path, "", key_for(endpoint));
        EXPECT_EQ(answer.body,
                  fmt::format(R"({{"code":-1102,"msg":"Mandatory parameter '{}' was not sent, )"
                              R"(was empty/null, or malformed."}})",
                              first))
            << endpoint.path;
    }
}

TEST_F(ApiRouting, KeepsEveryEndpointToItsPermission) {
    for (const Endpoint& endpoint : endpoints()) {
        if (endpoint.path.empty() || endpoint.security == Security::none) continue;
        EXPECT_EQ(settle(request(endpoint.method, endpoint.path)).status, 401) << endpoint.path;
        const bool moves_money = endpoint.security == Security::withdraw;
        const Answer by_withdrawer = call(endpoint.method, endpoint.path, "", withdrawer_key);
        EXPECT_EQ(by_withdrawer.body.find("-2015") == std::string::npos, moves_money)
            << endpoint.path;
        const Answer by_reader = call(endpoint.method, endpoint.path, "", reader_key);
        const bool changes_something = moves_money || endpoint.security == Security::trade;
        EXPECT_EQ(by_reader.status == 401, changes_something) << endpoint.path;
    }
}

TEST_F(ApiRouting, WaitsForTheSequenceThatAReadAsksFor) {
    const std::uint64_t now = view.sequence().value();
    EXPECT_EQ(get("/api/v3/ping", fmt::format("minSeq={}", now)).status, 200);
    Reply reply = request(Method::get, "/api/v3/ping", fmt::format("minSeq={}", now + 1));
    ASSERT_TRUE(std::holds_alternative<Wait>(reply));
    EXPECT_EQ(std::get<Wait>(reply).minimum, Sequence{now + 1});
    EXPECT_EQ(api.answer_not_there_yet(std::get<Wait>(reply)).status, 504);
    EXPECT_EQ(get("/api/v3/ping", "minSeq=x").status, 400);
    EXPECT_THAT(call(Method::delete_, "/api/v3/openOrders", "symbol=BTCUSDT&minSeq=1").body,
                ::testing::HasSubstr("-1104"));
}

TEST_F(ApiRouting, JudgesAParkedRequestByTheTimeItCame) {
    const std::string payload = "timestamp=1700000000000";
    const std::string query = payload + "&signature=" + hmac_hex(secret, payload);
    RestRequest request{.method = Method::get,
                        .path = "/api/v3/openOrders",
                        .query = query,
                        .api_key = alice_key,
                        .received_at = Timestamp{now_us}};
    now_us += 60'000'000;
    EXPECT_EQ(settle(api.handle_rest(request)).status, 200);
    request.received_at = Timestamp{};
    EXPECT_EQ(settle(api.handle_rest(request)).status, 400);
}

}  // namespace
}  // namespace outcry::gateway::test
