#include "wire/command_bodies.hpp"

namespace outcry::wire {
namespace {

void put_cancel_all(const Command& command, ByteWriter& writer) noexcept {
    const ClientOrderId& cancel = command.texts.cancel.client_order_id;
    writer.put(CancelAllOrdersV1{.instrument_id = command.instrument.value(),
                                 .flags = command.flags,
                                 .cancel_size = size_of(cancel),
                                 .reserved = {}});
    writer.put_text(cancel.view());
}

[[nodiscard]] BodyError take_cancel_all(ByteReader& reader, Command& command) noexcept {
    CancelAllOrdersV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.instrument = InstrumentId{body.instrument_id};
    command.flags = body.flags;
    if (!take_fixed_text(reader, body.cancel_size, command.texts.cancel.client_order_id))
        return DecodeError::size_contradicts;
    return {};
}

[[nodiscard]] BodyError take_continue(ByteReader& reader, Command& command) noexcept {
    ContinueMassActionV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.instrument = InstrumentId{body.instrument_id};
    return {};
}

void put_list(const Command& command, ByteWriter& writer) noexcept {
    const PlaceOrderList& list = command.order_list;
    writer.put(PlaceOrderListV1{.instrument_id = command.instrument.value(),
                                .flags = command.flags,
                                .list_type = number_of(list.type),
                                .client_order_id_size = size_of(list.client_order_id),
                                .reserved = {}});
    writer.put_text(list.client_order_id.view());
}

[[nodiscard]] BodyError take_list(ByteReader& reader, Command& command) noexcept {
    PlaceOrderListV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.instrument = InstrumentId{body.instrument_id};
    command.flags = body.flags;
    PlaceOrderList& list = command.order_list;
    if (!take_enum(body.list_type, OrderListType::otoco, list.type))
        return DecodeError::value_out_of_range;
    if (!take_fixed_text(reader, body.client_order_id_size, list.client_order_id))
        return DecodeError::size_contradicts;
    list.client_order_id_hash = hash_of(list.client_order_id, command.account);
    return {};
}

[[nodiscard]] BodyError take_batch(ByteReader& reader, Command& command) noexcept {
    ApplyBatchV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.instrument = InstrumentId{body.instrument_id};
    command.flags = body.flags;
    return {};
}

void put_cancelled_list(const Command& command, ByteWriter& writer) noexcept {
    const CancelOrderList& list = command.cancelled_list;
    writer.put(CancelOrderListV1{.order_list_id = list.order_list_id.value(),
                                 .instrument_id = command.instrument.value(),
                                 .flags = command.flags,
                                 .client_order_id_size = size_of(list.client_order_id),
                                 .cancel_size = size_of(list.cancel_client_order_id),
                                 .reserved = {}});
    writer.put_text(list.client_order_id.view());
    writer.put_text(list.cancel_client_order_id.view());
}

[[nodiscard]] BodyError take_cancelled_list(ByteReader& reader, Command& command) noexcept {
    CancelOrderListV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.instrument = InstrumentId{body.instrument_id};
    command.flags = body.flags;
    CancelOrderList& list = command.cancelled_list;
    list.order_list_id = OrderListId{body.order_list_id};
    if (!take_fixed_text(reader, body.client_order_id_size, list.client_order_id) ||
        !take_fixed_text(reader, body.cancel_size, list.cancel_client_order_id))
        return DecodeError::size_contradicts;
    return {};
}

void put_mass_cancel(const Command& command, ByteWriter& writer) noexcept {
    const CancelOrders& cancel = command.mass_cancel;
    OUTCRY_ASSERT(cancel.has_instrument <= 1);
    OUTCRY_ASSERT(cancel.has_side <= 1);
    OUTCRY_ASSERT(cancel.scope <= CancelScope::venue);
    OUTCRY_ASSERT(cancel.reason <= CloseReason::delisted);
    writer.put(CancelOrdersV1{.session_id = cancel.session.value(),
                              .instrument_id = command.instrument.value(),
                              .scope = number_of(cancel.scope),
                              .has_instrument = cancel.has_instrument,
                              .has_side = cancel.has_side,
                              .side = number_of(command.side),
                              .reason = number_of(cancel.reason),
                              .reserved = 0});
}

[[nodiscard]] BodyError take_mass_cancel(ByteReader& reader, Command& command) noexcept {
    CancelOrdersV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (body.reserved != 0) return DecodeError::reserved_is_not_zero;
    command.instrument = InstrumentId{body.instrument_id};
    CancelOrders& cancel = command.mass_cancel;
    cancel.session = SessionId{body.session_id};
    if (!take_enum(body.side, Side::sell, command.side) ||
        !take_enum(body.scope, CancelScope::venue, cancel.scope) ||
        !take_enum(body.reason, CloseReason::delisted, cancel.reason) ||
        !take_flag(body.has_instrument, cancel.has_instrument) ||
        !take_flag(body.has_side, cancel.has_side))
        return DecodeError::value_out_of_range;
    return {};
}

[[nodiscard]] BodyError take_dead_man(ByteReader& reader, Command& command) noexcept {
    SetDeadManV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.dead_man.timeout_ms = body.timeout_ms;
    return {};
}

}  // namespace

void put_order_set_body(const Command& command, ByteWriter& writer) noexcept {
    switch (command.type) {
        case CommandType::cancel_all_orders: return put_cancel_all(command, writer);
        case CommandType::continue_mass_action:
            return writer.put(
                ContinueMassActionV1{.instrument_id = command.instrument.value(), .reserved = {}});
        case CommandType::place_order_list: return put_list(command, writer);
        case CommandType::apply_batch:
            return writer.put(ApplyBatchV1{.instrument_id = command.instrument.value(),
                                           .flags = command.flags,
                                           .reserved = {}});
        case CommandType::cancel_order_list: return put_cancelled_list(command, writer);
        case CommandType::cancel_orders: return put_mass_cancel(command, writer);
        case CommandType::set_dead_man:
            return writer.put(
                SetDeadManV1{.timeout_ms = command.dead_man.timeout_ms, .reserved = {}});
        default: OUTCRY_UNREACHABLE();
    }
}

BodyError take_order_set_body(ByteReader& reader, Command& command) noexcept {
    switch (command.type) {
        case CommandType::cancel_all_orders: return take_cancel_all(reader, command);
        case CommandType::continue_mass_action: return take_continue(reader, command);
        case CommandType::place_order_list: return take_list(reader, command);
        case CommandType::apply_batch: return take_batch(reader, command);
        case CommandType::cancel_order_list: return take_cancelled_list(reader, command);
        case CommandType::cancel_orders: return take_mass_cancel(reader, command);
        case CommandType::set_dead_man: return take_dead_man(reader, command);
        default: return DecodeError::unknown_type;
    }
}

}  // namespace outcry::wire
