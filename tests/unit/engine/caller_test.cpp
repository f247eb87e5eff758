#include <gtest/gtest.h>

#include "unit/engine/engine_fixture.hpp"

namespace outcry::test {
namespace {

// What the sequencer promises: a command that breaks it is a bug of ours and stops the process.

class Caller : public EngineFixture {
protected:
    void apply_unstamped(Command command, std::uint64_t sequences_ahead, std::int64_t time_us) {
        EventBuffer said;
        command.sequence = Sequence{engine.sequence().value() + sequences_ahead};
        command.time = Timestamp{time_us};
        engine.apply(command, said);
    }
    [[nodiscard]] std::int64_t now_us() const { return engine.time().value(); }
};

using CallerDeathTest = Caller;

TEST_F(CallerDeathTest, LeavesNoGapInTheSequence) {
    EXPECT_DEATH(apply_unstamped(limit(alice, Side::buy, 1, 1), 2, now_us()), "sequence");
    EXPECT_DEATH(apply_unstamped(limit(alice, Side::buy, 1, 1), 0, now_us()), "sequence");
}

TEST_F(CallerDeathTest, NeverTurnsTimeBack) {
    apply_unstamped(limit(alice, Side::buy, 1, 1), 1, now_us());
    EXPECT_DEATH(apply_unstamped(limit(alice, Side::buy, 1, 1), 1, now_us() - 1), "time");
}

TEST_F(CallerDeathTest, FinishesASliceBeforeAnythingElse) {
    for (int i = 0; i < 257; ++i) apply(limit(alice, Side::buy, 1, 1));
    apply(cancel_all(alice));
    ASSERT_TRUE(engine.mass_action_is_pending());
    EXPECT_DEATH(apply(limit(bob, Side::buy, 1, 1)), "has_work_left");
    EXPECT_DEATH(apply(cancel(alice, 257)), "has_work_left");
    Command slice;
    slice.type = CommandType::continue_mass_action;
    apply(slice);
    EXPECT_FALSE(engine.mass_action_is_pending());
    EXPECT_DEATH(apply(slice), "has_work_left");
}

TEST_F(Caller, GetsTheRequestOfTheMassActionWithEachSlice) {
    for (int i = 0; i < 257; ++i) apply(limit(alice, Side::buy, 1, 1));
    Command all = cancel_all(alice);
    all.request = RequestId{4711};
    EXPECT_EQ(apply(all).back().request, RequestId{4711});
    Command slice;
    slice.type = CommandType::continue_mass_action;
    EXPECT_EQ(apply(slice).back().request, RequestId{4711});
}

TEST_F(Caller, GetsEventsThatAreNumberedAndEndWithAMark) {
    apply(limit(alice, Side::sell, 5, 100));
    apply(limit(alice, Side::sell, 5, 100));
    Command order = limit(bob, Side::buy, 10, 100);
    order.request = RequestId{99};
    const Events events = apply(order);
    ASSERT_EQ(events.size(), 3U);
    for (std::size_t i = 0; i < events.size(); ++i) {
        EXPECT_EQ(events[i].index, i);
        EXPECT_EQ(events[i].sequence, engine.sequence());
        EXPECT_EQ(events[i].time, engine.time());
        EXPECT_EQ(events[i].request, RequestId{99});
        EXPECT_EQ(events[i].is_last_of_command(), i == 2);
    }
    EXPECT_EQ(events[1].traded.trade_id, TradeId{1});
    EXPECT_EQ(events[2].traded.trade_id, TradeId{2});
}

}  // namespace
}  // namespace outcry::test
