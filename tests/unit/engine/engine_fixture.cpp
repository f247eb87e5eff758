#include "unit/engine/engine_fixture.hpp"

#include <fmt/format.h>

#include "support/scenario/event_text.hpp"

namespace outcry::test {
namespace {

class Books final : public StateVisitor {
public:
    void on_venue(const VenueState& /*venue*/) override {}
    void on_asset(const AssetState& /*asset*/) override {}
    void on_instrument(const InstrumentState& /*instrument*/) override {}
    void on_account(const AccountState& /*account*/) override {}
    void on_balance(const BalanceState& balance) override { balances.push_back(balance); }
    void on_order(const OrderState& order) override {
        orders.push_back(fmt::format("#{} {} {} @ {}", order.order_id.value(), text_of(order.side),
                                     order.open_quantity.value(), order.price.value()));
    }
    void on_key(const KeyState& /*key*/) override {}
    void on_staged(const StagedState& /*staged*/) override {}

    std::vector<BalanceState> balances;
    std::vector<std::string> orders;
};

}  // namespace

EngineFixture::EngineFixture(const engine::EngineLimits& limits) : engine{limits} {
    for (const std::string_view code : {"BTC", "USD"}) {
        Command command;
        command.type = CommandType::create_asset;
        command.asset.decimals = 0;
        command.asset.code = AssetCode{code};
        apply(command);
    }
    Command instrument;
    instrument.type = CommandType::create_instrument;
    InstrumentDefinition definition;
    definition.base_asset = btc;
    definition.quote_asset = usd;
    definition.symbol = Symbol{"BTCUSD"};
    std::memcpy(static_cast<void*>(&instrument.instrument_definition), &definition,
                sizeof definition);
    apply(instrument);
    std::uint64_t uid = 1;
    for (const std::string_view name : {"alice", "bob", "carol"}) {
        Command command;
        command.type = CommandType::create_account;
        command.new_account.external_uid = uid++;
        command.new_account.name = FixedText<32>{name};
        apply(command);
    }
    for (const AccountId account : {alice, bob, carol}) {
        apply(deposit(account, btc, 1'000'000));
        apply(deposit(account, usd, 1'000'000));
    }
}

Events EngineFixture::apply(const Command& wanted) {
    Command command = wanted;
    command.sequence = next(engine.sequence());
    command.time = Timestamp{static_cast<std::int64_t>(command.sequence.value())};
    engine.apply(command, buffer_);
    const auto events = buffer_.events();
    EXPECT_EQ(engine.broken_invariant(), nullptr);
    return {events.begin(), events.end()};
}

Command EngineFixture::limit(AccountId account, Side side, std::uint64_t quantity,
                             std::int64_t price) {
    Command command;
    command.type = CommandType::place_order;
    command.account = account;
    command.order_type = OrderType::limit;
    command.time_in_force = TimeInForce::gtc;
    command.side = side;
    command.quantity = Quantity{quantity};
    command.price = Price{price};
    return command;
}

Command EngineFixture::market(AccountId account, Side side, std::uint64_t quantity) {
    Command command = limit(account, side, quantity, 0);
    command.order_type = OrderType::market;
    return command;
}

Command EngineFixture::market_by_quote(AccountId account, Side side, int128 budget) {
    Command command = limit(account, side, 0, 0);
    command.order_type = OrderType::market_by_quote;
    command.texts.created.quote_quantity = Amount{budget};
    return command;
}

Command EngineFixture::cancel(AccountId account, std::uint64_t order_id) {
    Command command;
    command.type = CommandType::cancel_order;
    command.account = account;
    command.flags = CommandFlag::has_target_order_id;
    command.target_order_id = OrderId{order_id};
    return command;
}

Command EngineFixture::amend(AccountId account, std::uint64_t order_id, QuantityMeaning meaning,
                             std::uint64_t quantity) {
    Command command = cancel(account, order_id);
    command.type = CommandType::amend_order;
    command.flags |= CommandFlag::price_unchanged;
    command.quantity_meaning = meaning;
    command.quantity = Quantity{quantity};
    return command;
}

Command EngineFixture::cancel_all(AccountId account) {
    Command command;
    command.type = CommandType::cancel_all_orders;
    command.account = account;
    return command;
}

Command EngineFixture::deposit(AccountId account, AssetId asset, int128 amount) {
    Command command;
    command.type = CommandType::adjust_balance;
    command.account = account;
    command.adjustment.amount = Amount{amount};
    command.adjustment.asset = asset;
    command.adjustment.kind = AdjustmentKind::deposit;
    return command;
}

Command& EngineFixture::name(Command& command, std::string_view client_order_id) {
    NewOrderText& created = command.texts.created;
    created.client_order_id = ClientOrderId{client_order_id};
    created.client_order_id_hash = base::hash_text(client_order_id, command.account.value());
    return command;
}

Command& EngineFixture::aim(Command& command, std::string_view client_order_id) {
    TargetText& target = command.texts.target;
    target.client_order_id = ClientOrderId{client_order_id};
    target.client_order_id_hash = base::hash_text(client_order_id, command.account.value());
    command.flags |= CommandFlag::has_target_client_order_id;
    return command;
}

std::pair<std::int64_t, std::int64_t> EngineFixture::balance(AccountId account,
                                                             AssetId asset) const {
    Books books;
    engine.visit(books);
    for (const BalanceState& balance : books.balances) {
        if (balance.account != account || balance.asset != asset) continue;
        return {static_cast<std::int64_t>(balance.free.value()),
                static_cast<std::int64_t>(balance.locked.value())};
    }
    return {0, 0};
}

std::vector<std::string> EngineFixture::book() const {
    Books books;
    engine.visit(books);
    return books.orders;
}

}  // namespace outcry::test
