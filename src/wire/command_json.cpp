#include "outcry/wire/json.hpp"

#include "wire/command_bodies.hpp"
#include "wire/json_line.hpp"
#include "wire/rules_json.hpp"

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
    if (terms.strategy_id != 0) line.add("strategy_id", terms.strategy_id);
    if (terms.strategy_type != 0) line.add("strategy_type", terms.strategy_type);
    if (terms.session != SessionId{}) line.add("session", terms.session);
    if (command.options != 0) line.add("options", command.options);
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
        case CommandType::place_order:
        case CommandType::stage_order: return add_new_order(line, command);
        case CommandType::cancel_order:
        case CommandType::stage_cancel: return add_target(line, command);
        case CommandType::amend_order:
            add_target(line, command);
            line.add("quantity_meaning", command.quantity_meaning);
            line.add("price_is_unchanged", is_set(command, CommandFlag::price_unchanged));
            return add_new_order(line, command);
        case CommandType::replace_order:
            add_target(line, command);
            line.add("replace_mode", command.replace_mode);
            return add_new_order(line, command);
        default: OUTCRY_UNREACHABLE();
    }
}

void add_cancelled_list(JsonLine& line, const CancelOrderList& list) {
    if (list.order_list_id != OrderListId{}) line.add("order_list_id", list.order_list_id);
    if (!list.client_order_id.empty()) line.add("list_client_order_id", list.client_order_id);
    if (!list.cancel_client_order_id.empty())
        line.add("cancel_client_order_id", list.cancel_client_order_id);
}

void add_mass_cancel(JsonLine& line, const Command& command) {
    const CancelOrders& cancel = command.mass_cancel;
    line.add("scope", cancel.scope);
    if (cancel.has_side != 0) line.add("side", command.side);
    line.add("is_of_instrument", cancel.has_instrument != 0);
    if (cancel.session != SessionId{}) line.add("session", cancel.session);
    line.add("reason", cancel.reason);
}

void add_order_set_body(JsonLine& line, const Command& command) {
    if (command.type == CommandType::set_dead_man)
        return line.add("timeout_ms", command.dead_man.timeout_ms);
    line.add("instrument", command.instrument);
    if (command.flags != 0) line.add("flags", command.flags);
    switch (command.type) {
        case CommandType::place_order_list:
            line.add("list_type", command.order_list.type);
            if (command.order_list.client_order_id.empty()) return;
            return line.add("list_client_order_id", command.order_list.client_order_id);
        case CommandType::cancel_order_list:
            return add_cancelled_list(line, command.cancelled_list);
        case CommandType::cancel_orders: return add_mass_cancel(line, command);
        case CommandType::cancel_all_orders:
        case CommandType::continue_mass_action:
        case CommandType::apply_batch: return;
        default: OUTCRY_UNREACHABLE();
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

void add_status(JsonLine& line, const Command& command) {
    line.add("instrument", command.instrument);
    line.add("status", command.instrument_status);
    if (command.options != 0) line.add("reason", static_cast<StatusReason>(command.options));
}

void add_account(JsonLine& line, const CreateAccount& account) {
    line.add("external_uid", account.external_uid);
    line.add("name", account.name);
    if (account.parent != AccountId{}) line.add("parent", account.parent);
}

void add_venue_body(JsonLine& line, const Command& command) {
    switch (command.type) {
        case CommandType::advance_clock: return;
        case CommandType::create_asset:
            line.add("asset", command.asset.id);
            line.add("code", command.asset.code);
            return line.add("decimals", command.asset.decimals);
        case CommandType::create_instrument:
            return add_definition(line, command.instrument_definition);
        case CommandType::set_instrument_status: return add_status(line, command);
        case CommandType::create_account: return add_account(line, command.new_account);
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
        default: OUTCRY_UNREACHABLE();
    }
}

void add_key_rules(JsonLine& line, const SetKeyRules& rules) {
    line.add("key", rules.name);
    line.add("expires_at", rules.expires_at);
    // Nobody has looked at the counts of a command that will be refused.
    const auto address_count = std::min<std::size_t>(rules.address_count, key_addresses_max);
    const auto instrument_count =
        std::min<std::size_t>(rules.instrument_count, key_instruments_max);
    add_addresses(line, std::span{rules.addresses}.first(address_count));
    add_instruments(line, std::span{rules.instruments}.first(instrument_count));
}

void add_transfer(JsonLine& line, const TransferBalance& transfer) {
    line.add("target", transfer.target);
    line.add("asset", transfer.asset);
    line.add("amount", transfer.amount);
    line.add("is_by_operator", transfer.is_by_operator != 0);
}

template <class Rules>
void add_instrument_rules(JsonLine& line, const Command& command, const Rules& rules) {
    line.add("instrument", command.instrument);
    add_rules(line, rules);
}

void add_rules_body(JsonLine& line, const Command& command) {
    switch (command.type) {
        case CommandType::change_fees:
            line.add("instrument", command.instrument);
            line.add("maker_fee_ppm", command.fees.maker_fee_ppm);
            return line.add("taker_fee_ppm", command.fees.taker_fee_ppm);
        case CommandType::set_account_rules:
            line.add("trade_group", command.account_rules.trade_group);
            return line.add("default_self_trade_prevention",
                            command.account_rules.default_self_trade_prevention);
        case CommandType::set_instrument_rules:
            return add_instrument_rules(line, command, command.instrument_rules);
        case CommandType::change_instrument:
            return add_instrument_rules(line, command, command.instrument_change);
        case CommandType::set_account_status:
            return line.add("status", command.account_status.status);
        case CommandType::set_venue_status: return line.add("status", command.venue_status.status);
        case CommandType::set_account_limits: return add_rules(line, command.account_limits);
        case CommandType::set_exposure_limit: return add_rules(line, command.exposure_limit);
        case CommandType::set_fee_tier: return add_rules(line, command.fee_tier);
        case CommandType::set_account_fees: return add_rules(line, command.account_fees);
        case CommandType::set_fee_asset_rate: return add_rules(line, command.fee_asset_rate);
        case CommandType::transfer_balance: return add_transfer(line, command.transfer);
        case CommandType::set_key_rules: return add_key_rules(line, command.key_rules);
        default: OUTCRY_UNREACHABLE();
    }
}

void add_body(JsonLine& line, const Command& command) {
    switch (group_of(command.type)) {
        case BodyGroup::order: return add_order_body(line, command);
        case BodyGroup::order_set: return add_order_set_body(line, command);
        case BodyGroup::venue: return add_venue_body(line, command);
        case BodyGroup::rules: return add_rules_body(line, command);
        // A command that nobody has filled in yet can be printed, too.
        case BodyGroup::unknown: return;
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
    add_body(line, command);
    line.close();
}

}  // namespace outcry::wire
