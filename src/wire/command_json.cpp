#include "outcry/wire/json.hpp"

#include "wire/json_line.hpp"

namespace outcry::wire {
namespace {

[[nodiscard]] bool is_set(const Command& command, std::uint8_t flag) noexcept {
    return (command.flags & flag) != 0;
}

void add_new_order(JsonLine& line, const Command& command) {
    line.add("side", command.side);
    line.add("order_type", command.order_type);
    line.add("time_in_force", command.time_in_force);
    line.add("price", command.price);
    line.add("quantity", command.quantity);
    line.add("self_trade_prevention", command.self_trade_prevention);
    const NewOrderText& created = command.texts.created;
    if (created.quote_quantity != Amount{}) line.add("quote_quantity", created.quote_quantity);
    if (!created.client_order_id.empty()) line.add("client_order_id", created.client_order_id);
    const OrderTerms terms = terms_of(command);
    if (terms.stop_price != Price{}) line.add("stop_price", terms.stop_price);
    if (terms.trailing_delta_bips != 0) line.add("trailing_delta_bips", terms.trailing_delta_bips);
    if (terms.visible_quantity != Quantity{}) line.add("visible_quantity", terms.visible_quantity);
    if (terms.expires_at != Timestamp{}) line.add("expires_at", terms.expires_at);
}

void add_target(JsonLine& line, const Command& command) {
    if (command.target_order_id != OrderId{}) line.add("target_order_id", command.target_order_id);
    if (line_count(command.type, command.flags) < 4) return;
    const OrderTexts& texts = command.texts;
    if (!texts.target.client_order_id.empty())
        line.add("target_client_order_id", texts.target.client_order_id);
    if (!texts.cancel.client_order_id.empty())
        line.add("cancel_client_order_id", texts.cancel.client_order_id);
}

void add_order_body(JsonLine& line, const Command& command) {
    line.add("instrument", command.instrument);
    if (command.flags != 0) line.add("flags", command.flags);
    switch (command.type) {
        case CommandType::place_order: return add_new_order(line, command);
        case CommandType::cancel_order: return add_target(line, command);
        case CommandType::amend_order:
            add_target(line, command);
            line.add("quantity_meaning", command.quantity_meaning);
            line.add("price_is_unchanged", is_set(command, CommandFlag::price_unchanged));
            return add_new_order(line, command);
        case CommandType::replace_order:
            add_target(line, command);
            line.add("replace_mode", command.replace_mode);
            return add_new_order(line, command);
        default: return;
    }
}

void add_definition(JsonLine& line, const InstrumentDefinition& definition) {
    line.add("instrument", definition.id);
    line.add("symbol", definition.symbol);
    line.add("base_asset", definition.base_asset);
    line.add("quote_asset", definition.quote_asset);
    line.add("tick_mantissa", definition.tick_mantissa);
    line.add("tick_scale", definition.tick_scale);
    line.add("lot_mantissa", definition.lot_mantissa);
    line.add("lot_scale", definition.lot_scale);
    line.add("base_units_per_lot", definition.base_units_per_lot);
    line.add("quote_units_per_tick_lot", definition.quote_units_per_tick_lot);
    line.add("price_minimum", definition.price_minimum);
    line.add("price_maximum", definition.price_maximum);
    line.add("quantity_minimum", definition.quantity_minimum);
    line.add("quantity_maximum", definition.quantity_maximum);
    line.add("notional_minimum", definition.notional_minimum);
    line.add("maker_fee_ppm", definition.maker_fee_ppm);
    line.add("taker_fee_ppm", definition.taker_fee_ppm);
    line.add("status", definition.status);
}

void add_operator_body(JsonLine& line, const Command& command) {
    switch (command.type) {
        case CommandType::create_asset:
            line.add("asset", command.asset.id);
            line.add("code", command.asset.code);
            return line.add("decimals", command.asset.decimals);
        case CommandType::create_instrument:
            return add_definition(line, command.instrument_definition);
        case CommandType::set_instrument_status:
            line.add("instrument", command.instrument);
            return line.add("status", command.instrument_status);
        case CommandType::create_account:
            line.add("external_uid", command.new_account.external_uid);
            return line.add("name", command.new_account.name);
        case CommandType::adjust_balance:
            line.add("kind", command.adjustment.kind);
            line.add("asset", command.adjustment.asset);
            return line.add("amount", command.adjustment.amount);
        case CommandType::stage_bytes:
            line.add("offset", command.staged.offset);
            // Sealed secrets and public keys: the bytes tell nothing, their number does.
            return line.add("size", command.staged.size);
        case CommandType::register_key:
            line.add("key", command.key.name);
            line.add("key_type", command.key.type);
            line.add("permissions", command.key.permissions);
            return line.add("material_size", command.key.material_size);
        case CommandType::revoke_key: return line.add("key", command.revoked_key.name);
        case CommandType::change_fees:
            line.add("instrument", command.instrument);
            line.add("maker_fee_ppm", command.fees.maker_fee_ppm);
            return line.add("taker_fee_ppm", command.fees.taker_fee_ppm);
        case CommandType::set_account_rules:
            line.add("trade_group", command.account_rules.trade_group);
            return line.add("default_self_trade_prevention",
                            command.account_rules.default_self_trade_prevention);
        default: return;
    }
}

}  // namespace

void append_json(std::string& text, const Command& command) {
    JsonLine line{text};
    line.add("sequence", command.sequence);
    line.add("time", command.time);
    line.add("type", command.type);
    line.add("account", command.account);
    line.add("request", command.request);
    if (command.type >= CommandType::place_order &&
        command.type <= CommandType::continue_mass_action) {
        add_order_body(line, command);
    } else {
        add_operator_body(line, command);
    }
    line.close();
}

}  // namespace outcry::wire
