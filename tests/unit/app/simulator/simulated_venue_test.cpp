#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/domain/instrument.hpp"
#include "outcry/engine/engine.hpp"

#include "app/simulator/reference_price.hpp"
#include "app/simulator/trading_agent.hpp"

namespace outcry::app {
namespace {

using Kind = AgentAction::Kind;

/// A market of 0.01 by 0.00001, 8 decimals, fees of 0.1 %, as the demo has it.
constexpr int128 base_units_per_lot = 1000;
constexpr int128 quote_units_per_tick_lot = 10;
constexpr std::int64_t anchor_ticks = 6'000'000;

struct Trader {
    AgentRole role;
    std::uint64_t base_lots;
    uint128 quote_tick_lots;
    AccountId account{};
    AgentFunds funds{};
};

class BalanceReader final : public StateVisitor {
public:
    BalanceReader(std::vector<Trader>& traders, AssetId base) : traders_{traders}, base_{base} {
        for (Trader& trader : traders_) trader.funds = {};
    }
    void on_venue(const VenueState&) override {}
    void on_asset(const AssetState&) override {}
    void on_instrument(const InstrumentState&) override {}
    void on_account(const AccountState&) override {}
    void on_balance(const BalanceState& balance) override {
        for (Trader& trader : traders_) {
            if (trader.account != balance.account) continue;
            const auto free = static_cast<uint128>(balance.free.value());
            const auto all = free + static_cast<uint128>(balance.locked.value());
            if (balance.asset == base_) {
                trader.funds.base_free_lots = static_cast<std::uint64_t>(free / base_units_per_lot);
                trader.funds.base_lots = static_cast<std::uint64_t>(all / base_units_per_lot);
            } else {
                trader.funds.quote_free_tick_lots = free / quote_units_per_tick_lot;
                trader.funds.quote_tick_lots = all / quote_units_per_tick_lot;
            }
        }
    }
    void on_order(const OrderState&) override {}
    void on_key(const KeyState&) override {}
    void on_staged(const StagedState&) override {}

private:
    std::vector<Trader>& traders_;
    AssetId base_;
};

/// The agents on a real engine, without a server between them.
class SimulatedVenue {
public:
    explicit SimulatedVenue(std::vector<Trader> traders) : traders_{std::move(traders)} {
        for (std::size_t index = 0; index < assets_.size(); ++index) {
            begin(CommandType::create_asset).asset = {
                .decimals = 8, .code = AssetCode{index == 0 ? "BTC" : "USDT"}};
            assets_[index] = apply().asset.id;
        }
        begin(CommandType::create_instrument).instrument_definition = {.maker_fee_ppm = 1000,
                                                                       .taker_fee_ppm = 1000,
                                                                       .base_asset = assets_[0],
                                                                       .quote_asset = assets_[1],
                                                                       .tick_scale = 2,
                                                                       .lot_scale = 5,
                                                                       .symbol = Symbol{"BTCUSDT"}};
        // As large as a ledger can settle.
        command_.instrument_definition.price_maximum = Price{std::int64_t{1} << 40};
        command_.instrument_definition.quantity_maximum = Quantity{std::uint64_t{1} << 40};
        instrument_ = apply().instrument;
        for (Trader& trader : traders_) {
            add(trader);
            agents_.emplace_back(trader.role);
        }
    }

    void run(std::uint64_t step_count) {
        for (std::uint64_t step = 0; step < step_count; ++step) {
            if (step % 200 == 0) read_balances();
            reference_.step(random_);
            const std::size_t index = random_.below(agents_.size());
            perform(index, agents_[index].decide(random_, reference_.ticks()));
            open_count_max_ = std::max(open_count_max_, agents_[index].open_order_count());
        }
        read_balances();
    }

    void read_balances() {
        BalanceReader reader{traders_, assets_[0]};
        engine_.visit(reader);
        for (std::size_t index = 0; index < agents_.size(); ++index) {
            agents_[index].on_funds(traders_[index].funds);
        }
    }

    [[nodiscard]] const std::vector<Trader>& traders() const { return traders_; }
    [[nodiscard]] std::uint64_t fill_count() const { return fill_count_; }
    [[nodiscard]] std::size_t open_count_max() const { return open_count_max_; }
    [[nodiscard]] const engine::Engine& engine() const { return engine_; }

private:
    Command& begin(CommandType type) {
        command_.clear();
        command_.type = type;
        command_.instrument = instrument_;
        return command_;
    }

