#include "support/small_venue.hpp"

namespace outcry::test {
namespace {

Command asset(const char* code) {
    Command command;
    command.type = CommandType::create_asset;
    command.asset.decimals = 8;
    command.asset.code = AssetCode{code};
    return command;
}

Command instrument() {
    Command command;
    command.type = CommandType::create_instrument;
    InstrumentDefinition definition;
    definition.tick_mantissa = 1;
    definition.tick_scale = 2;
    definition.lot_mantissa = 1;
    definition.lot_scale = 2;
    definition.base_units_per_lot = 0;
    definition.quote_units_per_tick_lot = 0;
    definition.base_asset = AssetId{0};
    definition.quote_asset = AssetId{1};
    definition.symbol = Symbol{"BASEQUOTE"};
    command.instrument_definition = definition;
    return command;
}

Command account(const char* name) {
    Command command;
    command.type = CommandType::create_account;
    command.new_account.name = FixedText<32>{name};
    return command;
}

Command deposit(AccountId account, AssetId asset) {
    Command command;
    command.type = CommandType::adjust_balance;
    command.account = account;
    command.adjustment.asset = asset;
    command.adjustment.amount = Amount{int128{1'000'000} * 100'000'000};
    command.adjustment.kind = AdjustmentKind::deposit;
    return command;
}

}  // namespace

engine::EngineLimits small_engine_limits() {
    engine::EngineLimits limits;
    limits.orders_max = 1024;
    limits.recent_order_ids = 4096;
    limits.accounts_max = 64;
    limits.assets_max = 8;
    limits.instruments_max = 8;
    limits.keys_max = 16;
    return limits;
}

std::vector<Command> opening_commands() {
    return {asset("BASE"),
            asset("QUOTE"),
            instrument(),
            account("first"),
            account("second"),
            deposit(first_trader, AssetId{0}),
            deposit(first_trader, AssetId{1}),
            deposit(second_trader, AssetId{0}),
            deposit(second_trader, AssetId{1})};
}

Command limit_order(AccountId account, Side side, std::int64_t price, std::uint64_t quantity) {
    Command command;
    command.type = CommandType::place_order;
    command.account = account;
    command.instrument = InstrumentId{0};
    command.side = side;
    command.order_type = OrderType::limit;
    command.time_in_force = TimeInForce::gtc;
    command.price = Price{price};
    command.quantity = Quantity{quantity};
    return command;
}

}  // namespace outcry::test
