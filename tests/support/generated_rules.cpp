#include <cstring>
#include <string>

#include <fmt/format.h>

#include "support/command_generator.hpp"

namespace outcry::test {
namespace {

template <class T>
void assign(T& field, const T& value) {
    // Members of the command's union: all of their bytes, so that equal commands are equal bytes.
    std::memcpy(static_cast<void*>(&field), &value, sizeof value);
}

}  // namespace

Command CommandGenerator::plain_operator_command() {
    Command command;
    command.instrument = random_instrument();
    command.account = random_account();
    switch (below(14)) {
        case 12:
        case 13:
            command.type = CommandType::set_account_rules;
            command.account_rules.trade_group = TradeGroupId{static_cast<std::uint32_t>(below(3))};
            command.account_rules.default_self_trade_prevention =
                static_cast<SelfTradePrevention>(below(6));
            break;
        case 0:
            command.type = CommandType::set_instrument_status;
            command.instrument_status = static_cast<InstrumentStatus>(below(5));
            break;
        // Most changes lead back to trading, or little would happen.
        case 1:
        case 2:
        case 3:
        case 4:
            command.type = CommandType::set_instrument_status;
            command.instrument_status = InstrumentStatus::trading;
            break;
        case 5:
            command.type = CommandType::change_fees;
            command.fees = {static_cast<std::uint32_t>(below(110'000)),
                            static_cast<std::uint32_t>(below(110'000))};
            break;
        case 6:
            command.type = CommandType::create_asset;
            command.asset.decimals = static_cast<std::uint8_t>(below(20));
            command.asset.code = AssetCode{std::string(below(3), 'B')};
            break;
        case 7: {
            command.type = CommandType::create_instrument;
            InstrumentDefinition definition;
            definition.base_asset = AssetId{static_cast<std::uint16_t>(below(5))};
            definition.quote_asset = AssetId{static_cast<std::uint16_t>(below(5))};
            definition.tick_scale = static_cast<std::uint8_t>(below(4));
            definition.lot_mantissa = below(200);
            definition.symbol = Symbol{std::string(below(options_.rules != 0 ? 9 : 4), 'I')};
            assign(command.instrument_definition, definition);
            break;
        }
        case 8:
            command.type = CommandType::create_account;
            command.new_account.external_uid = below(20);
            command.new_account.name = FixedText<32>{std::string(below(5), 'n')};
            break;
        case 9: command.type = CommandType::advance_clock; break;
        default: {
            command.type = CommandType::adjust_balance;
            command.adjustment.amount = Amount{random_amount(command.account)};
            command.adjustment.asset = AssetId{static_cast<std::uint16_t>(below(4))};
            command.adjustment.kind =
                static_cast<AdjustmentKind>(below(20) == 0 ? 0 : 1 + below(2));
        }
    }
    return command;
}

/// Of all sizes, and now and then one that cannot be; little for whom has little.
int128 CommandGenerator::random_amount(AccountId account) {
    int128 amount = static_cast<int128>(below(1'000));
    const bool is_poor = options_.rules != 0 && account == poor_account();
    for (std::uint64_t power = is_poor ? 0 : below(12); power > 0; --power) amount *= 10;
    if (chance(3) && !is_poor) amount = int128{1} << below(127);
    return chance(3) ? -amount : amount;
}

Command CommandGenerator::key_command() {
    Command command;
    command.account = random_account();
    const KeyName name{std::string(below(6), 'k')};
    switch (below(4)) {
        case 0:
            command.type = CommandType::register_key;
            command.key.name = name;
            command.key.type = static_cast<KeyType>(below(5));
            command.key.permissions = 3;
            command.key.material_size = static_cast<std::uint16_t>(below(3) * 100);
            if (options_.rules != 0 && chance(70)) command.key.material_size = staged_size_;
            break;
        case 1:
            command.type = CommandType::revoke_key;
            command.revoked_key.name = name;
            break;
        default:
            command.type = CommandType::stage_bytes;
            command.staged.offset = static_cast<std::uint16_t>(below(4) * 100);
            command.staged.size = chance(80) ? 100 : static_cast<std::uint16_t>(below(140));
            for (std::byte& byte : command.staged.bytes) byte = std::byte(below(256));
    }
    return command;
}

// --- what comes later ----------------------------------------------------------------------------

void CommandGenerator::do_later(const Command& command, unsigned commands_before) {
    later_.push_back({commands_before, command});
}

/// The same once more, or with another quantity under the same name.
void CommandGenerator::repeat_later(const Command& command) {
    Command again = command;
    if (again.texts.created.client_order_id.empty()) {
        if (chance(95)) return;
        return do_later(again, 1);
    }
    if (chance(25)) again.quantity = Quantity{again.quantity.value() + 1};
    if (chance(10)) again.options = 0;
    do_later(again, static_cast<unsigned>(below(chance(90) ? 100 : 5'000)));
    if (chance(40)) do_later(again, static_cast<unsigned>(below(1'000)));
}

Command CommandGenerator::clock_jump() {
    Command command;
    command.type = CommandType::advance_clock;
    const std::uint64_t kind = below(100);
    constexpr std::int64_t second_us = 1'000'000;
    std::int64_t jump = static_cast<std::int64_t>(below(5'000));
    if (kind < 25) jump = second_us + static_cast<std::int64_t>(below(3'000'000));
    if (kind < 4) jump = 86'400 * second_us / 2 + static_cast<std::int64_t>(below(3)) * second_us;
    if (kind < 1) jump = 86'400 * second_us * static_cast<std::int64_t>(1 + below(20));
    command.time = Timestamp{time_ + jump};
    return command;
}

// --- instruments ---------------------------------------------------------------------------------

Command CommandGenerator::new_instrument(std::uint64_t number) {
    symbols_made_ = number + 1;
    Command command;
    command.type = CommandType::create_instrument;
    InstrumentDefinition definition;
    definition.base_asset = AssetId{static_cast<std::uint16_t>(number % 3)};
    definition.quote_asset = AssetId{static_cast<std::uint16_t>((number + 1) % 3)};
    definition.price_minimum = Price{number % 2 == 0 ? 0 : 5};
    definition.quantity_maximum = Quantity{5'000'000};
    definition.notional_minimum = number % 2 == 0 ? 0 : 3'000;
    definition.maker_fee_ppm = static_cast<std::uint32_t>(number % 3 * 700U);
    definition.taker_fee_ppm = static_cast<std::uint32_t>(1'000U + number % 3 * 333U);
    definition.symbol = Symbol{fmt::format("S{}", number)};
    assign(command.instrument_definition, definition);
    return command;
}

void CommandGenerator::see_instrument(const Event& event) {
    if (event.type == EventType::instrument_created) {
        ++instruments_made_;
        // Others are too odd to trade on.
        if (event.instrument_created.symbol.view().starts_with('S'))
            markets_.push_back(event.instrument);
    }
    if (event.type == EventType::bytes_staged)
        staged_size_ = static_cast<std::uint16_t>(event.staged.offset + event.staged.size);
    if (event.type == EventType::key_registered) staged_size_ = 0;
    if (event.type != EventType::instrument_status_changed ||
        event.status.after != InstrumentStatus::delisted)
        return;
    std::erase(markets_, event.instrument);
    std::erase_if(known_, [&](const Known& known) { return known.instrument == event.instrument; });
}

/// One market ends for good, another one takes its place.
Command CommandGenerator::instrument_command() {
    Command command;
    command.type = CommandType::set_instrument_status;
    command.instrument = random_instrument();
    command.instrument_status = InstrumentStatus::delisted;
    // Once there are no more to come, the one that is left is only halted.
    if (symbols_made_ >= options_.markets_max) {
        command.instrument_status = InstrumentStatus::trading;
    } else {
        setup_.push_back(new_instrument(symbols_made_));
    }
    return command;
}

/// A status that forbids much, and soon the way back.
Command CommandGenerator::status_command() {
    Command command;
    command.account = random_account();
    command.instrument = random_instrument();
    const std::uint64_t kind = below(10);
    Command back = command;
    if (kind < 4) {
        command.type = CommandType::set_account_status;
        command.account_status.status = static_cast<AccountStatus>(below(chance(5) ? 5 : 3));
        back.type = command.type;
    } else if (kind < 6) {
        command.type = CommandType::set_venue_status;
        command.venue_status.status = static_cast<VenueStatus>(below(chance(5) ? 5 : 3));
        back.type = command.type;
    } else {
        command.type = CommandType::set_instrument_status;
        command.instrument_status = static_cast<InstrumentStatus>(1 + below(4));
        command.options = static_cast<std::uint8_t>(below(chance(5) ? 6 : 4));
        back.type = command.type;
        back.instrument_status = InstrumentStatus::trading;
    }
    const bool is_of_all = command.type == CommandType::set_venue_status;
    do_later(back, static_cast<unsigned>(5 + below(is_of_all ? 15 : 60)));
    if (chance(2)) command.account = AccountId{800};
    return command;
}

Command CommandGenerator::filters() {
    Command command;
    command.type = CommandType::set_instrument_rules;
    command.instrument = chance(2) ? InstrumentId{900} : random_instrument();
    InstrumentRules& rules = command.instrument_rules;
    const auto maybe = [&](std::uint64_t least, std::uint64_t end) {
        return chance(25) ? static_cast<std::uint32_t>(least + below(end - least)) : 0U;
    };
    if (uses(GeneratedRule::band) && chance(50))
        rules.market_band_bips = static_cast<std::uint32_t>(below(chance(3) ? 11'000 : 200));
    if (!uses(GeneratedRule::filters) || chance(30)) return command;
    rules.market_quantity_minimum = Quantity{maybe(2, 6)};
    rules.market_quantity_maximum = Quantity{maybe(4, 40)};
    if (chance(10)) {
        std::uint64_t position = 1 + below(20);
        for (std::uint64_t power = 6 + below(8); power > 0; --power) position *= 10;
        rules.position_maximum = Quantity{position};
    }
    rules.notional_maximum = maybe(8'000, 60'000);
    rules.price_step = maybe(1, 4);
    rules.quantity_step = maybe(1, 4);
    rules.bid_up_bips = maybe(10'010, 10'600);
    rules.bid_down_bips = maybe(9'500, 9'990);
    rules.ask_up_bips = maybe(10'010, 10'600);
    rules.ask_down_bips = maybe(9'500, 9'990);
    rules.orders_maximum = maybe(2, 20);
    rules.stop_orders_maximum = maybe(1, 6);
    rules.iceberg_orders_maximum = maybe(1, 3);
    rules.order_lists_maximum = maybe(1, 3);
    rules.iceberg_parts_maximum = maybe(2, 6);
    rules.trailing_minimum_bips = static_cast<std::uint16_t>(maybe(5, 60));
    rules.trailing_maximum_bips = static_cast<std::uint16_t>(maybe(50, 1'000));
    return command;
}

Command CommandGenerator::change() {
    Command command;
    command.type = CommandType::change_instrument;
    command.instrument = chance(3) ? InstrumentId{900} : random_instrument();
    InstrumentChange& wanted = command.instrument_change;
    wanted.price_minimum = Price{static_cast<std::int64_t>(below(chance(50) ? 10 : 990))};
    wanted.price_maximum =
        chance(50) ? price_max : Price{1'005 + static_cast<std::int64_t>(below(30))};
    wanted.quantity_minimum = Quantity{below(4)};
    wanted.quantity_maximum = Quantity{chance(50) ? 5'000'000 : 15 + below(400)};
    wanted.notional_minimum = chance(50) ? 0 : below(6'000);
    if (chance(5)) wanted.price_maximum = Price{below(2) == 0 ? 0 : price_max.value() + 1};
    return command;
}

// --- limits and fees -----------------------------------------------------------------------------

Command CommandGenerator::limits() {
    Command command;
    const std::uint64_t whose = below(100);
    command.account = whose < 3 ? AccountId{900} : whose < 30 ? external_account : random_account();
    const auto maybe = [&](std::uint64_t least, std::uint64_t end) {
        return chance(25) ? static_cast<std::uint32_t>(least + below(end - least)) : 0U;
    };
    if (chance(30)) {
        command.type = CommandType::set_exposure_limit;
        command.exposure_limit.account = command.account;
        command.exposure_limit.asset =
            AssetId{static_cast<std::uint16_t>(below(chance(5) ? 9 : 3))};
        int128 most = static_cast<int128>(below(100));
        for (std::uint64_t power = 4 + below(7); power > 0; --power) most *= 10;
        if (chance(40)) most = 0;
        if (chance(3)) most = -most - 1;
        command.exposure_limit.maximum = Amount{most};
        return command;
    }
    command.type = CommandType::set_account_limits;
    AccountLimits& wanted = command.account_limits;
    wanted.account = command.account;
    if (chance(40)) return command;
    wanted.order_quantity_maximum = Quantity{maybe(8, 60)};
    if (chance(20)) {
        int128 most = static_cast<int128>(9'000 + below(90'000));
        for (std::uint64_t power = 2 * below(3); power > 0; --power) most *= 10;
        wanted.order_notional_maximum = Amount{chance(3) ? -most : most};
    }
    wanted.open_orders_maximum = maybe(5, 60);
    wanted.price_collar_bips = maybe(20, 400);
    wanted.commands_per_second_maximum = maybe(5, 100);
    return command;
}

Command CommandGenerator::fees() {
    Command command;
    command.account = chance(3) ? AccountId{900} : random_account();
    const auto rate = [&](std::int32_t least, std::int32_t end) {
        return least + static_cast<std::int32_t>(below(static_cast<std::uint64_t>(end - least)));
    };
    const std::uint64_t kind = below(10);
    if (kind < 3) {
        command.type = CommandType::set_fee_tier;
        FeeTier& tier = command.fee_tier;
        tier.index = static_cast<std::uint8_t>(below(chance(5) ? 20 : 5));
        int128 volume = static_cast<int128>(1 + below(9));
        for (std::uint64_t power = 3 + 2 * (tier.index % 8); power > 0; --power) volume *= 10;
        tier.volume_minimum = Amount{volume};
        tier.taker_fee_ppm = rate(0, 3'000);
        tier.maker_fee_ppm = rate(-1'500, 1'500);
        tier.volume_asset = AssetId{static_cast<std::uint16_t>(chance(8) ? below(6) : 1)};
        if (chance(15)) tier.is_removed = 1;
        return command;
    }
    if (kind < 7) {
        command.type = CommandType::set_account_fees;
        AccountFees& fees = command.account_fees;
        fees.account = command.account;
        fees.has_own_rates = chance(40) ? 1 : 0;
        fees.maker_fee_ppm = rate(-1'500, 2'000);
        fees.taker_fee_ppm = rate(chance(5) ? -100 : 0, chance(5) ? 120'000 : 4'000);
        if (chance(50)) fees.referrer = chance(5) ? command.account : random_account();
        fees.referrer_share_ppm =
            static_cast<std::uint32_t>(below(chance(5) ? 1'200'000 : 400'000));
        fees.pays_in_fee_asset = chance(50) ? 1 : 0;
        return command;
    }
    command.type = CommandType::set_fee_asset_rate;
    FeeAssetRate& wanted = command.fee_asset_rate;
    wanted.asset = AssetId{static_cast<std::uint16_t>(below(chance(5) ? 8 : 3))};
    wanted.fee_asset = AssetId{static_cast<std::uint16_t>(chance(10) ? below(6) : 2)};
    wanted.numerator = below(6);
    for (std::uint64_t power = chance(10) ? below(14) : 0; power > 0; --power)
        wanted.numerator *= 10;
    wanted.denominator = below(6);
    wanted.discount_ppm = static_cast<std::uint32_t>(below(chance(5) ? 1'100'000 : 300'000));
    return command;
}

Command CommandGenerator::transfer() {
    Command command;
    command.type = CommandType::transfer_balance;
    command.account = random_account();
    // The last three belong to one owner.
    if (chance(60) && options_.account_count >= 6)
        command.account = AccountId{user_account_first.value() + options_.account_count - 3 +
                                    static_cast<std::uint32_t>(below(3))};
    command.transfer.target = chance(3) ? AccountId{900} : random_account();
    if (chance(60) && options_.account_count >= 6)
        command.transfer.target = AccountId{user_account_first.value() + options_.account_count -
                                            3 + static_cast<std::uint32_t>(below(3))};
    command.transfer.amount = Amount{random_amount(command.transfer.target)};
    command.transfer.asset = AssetId{static_cast<std::uint16_t>(below(chance(5) ? 8 : 3))};
    command.transfer.is_by_operator = chance(20) ? 1 : 0;
    return command;
}

Command CommandGenerator::key_rules() {
    Command command;
    command.type = CommandType::set_key_rules;
    command.account = random_account();
    SetKeyRules& rules = command.key_rules;
    rules.name = KeyName{std::string(below(6), 'k')};
    rules.expires_at = Timestamp{chance(50) ? 0 : static_cast<std::int64_t>(below(1'000'000))};
    rules.address_count = static_cast<std::uint8_t>(below(chance(5) ? 7 : 5));
    rules.instrument_count = static_cast<std::uint8_t>(below(chance(5) ? 15 : 13));
    for (std::size_t i = 0; i < rules.address_count && i < key_addresses_max; ++i) {
        rules.addresses[i].prefix_bits = static_cast<std::uint8_t>(below(chance(3) ? 140 : 129));
        rules.addresses[i].address[0] = static_cast<std::uint8_t>(below(256));
    }
    for (std::size_t i = 0; i < rules.instrument_count && i < key_instruments_max; ++i)
        rules.instruments[i] = InstrumentId{static_cast<std::uint16_t>(below(chance(3) ? 999 : 3))};
    return command;
}

}  // namespace outcry::test
