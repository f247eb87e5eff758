#include <chrono>
#include <cstdint>
#include <memory>

#include <benchmark/benchmark.h>

#include "outcry/base/assert.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"

// What orders that wait for a price cost: themselves, the trades that pass them by, and a cascade
// in which each one that is triggered reaches the next.
namespace outcry::bench {
namespace {

constexpr AccountId maker{16};
constexpr AccountId taker{17};
constexpr std::int64_t middle = 1'000'000;

/// One market and two rich accounts.
class Market {
public:
    Market() {
        for (const char* const code : {"BASE", "QUOTE"}) {
            Command asset;
            asset.type = CommandType::create_asset;
            asset.asset.decimals = 4;
            asset.asset.code = AssetCode{code};
            apply(asset);
        }
        Command market;
        market.type = CommandType::create_instrument;
        InstrumentDefinition definition;
        definition.tick_scale = 2;
        definition.lot_scale = 2;
        definition.base_units_per_lot = 0;
        definition.quote_units_per_tick_lot = 0;
        definition.base_asset = AssetId{0};
        definition.quote_asset = AssetId{1};
        definition.symbol = Symbol{"BASEQUOTE"};
        market.instrument_definition = definition;
        apply(market);
        for (const AccountId account : {maker, taker}) open(account);
    }

    void apply(Command command) {
        sequence_ = next(sequence_);
        command.sequence = sequence_;
        command.time = Timestamp{static_cast<std::int64_t>(sequence_.value())};
        engine_->apply(command, events_);
        OUTCRY_ASSERT(events_.events()[0].type != EventType::command_refused);
    }
    /// Applies what the engine has left over; how many commands that took.
    std::uint64_t finish() {
        std::uint64_t count = 0;
        for (; engine_->mass_action_is_pending(); ++count) {
            Command more;
            more.type = CommandType::continue_mass_action;
            apply(more);
        }
        return count;
    }
    void place(AccountId account, Side side, std::int64_t price) {
        Command order;
        order.type = CommandType::place_order;
        order.account = account;
        order.side = side;
        order.order_type = OrderType::limit;
        order.time_in_force = TimeInForce::gtc;
        order.price = Price{price};
        order.quantity = Quantity{1};
        apply(order);
    }
    void place_stop(Side side, std::int64_t stop) {
        Command order;
        order.type = CommandType::place_order;
        order.account = taker;
        order.side = side;
        order.order_type = OrderType::stop_loss;
        order.quantity = Quantity{1};
        set_terms(order, {.stop_price = Price{stop}});
        apply(order);
    }
    void cancel_last() {
        Command cancel;
        cancel.type = CommandType::cancel_order;
        cancel.account = taker;
        cancel.flags = CommandFlag::has_target_order_id;
        cancel.target_order_id = events_.events()[0].accepted.order_id;
        apply(cancel);
    }

private:
    void open(AccountId account) {
        Command open;
        open.type = CommandType::create_account;
        open.new_account.external_uid = account.value();
        apply(open);
        for (const std::uint16_t asset : {std::uint16_t{0}, std::uint16_t{1}}) {
            Command deposit;
            deposit.type = CommandType::adjust_balance;
            deposit.account = account;
            deposit.adjustment.asset = AssetId{asset};
            deposit.adjustment.amount = Amount{int128{1} << 90};
            deposit.adjustment.kind = AdjustmentKind::deposit;
            apply(deposit);
        }
    }

    std::unique_ptr<engine::Engine> engine_ = std::make_unique<engine::Engine>(
        engine::EngineLimits{.orders_max = 1U << 18,
                             .recent_order_ids = 1U << 20,
                             .accounts_max = 64,
                             .assets_max = 4,
                             .instruments_max = 4,
                             .keys_max = 4,
                             .open_orders_per_account_max = 1U << 18});
    EventBuffer events_;
    Sequence sequence_;
};

/// A last price, and stops on both sides of it that no price of the benchmark reaches.
void fill_with_stops(Market& market, std::int64_t count) {
    market.place(maker, Side::sell, middle);
    market.place(taker, Side::buy, middle);
    for (std::int64_t i = 0; i < count; ++i) {
        const bool rises = i % 2 == 0;
        market.place_stop(rises ? Side::buy : Side::sell,
                          rises ? middle + 10'000 + i : middle - 10'000 - i);
    }
}

void trade_beside_stops(benchmark::State& state) {
    Market market;
    fill_with_stops(market, state.range(0));
    for (auto _ : state) {
        market.place(maker, Side::sell, middle);
        market.place(taker, Side::buy, middle);
    }
    state.SetItemsProcessed(2 * state.iterations());
}
BENCHMARK(trade_beside_stops)->Arg(0)->Arg(100'000);

void place_and_cancel_a_stop(benchmark::State& state) {
    Market market;
    fill_with_stops(market, state.range(0));
    std::int64_t i = 0;
    for (auto _ : state) {
        market.place_stop(Side::buy, middle + 1 + i++ % 100'000);
        market.cancel_last();
    }
    state.SetItemsProcessed(2 * state.iterations());
}
BENCHMARK(place_and_cancel_a_stop)->Arg(0)->Arg(100'000);

/// Each stop buys at a price that reaches the next one.
void cascade_through_stops(benchmark::State& state) {
    using Clock = std::chrono::steady_clock;
    const std::int64_t count = state.range(0);
    std::uint64_t commands = 0;
    for (auto _ : state) {
        Market market;
        market.place(maker, Side::sell, middle);
        market.place(taker, Side::buy, middle);
        for (std::int64_t i = 1; i <= count + 1; ++i) market.place(maker, Side::sell, middle + i);
        for (std::int64_t i = 1; i <= count; ++i) market.place_stop(Side::buy, middle + i);
        const auto begin = Clock::now();
        market.place(taker, Side::buy, middle + 1);
        commands = market.finish();
        state.SetIterationTime(std::chrono::duration<double>(Clock::now() - begin).count());
    }
    state.SetItemsProcessed(count * state.iterations());
    state.counters["commands"] = static_cast<double>(commands);
}
BENCHMARK(cascade_through_stops)->Arg(10'000)->UseManualTime();

}  // namespace
}  // namespace outcry::bench
