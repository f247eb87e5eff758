#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <string>

#include "outcry/base/hash.hpp"
#include "outcry/domain/command.hpp"

namespace outcry::test {

inline constexpr std::array all_command_types{
    CommandType::place_order,          CommandType::cancel_order,
    CommandType::amend_order,          CommandType::replace_order,
    CommandType::cancel_all_orders,    CommandType::continue_mass_action,
    CommandType::advance_clock,        CommandType::create_asset,
    CommandType::create_instrument,    CommandType::set_instrument_status,
    CommandType::create_account,       CommandType::adjust_balance,
    CommandType::stage_bytes,          CommandType::register_key,
    CommandType::revoke_key,           CommandType::change_fees,
    CommandType::set_account_rules,    CommandType::stage_order,
    CommandType::stage_cancel,         CommandType::place_order_list,
    CommandType::apply_batch,          CommandType::cancel_order_list,
    CommandType::cancel_orders,        CommandType::set_dead_man,
    CommandType::set_instrument_rules, CommandType::change_instrument,
    CommandType::set_account_status,   CommandType::set_venue_status,
    CommandType::set_account_limits,   CommandType::set_exposure_limit,
    CommandType::set_fee_tier,         CommandType::set_account_fees,
    CommandType::set_fee_asset_rate,   CommandType::transfer_balance,
    CommandType::set_key_rules,
};

/// Makes commands with every field that their type may use, in any combination: sense is the
/// engine's business. Sequences and times are dense from 1.
class RandomCommands {
public:
    explicit RandomCommands(std::uint64_t seed) : random_{seed} {}

    [[nodiscard]] Command next() {
        return next(all_command_types[below(all_command_types.size())]);
    }

