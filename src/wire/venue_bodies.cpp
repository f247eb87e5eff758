#include <algorithm>

#include "wire/command_bodies.hpp"

namespace outcry::wire {
namespace {

[[nodiscard]] BodyError take_status(ByteReader& reader, Command& command) noexcept {
    SetInstrumentStatusV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.instrument = InstrumentId{body.instrument_id};
    StatusReason reason{};
    if (!take_enum(body.status, InstrumentStatus::delisted, command.instrument_status) ||
        !take_enum(body.reason, StatusReason::reconciliation, reason))
        return DecodeError::value_out_of_range;
    command.options = number_of(reason);
    return {};
}

void put_asset(const AssetDefinition& asset, ByteWriter& writer) noexcept {
    writer.put(CreateAssetV1{.asset_id = asset.id.value(),
                             .decimals = asset.decimals,
                             .code_size = size_of(asset.code),
                             .reserved = {}});
    writer.put_text(asset.code.view());
}

[[nodiscard]] BodyError take_asset(ByteReader& reader, Command& command) noexcept {
    CreateAssetV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.asset.id = AssetId{body.asset_id};
    command.asset.decimals = body.decimals;
    if (!take_fixed_text(reader, body.code_size, command.asset.code))
        return DecodeError::size_contradicts;
    return {};
}

void put_instrument(const Command& command, ByteWriter& writer) noexcept {
    const InstrumentDefinition& definition = command.instrument_definition;
    writer.put(CreateInstrumentV1{
        .tick_mantissa = definition.tick_mantissa,
        .lot_mantissa = definition.lot_mantissa,
        .base_units_per_lot = definition.base_units_per_lot,
        .quote_units_per_tick_lot = definition.quote_units_per_tick_lot,
        .price_minimum_ticks = definition.price_minimum.value(),
        .price_maximum_ticks = definition.price_maximum.value(),
        .quantity_minimum_lots = definition.quantity_minimum.value(),
        .quantity_maximum_lots = definition.quantity_maximum.value(),
        .notional_minimum = definition.notional_minimum,
        .maker_fee_ppm = definition.maker_fee_ppm,
        .taker_fee_ppm = definition.taker_fee_ppm,
        .instrument_id = definition.id.value(),
        .base_asset_id = definition.base_asset.value(),
        .quote_asset_id = definition.quote_asset.value(),
        .command_instrument_id = command.instrument.value(),
        .tick_scale = definition.tick_scale,
        .lot_scale = definition.lot_scale,
        .status = number_of(definition.status),
        .symbol_size = size_of(definition.symbol),
        .reserved = {},
    });
    writer.put_text(definition.symbol.view());
}

[[nodiscard]] BodyError take_instrument(ByteReader& reader, Command& command) noexcept {
    CreateInstrumentV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.instrument = InstrumentId{body.command_instrument_id};
    InstrumentDefinition& definition = command.instrument_definition;
    definition.tick_mantissa = body.tick_mantissa;
    definition.lot_mantissa = body.lot_mantissa;
    definition.base_units_per_lot = body.base_units_per_lot;
    definition.quote_units_per_tick_lot = body.quote_units_per_tick_lot;
    definition.price_minimum = Price{body.price_minimum_ticks};
    definition.price_maximum = Price{body.price_maximum_ticks};
    definition.quantity_minimum = Quantity{body.quantity_minimum_lots};
    definition.quantity_maximum = Quantity{body.quantity_maximum_lots};
    definition.notional_minimum = body.notional_minimum;
    definition.maker_fee_ppm = body.maker_fee_ppm;
    definition.taker_fee_ppm = body.taker_fee_ppm;
    definition.id = InstrumentId{body.instrument_id};
    definition.base_asset = AssetId{body.base_asset_id};
    definition.quote_asset = AssetId{body.quote_asset_id};
    definition.tick_scale = body.tick_scale;
    definition.lot_scale = body.lot_scale;
    if (!take_enum(body.status, InstrumentStatus::delisted, definition.status))
        return DecodeError::value_out_of_range;
    if (!take_fixed_text(reader, body.symbol_size, definition.symbol))
        return DecodeError::size_contradicts;
    return {};
}

void put_account(const CreateAccount& account, ByteWriter& writer) noexcept {
    writer.put(CreateAccountV1{.external_uid = account.external_uid,
                               .name_size = size_of(account.name),
                               .reserved = {},
                               .parent_account_id = account.parent.value()});
    writer.put_text(account.name.view());
}

[[nodiscard]] BodyError take_account(ByteReader& reader, Command& command) noexcept {
    CreateAccountV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.new_account.external_uid = body.external_uid;
    command.new_account.parent = AccountId{body.parent_account_id};
    if (!take_fixed_text(reader, body.name_size, command.new_account.name))
        return DecodeError::size_contradicts;
    return {};
}

[[nodiscard]] BodyError take_adjustment(ByteReader& reader, Command& command) noexcept {
    AdjustBalanceV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.adjustment.amount = take_amount(body.amount);
    command.adjustment.asset = AssetId{body.asset_id};
    if (!take_enum(body.kind, AdjustmentKind::withdrawal, command.adjustment.kind))
        return DecodeError::value_out_of_range;
    return {};
}

void put_staged(const StageBytes& staged, ByteWriter& writer) noexcept {
    OUTCRY_ASSERT(staged.size <= staged_part_size_max);
    writer.put(StageBytesV1{.offset = staged.offset, .size = staged.size, .reserved = {}});
    writer.put_bytes(std::span{staged.bytes}.first(staged.size));
}

[[nodiscard]] BodyError take_staged(ByteReader& reader, Command& command) noexcept {
    StageBytesV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    if (body.size > staged_part_size_max) return DecodeError::value_out_of_range;
    std::span<const std::byte> bytes;
    if (!reader.take_bytes(body.size, bytes)) return DecodeError::size_contradicts;
    command.staged.offset = body.offset;
    command.staged.size = body.size;
    std::ranges::copy(bytes, command.staged.bytes.begin());
    return {};
}

void put_key(const RegisterKey& key, ByteWriter& writer) noexcept {
    writer.put(RegisterKeyV1{.material_size = key.material_size,
                             .key_type = number_of(key.type),
                             .permissions = key.permissions,
                             .name_size = size_of(key.name),
                             .reserved = {}});
    writer.put_text(key.name.view());
}

[[nodiscard]] BodyError take_key(ByteReader& reader, Command& command) noexcept {
    RegisterKeyV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.key.material_size = body.material_size;
    command.key.permissions = body.permissions;
    if (!take_enum(body.key_type, KeyType::rsa, command.key.type))
        return DecodeError::value_out_of_range;
    if (!take_fixed_text(reader, body.name_size, command.key.name))
        return DecodeError::size_contradicts;
    return {};
}

[[nodiscard]] BodyError take_revoked(ByteReader& reader, Command& command) noexcept {
    RevokeKeyV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    if (!take_fixed_text(reader, body.name_size, command.revoked_key.name))
        return DecodeError::size_contradicts;
    return {};
}

}  // namespace

void put_venue_body(const Command& command, ByteWriter& writer) noexcept {
    switch (command.type) {
        case CommandType::advance_clock: return;
        case CommandType::create_asset: return put_asset(command.asset, writer);
        case CommandType::create_instrument: return put_instrument(command, writer);
        case CommandType::set_instrument_status:
            return writer.put(SetInstrumentStatusV1{.instrument_id = command.instrument.value(),
                                                    .status = number_of(command.instrument_status),
                                                    .reason = command.options,
                                                    .reserved = {}});
        case CommandType::create_account: return put_account(command.new_account, writer);
        case CommandType::adjust_balance:
            return writer.put(AdjustBalanceV1{.amount = put_amount(command.adjustment.amount),
                                              .asset_id = command.adjustment.asset.value(),
                                              .kind = number_of(command.adjustment.kind),
                                              .reserved = {}});
        case CommandType::stage_bytes: return put_staged(command.staged, writer);
        case CommandType::register_key: return put_key(command.key, writer);
        case CommandType::revoke_key:
            writer.put(RevokeKeyV1{.name_size = size_of(command.revoked_key.name), .reserved = {}});
            return writer.put_text(command.revoked_key.name.view());
        default: OUTCRY_UNREACHABLE();
    }
}

BodyError take_venue_body(ByteReader& reader, Command& command) noexcept {
    switch (command.type) {
        case CommandType::advance_clock: return {};
        case CommandType::create_asset: return take_asset(reader, command);
        case CommandType::create_instrument: return take_instrument(reader, command);
        case CommandType::set_instrument_status: return take_status(reader, command);
        case CommandType::create_account: return take_account(reader, command);
        case CommandType::adjust_balance: return take_adjustment(reader, command);
        case CommandType::stage_bytes: return take_staged(reader, command);
        case CommandType::register_key: return take_key(reader, command);
        case CommandType::revoke_key: return take_revoked(reader, command);
        default: return DecodeError::unknown_type;
    }
}

}  // namespace outcry::wire
