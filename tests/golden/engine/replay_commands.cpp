#include "golden/engine/replay_commands.hpp"

#include <algorithm>
#include <cstring>
#include <string>

namespace outcry::test {
namespace {

constexpr std::uint64_t asset_count = 3;
constexpr std::uint64_t assets_end = asset_count;
constexpr std::uint64_t instruments_end = assets_end + ReplayCommands::instrument_count;
constexpr std::uint64_t accounts_end = instruments_end + ReplayCommands::account_count;
constexpr std::uint64_t deposits_end = accounts_end + asset_count * ReplayCommands::account_count;

Command asset(std::uint64_t number) {
    Command command;
    command.type = CommandType::create_asset;
    command.asset.decimals = static_cast<std::uint8_t>(2 * number);
    command.asset.code = AssetCode{"A" + std::to_string(number)};
    return command;
}

Command instrument(std::uint64_t number) {
    Command command;
    command.type = CommandType::create_instrument;
    InstrumentDefinition definition;
    definition.base_asset = AssetId{static_cast<std::uint16_t>(number % asset_count)};
    definition.quote_asset = AssetId{static_cast<std::uint16_t>((number + 1) % asset_count)};
    definition.quantity_maximum = Quantity{10'000'000};
    definition.notional_minimum = number * 500;
    definition.maker_fee_ppm = static_cast<std::uint32_t>(number * 300);
    definition.taker_fee_ppm = static_cast<std::uint32_t>(1'000 - number * 111);
    definition.symbol = Symbol{"S" + std::to_string(number)};
    std::memcpy(static_cast<void*>(&command.instrument_definition), &definition, sizeof definition);
    return command;
}

Command account(std::uint64_t number) {
    Command command;
    command.type = CommandType::create_account;
    command.new_account.external_uid = number + 1;
    command.new_account.name = FixedText<32>{"trader " + std::to_string(number)};
    return command;
}

Command deposit(std::uint64_t number) {
    Command command;
    command.type = CommandType::adjust_balance;
    command.account =
        AccountId{static_cast<std::uint32_t>(user_account_first.value() + number / asset_count)};
    command.adjustment.asset = AssetId{static_cast<std::uint16_t>(number % asset_count)};
    command.adjustment.amount = Amount{int128{1'000'000'000'000'000}};
    command.adjustment.kind = AdjustmentKind::deposit;
    return command;
}

}  // namespace

std::uint64_t ReplayCommands::draw(std::uint64_t end) {
    state_ = base::mix(state_ + 0x9e3779b97f4a7c15ULL);
    return state_ % end;
}

Command ReplayCommands::opening(std::uint64_t step) {
    if (step < assets_end) return asset(step);
    if (step < instruments_end) return instrument(step - assets_end);
    if (step < accounts_end) return account(step - instruments_end);
    return deposit(step - accounts_end);
}

Command ReplayCommands::next() {
    const std::uint64_t step = step_++;
    if (step < deposits_end) return opening(step);
    Command command;
    command.request = RequestId{draw(1'000)};
    command.instrument = InstrumentId{static_cast<std::uint16_t>(draw(instrument_count))};
    command.account =
        AccountId{static_cast<std::uint32_t>(user_account_first.value() + draw(account_count))};
    const std::uint64_t kind = draw(1'000);
    if (kind < 600) {
        command.type = CommandType::place_order;
        fill_order(command);
    } else if (kind < 780) {
        command.type = CommandType::cancel_order;
        fill_target(command);
    } else if (kind < 900) {
        command.type = CommandType::amend_order;
        fill_target(command);
        fill_amendment(command);
    } else if (kind < 980) {
        command.type = CommandType::replace_order;
        fill_target(command);
        fill_order(command);
        command.replace_mode = static_cast<ReplaceMode>(draw(2));
    } else if (kind < 981) {
        command.type = CommandType::cancel_all_orders;
    } else {
        fill_operator(command);
    }
    return command;
}

void ReplayCommands::fill_order(Command& command) {
    command.side = static_cast<Side>(draw(2));
    command.self_trade_prevention = static_cast<SelfTradePrevention>(draw(4));
    command.order_type = OrderType::limit;
    command.time_in_force = TimeInForce::gtc;
    command.quantity = Quantity{1 + draw(100)};
    command.price = Price{draw_price(command.instrument, command.side)};
    const std::uint64_t kind = draw(100);
    if (kind < 5) {
        command.order_type = OrderType::market;
        command.price = Price{};
    } else if (kind < 10) {
        command.order_type = OrderType::market_by_quote;
        command.price = Price{};
        command.quantity = Quantity{};
        command.texts.created.quote_quantity = Amount{static_cast<int128>(draw(10'000'000))};
    } else if (kind < 22) {
        command.order_type = OrderType::limit_maker;
    } else if (kind < 30) {
        command.time_in_force = TimeInForce::ioc;
    } else if (kind < 38) {
        command.time_in_force = TimeInForce::fok;
    }
    if (draw(3) == 0) name_order(command);
}

void ReplayCommands::name_order(Command& command) {
    const std::string name = "order " + std::to_string(draw(5'000));
    command.texts.created.client_order_id = ClientOrderId{name};
    command.texts.created.client_order_id_hash = base::hash_text(name, command.account.value());
}

/// Mostly one of the newest orders, alive or not; now and then somebody else's.
void ReplayCommands::fill_target(Command& command) {
    const Known& known = known_[draw(known_count)];
    command.flags |= CommandFlag::has_target_order_id;
    command.target_order_id = known.id;
    if (draw(50) != 0) command.account = known.account;
    command.instrument = known.instrument;
    if (draw(20) == 0) command.flags |= CommandFlag::cancel_only_new;
    if (draw(20) != 0) return;
    const std::string name = "order " + std::to_string(draw(5'000));
    command.flags |= CommandFlag::has_target_client_order_id;
    command.texts.target.client_order_id = ClientOrderId{name};
    command.texts.target.client_order_id_hash = base::hash_text(name, command.account.value());
}

void ReplayCommands::fill_amendment(Command& command) {
    command.quantity_meaning = static_cast<QuantityMeaning>(draw(3));
    command.quantity = Quantity{1 + draw(60)};
    command.self_trade_prevention = static_cast<SelfTradePrevention>(draw(4));
    if (draw(2) == 0) {
        command.flags |= CommandFlag::price_unchanged;
    } else {
        command.price = Price{draw_price(command.instrument, static_cast<Side>(draw(2)))};
    }
    if (draw(8) == 0) command.flags |= CommandFlag::amend_keep_priority_only;
    if (draw(8) == 0) name_order(command);
}

void ReplayCommands::fill_operator(Command& command) {
    switch (draw(6)) {
        case 0:
            command.type = CommandType::set_instrument_status;
            command.instrument_status = static_cast<InstrumentStatus>(1 + draw(4));
            break;
        case 1:
        case 2:
            command.type = CommandType::set_instrument_status;
            command.instrument_status = InstrumentStatus::trading;
            break;
        case 3:
            command.type = CommandType::change_fees;
            command.fees.maker_fee_ppm = static_cast<std::uint32_t>(draw(2'000));
            command.fees.taker_fee_ppm = static_cast<std::uint32_t>(draw(5'000));
            break;
        case 4: command.type = CommandType::advance_clock; break;
        default:
            command.type = CommandType::adjust_balance;
            command.adjustment.asset = AssetId{static_cast<std::uint16_t>(draw(asset_count))};
            command.adjustment.amount = Amount{static_cast<int128>(1 + draw(1'000'000))};
            command.adjustment.kind = static_cast<AdjustmentKind>(1 + draw(2));
    }
}

/// On the order's own side of a middle that walks, one in eight beyond it.
std::int64_t ReplayCommands::draw_price(InstrumentId instrument, Side side) {
    std::int64_t& middle = middles_[instrument.value()];
    middle = std::max<std::int64_t>(30, middle + static_cast<std::int64_t>(draw(3)) - 1);
    const auto distance = static_cast<std::int64_t>(draw(25));
    const bool is_aggressive = draw(8) == 0;
    const bool is_below = (side == Side::buy) != is_aggressive;
    return is_below ? middle - distance : middle + distance;
}

void ReplayCommands::see(std::span<const Event> events) {
    for (const Event& event : events) {
        if (event.type != EventType::order_accepted) continue;
        known_[known_next_++ % known_count] = {.id = event.accepted.order_id,
                                               .account = event.accepted.account,
                                               .instrument = event.instrument};
    }
}

}  // namespace outcry::test