    [[nodiscard]] Command next(CommandType type) {
        Command command;
        command.type = type;
        command.sequence = Sequence{++sequence_};
        command.time = Timestamp{1'700'000'000'000'000 + static_cast<std::int64_t>(sequence_)};
        command.account = AccountId{static_cast<std::uint32_t>(random_())};
        command.request = RequestId{random_()};
        switch (type) {
            case CommandType::place_order:
            case CommandType::stage_order:
                fill_new_order(command);
                fill_terms(command);
                fill_options(command);
                break;
            case CommandType::cancel_order:
            case CommandType::stage_cancel: fill_cancel(command); break;
            case CommandType::amend_order:
            case CommandType::replace_order: fill_change(command); break;
            case CommandType::cancel_all_orders:
            case CommandType::continue_mass_action:
            case CommandType::place_order_list:
            case CommandType::apply_batch:
            case CommandType::cancel_order_list:
            case CommandType::cancel_orders:
            case CommandType::set_dead_man: fill_order_set(command); break;
            case CommandType::create_asset:
            case CommandType::create_instrument:
            case CommandType::set_instrument_status:
            case CommandType::create_account:
            case CommandType::adjust_balance:
            case CommandType::stage_bytes:
            case CommandType::register_key:
            case CommandType::revoke_key: fill_venue(command); break;
            default: fill_rules(command); break;
        }
        return command;
    }

private:
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    [[nodiscard]] std::uint8_t byte() { return static_cast<std::uint8_t>(random_()); }
    [[nodiscard]] std::uint8_t bit() { return static_cast<std::uint8_t>(below(2)); }
    [[nodiscard]] std::uint32_t number() { return static_cast<std::uint32_t>(random_()); }
    [[nodiscard]] InstrumentId instrument() {
        return InstrumentId{static_cast<std::uint16_t>(random_())};
    }
    [[nodiscard]] AssetId asset() { return AssetId{static_cast<std::uint16_t>(random_())}; }
    template <class Enum>
    [[nodiscard]] Enum up_to(Enum largest) {
        return static_cast<Enum>(below(static_cast<std::uint64_t>(largest) + 1));
    }

    template <std::size_t size_max>
    [[nodiscard]] FixedText<size_max> text() {
        // Often empty, sometimes full: the edges are where sizes go wrong.
        const std::uint64_t size = below(3) == 0 ? 0 : below(3) == 0 ? size_max : below(size_max);
        std::string bytes(size, '\0');
        for (char& character : bytes) character = static_cast<char>(byte());
        return FixedText<size_max>{bytes};
    }
    [[nodiscard]] static std::uint64_t hash_of(const ClientOrderId& id, AccountId account) {
        return id.empty() ? 0 : base::hash_text(id.view(), account.value());
    }
    void fill_instrument(Command& command) { command.instrument = instrument(); }
    void fill_new_order(Command& command) {
        fill_instrument(command);
        command.flags = byte();
        command.price = Price{static_cast<std::int64_t>(random_())};
        command.quantity = Quantity{random_()};
        command.order_type = up_to(OrderType::take_profit_limit);
        command.side = static_cast<Side>(below(2));
        command.time_in_force = static_cast<TimeInForce>(below(5));
        command.self_trade_prevention = static_cast<SelfTradePrevention>(below(6));
        NewOrderText& created = command.texts.created;
        if (below(2) == 0) created.quote_quantity = amount();
        created.client_order_id = text<36>();
        created.client_order_id_hash = hash_of(created.client_order_id, command.account);
    }
    void fill_terms(Command& command) {
        if ((command.flags & CommandFlag::has_terms) == 0) return;
        const std::uint8_t flags = command.flags;
        // Each of them alone, too: a zero is nothing.
        set_terms(command, {.stop_price = Price{below(2) == 0 ? 0 : std::int64_t{byte()} - 99},
                            .visible_quantity = Quantity{below(2) * random_()},
                            .expires_at = Timestamp{below(2) == 0 ? 0 : std::int64_t{byte()}},
                            .trailing_delta_bips = static_cast<std::uint16_t>(below(3)),
                            .session = SessionId{bit() * number()},
                            .strategy_id = bit() * static_cast<std::int64_t>(random_()),
                            .strategy_type = static_cast<std::int32_t>(bit() * number())});
        command.flags = flags;
    }
    void fill_options(Command& command) {
        command.options = below(4) == 0 ? CommandOption::idempotent : std::uint8_t{0};
    }
    void fill_target(Command& command) {
        TargetText& target = command.texts.target;
        target.client_order_id = text<36>();
        target.client_order_id_hash = hash_of(target.client_order_id, command.account);
        command.texts.cancel.client_order_id = text<36>();
    }
    void fill_cancel(Command& command) {
        fill_instrument(command);
        command.flags = byte();
        command.target_order_id = OrderId{random_()};
        if (line_count(command.type, command.flags) > 1) fill_target(command);
    }
    void fill_change(Command& command) {
        fill_new_order(command);
        fill_target(command);
        fill_terms(command);
        command.target_order_id = OrderId{random_()};
        command.quantity_meaning = static_cast<QuantityMeaning>(below(3));
        command.replace_mode = static_cast<ReplaceMode>(below(2));
        if (command.type == CommandType::replace_order) fill_options(command);
    }
    void fill_order_set(Command& command) {
        if (command.type == CommandType::set_dead_man) {
            command.dead_man.timeout_ms = number();
            return;
        }
        fill_instrument(command);
        switch (command.type) {
            case CommandType::cancel_all_orders:
                command.texts.cancel.client_order_id = text<36>();
                break;
            case CommandType::apply_batch: command.flags = byte(); break;
            case CommandType::place_order_list: {
                PlaceOrderList& list = command.order_list;
                command.flags = byte();
                list.type = up_to(OrderListType::otoco);
                list.client_order_id = text<36>();
                list.client_order_id_hash = hash_of(list.client_order_id, command.account);
                break;
            }
            case CommandType::cancel_order_list:
                command.cancelled_list.order_list_id = OrderListId{random_()};
                command.cancelled_list.client_order_id = text<36>();
                command.cancelled_list.cancel_client_order_id = text<36>();
                break;
            case CommandType::cancel_orders:
                command.side = up_to(Side::sell);
                command.mass_cancel = {.session = SessionId{number()},
                                       .scope = up_to(CancelScope::venue),
                                       .has_instrument = bit(),
                                       .has_side = bit(),
                                       .reason = up_to(CloseReason::delisted)};
                break;
            default: break;
        }
    }
    [[nodiscard]] Amount amount() {
        return Amount{static_cast<int128>((static_cast<uint128>(random_()) << 64) | random_())};
    }
    void fill_definition(Command& command) {
        InstrumentDefinition& definition = command.instrument_definition;
        definition.tick_mantissa = random_();
        definition.lot_mantissa = random_();
        definition.base_units_per_lot = random_();
        definition.quote_units_per_tick_lot = random_();
        definition.price_minimum = Price{static_cast<std::int64_t>(random_())};
        definition.price_maximum = Price{static_cast<std::int64_t>(random_())};
        definition.quantity_minimum = Quantity{random_()};
        definition.quantity_maximum = Quantity{random_()};
        definition.notional_minimum = random_();
        definition.maker_fee_ppm = static_cast<std::uint32_t>(random_());
        definition.taker_fee_ppm = static_cast<std::uint32_t>(random_());
        definition.id = InstrumentId{static_cast<std::uint16_t>(random_())};
        definition.base_asset = AssetId{static_cast<std::uint16_t>(random_())};
        definition.quote_asset = AssetId{static_cast<std::uint16_t>(random_())};
        definition.tick_scale = byte();
        definition.lot_scale = byte();
        definition.status = up_to(InstrumentStatus::delisted);
        definition.symbol = text<20>();
    }
    void fill_venue(Command& command) {
        switch (command.type) {
            case CommandType::set_instrument_status:
                fill_instrument(command);
                command.instrument_status = up_to(InstrumentStatus::delisted);
                command.options = static_cast<std::uint8_t>(up_to(StatusReason::reconciliation));
                break;
            case CommandType::create_asset:
                command.asset.id = AssetId{static_cast<std::uint16_t>(random_())};
                command.asset.decimals = byte();
                command.asset.code = text<10>();
                break;
            case CommandType::create_instrument:
                fill_instrument(command);
                fill_definition(command);
                break;
            case CommandType::create_account:
                command.new_account.external_uid = random_();
                command.new_account.name = text<32>();
                command.new_account.parent = AccountId{bit() * number()};
                break;
            case CommandType::adjust_balance:
                command.adjustment.amount = amount();
                command.adjustment.asset = AssetId{static_cast<std::uint16_t>(random_())};
                command.adjustment.kind = static_cast<AdjustmentKind>(below(3));
                break;
            case CommandType::stage_bytes: fill_staged(command); break;
            case CommandType::register_key:
                command.key.name = text<64>();
                command.key.type = static_cast<KeyType>(below(4));
                command.key.permissions = byte();
                command.key.material_size = static_cast<std::uint16_t>(random_());
                break;
            case CommandType::revoke_key: command.revoked_key.name = text<64>(); break;
            default: break;
        }
    }
    void fill_rules(Command& command) {
        switch (command.type) {
            case CommandType::change_fees:
                fill_instrument(command);
                command.fees = {.maker_fee_ppm = number(), .taker_fee_ppm = number()};
                break;
            case CommandType::set_account_rules:
                command.account_rules.trade_group = TradeGroupId{number()};
                command.account_rules.default_self_trade_prevention =
                    up_to(SelfTradePrevention::account_default);
                break;
            case CommandType::set_instrument_rules: fill_instrument_rules(command); break;
            case CommandType::change_instrument: fill_instrument_change(command); break;
            case CommandType::set_account_status:
                command.account_status.status = up_to(AccountStatus::disabled);
                break;
            case CommandType::set_venue_status:
                command.venue_status.status = up_to(VenueStatus::halted);
                break;
            case CommandType::set_account_limits: fill_account_limits(command); break;
            case CommandType::set_exposure_limit:
                command.exposure_limit.maximum = amount();
                command.exposure_limit.account = AccountId{number()};
                command.exposure_limit.asset = asset();
                break;
            case CommandType::set_fee_tier:
            case CommandType::set_account_fees:
            case CommandType::set_fee_asset_rate: fill_fees(command); break;
            case CommandType::transfer_balance:
                command.transfer.amount = amount();
                command.transfer.target = AccountId{number()};
                command.transfer.asset = asset();
                command.transfer.is_by_operator = bit();
                break;
            case CommandType::set_key_rules: fill_key_rules(command.key_rules); break;
            default: break;
        }
    }
    void fill_instrument_rules(Command& command) {
        fill_instrument(command);
        InstrumentRules& rules = command.instrument_rules;
        rules.market_quantity_minimum = Quantity{random_()};
        rules.market_quantity_maximum = Quantity{random_()};
        rules.position_maximum = Quantity{random_()};
        rules.notional_maximum = random_();
        for (std::uint32_t* value :
             {&rules.price_step, &rules.quantity_step, &rules.bid_up_bips, &rules.bid_down_bips,
              &rules.ask_up_bips, &rules.ask_down_bips, &rules.market_band_bips,
              &rules.orders_maximum, &rules.stop_orders_maximum, &rules.iceberg_orders_maximum,
              &rules.order_lists_maximum, &rules.iceberg_parts_maximum})
            *value = number();
        rules.trailing_minimum_bips = static_cast<std::uint16_t>(random_());
        rules.trailing_maximum_bips = static_cast<std::uint16_t>(random_());
    }
    void fill_instrument_change(Command& command) {
        fill_instrument(command);
        InstrumentChange& change = command.instrument_change;
        change.price_minimum = Price{static_cast<std::int64_t>(random_())};
        change.price_maximum = Price{static_cast<std::int64_t>(random_())};
        change.quantity_minimum = Quantity{random_()};
        change.quantity_maximum = Quantity{random_()};
        change.notional_minimum = random_();
    }
    void fill_account_limits(Command& command) {
        AccountLimits& limits = command.account_limits;
        limits.order_notional_maximum = amount();
        limits.order_quantity_maximum = Quantity{random_()};
        limits.open_orders_maximum = number();
        limits.price_collar_bips = number();
        limits.commands_per_second_maximum = number();
        limits.account = AccountId{number()};
    }
    void fill_fees(Command& command) {
        switch (command.type) {
            case CommandType::set_fee_tier:
                command.fee_tier.volume_minimum = amount();
                command.fee_tier.maker_fee_ppm = static_cast<std::int32_t>(number());
                command.fee_tier.taker_fee_ppm = static_cast<std::int32_t>(number());
                command.fee_tier.volume_asset = asset();
                command.fee_tier.index = byte();
                command.fee_tier.is_removed = bit();
                break;
            case CommandType::set_account_fees:
                command.account_fees.maker_fee_ppm = static_cast<std::int32_t>(number());
                command.account_fees.taker_fee_ppm = static_cast<std::int32_t>(number());
                command.account_fees.account = AccountId{number()};
                command.account_fees.referrer = AccountId{number()};
                command.account_fees.referrer_share_ppm = number();
                command.account_fees.has_own_rates = bit();
                command.account_fees.pays_in_fee_asset = bit();
                break;
            default:
                command.fee_asset_rate.numerator = random_();
                command.fee_asset_rate.denominator = random_();
                command.fee_asset_rate.discount_ppm = number();
                command.fee_asset_rate.asset = asset();
                command.fee_asset_rate.fee_asset = asset();
                break;
        }
    }
    void fill_key_rules(SetKeyRules& rules) {
        rules.expires_at = Timestamp{static_cast<std::int64_t>(random_())};
        rules.name = text<64>();
        rules.address_count = static_cast<std::uint8_t>(below(key_addresses_max + 1));
        rules.instrument_count = static_cast<std::uint8_t>(below(key_instruments_max + 1));
        for (std::size_t index = 0; index < rules.address_count; ++index) {
            std::ranges::generate(rules.addresses[index].address, [this] { return byte(); });
            rules.addresses[index].prefix_bits = static_cast<std::uint8_t>(below(129));
        }
        std::ranges::generate_n(rules.instruments.begin(), rules.instrument_count,
                                [this] { return instrument(); });
    }
    void fill_staged(Command& command) {
        command.staged.offset = static_cast<std::uint16_t>(random_());
        command.staged.size = static_cast<std::uint16_t>(below(staged_part_size_max + 1));
        std::ranges::generate_n(command.staged.bytes.begin(), command.staged.size,
                                [this] { return std::byte{byte()}; });
    }

    std::mt19937_64 random_;
    std::uint64_t sequence_ = 0;
};

}  // namespace outcry::test
