#include "app/operators/operator_desk.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "outcry/ring/broadcast_ring.hpp"

#include "unit/app/operators/operator_venue.hpp"

namespace outcry::app {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

/// Desk, agent, engine and view, turned by hand on one thread.
class OperatorDeskTest : public OperatorVenue {
protected:
    ~OperatorDeskTest() override { std::filesystem::remove(file_); }

    static AuditTrail open_trail(const std::filesystem::path& file) {
        std::filesystem::remove(file);
        auto trail = AuditTrail::open(file);
        EXPECT_TRUE(trail);
        return std::move(*trail);
    }

    static admin::AdminRequest post(const json& body) {
        return {"POST", "", "", body.dump(), "ann", "127.0.0.1"};
    }

    /// What the engine does with all that was sent; and the view sees it.
    void run_engine() {
        Command command;
        while (commands_.try_pop(command)) {
            EXPECT_EQ(command.request.value() >> 56, OperatorAgent::source);
            for (const Event& event : apply(command)) EXPECT_TRUE(broadcast_.try_push(event));
        }
    }

    admin::AdminAnswer answer(std::string_view command, const json& members) {
        auto reply = desk_.answer(call_of(command), post(members));
        if (const auto* const now = std::get_if<admin::AdminAnswer>(&reply)) return *now;
        const auto pending = std::get<admin::PendingAnswer>(reply);
        for (int round = 0; round < 100; ++round) {
            (void)agent_.do_work();
            run_engine();
            if (const auto later = pending()) return *later;
        }
        ADD_FAILURE() << "no answer";
        return {};
    }

    [[nodiscard]] std::string audit() const {
        std::ifstream stream{file_, std::ios::binary};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }

    const std::filesystem::path file_ =
        std::filesystem::temp_directory_path() /
        ("operator_desk_test." + std::to_string(::getpid()) + ".jsonl");
    ring::SpscRing<Command> commands_{8};
    ring::BroadcastRing<Event> broadcast_{256};
    ring::RingReader<Event>& reader_ = broadcast_.add_reader();
    ring::Doorbell doorbell_{ring::Parking::never};
    platform::SystemClock clock_;
    MarketReturn market_return_{engine_, {}, 0};
    OperatorAgent agent_{
        OperatorAgentPorts{commands_, reader_, doorbell_, view_, market_return_, clock_}};
    AuditTrail trail_ = open_trail(file_);
    OperatorDesk desk_{{agent_, seal_, trail_, clock_, [](std::string_view) {}}};
};

TEST_F(OperatorDeskTest, AnswersWithWhatHoldsAfterwards) {
    const auto made = answer("account create", {{"name", "new"}, {"uid", "9"}});
    EXPECT_EQ(made.status, 200U);
    const json body = json::parse(made.body);
    EXPECT_EQ(body["sequence"], engine_.sequence().value());
    EXPECT_EQ(body["result"]["account"], "new");
    EXPECT_EQ(body["result"]["id"], 18);
    const auto deposit =
        answer("deposit", {{"account", "new"}, {"asset", "BASE"}, {"amount", "2"}});
    EXPECT_EQ(json::parse(deposit.body)["result"]["balances"][0]["free"], "2.00000000");
}

TEST_F(OperatorDeskTest, AnswersWithTheEnginesReason) {
    const auto twice = answer("account create", {{"name", "first"}});
    EXPECT_EQ(twice.status, 409U);
    EXPECT_EQ(json::parse(twice.body)["error"], "already_exists");
    const auto revoked = answer("key revoke", {{"name", "none"}});
    EXPECT_EQ(revoked.status, 404U);
    EXPECT_EQ(json::parse(revoked.body)["error"], "unknown_key");
}

TEST_F(OperatorDeskTest, StopsAtTheFirstCommandThatIsRefused) {
    const json key{{"account", "first"}, {"name", "k"}, {"type", "hmac"}, {"secret", "s"}};
    EXPECT_EQ(answer("key register", key).status, 200U);
    json restricted = key;
    restricted["addresses"] = "10.0.0.0/8";
    const Sequence before = engine_.sequence();
    EXPECT_EQ(json::parse(answer("key register", restricted).body)["error"], "already_exists");
    // The bytes and the key: the rules, which would be those of the first key, were never sent.
    EXPECT_EQ(engine_.sequence().value(), before.value() + 2);
}

TEST_F(OperatorDeskTest, RefusesBeforeAnythingIsSent) {
    const Sequence before = engine_.sequence();
    EXPECT_EQ(json::parse(answer("account create", json::object()).body)["error"], "missing_field");
    EXPECT_EQ(json::parse(answer("account create", {{"name", "x"}, {"nmae", "y"}}).body)["error"],
              "unknown_field");
    EXPECT_EQ(json::parse(answer("account create", json::array()).body)["error"], "invalid_json");
    EXPECT_EQ(
        json::parse(answer("deposit", {{"account", "nobody"}, {"asset", "BASE"}, {"amount", "1"}})
                        .body)["field"],
        "account");
    EXPECT_EQ(engine_.sequence(), before);
}

TEST_F(OperatorDeskTest, WritesWhoDidWhatAndNoSecret) {
    (void)answer("key register",
                 {{"account", "first"}, {"name", "k"}, {"type", "hmac"}, {"secret", "hush-hush"}});
    (void)answer("account create", {{"name", "first"}});
    const std::string text = audit();
    EXPECT_EQ(*verify_audit_trail(text), 4U);
    EXPECT_THAT(text,
                HasSubstr("\"path\":\"/v1/keys\",\"operator\":\"ann\",\"peer\":\"127.0.0.1\""));
    EXPECT_THAT(text, HasSubstr("\"status\":409,\"error\":\"already_exists\""));
    EXPECT_THAT(text, Not(HasSubstr("hush-hush")));
}

TEST_F(OperatorDeskTest, TakesOnlySoManyCallsAtOnce) {
    std::vector<admin::AdminReply> replies;
    for (std::size_t i = 0; i <= OperatorAgent::jobs_waiting_max; ++i)
        replies.push_back(
            desk_.answer(call_of("account create"), post({{"name", "n" + std::to_string(i)}})));
    const auto* const last = std::get_if<admin::AdminAnswer>(&replies.back());
    ASSERT_NE(last, nullptr);
    EXPECT_EQ(json::parse(last->body)["error"], "overloaded");
}

}  // namespace
}  // namespace outcry::app
