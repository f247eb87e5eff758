#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "outcry/engine/engine.hpp"

#include "support/naive_engine.hpp"
#include "support/scenario/event_text.hpp"
#include "support/scenario/scenario_command.hpp"
#include "support/scenario/scenario_run.hpp"

namespace outcry::test {
namespace {

using ::testing::ElementsAre;

/// What any engine has to say, in the words of the scenarios.
bool is_pending(const NaiveEngine& engine) { return engine.has_work_left(); }
bool is_pending(const engine::Engine& engine) { return engine.mass_action_is_pending(); }

template <class SomeEngine>
class EngineContract : public ::testing::Test {
protected:
    EngineContract() : engine_{scenario_limits()} {
        for (const std::string& line : standard_venue()) static_cast<void>(say(line));
    }

    std::vector<std::string> say(std::string_view line) {
        ScenarioWords words{line};
        Command command = command_of(words, names_);
        command.sequence = next(engine_.sequence());
        command.time = Timestamp{static_cast<std::int64_t>(command.sequence.value())};
        command.request = RequestId{command.sequence.value() * 3};
        engine_.apply(command, said_);
        const std::span<const Event> events = said_.events();
        for (std::size_t i = 0; i < events.size(); ++i) {
            EXPECT_EQ(events[i].sequence, command.sequence);
            EXPECT_EQ(events[i].time, command.time);
            EXPECT_EQ(events[i].index, i);
            EXPECT_EQ(events[i].is_last_of_command(), i + 1 == events.size());
            names_.learn(events[i]);
        }
        EXPECT_GE(events.size(), 1U) << "every command makes an event";
        return texts_of(events);
    }
    [[nodiscard]] const Event& event(std::size_t place) const { return said_.events()[place]; }
    [[nodiscard]] bool is_slice_pending() const { return is_pending(engine_); }

private:
    SomeEngine engine_;
    ScenarioNames names_;
    EventBuffer said_;
};

using Engines = ::testing::Types<NaiveEngine, engine::Engine>;
TYPED_TEST_SUITE(EngineContract, Engines);

TYPED_TEST(EngineContract, GivesDenseIdsToOrdersAndTrades) {
    EXPECT_THAT(this->say("alice sell 2 @ 100"), ElementsAre("accepted #1"));
    EXPECT_THAT(this->say("alice sell 0 @ 100"),
                ElementsAre("rejected quantity_below_minimum 0 limit 1"));
    EXPECT_THAT(this->say("bob buy 1 @ 100"), ElementsAre("traded #1 1 @ 100", "filled #2"));
    EXPECT_EQ(this->event(1).traded.trade_id, TradeId{1});
    EXPECT_THAT(this->say("bob buy 2 @ 100"), ElementsAre("accepted #3", "traded #1 1 @ 100"));
    EXPECT_EQ(this->event(1).traded.trade_id, TradeId{2});
    EXPECT_EQ(this->event(1).traded.maker_open_quantity, Quantity{0});
}

TYPED_TEST(EngineContract, NamesBothSidesOfATrade) {
    this->say("operator fees maker 1000 taker 2000");
    this->say("alice sell 1_000 @ 100");
    this->say("bob buy 400 @ 100 IOC");
    const OrderTraded& traded = this->event(1).traded;
    EXPECT_EQ(traded.maker_account, AccountId{16});
    EXPECT_EQ(traded.taker_account, AccountId{17});
    EXPECT_EQ(traded.maker_order_id, OrderId{1});
    EXPECT_EQ(traded.taker_order_id, OrderId{2});
    EXPECT_EQ(traded.taker_side, Side::buy);
    EXPECT_EQ(traded.maker_open_quantity, Quantity{600});
    EXPECT_EQ(traded.maker_fee, Amount{40});
    EXPECT_EQ(traded.taker_fee, Amount{1});
}

TYPED_TEST(EngineContract, RefusesWithTheReasonTheValueAndTheLimit) {
    this->say("alice sell 5 @ 100");
    EXPECT_THAT(this->say("bob buy 20_000 @ 100"),
                ElementsAre("rejected insufficient_balance 2000000 limit 1000000"));
    EXPECT_THAT(this->say("bob buy 5 @ 100 post_only"), ElementsAre("rejected would_trade"));
    EXPECT_THAT(this->say("bob cancel #1"), ElementsAre("rejected unknown_order"));
    EXPECT_EQ(this->event(0).refused.order_id, OrderId{1});
    EXPECT_EQ(this->event(0).refused.account, AccountId{17});
    EXPECT_EQ(this->event(0).refused.command, CommandType::cancel_order);
}

TYPED_TEST(EngineContract, GivesBackWhatACancelReleases) {
    this->say("alice buy 10_000 @ 100");
    EXPECT_THAT(this->say("alice buy 1 @ 1"),
                ElementsAre("rejected insufficient_balance 1 limit 0"));
    EXPECT_THAT(this->say("alice amend #1 to 9_999"),
                ElementsAre("amended #1 10000 @ 100 to 9999 @ 100 in place"));
    EXPECT_THAT(this->say("alice buy 101 @ 1"),
                ElementsAre("rejected insufficient_balance 101 limit 100"));
    EXPECT_THAT(this->say("alice cancel #1"), ElementsAre("cancelled #1 9999"));
    EXPECT_THAT(this->say("operator withdraw 1_000_000 USD from alice"),
                ElementsAre("withdrew 1000000 now 0"));
}

TYPED_TEST(EngineContract, ClosesMassActionsInSlices) {
    for (int i = 0; i < 257; ++i) this->say("alice buy 1 @ 100");
    EXPECT_EQ(this->say("alice cancel all").size(), 257U);
    EXPECT_TRUE(this->is_slice_pending());
    const RequestId request = this->event(0).request;
    EXPECT_THAT(this->say("next slice"), ElementsAre("cancelled #257 1", "closed 1 finished"));
    EXPECT_FALSE(this->is_slice_pending());
    EXPECT_EQ(this->event(0).request, request) << "the answer is the first request's";
}

TYPED_TEST(EngineContract, ForgetsTheNameOfAClosedOrder) {
    this->say("alice buy 5 @ 100 as mine");
    EXPECT_THAT(this->say("alice buy 5 @ 99 as mine"),
                ElementsAre("rejected duplicate_client_order_id"));
    EXPECT_THAT(this->say("alice cancel named mine"), ElementsAre("cancelled #1 5"));
    EXPECT_THAT(this->say("alice buy 5 @ 99 as mine"), ElementsAre("accepted #2"));
}

}  // namespace
}  // namespace outcry::test
