#include "outcry/wire/command_record.hpp"

#include "wire/command_bodies.hpp"

namespace outcry::wire {
namespace {

constexpr std::uint8_t record_version = 1;

// One bit per field of a command's first line that not every type has.
namespace field {
constexpr std::uint16_t target_order_id = 1 << 0;
constexpr std::uint16_t price = 1 << 1;
constexpr std::uint16_t quantity = 1 << 2;
constexpr std::uint16_t instrument = 1 << 3;
constexpr std::uint16_t flags = 1 << 4;
constexpr std::uint16_t order_type = 1 << 5;
constexpr std::uint16_t side = 1 << 6;
constexpr std::uint16_t time_in_force = 1 << 7;
constexpr std::uint16_t self_trade_prevention = 1 << 8;
constexpr std::uint16_t quantity_meaning = 1 << 9;
constexpr std::uint16_t replace_mode = 1 << 10;
constexpr std::uint16_t instrument_status = 1 << 11;
constexpr std::uint16_t options = 1 << 12;
constexpr std::uint16_t of_new_order = price | quantity | instrument | flags | order_type | side |
                                       time_in_force | self_trade_prevention;
constexpr std::uint16_t of_change =
    of_new_order | target_order_id | quantity_meaning | replace_mode;
}  // namespace field

[[nodiscard]] std::uint16_t fields_that_fit(CommandType type) noexcept {
    switch (type) {
        case CommandType::place_order:
        case CommandType::stage_order: return field::of_new_order | field::options;
        case CommandType::cancel_order:
        case CommandType::stage_cancel:
            return field::target_order_id | field::instrument | field::flags;
        case CommandType::amend_order: return field::of_change;
        case CommandType::replace_order: return field::of_change | field::options;
        case CommandType::cancel_all_orders:
        case CommandType::place_order_list:
        case CommandType::apply_batch:
        case CommandType::cancel_order_list: return field::instrument | field::flags;
        case CommandType::cancel_orders: return field::instrument | field::side;
        case CommandType::set_instrument_status:
            return field::instrument | field::instrument_status | field::options;
        case CommandType::continue_mass_action:
        case CommandType::create_instrument:
        case CommandType::change_fees:
        case CommandType::set_instrument_rules:
        case CommandType::change_instrument: return field::instrument;
        default: return 0;
    }
}

[[nodiscard]] std::uint16_t fields_that_are_set(const Command& command) noexcept {
    const auto bit = [](bool is_set, std::uint16_t mask) { return is_set ? mask : 0; };
    return static_cast<std::uint16_t>(
        bit(command.target_order_id != OrderId{}, field::target_order_id) |
        bit(command.price != Price{}, field::price) |
        bit(command.quantity != Quantity{}, field::quantity) |
        bit(command.instrument != InstrumentId{}, field::instrument) |
        bit(command.flags != 0, field::flags) |
        bit(command.order_type != OrderType{}, field::order_type) |
        bit(command.side != Side{}, field::side) |
        bit(command.time_in_force != TimeInForce{}, field::time_in_force) |
        bit(command.self_trade_prevention != SelfTradePrevention{}, field::self_trade_prevention) |
        bit(command.quantity_meaning != QuantityMeaning{}, field::quantity_meaning) |
        bit(command.replace_mode != ReplaceMode{}, field::replace_mode) |
        bit(command.instrument_status != InstrumentStatus{}, field::instrument_status) |
        bit(command.options != 0, field::options));
}

/// Bits of a new order, the reason of a status.
[[nodiscard]] bool options_are_known(const Command& command) noexcept {
    return command.type == CommandType::set_instrument_status
               ? command.options <= number_of(StatusReason::reconciliation)
               : (command.options & ~CommandOption::idempotent) == 0;
}

[[nodiscard]] bool enums_are_known(const Command& command) noexcept {
    return command.order_type <= OrderType::take_profit_limit && command.side <= Side::sell &&
           command.time_in_force <= TimeInForce::gtd &&
           command.self_trade_prevention <= SelfTradePrevention::account_default &&
           command.quantity_meaning <= QuantityMeaning::reduce_by &&
           command.replace_mode <= ReplaceMode::allow_failure &&
           command.instrument_status <= InstrumentStatus::delisted;
}

void put_body(const Command& command, ByteWriter& writer) noexcept {
    switch (group_of(command.type)) {
        case BodyGroup::order: return put_order_body(command, writer);
        case BodyGroup::order_set: return put_order_set_body(command, writer);
        case BodyGroup::venue: return put_venue_body(command, writer);
        case BodyGroup::rules: return put_rules_body(command, writer);
        case BodyGroup::unknown: break;
    }
    OUTCRY_UNREACHABLE();
}

[[nodiscard]] BodyError take_body(ByteReader& reader, Command& command) noexcept {
    switch (group_of(command.type)) {
        case BodyGroup::order: return take_order_body(reader, command);
        case BodyGroup::order_set: return take_order_set_body(reader, command);
        case BodyGroup::venue: return take_venue_body(reader, command);
        case BodyGroup::rules: return take_rules_body(reader, command);
        case BodyGroup::unknown: break;
    }
    return DecodeError::unknown_type;
}

}  // namespace

BodyGroup group_of(CommandType type) noexcept {
    switch (type) {
        case CommandType::none: break;
        case CommandType::place_order:
        case CommandType::cancel_order:
        case CommandType::amend_order:
        case CommandType::replace_order:
        case CommandType::stage_order:
        case CommandType::stage_cancel: return BodyGroup::order;
        case CommandType::cancel_all_orders:
        case CommandType::continue_mass_action:
        case CommandType::place_order_list:
        case CommandType::apply_batch:
        case CommandType::cancel_order_list:
        case CommandType::cancel_orders:
        case CommandType::set_dead_man: return BodyGroup::order_set;
        case CommandType::advance_clock:
        case CommandType::create_asset:
        case CommandType::create_instrument:
        case CommandType::set_instrument_status:
        case CommandType::create_account:
        case CommandType::adjust_balance:
        case CommandType::stage_bytes:
        case CommandType::register_key:
        case CommandType::revoke_key: return BodyGroup::venue;
        case CommandType::change_fees:
        case CommandType::set_account_rules:
        case CommandType::set_instrument_rules:
        case CommandType::change_instrument:
        case CommandType::set_account_status:
        case CommandType::set_venue_status:
        case CommandType::set_account_limits:
        case CommandType::set_exposure_limit:
        case CommandType::set_fee_tier:
        case CommandType::set_account_fees:
        case CommandType::set_fee_asset_rate:
        case CommandType::transfer_balance:
        case CommandType::set_key_rules: return BodyGroup::rules;
    }
    return BodyGroup::unknown;
}

bool can_be_encoded(const Command& command) noexcept {
    return (fields_that_are_set(command) & ~fields_that_fit(command.type)) == 0 &&
           enums_are_known(command) && options_are_known(command);
}

std::string_view name_of(DecodeError error) noexcept {
    switch (error) {
        case DecodeError::truncated: return "truncated";
        case DecodeError::unknown_version: return "unknown_version";
        case DecodeError::unknown_type: return "unknown_type";
        case DecodeError::size_contradicts: return "size_contradicts";
        case DecodeError::value_out_of_range: return "value_out_of_range";
        case DecodeError::reserved_is_not_zero: return "reserved_is_not_zero";
    }
    return "unknown_error";
}

std::size_t encode(const Command& command, std::span<std::byte> target) noexcept {
    OUTCRY_ASSERT(target.size() >= command_record_size_max);
    // The follower would apply another command than the core did: better to stop here.
    OUTCRY_ASSERT(can_be_encoded(command));

    ByteWriter body{target.subspan(sizeof(RecordHeaderV1))};
    put_body(command, body);
    const std::size_t size_bytes = sizeof(RecordHeaderV1) + body.size();
    ByteWriter header{target};
    header.put(RecordHeaderV1{.size_bytes = static_cast<std::uint16_t>(size_bytes),
                              .type = number_of(command.type),
                              .version = record_version,
                              .account_id = command.account.value(),
                              .sequence = command.sequence.value(),
                              .time_us = command.time.value(),
                              .request_id = command.request.value()});
    return size_bytes;
}

Result<std::size_t, DecodeFailure> decode(std::span<const std::byte> source,
                                          Command& command) noexcept {
    const auto failed = [](DecodeError error, std::size_t offset) {
        return Failure{DecodeFailure{.error = error, .offset = offset}};
    };
    RecordHeaderV1 header{};
    ByteReader front{source};
    if (!front.take(header)) return failed(DecodeError::truncated, source.size());
    if (header.version != record_version) return failed(DecodeError::unknown_version, 3);
    if (header.size_bytes < sizeof header || header.size_bytes > command_record_size_max)
        return failed(DecodeError::size_contradicts, 0);
    if (header.size_bytes > source.size()) return failed(DecodeError::truncated, source.size());

    command.clear();
    command.type = static_cast<CommandType>(header.type);
    command.account = AccountId{header.account_id};
    command.sequence = Sequence{header.sequence};
    command.time = Timestamp{header.time_us};
    command.request = RequestId{header.request_id};
    ByteReader body{source.subspan(sizeof header, header.size_bytes - sizeof header)};
    const BodyError error = take_body(body, command);
    const std::size_t offset = sizeof header + body.offset();
    if (error) return failed(*error, offset);
    if (body.remaining() != 0) return failed(DecodeError::size_contradicts, offset);
    return std::size_t{header.size_bytes};
}

}  // namespace outcry::wire
