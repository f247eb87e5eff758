#include <deque>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "outcry/gateway/history_source.hpp"

#include "unit/gateway/shell/gateway_fixture.hpp"

namespace outcry::test {
namespace {

using gateway::HistoryAnswer;
using gateway::HistoryQuestion;
using testing::HasSubstr;

constexpr int trade_count = 12;
constexpr std::string_view ping = "GET /api/v3/ping HTTP/1.1\r\nHost: test\r\n\r\n";

/// Answers from a view that forgets nothing.
class FullHistory final : public gateway::HistorySource {
public:
    explicit FullHistory(const GatewayFixture& fixture) : fixture_{fixture} {}

    bool try_ask(const HistoryQuestion& question, Deliver deliver) override {
        ++question_count;
        minimum = question.minimum;
        if (is_full) return false;
        waiting.push_back({question, std::move(deliver)});
        if (answers_at_once) answer_next();
        return true;
    }
    void answer_next() {
        catch_up();
        HistoryAnswer answer{.is_available = is_available, .position = view_.sequence()};
        if (position) answer.position = *std::exchange(position, std::nullopt);
        const auto [question, deliver] = std::move(waiting.front());
        waiting.pop_front();
        if (const auto* asked = std::get_if<gateway::OrdersQuestion>(&question.what)) {
            for (const auto* const order : view_.orders(asked->query)) {
                answer.orders.push_back(*order);
            }
        } else if (const auto* one = std::get_if<gateway::OrderQuestion>(&question.what)) {
            if (const auto* const order = view_.find_order(one->order_id)) {
                answer.orders.push_back(*order);
            }
        } else {
            const auto& trades = std::get<gateway::TradesQuestion>(question.what);
            const auto found = trades.account
                                   ? view_.account_trades(trades.query)
                                   : view_.trades(trades.query.instrument,
                                                  trades.query.from_trade_id, trades.query.limit);
            for (const auto* const trade : found) answer.trades.push_back(*trade);
        }
        deliver(std::move(answer));
    }

    struct Waiting {
        HistoryQuestion question;
        Deliver deliver;
    };
    std::deque<Waiting> waiting;
    int question_count = 0;
    Sequence minimum;
    bool answers_at_once = true;
    bool is_available = true;
    bool is_full = false;
    std::optional<Sequence> position;  // of the next answer, in place of the true one

private:
    void catch_up() {
        for (; applied_ < fixture_.history().size(); ++applied_) {
            view_.apply(fixture_.history()[applied_]);
        }
    }

    const GatewayFixture& fixture_;
    views::VenueView view_{views::ViewLimits{}};
    std::size_t applied_ = 0;
};

/// Twelve sells of the first trader that were bought one by one, at a gateway that remembers three
/// closed orders and three trades.
struct ForgetfulGateway {
    ForgetfulGateway() {
        fixture.set_history(&history);
        fixture.listen_again(gateway::GatewayOptions{.listen_port = 0});
        for (int i = 0; i < trade_count; ++i) {
            fixture.apply(limit_order(first_trader, Side::sell, 200, 1));
            fixture.apply(limit_order(second_trader, Side::buy, 200, 1));
            fixture.turn();
        }
        client.emplace(fixture);
    }
    std::string get(std::string_view path, std::string_view parameters) {
        client->send(fixture.signed_request("GET", path, parameters));
        return client->receive_answer();
    }
    std::vector<std::uint64_t> ids(std::string_view path, std::string_view parameters,
                                   const char* name) {
        const std::string answer = get(path, parameters);
        std::vector<std::uint64_t> found;
        for (const auto& row : nlohmann::json::parse(answer.substr(answer.find("\r\n\r\n")))) {
            found.push_back(row.at(name).get<std::uint64_t>());
        }
        return found;
    }

