#include "app/simulator/trading_agent.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "app/simulator/reference_price.hpp"

namespace outcry::app {
namespace {

using Kind = AgentAction::Kind;

constexpr std::int64_t reference = 6'000'000;

AgentFunds funds_of(std::uint64_t base_lots, std::uint64_t quote_tick_lots) {
    return {base_lots, base_lots, quote_tick_lots, quote_tick_lots};
}
const AgentFunds balanced = funds_of(100'000'000, 600'000'000'000'000);

TEST(TradingAgent, WaitsForItsFundsAndForEachAnswer) {
    SimulatorRandom random{1};
    TradingAgent agent{AgentRole::maker};
    EXPECT_EQ(agent.decide(random, reference), AgentAction{});
    agent.on_funds(balanced);
    EXPECT_EQ(agent.decide(random, reference).kind, Kind::place);
    EXPECT_EQ(agent.decide(random, reference), AgentAction{});
    agent.on_resting(7);
    EXPECT_NE(agent.decide(random, reference).kind, Kind::nothing);
}

TEST(TradingAgent, NeverKeepsMoreThanItsLimitOpen) {
    SimulatorRandom random{2};
    TradingAgent agent{AgentRole::maker};
    agent.on_funds(balanced);
    std::size_t open_count_max = 0;
    for (std::uint64_t id = 1; id <= 10'000; ++id) {
        const AgentAction action = agent.decide(random, reference);
        if (action.kind == Kind::place) agent.on_resting(id);
        if (action.kind == Kind::cancel) agent.on_cancelled();
        open_count_max = std::max(open_count_max, agent.open_order_count());
    }
    EXPECT_EQ(open_count_max, agent_open_orders_max);
}

TEST(TradingAgent, CancelsItsOldestOrderAtTheLimit) {
    SimulatorRandom random{3};
    TradingAgent agent{AgentRole::maker};
    agent.on_funds(balanced);
    for (std::uint64_t id = 1; id <= agent_open_orders_max; ++id) agent.on_resting(id);
    EXPECT_EQ(agent.decide(random, reference), (AgentAction{.kind = Kind::cancel, .order_id = 1}));
}

TEST(TradingAgent, PlacesMakersOrdersOnTheirSideOfTheReference) {
    SimulatorRandom random{4};
    TradingAgent agent{AgentRole::maker};
    agent.on_funds(balanced);
    for (int count = 0; count < 1000; ++count) {
        const AgentAction action = agent.decide(random, reference);
        agent.on_nothing_rests();
        ASSERT_EQ(action.kind, Kind::place);
        ASSERT_NE(action.price_ticks, reference);
        ASSERT_EQ(action.price_ticks < reference, action.side == Side::buy);
        ASSERT_LE(std::abs(action.price_ticks - reference), reference / 1500);
    }
}

TEST(TradingAgent, BuysWhenItHasLittleAndSellsWhenItHasMuch) {
    const auto buy_count = [](const AgentFunds& funds) {
        SimulatorRandom random{5};
        TradingAgent agent{AgentRole::taker};
        agent.on_funds(funds);
        int count = 0;
        for (int step = 0; step < 1000; ++step) {
            const AgentAction action = agent.decide(random, reference);
            agent.on_nothing_rests();
            EXPECT_EQ(action.kind, Kind::take);
            if (action.side == Side::buy) ++count;
        }
        return count;
    };
    EXPECT_GT(buy_count(funds_of(10'000'000, 1'140'000'000'000'000)), 900);
    EXPECT_LT(buy_count(funds_of(190'000'000, 60'000'000'000'000)), 100);
    EXPECT_NEAR(buy_count(balanced), 500, 60);
}

TEST(TradingAgent, DoesNothingThatItCannotPay) {
    SimulatorRandom random{6};
    TradingAgent agent{AgentRole::maker};
    AgentFunds funds = balanced;
    funds.base_free_lots = 0;
    funds.quote_free_tick_lots = 0;
    agent.on_funds(funds);
    for (int step = 0; step < 100; ++step) {
        ASSERT_EQ(agent.decide(random, reference), AgentAction{});
    }
    TradingAgent poor{AgentRole::taker};
    poor.on_funds({});
    EXPECT_EQ(poor.decide(random, reference), AgentAction{});
}

TEST(TradingAgent, ForgetsItsOrdersWithTheConnection) {
    SimulatorRandom random{7};
    TradingAgent agent{AgentRole::maker};
    agent.on_funds(balanced);
    agent.on_resting(1);
    agent.on_disconnected();
    EXPECT_EQ(agent.open_order_count(), 0u);
    EXPECT_EQ(agent.decide(random, reference), AgentAction{});
}

TEST(TradingAgent, DecidesTheSameForTheSameSeed) {
    const auto decisions = [](std::uint64_t seed) {
        SimulatorRandom random{seed};
        TradingAgent agent{AgentRole::canceller};
        agent.on_funds(balanced);
        std::vector<AgentAction> actions;
        for (std::uint64_t id = 1; id <= 100; ++id) {
            actions.push_back(agent.decide(random, reference));
            if (actions.back().kind == Kind::place) agent.on_resting(id);
            if (actions.back().kind == Kind::cancel) agent.on_cancelled();
        }
        return actions;
    };
    EXPECT_EQ(decisions(8), decisions(8));
    EXPECT_NE(decisions(8), decisions(9));
}

TEST(ReferencePrice, MovesAndComesBack) {
    SimulatorRandom random{10};
    ReferencePrice price{reference};
    std::int64_t lowest = reference;
    std::int64_t highest = reference;
    for (int step = 0; step < 10'000'000; ++step) {
        price.step(random);
        lowest = std::min(lowest, price.ticks());
        highest = std::max(highest, price.ticks());
    }
    EXPECT_LT(lowest, reference * 995 / 1000);
    EXPECT_GT(highest, reference * 1005 / 1000);
    EXPECT_GT(lowest, reference * 8 / 10);
    EXPECT_LT(highest, reference * 12 / 10);
}

TEST(ReferencePrice, StaysNearItsAnchorWhereverItStarts) {
    ReferencePrice price{1000};
    price.set(1);
    EXPECT_EQ(price.ticks(), 500);
    price.set(INT64_MAX);
    EXPECT_EQ(price.ticks(), 2000);
    SimulatorRandom random{11};
    ReferencePrice small{1};
    for (int step = 0; step < 1000; ++step) {
        small.step(random);
        ASSERT_GE(small.ticks(), 1);
    }
}

}  // namespace
}  // namespace outcry::app
