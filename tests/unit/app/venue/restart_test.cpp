#include "app/venue/restart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/small_venue.hpp"

namespace outcry::app {
namespace {

using testing::IsEmpty;

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr InstrumentId market{0};

class RestartTest : public testing::Test {
protected:
    RestartTest() {
        for (const Command& command : test::opening_commands()) apply(command);
    }
    void apply(Command command) { engine_.apply(stamper_.stamp(command), buffer_); }
    void apply_all(const std::vector<Command>& commands) {
        for (const Command& command : commands) apply(command);
    }
    void set_status(InstrumentStatus status, StatusReason reason) {
        Command command;
        command.type = CommandType::set_instrument_status;
        command.instrument = market;
        command.instrument_status = status;
        command.options = static_cast<std::uint8_t>(reason);
        apply(command);
    }
    static Event changed(InstrumentStatus after, StatusReason reason) {
        Event event;
        event.type = EventType::instrument_status_changed;
        event.instrument = market;
        event.status.after = after;
        event.status.reason = reason;
        return event;
    }

    engine::Engine engine_{test::small_engine_limits()};
    EventBuffer buffer_;
    test::Stamper stamper_;
    Configuration::Recovery both_{.cancel_only_s = 10, .post_only_s = 20};
};

TEST_F(RestartTest, LeavesMarketsAloneAfterACleanStopOrWithoutTimes) {
    EXPECT_THAT(restart_commands(engine_, both_, LastStop::clean), IsEmpty());
    EXPECT_THAT(restart_commands(engine_, {}, LastStop::unclean), IsEmpty());
}

TEST_F(RestartTest, TakesMarketsThatTradedOutOfTradingAfterACrash) {
    const auto commands = restart_commands(engine_, both_, LastStop::unclean);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].type, CommandType::set_instrument_status);
    EXPECT_EQ(commands[0].instrument_status, InstrumentStatus::cancel_only);
    EXPECT_EQ(commands[0].options, static_cast<std::uint8_t>(StatusReason::unclean_start));
    const auto post_only = restart_commands(engine_, {0, 20}, LastStop::unclean);
    ASSERT_EQ(post_only.size(), 1U);
    EXPECT_EQ(post_only[0].instrument_status, InstrumentStatus::post_only);
}

TEST_F(RestartTest, LeavesAloneWhatAnOperatorHadStopped) {
    set_status(InstrumentStatus::post_only, StatusReason::operator_request);
    EXPECT_THAT(restart_commands(engine_, both_, LastStop::unclean), IsEmpty());
    EXPECT_TRUE(MarketReturn(engine_, both_, 0).is_over());
}

TEST_F(RestartTest, BeginsAnewAfterACrashOnTheWayBack) {
    set_status(InstrumentStatus::post_only, StatusReason::unclean_start);
    const auto commands = restart_commands(engine_, both_, LastStop::unclean);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].instrument_status, InstrumentStatus::cancel_only);
    // With a clean stop in between it goes on from where it was.
    EXPECT_THAT(restart_commands(engine_, both_, LastStop::clean), IsEmpty());
    EXPECT_FALSE(MarketReturn(engine_, both_, 0).is_over());
}

TEST_F(RestartTest, ReturnsInTwoStepsEachInItsTime) {
    apply_all(restart_commands(engine_, both_, LastStop::unclean));
    MarketReturn way{engine_, both_, 0};
    EXPECT_FALSE(way.take_due(10 * second_ns - 1));
    const auto first = way.take_due(10 * second_ns);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->instrument_status, InstrumentStatus::post_only);
    EXPECT_FALSE(way.take_due(100 * second_ns)) << "each command once";
    way.on_status_changed(changed(InstrumentStatus::post_only, StatusReason::unclean_start),
                          11 * second_ns);
    EXPECT_FALSE(way.take_due(31 * second_ns - 1));
    const auto last = way.take_due(31 * second_ns);
    ASSERT_TRUE(last);
    EXPECT_EQ(last->instrument_status, InstrumentStatus::trading);
    way.on_status_changed(changed(InstrumentStatus::trading, StatusReason::unclean_start),
                          32 * second_ns);
    EXPECT_TRUE(way.is_over());
}

TEST_F(RestartTest, LeavesAMarketToWhoGivesItAnotherStatus) {
    apply_all(restart_commands(engine_, both_, LastStop::unclean));
    MarketReturn way{engine_, both_, 0};
    ASSERT_FALSE(way.is_over());
    way.on_status_changed(changed(InstrumentStatus::cancel_only, StatusReason::operator_request),
                          second_ns);
    EXPECT_TRUE(way.is_over());
}

TEST_F(RestartTest, ClosesTheOrdersOfSessionsThatEnded) {
    for (const std::uint32_t session : {7U, 9U, 7U}) {
        Command order = test::limit_order(test::first_trader, Side::buy, 100, 1);
        set_terms(order, {.session = SessionId{session}});
        apply(order);
    }
    const auto commands = restart_commands(engine_, {}, LastStop::clean);
    ASSERT_EQ(commands.size(), 2U);
    EXPECT_EQ(commands[0].type, CommandType::cancel_orders);
    EXPECT_EQ(commands[0].mass_cancel.session, SessionId{7});
    EXPECT_EQ(commands[1].mass_cancel.session, SessionId{9});
    EXPECT_EQ(commands[0].mass_cancel.reason, CloseReason::disconnected);
    EXPECT_EQ(commands[0].mass_cancel.scope, CancelScope::venue);
}

TEST_F(RestartTest, TakesAwayWhatWasStagedForAListThatNeverCame) {
    constexpr std::uint64_t gateway = 3;
    Command order = test::limit_order(test::first_trader, Side::buy, 100, 1);
    order.type = CommandType::stage_order;
    order.request = RequestId{gateway << 56};
    apply(order);
    apply_all(restart_commands(engine_, {}, LastStop::unclean));
    EXPECT_EQ(buffer_.events()[0].type, EventType::command_refused);
    EXPECT_THAT(restart_commands(engine_, {}, LastStop::unclean), IsEmpty());
}

}  // namespace
}  // namespace outcry::app