    const Event& apply() {
        command_.sequence = next(engine_.sequence());
        engine_.apply(command_, events_);
        return events_.events().front();
    }

    void add(Trader& trader) {
        const auto number = traders_.size() + static_cast<std::size_t>(&trader - traders_.data());
        begin(CommandType::create_account).new_account = {
            .external_uid = number, .name = FixedText<32>{std::to_string(number)}};
        trader.account = apply().account_created.account;
        const std::array amounts = {
            Amount{static_cast<int128>(trader.base_lots) * base_units_per_lot},
            Amount{static_cast<int128>(trader.quote_tick_lots) * quote_units_per_tick_lot}};
        for (std::size_t index = 0; index < amounts.size(); ++index) {
            begin(CommandType::adjust_balance).adjustment = {.amount = amounts[index],
                                                             .asset = assets_[index]};
            command_.account = trader.account;
            apply();
        }
    }

    void perform(std::size_t index, const AgentAction& action) {
        TradingAgent& agent = agents_[index];
        if (action.kind == Kind::nothing) return;
        const bool is_cancel = action.kind == Kind::cancel;
        begin(is_cancel ? CommandType::cancel_order : CommandType::place_order);
        command_.account = traders_[index].account;
        if (is_cancel) {
            command_.flags = CommandFlag::has_target_order_id;
            command_.target_order_id = OrderId{action.order_id};
            apply();
            return agent.on_cancelled();
        }
        command_.order_type = OrderType::limit;
        command_.time_in_force = action.kind == Kind::take ? TimeInForce::ioc : TimeInForce::gtc;
        command_.side = action.side;
        command_.price = Price{action.price_ticks};
        command_.quantity = Quantity{action.quantity_lots};
        const Event& first = apply();
        if (first.type != EventType::order_accepted) return agent.on_nothing_rests();
        Quantity open = command_.quantity;
        bool is_closed = false;
        for (const Event& event : events_.events()) {
            if (event.type == EventType::order_closed) is_closed = true;
            if (event.type != EventType::order_traded) continue;
            open = Quantity{open.value() - event.traded.quantity.value()};
            ++fill_count_;
        }
        if (is_closed || open == Quantity{}) return agent.on_nothing_rests();
        agent.on_resting(first.accepted.order_id.value());
    }

    std::vector<Trader> traders_;
    std::vector<TradingAgent> agents_;
    engine::Engine engine_{{.orders_max = 4096,
                            .recent_order_ids = 1U << 16,
                            .accounts_max = 64,
                            .assets_max = 4,
                            .instruments_max = 4,
                            .keys_max = 4}};
    EventBuffer events_;
    Command command_;
    InstrumentId instrument_;
    std::array<AssetId, 2> assets_;
    SimulatorRandom random_{1};
    ReferencePrice reference_{anchor_ticks};
    std::uint64_t fill_count_ = 0;
    std::size_t open_count_max_ = 0;
};

TEST(SimulatedVenue, KeepsBalancesAndOpenOrdersBoundedOverAMillionSteps) {
    // The demo's makers with 1000 BTC and their half of 100 M USDT, its takers with a fifth.
    const std::vector<Trader> initial = {
        {AgentRole::maker, 100'000'000, 5'000'000'000ULL * 100'000},
        {AgentRole::canceller, 100'000'000, 5'000'000'000ULL * 100'000},
        {AgentRole::taker, 20'000'000, 500'000'000ULL * 100'000},
        {AgentRole::taker, 20'000'000, 500'000'000ULL * 100'000},
    };
    SimulatedVenue venue{initial};
    venue.run(1'000'000);

    EXPECT_GT(venue.fill_count(), 200'000u);
    EXPECT_LE(venue.open_count_max(), agent_open_orders_max);
    for (std::size_t index = 0; index < initial.size(); ++index) {
        const AgentFunds& funds = venue.traders()[index].funds;
        EXPECT_GT(funds.base_lots, initial[index].base_lots / 2) << index;
        EXPECT_LT(funds.base_lots, initial[index].base_lots * 2) << index;
        EXPECT_TRUE(funds.quote_tick_lots > initial[index].quote_tick_lots / 2) << index;
        EXPECT_TRUE(funds.quote_tick_lots < initial[index].quote_tick_lots * 2) << index;
    }
    EXPECT_EQ(venue.engine().broken_invariant(), nullptr);
}

}  // namespace
}  // namespace outcry::app
