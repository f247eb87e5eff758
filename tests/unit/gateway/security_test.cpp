#include <cctype>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "gateway/api/endpoint.hpp"
#include "unit/gateway/api_fixture.hpp"

namespace outcry::gateway::test {
namespace {

using ApiSignatures = ApiFixture;
using ApiReplays = ApiFixture;

std::uint64_t seed() {
    const char* const given = std::getenv("OUTCRY_SEED");
    return given != nullptr ? std::stoull(given) : std::random_device{}();
}

std::string lower(std::string text) {
    for (char& character : text)
        character = static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
    return text;
}

/// One byte changed, left out, put in, doubled, or two of them exchanged.
std::string mutate(std::string text, std::mt19937_64& random) {
    const std::size_t place = random() % text.size();
    const char byte = static_cast<char>(random() % 256);
    switch (random() % 5) {
        case 0: text[place] = byte; break;
        case 1: text.erase(place, 1); break;
        case 2: text.insert(place, 1, byte); break;
        case 3: text.insert(place, 1, text[place]); break;
        default: std::swap(text[place], text[random() % text.size()]);
    }
    return text;
}

TEST_F(ApiSignatures, OfTenThousandMutatedOrdersLetNonePass) {
    const std::uint64_t chosen = seed();
    SCOPED_TRACE(fmt::format("OUTCRY_SEED={}", chosen));
    std::mt19937_64 random{chosen};
    const std::string payload =
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1000"
        "&newClientOrderId=mine&timestamp=1700000000000";
    const std::string signature = hmac_hex(secret, payload);
    const std::string query = payload + "&signature=" + signature;
    int tried_count = 0;
    while (tried_count < 10'000) {
        std::string mutated = query;
        for (std::uint64_t times = 1 + random() % 3; times > 0; --times)
            mutated = mutate(std::move(mutated), random);
        // Hex digits have two forms, and an empty piece of a query is none.
        if (lower(mutated).ends_with("&signature=" + signature) &&
            mutated.starts_with(payload + "&"))
            continue;
        ++tried_count;
        const Reply reply = request(Method::post, "/api/v3/order", mutated, "", alice_key);
        ASSERT_TRUE(std::holds_alternative<Answer>(reply)) << mutated;
        ASSERT_NE(std::get<Answer>(reply).status, 200) << mutated;
    }
    EXPECT_EQ(call(Method::get, "/api/v3/openOrders", "").body, "[]");
}

TEST_F(ApiReplays, OfAnOrderPlaceItOnce) {
    const std::string payload =
        "symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=1000&newClientOrderId=mine"
        "&timestamp=1700000000000";
    const std::string query = payload + "&signature=" + hmac_hex(secret, payload);
    int placed_count = 0;
    for (int i = 0; i < 3'000; ++i) {
        const Answer answer = settle(request(Method::post, "/api/v3/order", query, "", alice_key));
        if (answer.status == 200) ++placed_count;
        if (answer.status != 200) {
            ASSERT_THAT(answer.body, ::testing::HasSubstr(i < 2'000 ? "-2010" : "-1021"));
        }
        // From here on the captured request is older than its window.
        if (i == 1'999) now_us += 5'001'000;
    }
    EXPECT_EQ(placed_count, 1);
}

/// What a stranger might ask for with each parameter: everything that is Alice's.
class KeyMatrix : public ApiFixture {
public:
    KeyMatrix() {
        static_cast<void>(
            place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=3&price=900"
                  "&newClientOrderId=alices-own"));
        // A trade of hers with herself, so that nobody else has a part in it.
        static_cast<void>(
            place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=1000"
                  "&newClientOrderId=alices-bid"));
        static_cast<void>(
            place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=1"
                  "&newClientOrderId=alices-sale"));
        listen_key_ = call(Method::post, "/api/v3/userDataStream", "").body.substr(14, 64);
    }

    /// Plausible words for each parameter; ids and names are those of Alice.
    [[nodiscard]] std::string value_of(Parameter parameter) const {
        const std::string_view name = name_of(parameter);
        if (name == "symbol") return "BTCUSDT";
        if (name == "side") return "BUY";
        if (name == "type") return "LIMIT";
        if (name == "timeInForce") return "GTC";
        if (name == "quantity" || name == "newQty") return "0.5";
        if (name == "price") return "800";
        if (name == "cancelReplaceMode") return "ALLOW_FAILURE";
        if (name == "listenKey") return listen_key_;
        if (name == "orderId" || name == "cancelOrderId") return "1";
        if (name == "fromSeq") return "1";
        if (name == "interval") return "1m";
        const bool is_name_of_hers =
            name == "origClientOrderId" || name == "cancelOrigClientOrderId";
        return is_name_of_hers ? "alices-own" : "";
    }

    /// Parameters of a call: the mandatory ones, and of the others those that name something.
    [[nodiscard]] std::vector<Parameter> parameters_of(const Endpoint& endpoint) const {
        std::vector<Parameter> chosen;
        for (const ParameterRule& rule : endpoint.parameters)
            if (!value_of(rule.parameter).empty()) chosen.push_back(rule.parameter);
        return chosen;
    }

    /// All that makes up her account.
    [[nodiscard]] std::string state_of_alice() {
        return call(Method::get, "/api/v3/account", "").body +
               call(Method::get, "/api/v3/openOrders", "").body +
               call(Method::get, "/api/v3/allOrders", "symbol=BTCUSDT").body +
               call(Method::get, "/api/v3/myTrades", "symbol=BTCUSDT").body;
    }

    void expect_nothing_of_alice(const std::string& answer, std::string_view where) {
        EXPECT_THAT(answer, ::testing::Not(::testing::HasSubstr(secret))) << where;
        if (answer.find("\"code\":-") != std::string::npos) return;
        EXPECT_THAT(answer, ::testing::Not(::testing::HasSubstr("alices-"))) << where;
        EXPECT_THAT(answer, ::testing::Not(::testing::HasSubstr("\"uid\":1001"))) << where;
        EXPECT_THAT(answer, ::testing::Not(::testing::HasSubstr(listen_key_))) << where;
    }

private:
    std::string listen_key_;
};

TEST_F(KeyMatrix, LetsNobodySeeOrMoveWhatIsAnothers) {
    std::set<std::string_view> asked;
    for (const Endpoint& endpoint : endpoints()) {
        if (endpoint.security == Security::none || endpoint.path.empty()) continue;
        std::string query;
        for (const Parameter parameter : parameters_of(endpoint))
            query += fmt::format("{}{}={}", query.empty() ? "" : "&", name_of(parameter),
                                 value_of(parameter));
        const std::string before = state_of_alice();
        const Answer answer = call(endpoint.method, endpoint.path, query, bob_key);
        expect_nothing_of_alice(answer.body, endpoint.path);
        EXPECT_EQ(state_of_alice(), before) << endpoint.path;
        asked.insert(endpoint.path);
        // The same with all that names something of hers and nothing else: some calls refuse both.
        for (const Parameter parameter : parameters_of(endpoint)) {
            const std::string one =
                fmt::format("symbol=BTCUSDT&{}={}", name_of(parameter), value_of(parameter));
            expect_nothing_of_alice(call(endpoint.method, endpoint.path, one, bob_key).body,
                                    endpoint.path);
        }
        EXPECT_EQ(state_of_alice(), before) << endpoint.path;
    }
    EXPECT_GE(asked.size(), 20U);
}

TEST_F(KeyMatrix, LetsNobodySeeOrMoveWhatIsAnothersByWebSocket) {
    std::size_t asked_count = 0;
    for (const Endpoint& endpoint : endpoints()) {
        const bool is_signed_call =
            endpoint.security == Security::read || endpoint.security == Security::trade;
        if (!is_signed_call || endpoint.websocket_method.empty()) continue;
        std::map<std::string, std::string> parameters;
        for (const Parameter parameter : parameters_of(endpoint))
            parameters.emplace(name_of(parameter), value_of(parameter));
        std::string members;
        for (const auto& [name, value] : parameters)
            members += fmt::format(R"({}"{}":"{}")", members.empty() ? "" : ",", name, value);
        parameters.emplace("apiKey", bob_key);
        parameters.emplace("timestamp", fmt::format("{}", now_us / 1000));
        std::string payload;
        for (const auto& [name, value] : parameters)
            payload += fmt::format("{}{}={}", payload.empty() ? "" : "&", name, value);
        const std::string before = state_of_alice();
        const Answer answer =
            settle(signed_websocket(endpoint.websocket_method, members, payload, bob_key));
        EXPECT_THAT(answer.body, ::testing::Not(::testing::HasSubstr("-1022")));
        expect_nothing_of_alice(answer.body, endpoint.websocket_method);
        EXPECT_EQ(state_of_alice(), before) << endpoint.websocket_method;
        ++asked_count;
    }
    EXPECT_GE(asked_count, 15U);
}

TEST_F(KeyMatrix, KeepsEachRoleToItsCalls) {
    for (const Endpoint& endpoint : endpoints()) {
        if (endpoint.security == Security::none || endpoint.path.empty()) continue;
        const bool moves_money = endpoint.security == Security::withdraw;
        const bool needs_trade = endpoint.security == Security::trade;
        const auto is_rejected = [&](std::string_view key) {
            const Answer answer = call(endpoint.method, endpoint.path, "", key);
            return answer.body.find("-2015") != std::string::npos;
        };
        EXPECT_EQ(is_rejected(withdrawer_key), !moves_money) << endpoint.path;
        EXPECT_EQ(is_rejected(reader_key), needs_trade || moves_money) << endpoint.path;
        EXPECT_EQ(is_rejected(alice_key), moves_money) << endpoint.path;
        EXPECT_THAT(settle(request(endpoint.method, endpoint.path)).body,
                    ::testing::HasSubstr("-2014"))
            << endpoint.path;
    }
}

}  // namespace
}  // namespace outcry::gateway::test
