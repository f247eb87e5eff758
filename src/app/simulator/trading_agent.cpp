#include "app/simulator/trading_agent.hpp"

#include <algorithm>

#include "outcry/base/assert.hpp"

namespace outcry::app {
namespace {

/// An order is about this part of all an agent owns: small enough for a day's fees to be a percent.
constexpr std::uint64_t wealth_per_order = 20'000;
/// Nobody bets everything on one side, however the balance stands.
constexpr std::int64_t buy_permille_min = 50;
constexpr std::int64_t buy_permille_max = 950;
/// A taker pays at most 0.15 % more than the reference price.
constexpr std::int64_t take_divisor = 667;

constexpr std::uint64_t cancel_percent_of_maker = 25;
constexpr std::uint64_t cancel_percent_of_canceller = 48;

}  // namespace

AgentAction TradingAgent::decide(SimulatorRandom& random, std::int64_t reference_ticks) {
    OUTCRY_ASSERT(reference_ticks > 0);
    if (awaits_answer_ || !knows_funds_) return {};
    const AgentAction action =
        wants_to_cancel(random) ? cancel_one(random) : trade(random, reference_ticks);
    awaits_answer_ = action.kind != AgentAction::Kind::nothing;
    return action;
}

void TradingAgent::on_funds(const AgentFunds& funds) noexcept {
    funds_ = funds;
    knows_funds_ = true;
}

void TradingAgent::on_resting(std::uint64_t order_id) {
    awaits_answer_ = false;
    open_orders_.push_back(order_id);
}

void TradingAgent::on_disconnected() noexcept {
    awaits_answer_ = false;
    knows_funds_ = false;
    open_orders_.clear();
}

bool TradingAgent::wants_to_cancel(SimulatorRandom& random) const {
    if (open_orders_.empty()) return false;
    if (open_orders_.size() >= agent_open_orders_max) return true;
    const std::uint64_t percent =
        role_ == AgentRole::canceller ? cancel_percent_of_canceller : cancel_percent_of_maker;
    return random.below(100) < percent;
}

AgentAction TradingAgent::cancel_one(SimulatorRandom& random) {
    // At the limit the oldest goes, which is the farthest from today's price.
    const bool is_full = open_orders_.size() >= agent_open_orders_max;
    const std::size_t index = is_full ? 0 : random.below(open_orders_.size());
    const auto position = open_orders_.begin() + static_cast<std::ptrdiff_t>(index);
    const AgentAction action{.kind = AgentAction::Kind::cancel, .order_id = *position};
    open_orders_.erase(position);
    return action;
}

AgentAction TradingAgent::trade(SimulatorRandom& random, std::int64_t reference_ticks) const {
    const std::int64_t imbalance = imbalance_permille(reference_ticks);
    const std::int64_t buy_permille =
        std::clamp(500 - imbalance, buy_permille_min, buy_permille_max);
    AgentAction action;
    action.kind = role_ == AgentRole::taker ? AgentAction::Kind::take : AgentAction::Kind::place;
    action.side = random.around_zero(500) + 500 < buy_permille ? Side::buy : Side::sell;
    action.price_ticks = order_price(random, action.side, reference_ticks);
    action.quantity_lots = order_quantity(random, action.side, reference_ticks, imbalance);
    return can_pay(action) ? action : AgentAction{};
}

std::int64_t TradingAgent::order_price(SimulatorRandom& random, Side side,
                                       std::int64_t reference_ticks) const {
    const std::int64_t direction = side == Side::buy ? 1 : -1;
    if (role_ == AgentRole::taker) {
        return std::max<std::int64_t>(
            reference_ticks + direction * (reference_ticks / take_divisor + 1), 1);
    }
    // The square gathers orders near the price: 0.005 % to 0.065 % away.
    const auto share = static_cast<std::int64_t>(random.below(1000));
    const std::int64_t distance_ppm = 50 + 600 * share * share / 1'000'000;
    const auto distance =
        static_cast<std::int64_t>(static_cast<int128>(reference_ticks) * distance_ppm / 1'000'000);
    return std::max<std::int64_t>(reference_ticks - direction * (distance + 1), 1);
}

std::uint64_t TradingAgent::order_quantity(SimulatorRandom& random, Side side,
                                           std::int64_t reference_ticks,
                                           std::int64_t imbalance_permille) const {
    const auto reference = static_cast<uint128>(reference_ticks);
    const uint128 wealth = funds_.base_lots * reference + funds_.quote_tick_lots;
    // Who has too much of the base sells more at a time, and buys less.
    const std::int64_t skew =
        side == Side::buy ? 1000 - imbalance_permille : 1000 + imbalance_permille;
    const std::uint64_t chance_permille = 250 + random.below(1500);
    const uint128 lots = wealth / wealth_per_order / reference * static_cast<uint128>(skew) *
                         chance_permille / 1'000'000;
    // What is beyond all funds cannot be paid, and is not placed.
    constexpr uint128 lots_max = std::uint64_t{1} << 59;
    return static_cast<std::uint64_t>(std::clamp(lots, uint128{1}, lots_max));
}

std::int64_t TradingAgent::imbalance_permille(std::int64_t reference_ticks) const noexcept {
    const uint128 base_value = funds_.base_lots * static_cast<uint128>(reference_ticks);
    const uint128 wealth = base_value + funds_.quote_tick_lots;
    // In steps of a thousandth of all: products of two amounts do not fit.
    const uint128 unit = wealth / 1000;
    if (unit == 0) return 0;
    const auto base_permille = static_cast<std::int64_t>(base_value / unit);
    return std::clamp<std::int64_t>(2 * base_permille - 1000, -1000, 1000);
}

bool TradingAgent::can_pay(const AgentAction& action) const noexcept {
    if (action.side == Side::sell) return action.quantity_lots <= funds_.base_free_lots;
    const uint128 cost =
        static_cast<uint128>(action.price_ticks) * static_cast<uint128>(action.quantity_lots);
    return cost <= funds_.quote_free_tick_lots;
}

}  // namespace outcry::app
