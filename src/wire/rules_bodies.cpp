#include <algorithm>

#include "outcry/wire/state_records.hpp"

#include "wire/command_bodies.hpp"

namespace outcry::wire {
namespace {

[[nodiscard]] BodyError take_fees(ByteReader& reader, Command& command) noexcept {
    ChangeFeesV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.instrument = InstrumentId{body.instrument_id};
    command.fees.maker_fee_ppm = body.maker_fee_ppm;
    command.fees.taker_fee_ppm = body.taker_fee_ppm;
    return {};
}

[[nodiscard]] BodyError take_account_rules(ByteReader& reader, Command& command) noexcept {
    SetAccountRulesV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    SetAccountRules& rules = command.account_rules;
    rules.trade_group = TradeGroupId{body.trade_group};
    if (!take_enum(body.default_self_trade_prevention, SelfTradePrevention::account_default,
                   rules.default_self_trade_prevention))
        return DecodeError::value_out_of_range;
    return {};
}

void put_account_rules(const Command& command, ByteWriter& writer) noexcept {
    const SetAccountRules& rules = command.account_rules;
    writer.put(SetAccountRulesV1{
        .trade_group = rules.trade_group.value(),
        .default_self_trade_prevention = number_of(rules.default_self_trade_prevention),
        .reserved = {}});
}

/// Rules that are the same bytes in command, event and state.
template <class Rules>
void put_record(const Rules& rules, ByteWriter& writer) noexcept {
    OUTCRY_ASSERT(is_valid(rules));
    writer.put(rules);
}

template <class Rules>
[[nodiscard]] BodyError take_record(ByteReader& reader, Rules& rules) noexcept {
    if (!reader.take(rules)) return DecodeError::size_contradicts;
    if (!is_zero(rules.reserved)) return DecodeError::reserved_is_not_zero;
    if (!is_valid(rules)) return DecodeError::value_out_of_range;
    return {};
}

void put_instrument_name(const Command& command, ByteWriter& writer) noexcept {
    writer.put(InstrumentNameV1{.instrument_id = command.instrument.value(), .reserved = {}});
}

template <class Rules>
[[nodiscard]] BodyError take_instrument_record(ByteReader& reader, Command& command,
                                               Rules& rules) noexcept {
    InstrumentNameV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.instrument = InstrumentId{body.instrument_id};
    return take_record(reader, rules);
}

template <class Status>
void put_status(Status status, Status largest, ByteWriter& writer) noexcept {
    OUTCRY_ASSERT(status <= largest);
    writer.put(SetStatusV1{.status = number_of(status), .reserved = {}});
}

template <class Status>
[[nodiscard]] BodyError take_status(ByteReader& reader, Status largest, Status& status) noexcept {
    SetStatusV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    if (!take_enum(body.status, largest, status)) return DecodeError::value_out_of_range;
    return {};
}

void put_transfer(const TransferBalance& transfer, ByteWriter& writer) noexcept {
    OUTCRY_ASSERT(transfer.is_by_operator <= 1);
    writer.put(TransferBalanceV1{.amount = put_amount(transfer.amount),
                                 .target_account_id = transfer.target.value(),
                                 .asset_id = transfer.asset.value(),
                                 .is_by_operator = transfer.is_by_operator,
                                 .reserved = 0});
}

[[nodiscard]] BodyError take_transfer(ByteReader& reader, TransferBalance& transfer) noexcept {
    TransferBalanceV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (body.reserved != 0) return DecodeError::reserved_is_not_zero;
    transfer.amount = take_amount(body.amount);
    transfer.target = AccountId{body.target_account_id};
    transfer.asset = AssetId{body.asset_id};
    if (!take_flag(body.is_by_operator, transfer.is_by_operator))
        return DecodeError::value_out_of_range;
    return {};
}

void put_key_rules(const SetKeyRules& rules, ByteWriter& writer) noexcept {
    OUTCRY_ASSERT(is_valid(rules));
    writer.put(SetKeyRulesV1{.expires_at_us = rules.expires_at.value(),
                             .name_size = size_of(rules.name),
                             .address_count = rules.address_count,
                             .instrument_count = rules.instrument_count,
                             .reserved = {}});
    writer.put_text(rules.name.view());
    for (const AddressRange& range : std::span{rules.addresses}.first(rules.address_count))
        writer.put(AddressRangeV1{.address = range.address, .prefix_bits = range.prefix_bits});
    for (const InstrumentId id : std::span{rules.instruments}.first(rules.instrument_count))
        writer.put(id.value());
}

/// What the name stands before: as many ranges and instruments as the counts say.
[[nodiscard]] bool take_allowed(ByteReader& reader, SetKeyRules& rules) noexcept {
    for (AddressRange& range : std::span{rules.addresses}.first(rules.address_count)) {
        AddressRangeV1 body{};
        if (!reader.take(body)) return false;
        range = {.address = body.address, .prefix_bits = body.prefix_bits};
    }
    for (InstrumentId& instrument : std::span{rules.instruments}.first(rules.instrument_count)) {
        std::uint16_t number = 0;
        if (!reader.take(number)) return false;
        instrument = InstrumentId{number};
    }
    return true;
}

[[nodiscard]] BodyError take_key_rules(ByteReader& reader, SetKeyRules& rules) noexcept {
    SetKeyRulesV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    if (body.address_count > key_addresses_max || body.instrument_count > key_instruments_max)
        return DecodeError::value_out_of_range;
    rules.expires_at = Timestamp{body.expires_at_us};
    rules.address_count = body.address_count;
    rules.instrument_count = body.instrument_count;
    if (!take_fixed_text(reader, body.name_size, rules.name) || !take_allowed(reader, rules))
        return DecodeError::size_contradicts;
    if (!is_valid(rules)) return DecodeError::value_out_of_range;
    return {};
}

}  // namespace

void put_rules_body(const Command& command, ByteWriter& writer) noexcept {
    switch (command.type) {
        case CommandType::change_fees:
            return writer.put(ChangeFeesV1{.maker_fee_ppm = command.fees.maker_fee_ppm,
                                           .taker_fee_ppm = command.fees.taker_fee_ppm,
                                           .instrument_id = command.instrument.value(),
                                           .reserved = {}});
        case CommandType::set_account_rules: return put_account_rules(command, writer);
        case CommandType::set_instrument_rules:
            put_instrument_name(command, writer);
            return put_record(command.instrument_rules, writer);
        case CommandType::change_instrument:
            put_instrument_name(command, writer);
            return put_record(command.instrument_change, writer);
        case CommandType::set_account_status:
            return put_status(command.account_status.status, AccountStatus::disabled, writer);
        case CommandType::set_venue_status:
            return put_status(command.venue_status.status, VenueStatus::halted, writer);
        case CommandType::set_account_limits: return put_record(command.account_limits, writer);
        case CommandType::set_exposure_limit: return put_record(command.exposure_limit, writer);
        case CommandType::set_fee_tier: return put_record(command.fee_tier, writer);
        case CommandType::set_account_fees: return put_record(command.account_fees, writer);
        case CommandType::set_fee_asset_rate: return put_record(command.fee_asset_rate, writer);
        case CommandType::transfer_balance: return put_transfer(command.transfer, writer);
        case CommandType::set_key_rules: return put_key_rules(command.key_rules, writer);
        default: OUTCRY_UNREACHABLE();
    }
}

BodyError take_rules_body(ByteReader& reader, Command& command) noexcept {
    switch (command.type) {
        case CommandType::change_fees: return take_fees(reader, command);
        case CommandType::set_account_rules: return take_account_rules(reader, command);
        case CommandType::set_instrument_rules:
            return take_instrument_record(reader, command, command.instrument_rules);
        case CommandType::change_instrument:
            return take_instrument_record(reader, command, command.instrument_change);
        case CommandType::set_account_status:
            return take_status(reader, AccountStatus::disabled, command.account_status.status);
        case CommandType::set_venue_status:
            return take_status(reader, VenueStatus::halted, command.venue_status.status);
        case CommandType::set_account_limits: return take_record(reader, command.account_limits);
        case CommandType::set_exposure_limit: return take_record(reader, command.exposure_limit);
        case CommandType::set_fee_tier: return take_record(reader, command.fee_tier);
        case CommandType::set_account_fees: return take_record(reader, command.account_fees);
        case CommandType::set_fee_asset_rate: return take_record(reader, command.fee_asset_rate);
        case CommandType::transfer_balance: return take_transfer(reader, command.transfer);
        case CommandType::set_key_rules: return take_key_rules(reader, command.key_rules);
        default: return DecodeError::unknown_type;
    }
}

}  // namespace outcry::wire
