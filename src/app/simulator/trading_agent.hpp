#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "outcry/base/int128.hpp"
#include "outcry/domain/enums.hpp"

#include "app/simulator/simulator_random.hpp"

namespace outcry::app {

enum class AgentRole : std::uint8_t {
    maker,      // keeps orders around the reference price
    canceller,  // the same, but takes most of them back soon
    taker,      // trades with what is there
};

/// What an agent owns, for one market. Amounts of the quote asset are in ticks times lots.
struct AgentFunds {
    std::uint64_t base_lots = 0;
    std::uint64_t base_free_lots = 0;
    uint128 quote_tick_lots = 0;
    uint128 quote_free_tick_lots = 0;
};

struct AgentAction {
    enum class Kind : std::uint8_t { nothing, place, take, cancel };
    Kind kind = Kind::nothing;
    Side side{};
    std::int64_t price_ticks = 0;
    std::uint64_t quantity_lots = 0;
    std::uint64_t order_id = 0;  // cancel
    friend bool operator==(const AgentAction&, const AgentAction&) = default;
};

/// The most orders an agent keeps open; beyond it the oldest is cancelled.
inline constexpr std::size_t agent_open_orders_max = 20;

/// One simulated trader on one market: decides, and never talks. The random numbers and what it is
/// told decide all it does.
class TradingAgent {
public:
    explicit TradingAgent(AgentRole role) noexcept : role_{role} {}

    /// The next action; nothing while an answer is out or funds are unknown. Any other action
    /// makes it wait for `on_placed`, `on_cancelled` or `on_refused`.
    [[nodiscard]] AgentAction decide(SimulatorRandom& random, std::int64_t reference_ticks);

    void on_funds(const AgentFunds& funds) noexcept;
    /// The order was accepted and rests in the book under that id.
    void on_resting(std::uint64_t order_id);
    /// The order was accepted and is over already, or it was refused.
    void on_nothing_rests() noexcept { awaits_answer_ = false; }
    /// The order of the last cancel is gone, or was gone before.
    void on_cancelled() noexcept { awaits_answer_ = false; }
    /// The connection was lost: its orders are cancelled when it is there again.
    void on_disconnected() noexcept;

    [[nodiscard]] std::size_t open_order_count() const noexcept { return open_orders_.size(); }

private:
    [[nodiscard]] bool wants_to_cancel(SimulatorRandom& random) const;
    [[nodiscard]] AgentAction cancel_one(SimulatorRandom& random);
    [[nodiscard]] AgentAction trade(SimulatorRandom& random, std::int64_t reference_ticks) const;
    [[nodiscard]] std::int64_t order_price(SimulatorRandom& random, Side side,
                                           std::int64_t reference_ticks) const;
    [[nodiscard]] std::uint64_t order_quantity(SimulatorRandom& random, Side side,
                                               std::int64_t reference_ticks,
                                               std::int64_t imbalance_permille) const;
    [[nodiscard]] std::int64_t imbalance_permille(std::int64_t reference_ticks) const noexcept;
    [[nodiscard]] bool can_pay(const AgentAction& action) const noexcept;

    AgentRole role_;
    AgentFunds funds_;
    bool knows_funds_ = false;
    bool awaits_answer_ = false;
    std::deque<std::uint64_t> open_orders_;  // the oldest first
};

}  // namespace outcry::app
