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
    CommandType::place_order,       CommandType::cancel_order,
    CommandType::amend_order,       CommandType::replace_order,
    CommandType::cancel_all_orders, CommandType::continue_mass_action,
    CommandType::advance_clock,     CommandType::create_asset,
    CommandType::create_instrument, CommandType::set_instrument_status,
    CommandType::create_account,    CommandType::adjust_balance,
    CommandType::stage_bytes,       CommandType::register_key,
    CommandType::revoke_key,        CommandType::change_fees,
    CommandType::set_account_rules,
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
                fill_new_order(command);
                fill_terms(command);
                break;
            case CommandType::cancel_order: fill_cancel(command); break;
            case CommandType::amend_order:
            case CommandType::replace_order: fill_change(command); break;
            case CommandType::cancel_all_orders:
                fill_instrument(command);
                command.texts.cancel.client_order_id = text<36>();
                break;
            case CommandType::continue_mass_action: fill_instrument(command); break;
            case CommandType::set_instrument_status:
                fill_instrument(command);
                command.instrument_status = static_cast<InstrumentStatus>(below(5));
                break;
            default: fill_operator(command); break;
        }
        return command;
    }

private:
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    [[nodiscard]] std::uint8_t byte() { return static_cast<std::uint8_t>(random_()); }

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
    void fill_instrument(Command& command) {
        command.instrument = InstrumentId{static_cast<std::uint16_t>(random_())};
    }
    void fill_new_order(Command& command) {
        fill_instrument(command);
        command.flags = byte();
        command.price = Price{static_cast<std::int64_t>(random_())};
        command.quantity = Quantity{random_()};
        command.order_type = static_cast<OrderType>(below(6));
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
                            .trailing_delta_bips = static_cast<std::uint16_t>(below(3))});
        command.flags = flags;
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
        definition.status = static_cast<InstrumentStatus>(below(5));
        definition.symbol = text<20>();
    }
    void fill_operator(Command& command) {
        switch (command.type) {
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
            case CommandType::change_fees:
                fill_instrument(command);
                command.fees.maker_fee_ppm = static_cast<std::uint32_t>(random_());
                command.fees.taker_fee_ppm = static_cast<std::uint32_t>(random_());
                break;
            case CommandType::set_account_rules:
                command.account_rules.trade_group =
                    TradeGroupId{static_cast<std::uint32_t>(random_())};
                command.account_rules.default_self_trade_prevention =
                    static_cast<SelfTradePrevention>(below(6));
                break;
            default: break;
        }
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