    GatewayFixture fixture{{}, 256, {.closed_orders_max = 3, .trades_max = 3}};
    FullHistory history{fixture};
    std::optional<TestClient> client;
};

TEST(OldHistory, FollowsOnWhatTheViewRemembers) {
    ForgetfulGateway venue;
    EXPECT_THAT(venue.ids("/api/v3/allOrders", "symbol=BASEQUOTE", "orderId"),
                testing::ElementsAre(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23));
    EXPECT_THAT(venue.ids("/api/v3/allOrders", "symbol=BASEQUOTE&limit=2", "orderId"),
                testing::ElementsAre(21, 23));
    EXPECT_THAT(venue.ids("/api/v3/allOrders", "symbol=BASEQUOTE&orderId=6&limit=3", "orderId"),
                testing::ElementsAre(7, 9, 11));
    EXPECT_THAT(venue.ids("/api/v3/myTrades", "symbol=BASEQUOTE", "id"),
                testing::ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    EXPECT_THAT(venue.ids("/api/v3/myTrades", "symbol=BASEQUOTE&fromId=8&limit=3", "id"),
                testing::ElementsAre(8, 9, 10));
    EXPECT_THAT(venue.ids("/api/v3/myTrades", "symbol=BASEQUOTE&orderId=3", "id"),
                testing::ElementsAre(2));
    EXPECT_THAT(venue.get("/api/v3/order", "symbol=BASEQUOTE&orderId=3"),
                HasSubstr(R"("orderId":3,)"));
    EXPECT_THAT(venue.get("/api/v3/order", "symbol=BASEQUOTE&orderId=999"), HasSubstr("-2013"));
    // Of the other account.
    EXPECT_THAT(venue.get("/api/v3/order", "symbol=BASEQUOTE&orderId=4"), HasSubstr("-2013"));
}

TEST(OldHistory, IsAskedOnlyForWhatTheViewHasForgotten) {
    ForgetfulGateway venue;
    EXPECT_THAT(venue.ids("/api/v3/myTrades", "symbol=BASEQUOTE&limit=3", "id"),
                testing::ElementsAre(10, 11, 12));
    EXPECT_THAT(venue.ids("/api/v3/myTrades", "symbol=BASEQUOTE&fromId=11", "id"),
                testing::ElementsAre(11, 12));
    EXPECT_THAT(venue.get("/api/v3/order", "symbol=BASEQUOTE&orderId=23"), HasSubstr("FILLED"));
    EXPECT_EQ(venue.history.question_count, 0);
    const std::string request =
        "GET /api/v3/historicalTrades?symbol=BASEQUOTE&fromId=2&limit=4 HTTP/1.1\r\n"
        "Host: test\r\n\r\n";
    venue.client->send(request);
    EXPECT_THAT(venue.client->receive_answer(), HasSubstr(R"([{"id":2,)"));
    EXPECT_EQ(venue.history.question_count, 1);
}

TEST(OldHistory, HoldsUpNobodyElse) {
    ForgetfulGateway venue;
    venue.history.answers_at_once = false;
    venue.client->send(
        venue.fixture.signed_request("GET", "/api/v3/allOrders", "symbol=BASEQUOTE"));
    ASSERT_TRUE(venue.fixture.turn_until([&] { return !venue.history.waiting.empty(); }));
    TestClient other{venue.fixture};
    other.send(ping);
    EXPECT_THAT(other.receive_answer(), HasSubstr("200 OK"));
    venue.history.answer_next();
    EXPECT_THAT(venue.client->receive_answer(), HasSubstr(R"("orderId":1,)"));
}

TEST(OldHistory, AsksAgainWhileItIsBehindWhatTheViewHasForgotten) {
    ForgetfulGateway venue;
    venue.history.position = Sequence{5};
    EXPECT_THAT(venue.ids("/api/v3/allOrders", "symbol=BASEQUOTE&limit=1", "orderId"),
                testing::ElementsAre(23));
    EXPECT_EQ(venue.history.question_count, 2);
    EXPECT_GT(venue.history.minimum, Sequence{5});
}

TEST(OldHistory, ThatIsAwayIsAnErrorAndNeverHalfAnAnswer) {
    ForgetfulGateway venue;
    venue.history.is_available = false;
    for (const char* path : {"/api/v3/allOrders", "/api/v3/myTrades"}) {
        const std::string answer = venue.get(path, "symbol=BASEQUOTE");
        EXPECT_THAT(answer, HasSubstr("HTTP/1.1 503"));
        EXPECT_THAT(answer, HasSubstr("-1001"));
    }
    venue.history.is_full = true;
    EXPECT_THAT(venue.get("/api/v3/order", "symbol=BASEQUOTE&orderId=3"),
                HasSubstr("HTTP/1.1 503"));
}

}  // namespace
}  // namespace outcry::test
