#include "unit/views/random_commands.hpp"

#include <string>

#include "outcry/base/hash.hpp"

namespace outcry::views::test {
namespace {

Command command_of(CommandType type) {
    Command command;
    command.type = type;
    return command;
}

std::uint64_t name_hash(AccountId account, const ClientOrderId& name) {
    return name.empty() ? 0 : base::hash_text(name.view(), account.value());
}

Command asset(std::uint16_t id, std::string_view code) {
    Command command = command_of(CommandType::create_asset);
    command.asset = {.id = AssetId{id}, .decimals = 8, .code = AssetCode{code}};
    return command;
}

Command instrument(std::uint16_t id, std::string_view symbol, std::uint32_t maker_fee_ppm) {
    Command command = command_of(CommandType::create_instrument);
    command.instrument = InstrumentId{id};
    command.instrument_definition = {.tick_mantissa = 1,
                                     .lot_mantissa = 1,
                                     .price_maximum = Price{1'000'000},
                                     .quantity_maximum = Quantity{1'000'000},
                                     .maker_fee_ppm = maker_fee_ppm,
                                     .taker_fee_ppm = 2 * maker_fee_ppm,
                                     .id = InstrumentId{id},
                                     .base_asset = AssetId{0},
                                     .quote_asset = AssetId{1},
                                     .tick_scale = 2,
                                     .lot_scale = 4,
                                     .status = InstrumentStatus::trading,
                                     .symbol = Symbol{symbol}};
    return command;
}

}  // namespace

std::vector<Command> RandomCommands::set_up() {
    std::vector<Command> commands{asset(0, "BTC"), asset(1, "USDT"), instrument(0, "BTCUSDT", 777),
                                  instrument(1, "BTCUSD2", 0)};
    for (std::uint32_t number = 0; number < account_count; ++number) {
        Command created = command_of(CommandType::create_account);
        created.new_account.external_uid = 100 + number;
        created.new_account.name = FixedText<32>{"trader-" + std::to_string(number)};
        commands.push_back(created);
    }
    for (std::uint32_t number = 0; number < account_count; ++number) {
        for (const AssetId asset_id : {AssetId{0}, AssetId{1}}) {
            Command deposit = command_of(CommandType::adjust_balance);
            deposit.account = AccountId{user_account_first.value() + number};
            deposit.adjustment.kind = AdjustmentKind::deposit;
            deposit.adjustment.asset = asset_id;
            // Little enough that some orders are refused for it.
            deposit.adjustment.amount = Amount{4'000'000};
            commands.push_back(deposit);
        }
    }
    return commands;
}

void RandomCommands::listen(const Event& event) {
    time_ = event.time;
    if (event.type != EventType::order_accepted) return;
    known_.push_back({event.accepted.order_id, event.accepted.account, event.instrument});
    if (known_.size() > 60) known_.erase(known_.begin());
}

void RandomCommands::name(Command& command) {
    if (below(3) == 0) return;
    // Few names, so that they are taken again, and sometimes refused.
    NewOrderText& created = command.texts.created;
    created.client_order_id = ClientOrderId{"n" + std::to_string(below(40))};
    created.client_order_id_hash = name_hash(command.account, created.client_order_id);
}

Command RandomCommands::placement() {
    Command command = command_of(CommandType::place_order);
    command.account = any_account();
    command.instrument = InstrumentId{static_cast<std::uint16_t>(below(2))};
    command.side = below(2) == 0 ? Side::buy : Side::sell;
    command.self_trade_prevention = static_cast<SelfTradePrevention>(below(6));
    const std::int64_t middle = command.side == Side::buy ? 99 : 101;
    command.price = Price{middle - 5 + static_cast<std::int64_t>(below(11))};
    command.quantity = Quantity{1 + below(30)};
    command.time_in_force = TimeInForce::gtc;
    command.order_type = OrderType::limit;
    switch (below(10)) {
        case 0: command.time_in_force = TimeInForce::ioc; break;
        case 1: command.time_in_force = TimeInForce::fok; break;
        case 2:
            command.order_type =
                below(2) == 0 ? OrderType::limit_maker : OrderType::limit_maker_slide;
            command.time_in_force = TimeInForce{};
            break;
        case 3:
            command.order_type = OrderType::market;
            command.price = Price{};
            break;
        case 4:
            command.order_type = OrderType::market_by_quote;
            command.price = Price{};
            command.quantity = Quantity{};
            command.texts.created.quote_quantity = Amount{static_cast<int128>(below(400'000)) + 1};
            break;
        case 5:
            command.time_in_force = TimeInForce::gtd;
            set_terms(command, {.expires_at = Timestamp{time_.value() + 20 +
                                                        static_cast<std::int64_t>(below(3'000))}});
            break;
        default: break;
    }
    name(command);
    return command;
}

void RandomCommands::aim(Command& command) {
    if (known_.empty()) return;
    const Known& known = known_[below(known_.size())];
    command.account = known.account;
    command.instrument = known.instrument;
    command.target_order_id = known.id;
    command.flags |= CommandFlag::has_target_order_id;
}

Command RandomCommands::amendment() {
    Command command = command_of(CommandType::amend_order);
    aim(command);
    command.quantity_meaning = static_cast<QuantityMeaning>(below(3));
    command.quantity = Quantity{1 + below(20)};
    command.price = Price{92 + static_cast<std::int64_t>(below(17))};
    if (below(2) == 0) command.flags |= CommandFlag::price_unchanged;
    command.self_trade_prevention = static_cast<SelfTradePrevention>(below(6));
    name(command);
    return command;
}

Command RandomCommands::operators_command() {
    Command command;
    switch (below(5)) {
        case 4:
            command.type = CommandType::set_account_rules;
            command.account = any_account();
            command.account_rules.trade_group = TradeGroupId{static_cast<std::uint32_t>(below(2))};
            command.account_rules.default_self_trade_prevention =
                static_cast<SelfTradePrevention>(below(5));
            return command;
        case 0:
            command.type = CommandType::change_fees;
            command.instrument = InstrumentId{static_cast<std::uint16_t>(below(2))};
            command.fees = {.maker_fee_ppm = static_cast<std::uint32_t>(below(3000)),
                            .taker_fee_ppm = static_cast<std::uint32_t>(below(3000))};
            return command;
        case 1:
            command.type = CommandType::set_instrument_status;
            command.instrument = InstrumentId{static_cast<std::uint16_t>(below(2))};
            command.instrument_status =
                below(6) == 0 ? InstrumentStatus::post_only : InstrumentStatus::trading;
            return command;
        case 2:
            command.type = CommandType::adjust_balance;
            command.account = any_account();
            command.adjustment.asset = AssetId{static_cast<std::uint16_t>(below(2))};
            command.adjustment.amount = Amount{static_cast<int128>(below(50'000)) + 1};
            command.adjustment.kind =
                below(2) == 0 ? AdjustmentKind::deposit : AdjustmentKind::withdrawal;
            return command;
        default: command.type = CommandType::advance_clock; return command;
    }
}

Command RandomCommands::next() {
    const std::uint64_t kind = below(100);
    if (kind < 60) return placement();
    if (kind < 80) {
        Command command = command_of(CommandType::cancel_order);
        aim(command);
        return command;
    }
    if (kind < 90) return amendment();
    if (kind < 96) {
        Command command = placement();
        command.type = CommandType::replace_order;
        command.replace_mode = static_cast<ReplaceMode>(below(2));
        const AccountId account_before = command.account;
        aim(command);
        if (command.account != account_before) {
            command.texts.created.client_order_id_hash =
                name_hash(command.account, command.texts.created.client_order_id);
        }
        return command;
    }
    if (kind < 97) {
        Command command = command_of(CommandType::cancel_all_orders);
        command.account = any_account();
        command.instrument = InstrumentId{static_cast<std::uint16_t>(below(2))};
        return command;
    }
    return operators_command();
}

}  // namespace outcry::views::test
