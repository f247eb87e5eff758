#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "outcry/engine/engine.hpp"

#include "unit/views/event_script.hpp"
#include "unit/views/random_commands.hpp"

namespace outcry::views::test {
namespace {

std::uint64_t seed() {
    const char* given = std::getenv("OUTCRY_SEED");
    return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

/// What an engine holds, as far as a view must show it.
class EngineState final : public StateVisitor {
public:
    void on_venue(const VenueState& state) override { venue = state; }
    void on_asset(const AssetState&) override {}
    void on_instrument(const InstrumentState& state) override { instruments.push_back(state); }
    void on_account(const AccountState& state) override { accounts.push_back(state.id); }
    void on_balance(const BalanceState& state) override {
        balances[{state.account, state.asset}] = {state.free, state.locked};
    }
    void on_order(const OrderState& state) override { orders.push_back(state); }
    void on_order_terms(const OrderTermsState& state) override { terms[state.order_id] = state; }
    void on_key(const KeyState&) override {}
    void on_staged(const StagedState&) override {}

    VenueState venue;
    std::vector<InstrumentState> instruments;
    std::vector<AccountId> accounts;
    std::map<std::pair<AccountId, AssetId>, std::pair<Amount, Amount>> balances;
    std::vector<OrderState> orders;
    std::map<OrderId, OrderTermsState> terms;
};

/// An engine whose events go to a view, and every event ever made.
struct Pair {
    explicit Pair(const ViewLimits& limits) : view{limits} {}

    void apply(const Command& wanted) {
        Command command = wanted;
        command.sequence = next(engine.sequence());
        command.time = Timestamp{static_cast<std::int64_t>(command.sequence.value()) * 10};
        buffer.begin(command.sequence, command.time, command.request);
        engine.apply(command, buffer);
        buffer.finish();
        for (const Event& event : buffer.events()) {
            view.apply(event);
            history.push_back(event);
        }
    }

    engine::Engine engine{{.orders_max = 1U << 14,
                           .recent_order_ids = 1U << 12,
                           .accounts_max = 64,
                           .assets_max = 4,
                           .instruments_max = 4,
                           .keys_max = 4,
                           .open_orders_per_account_max = 200}};
    EventBuffer buffer;
    VenueView view;
    std::vector<Event> history;
};

using Book = std::map<std::pair<Side, Price>, std::pair<Quantity, std::uint32_t>>;

void expect_same_orders(const EngineState& state, const VenueView& view) {
    std::size_t open_count = 0;
    for (const AccountId account : state.accounts) {
        open_count += view.open_orders(account, std::nullopt).size();
    }
    ASSERT_EQ(open_count, state.orders.size());
    for (const OrderState& order : state.orders) {
        const OrderRecord* record = view.find_order(order.order_id);
        ASSERT_NE(record, nullptr);
        ASSERT_FALSE(is_closed(record->status));
        ASSERT_EQ(record->price, order.price);
        ASSERT_EQ(record->quantity - record->prevented_quantity, order.quantity);
        ASSERT_EQ(order.quantity - record->executed_quantity, order.open_quantity);
        ASSERT_EQ(record->account, order.account);
        ASSERT_EQ(record->instrument, order.instrument);
        ASSERT_EQ(record->side, order.side);
        ASSERT_EQ(record->type, order.type);
        const auto terms = state.terms.find(order.order_id);
        const bool ends = terms != state.terms.end();
        ASSERT_EQ(record->expires_at, ends ? terms->second.expires_at : Timestamp{});
        ASSERT_EQ(record->client_order_id, order.client_order_id);
        if (order.client_order_id.empty()) continue;
        ASSERT_EQ(view.find_order(order.account, order.instrument, order.client_order_id.view()),
                  record);
    }
}

void expect_same_depth(const EngineState& state, const VenueView& view) {
    for (const InstrumentState& instrument : state.instruments) {
        Book expected;
        for (const OrderState& order : state.orders) {
            if (order.instrument != instrument.id) continue;
            auto& [quantity, order_count] = expected[{order.side, order.price}];
            quantity += order.open_quantity;
            ++order_count;
        }
        Book shown;
        const InstrumentView& of_view = *view.instruments()[instrument.id.value()];
        for (const Side side : {Side::buy, Side::sell}) {
            for (const DepthLevel& level : of_view.depth.levels(side, 10'000)) {
                shown[{side, level.price}] = {level.quantity, level.order_count};
            }
        }
        ASSERT_EQ(shown, expected);
        ASSERT_EQ(of_view.trade_id_last, instrument.trade_id_last);
        ASSERT_EQ(of_view.price_last, instrument.price_last);
        ASSERT_EQ(of_view.definition.status, instrument.status);
        ASSERT_EQ(of_view.definition.base_units_per_lot, instrument.base_units_per_lot);
        ASSERT_EQ(of_view.definition.quote_units_per_tick_lot, instrument.quote_units_per_tick_lot);
    }
}

void expect_same_balances(const EngineState& state, const VenueView& view) {
    std::map<std::pair<AccountId, AssetId>, std::pair<Amount, Amount>> shown;
    for (const AccountId account : state.accounts) {
        for (const BalanceRecord& balance : view.balances(account)) {
            if (balance.free == Amount{} && balance.locked == Amount{}) continue;
            shown[{account, balance.asset}] = {balance.free, balance.locked};
        }
    }
    ASSERT_EQ(shown, state.balances);
}

void expect_agreement(const Pair& pair) {
    EngineState state;
    pair.engine.visit(state);
    ASSERT_EQ(pair.view.sequence(), state.venue.sequence);
    ASSERT_EQ(pair.view.time(), state.venue.time);
    ASSERT_NO_FATAL_FAILURE(expect_same_balances(state, pair.view));
    ASSERT_NO_FATAL_FAILURE(expect_same_orders(state, pair.view));
    ASSERT_NO_FATAL_FAILURE(expect_same_depth(state, pair.view));
}

/// What the sequencer has to do by itself comes before what the traders want.
Command next_command(const Pair& pair, RandomCommands& commands) {
    Command command;
    command.type = CommandType::continue_mass_action;
    if (pair.engine.mass_action_is_pending()) return command;
    command.type = CommandType::advance_clock;
    const auto time = static_cast<std::int64_t>(next(pair.engine.sequence()).value()) * 10;
    if (pair.engine.next_deadline() <= Timestamp{time}) return command;
    return commands.next();
}

void run(Pair& pair, RandomCommands& commands, int count) {
    for (int step = 0; step < count; ++step) {
        const std::size_t known_count = pair.history.size();
        pair.apply(next_command(pair, commands));
        for (std::size_t index = known_count; index < pair.history.size(); ++index) {
            commands.listen(pair.history[index]);
        }
        ASSERT_NO_FATAL_FAILURE(expect_agreement(pair)) << "command " << step;
    }
}

TEST(VenueView, EqualsTheEngineAfterEveryRandomCommand) {
    const std::uint64_t chosen = seed();
    SCOPED_TRACE("OUTCRY_SEED=" + std::to_string(chosen));
    RandomCommands commands{chosen};
    Pair pair{{.closed_orders_max = 500, .trades_max = 300}};
    for (const Command& command : commands.set_up()) pair.apply(command);
    ASSERT_NO_FATAL_FAILURE(run(pair, commands, 5000));
    EXPECT_GT(pair.view.instruments()[0]->trade_id_last, TradeId{300});
}

/// What one order came to, counted anew from every event.
struct Recounted {
    Quantity executed;
    Amount quote;
    AccountId account;
    InstrumentId instrument;
    Sequence updated_by;
    CloseReason reason{};
};

std::map<OrderId, Recounted> recount(const VenueView& view, const std::vector<Event>& history) {
    std::map<OrderId, Recounted> orders;
    for (const Event& event : history) {
        if (event.type == EventType::order_accepted) {
            Recounted& order = orders[event.accepted.order_id];
            order.account = event.accepted.account;
            order.instrument = event.instrument;
            order.updated_by = event.sequence;
        } else if (event.type == EventType::order_amended) {
            orders[event.amended.order_id].updated_by = event.sequence;
        } else if (event.type == EventType::order_closed) {
            orders[event.closed.order_id].updated_by = event.sequence;
            orders[event.closed.order_id].reason = event.closed.reason;
        } else if (event.type == EventType::self_trade_prevented) {
            if (event.prevented.mode != SelfTradePrevention::decrement) continue;
            orders[event.prevented.maker_order_id].updated_by = event.sequence;
            orders[event.prevented.taker_order_id].updated_by = event.sequence;
        } else if (event.type == EventType::order_traded) {
            const InstrumentDefinition& definition =
                view.instruments()[event.instrument.value()]->definition;
            const OrderTraded& traded = event.traded;
            for (const OrderId id : {traded.maker_order_id, traded.taker_order_id}) {
                Recounted& order = orders[id];
                order.executed += traded.quantity;
                order.quote += quote_amount(definition, traded.price, traded.quantity);
                order.updated_by = event.sequence;
            }
        }
    }
    return orders;
}

TEST(VenueView, RemembersEveryOrderAndTradeAsTheEventsTellThem) {
    const std::uint64_t chosen = seed();
    SCOPED_TRACE("OUTCRY_SEED=" + std::to_string(chosen));
    RandomCommands commands{chosen};
    Pair pair{{.closed_orders_max = 100'000, .trades_max = 100'000}};
    for (const Command& command : commands.set_up()) pair.apply(command);
    ASSERT_NO_FATAL_FAILURE(run(pair, commands, 2000));

    std::map<std::pair<AccountId, InstrumentId>, std::vector<OrderId>> by_account;
    for (const auto& [id, order] : recount(pair.view, pair.history)) {
        const OrderRecord* record = pair.view.find_order(id);
        ASSERT_NE(record, nullptr);
        EXPECT_EQ(record->executed_quantity, order.executed);
        EXPECT_EQ(record->executed_quote, order.quote);
        EXPECT_EQ(record->updated_by, order.updated_by);
        EXPECT_EQ(record->close_reason, order.reason);
        by_account[{order.account, order.instrument}].push_back(id);
    }
    for (const auto& [key, ids] : by_account) {
        std::vector<OrderId> listed;
        const AccountQuery query{.account = key.first, .instrument = key.second, .limit = 100'000};
        for (const OrderRecord* record : pair.view.orders(query)) {
            listed.push_back(record->order_id);
        }
        EXPECT_EQ(listed, ids);
    }

    std::map<std::pair<AccountId, InstrumentId>, std::vector<TradeId>> trades;
    for (const Event& event : pair.history) {
        if (event.type != EventType::order_traded) continue;
        const OrderTraded& traded = event.traded;
        trades[{traded.maker_account, event.instrument}].push_back(traded.trade_id);
        if (traded.taker_account == traded.maker_account) continue;
        trades[{traded.taker_account, event.instrument}].push_back(traded.trade_id);
    }
    for (const auto& [key, ids] : trades) {
        std::vector<TradeId> listed;
        const AccountQuery query{.account = key.first, .instrument = key.second, .limit = 100'000};
        for (const TradeRecord* record : pair.view.account_trades(query)) {
            listed.push_back(record->trade_id);
        }
        EXPECT_EQ(listed, ids);
    }
}

TEST(VenueView, ALoadedViewGoesOnAsTheOneThatWasSaved) {
    const std::uint64_t chosen = seed();
    SCOPED_TRACE("OUTCRY_SEED=" + std::to_string(chosen));
    constexpr ViewLimits limits{.closed_orders_max = 200, .trades_max = 150};
    RandomCommands commands{chosen};
    Pair pair{limits};
    for (const Command& command : commands.set_up()) pair.apply(command);
    ASSERT_NO_FATAL_FAILURE(run(pair, commands, 1000));

    VenueView loaded{limits};
    ASSERT_TRUE(loaded.load(saved(pair.view)));
    EXPECT_EQ(saved(loaded), saved(pair.view));
    const std::size_t known_count = pair.history.size();
    ASSERT_NO_FATAL_FAILURE(run(pair, commands, 1000));
    for (std::size_t index = known_count; index < pair.history.size(); ++index) {
        loaded.apply(pair.history[index]);
    }
    EXPECT_EQ(saved(loaded), saved(pair.view));
}

}  // namespace
}  // namespace outcry::views::test
