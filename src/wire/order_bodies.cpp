#include "wire/command_bodies.hpp"

namespace outcry::wire {
namespace {

[[nodiscard]] bool has_terms_record(const Command& command, const OrderTerms& terms) noexcept {
    return terms != OrderTerms{} || command.options != 0;
}

/// The size of the client order id, and whether terms and a quote quantity stand before it.
[[nodiscard]] std::uint8_t size_byte_of(const Command& command) noexcept {
    const NewOrderText& created = command.texts.created;
    const bool has_quote = created.quote_quantity != Amount{};
    const bool has_terms = has_terms_record(command, terms_of(command));
    return static_cast<std::uint8_t>(size_of(created.client_order_id) |
                                     (has_quote ? has_quote_quantity_v1 : 0) |
                                     (has_terms ? has_terms_v1 : 0));
}

void put_terms(const OrderTerms& terms, std::uint8_t options, ByteWriter& writer) noexcept {
    const MoreOrderTermsV1 more{.strategy_id = terms.strategy_id,
                                .strategy_type = terms.strategy_type,
                                .session_id = terms.session.value()};
    const bool has_more =
        terms.strategy_id != 0 || terms.strategy_type != 0 || terms.session != SessionId{};
    writer.put(OrderTermsV1{.stop_price_ticks = terms.stop_price.value(),
                            .visible_quantity_lots = terms.visible_quantity.value(),
                            .expires_at_us = terms.expires_at.value(),
                            .trailing_delta_bips = terms.trailing_delta_bips,
                            .options = options,
                            .has_more_terms = has_more ? std::uint8_t{1} : std::uint8_t{0},
                            .reserved = {}});
    if (has_more) writer.put(more);
}

[[nodiscard]] bool take_more_terms(ByteReader& reader, OrderTerms& terms) noexcept {
    MoreOrderTermsV1 body{};
    if (!reader.take(body)) return false;
    terms.strategy_id = body.strategy_id;
    terms.strategy_type = body.strategy_type;
    terms.session = SessionId{body.session_id};
    // All zero is written by leaving them out: one command, one form.
    return body.strategy_id != 0 || body.strategy_type != 0 || body.session_id != 0;
}

[[nodiscard]] bool take_terms(ByteReader& reader, Command& command) noexcept {
    OrderTermsV1 body{};
    if (!reader.take(body) || !is_zero(body.reserved)) return false;
    if (body.trailing_delta_bips > UINT16_MAX || body.has_more_terms > 1) return false;
    OrderTerms terms{.stop_price = Price{body.stop_price_ticks},
                     .visible_quantity = Quantity{body.visible_quantity_lots},
                     .expires_at = Timestamp{body.expires_at_us},
                     .trailing_delta_bips = static_cast<std::uint16_t>(body.trailing_delta_bips)};
    if (body.has_more_terms != 0 && !take_more_terms(reader, terms)) return false;
    command.options = body.options;
    if (!can_be_encoded(command) || !has_terms_record(command, terms)) return false;
    if (terms == OrderTerms{}) return true;
    // Without the flag nobody would read them.
    if ((command.flags & CommandFlag::has_terms) == 0) return false;
    set_terms(command, terms);
    return true;
}

void put_created(const Command& command, ByteWriter& writer) noexcept {
    const NewOrderText& created = command.texts.created;
    const OrderTerms terms = terms_of(command);
    if (has_terms_record(command, terms)) put_terms(terms, command.options, writer);
    if (created.quote_quantity != Amount{}) writer.put(put_amount(created.quote_quantity));
    writer.put_text(created.client_order_id.view());
}

[[nodiscard]] bool take_created(ByteReader& reader, std::uint8_t size_byte,
                                Command& command) noexcept {
    NewOrderText& created = command.texts.created;
    if ((size_byte & has_terms_v1) != 0 && !take_terms(reader, command)) return false;
    if ((size_byte & has_quote_quantity_v1) != 0) {
        AmountV1 quote{};
        // A zero is written by leaving it out: one command, one form.
        if (!reader.take(quote) || (quote.low == 0 && quote.high == 0)) return false;
        created.quote_quantity = take_amount(quote);
    }
    const auto size = static_cast<std::size_t>(size_byte & ~(has_quote_quantity_v1 | has_terms_v1));
    if (!take_fixed_text(reader, size, created.client_order_id)) return false;
    created.client_order_id_hash = hash_of(created.client_order_id, command.account);
    return true;
}

[[nodiscard]] bool take_target(ByteReader& reader, std::size_t size, Command& command) noexcept {
    TargetText& target = command.texts.target;
    if (!take_fixed_text(reader, size, target.client_order_id)) return false;
    target.client_order_id_hash = hash_of(target.client_order_id, command.account);
    return true;
}

void put_place(const Command& command, ByteWriter& writer) noexcept {
    writer.put(PlaceOrderV1{
        .price_ticks = command.price.value(),
        .quantity_lots = command.quantity.value(),
        .instrument_id = command.instrument.value(),
        .flags = command.flags,
        .order_type = number_of(command.order_type),
        .side = number_of(command.side),
        .time_in_force = number_of(command.time_in_force),
        .self_trade_prevention = number_of(command.self_trade_prevention),
        .client_order_id_size = size_byte_of(command),
    });
    put_created(command, writer);
}

/// The enumerations that every new order has.
template <class Body>
[[nodiscard]] bool take_order_enums(const Body& body, Command& command) noexcept {
    return take_enum(body.order_type, OrderType::take_profit_limit, command.order_type) &&
           take_enum(body.side, Side::sell, command.side) &&
           take_enum(body.time_in_force, TimeInForce::gtd, command.time_in_force) &&
           take_enum(body.self_trade_prevention, SelfTradePrevention::account_default,
                     command.self_trade_prevention);
}

[[nodiscard]] BodyError take_place(ByteReader& reader, Command& command) noexcept {
    PlaceOrderV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    command.price = Price{body.price_ticks};
    command.quantity = Quantity{body.quantity_lots};
    command.instrument = InstrumentId{body.instrument_id};
    command.flags = body.flags;
    if (!take_order_enums(body, command)) return DecodeError::value_out_of_range;
    if (!take_created(reader, body.client_order_id_size, command))
        return DecodeError::size_contradicts;
    return {};
}

/// Without the flag only the first line of a cancel is there: the texts must not be read.
[[nodiscard]] bool has_texts(const Command& command) noexcept {
    return line_count(command.type, command.flags) > 1;
}

void put_cancel(const Command& command, ByteWriter& writer) noexcept {
    const ClientOrderId target =
        has_texts(command) ? command.texts.target.client_order_id : ClientOrderId{};
    const ClientOrderId cancel =
        has_texts(command) ? command.texts.cancel.client_order_id : ClientOrderId{};
    writer.put(CancelOrderV1{
        .target_order_id = command.target_order_id.value(),
        .instrument_id = command.instrument.value(),
        .flags = command.flags,
        .target_size = size_of(target),
        .cancel_size = size_of(cancel),
        .reserved = {},
    });
    writer.put_text(target.view());
    writer.put_text(cancel.view());
}

[[nodiscard]] BodyError take_cancel(ByteReader& reader, Command& command) noexcept {
    CancelOrderV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.target_order_id = OrderId{body.target_order_id};
    command.instrument = InstrumentId{body.instrument_id};
    command.flags = body.flags;
    if (!has_texts(command) && (body.target_size != 0 || body.cancel_size != 0))
        return DecodeError::value_out_of_range;
    if (!take_target(reader, body.target_size, command)) return DecodeError::size_contradicts;
    if (!take_fixed_text(reader, body.cancel_size, command.texts.cancel.client_order_id))
        return DecodeError::size_contradicts;
    return {};
}

void put_change(const Command& command, ByteWriter& writer) noexcept {
    const OrderTexts& texts = command.texts;
    writer.put(ChangeOrderV1{
        .target_order_id = command.target_order_id.value(),
        .price_ticks = command.price.value(),
        .quantity_lots = command.quantity.value(),
        .instrument_id = command.instrument.value(),
        .flags = command.flags,
        .order_type = number_of(command.order_type),
        .side = number_of(command.side),
        .time_in_force = number_of(command.time_in_force),
        .self_trade_prevention = number_of(command.self_trade_prevention),
        .quantity_meaning = number_of(command.quantity_meaning),
        .replace_mode = number_of(command.replace_mode),
        .client_order_id_size = size_byte_of(command),
        .target_size = size_of(texts.target.client_order_id),
        .cancel_size = size_of(texts.cancel.client_order_id),
        .reserved = {},
    });
    put_created(command, writer);
    writer.put_text(texts.target.client_order_id.view());
    writer.put_text(texts.cancel.client_order_id.view());
}

[[nodiscard]] BodyError take_change(ByteReader& reader, Command& command) noexcept {
    ChangeOrderV1 body{};
    if (!reader.take(body)) return DecodeError::size_contradicts;
    if (!is_zero(body.reserved)) return DecodeError::reserved_is_not_zero;
    command.target_order_id = OrderId{body.target_order_id};
    command.price = Price{body.price_ticks};
    command.quantity = Quantity{body.quantity_lots};
    command.instrument = InstrumentId{body.instrument_id};
    command.flags = body.flags;
    if (!take_order_enums(body, command) ||
        !take_enum(body.quantity_meaning, QuantityMeaning::reduce_by, command.quantity_meaning) ||
        !take_enum(body.replace_mode, ReplaceMode::allow_failure, command.replace_mode))
        return DecodeError::value_out_of_range;
    if (!take_created(reader, body.client_order_id_size, command) ||
        !take_target(reader, body.target_size, command) ||
        !take_fixed_text(reader, body.cancel_size, command.texts.cancel.client_order_id))
        return DecodeError::size_contradicts;
    return {};
}

}  // namespace

void put_order_body(const Command& command, ByteWriter& writer) noexcept {
    switch (command.type) {
        case CommandType::place_order:
        case CommandType::stage_order: return put_place(command, writer);
        case CommandType::cancel_order:
        case CommandType::stage_cancel: return put_cancel(command, writer);
        case CommandType::amend_order:
        case CommandType::replace_order: return put_change(command, writer);
        default: OUTCRY_UNREACHABLE();
    }
}

BodyError take_order_body(ByteReader& reader, Command& command) noexcept {
    switch (command.type) {
        case CommandType::place_order:
        case CommandType::stage_order: return take_place(reader, command);
        case CommandType::cancel_order:
        case CommandType::stage_cancel: return take_cancel(reader, command);
        case CommandType::amend_order:
        case CommandType::replace_order: return take_change(reader, command);
        default: return DecodeError::unknown_type;
    }
}

}  // namespace outcry::wire
