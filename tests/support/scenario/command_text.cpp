#include "support/scenario/command_text.hpp"

#include <cstring>

#include <fmt/format.h>

#include "support/scenario/event_text.hpp"
#include "support/scenario/raw_fields.hpp"
#include "support/scenario/scenario_command.hpp"

namespace outcry::test {
namespace {

bool has(const Command& command, std::uint8_t flag) { return (command.flags & flag) != 0; }

template <class Text>
std::string word_of(const Text& text) {
    return text.empty() ? "\"\"" : std::string{text.view()};
}

std::string order_text(const Command& command) {
    std::string text = command.side == Side::sell ? "sell" : "buy";
    if (command.order_type == OrderType::market_by_quote) {
        const Amount budget = command.texts.created.quote_quantity;
        return text + fmt::format(" for {} at market", text_of(budget.value()));
    }
    text += fmt::format(" {}", command.quantity.value());
    if (command.order_type == OrderType::market) return text + " at market";
    text += fmt::format(" @ {}", command.price.value());
    if (command.order_type == OrderType::limit_maker) text += " post_only";
    if (command.order_type == OrderType::limit_maker_slide) text += " slide";
    return text;
}

std::string target_text(const Command& command) {
    std::string text;
    if (has(command, CommandFlag::has_target_order_id))
        text += fmt::format(" #{}", command.target_order_id.value());
    if (has(command, CommandFlag::has_target_client_order_id))
        text += fmt::format(" named {}", word_of(command.texts.target.client_order_id));
    return text;
}

std::string amendment_text(const Command& command) {
    const bool reduces = command.quantity_meaning == QuantityMeaning::reduce_by;
    std::string text = fmt::format(" {} {}", reduces ? "by" : "to", command.quantity.value());
    if (command.quantity_meaning == QuantityMeaning::open) text += " open";
    if (!has(command, CommandFlag::price_unchanged))
        text += fmt::format(" @ {}", command.price.value());
    return text;
}

std::string verb_text(const Command& command) {
    switch (command.type) {
        case CommandType::stage_order: return "stage " + order_text(command);
        case CommandType::stage_cancel: return "stage cancel" + target_text(command);
        case CommandType::cancel_order: return "cancel" + target_text(command);
        case CommandType::cancel_all_orders: return "cancel all";
        case CommandType::amend_order:
            return "amend" + target_text(command) + amendment_text(command);
        case CommandType::replace_order:
            return "replace" + target_text(command) + " with " + order_text(command);
        default: return order_text(command);
    }
}

std::string list_text(const PlaceOrderList& list) {
    std::string text = "place";
    if (list.type == OrderListType::oco) text += " oco";
    if (list.type == OrderListType::oto) text += " oto";
    if (list.type == OrderListType::otoco) text += " otoco";
    if (!list.client_order_id.empty()) text += fmt::format(" as {}", list.client_order_id.view());
    return text;
}

std::string list_cancel_text(const CancelOrderList& cancel) {
    std::string text = cancel.client_order_id.empty()
                           ? fmt::format("cancel list {}", cancel.order_list_id.value())
                           : fmt::format("cancel list named {}", cancel.client_order_id.view());
    if (!cancel.cancel_client_order_id.empty())
        text += fmt::format(" cancel_as {}", cancel.cancel_client_order_id.view());
    return text;
}

/// Those that say nothing of an order; empty: it is none of them.
std::string list_or_batch_text(const Command& command) {
    std::string text;
    switch (command.type) {
        case CommandType::place_order_list: text = list_text(command.order_list); break;
        case CommandType::cancel_order_list: text = list_cancel_text(command.cancelled_list); break;
        case CommandType::apply_batch: text = "apply batch"; break;
        default: return {};
    }
    if (command.instrument != InstrumentId{})
        text += fmt::format(" on ?{}", command.instrument.value());
    return fmt::format("?{} {}", command.account.value(), text);
}

std::string options_text(const Command& command) {
    std::string text;
    if (command.time_in_force == TimeInForce::ioc) text += " IOC";
    if (command.time_in_force == TimeInForce::fok) text += " FOK";
    if (command.time_in_force == TimeInForce::gtd)
        text += fmt::format(" until {}", terms_of(command).expires_at.value());
    switch (command.self_trade_prevention) {
        case SelfTradePrevention::expire_taker: text += " stp expire_taker"; break;
        case SelfTradePrevention::expire_maker: text += " stp expire_maker"; break;
        case SelfTradePrevention::expire_both: text += " stp expire_both"; break;
        case SelfTradePrevention::decrement: text += " stp decrement"; break;
        case SelfTradePrevention::account_default: text += " stp default"; break;
        default: break;
    }
    const ClientOrderId& name = command.texts.created.client_order_id;
    if (!name.empty()) text += fmt::format(" as {}", name.view());
    if (has(command, CommandFlag::has_cancel_text))
        text += fmt::format(" cancel_as {}", word_of(command.texts.cancel.client_order_id));
    if (has(command, CommandFlag::amend_keep_priority_only)) text += " in_place";
    if (has(command, CommandFlag::cancel_only_new)) text += " if_new";
    if (has(command, CommandFlag::cancel_only_partially_filled)) text += " if_partially_filled";
    if (command.replace_mode == ReplaceMode::allow_failure) text += " allow_failure";
    if (command.instrument != InstrumentId{})
        text += fmt::format(" on ?{}", command.instrument.value());
    return text;
}

Command parsed(const std::string& text) {
    ScenarioWords words{text};
    return command_of(words, ScenarioNames{});
}

/// What the words before did not say.
std::string raw_text(const std::string& said, const Command& wanted) {
    const Command read = parsed(said);
    std::string text;
    for (const RawField& field : raw_fields())
        if (field.get(read) != field.get(wanted))
            text += fmt::format(" {}={}", field.name, field.get(wanted));
    return text;
}

std::string instrument_text(const InstrumentDefinition& wanted) {
    const InstrumentDefinition usual;
    std::string text =
        fmt::format("operator instrument {} base ?{} quote ?{}", word_of(wanted.symbol),
                    wanted.base_asset.value(), wanted.quote_asset.value());
    const auto add = [&](const char* name, auto value, auto otherwise) {
        if (value != otherwise) text += fmt::format(" {} {}", name, value);
    };
    add("tick_mantissa", wanted.tick_mantissa, usual.tick_mantissa);
    add("tick_scale", wanted.tick_scale, usual.tick_scale);
    add("lot_mantissa", wanted.lot_mantissa, usual.lot_mantissa);
    add("lot_scale", wanted.lot_scale, usual.lot_scale);
    add("price_minimum", wanted.price_minimum.value(), usual.price_minimum.value());
    add("price_maximum", wanted.price_maximum.value(), usual.price_maximum.value());
    add("quantity_minimum", wanted.quantity_minimum.value(), usual.quantity_minimum.value());
    add("quantity_maximum", wanted.quantity_maximum.value(), usual.quantity_maximum.value());
    add("notional_minimum", wanted.notional_minimum, usual.notional_minimum);
    add("maker_fee_ppm", wanted.maker_fee_ppm, usual.maker_fee_ppm);
    add("taker_fee_ppm", wanted.taker_fee_ppm, usual.taker_fee_ppm);
    if (wanted.status != usual.status) text += " status " + text_of(wanted.status);
    return text;
}

std::string adjustment_text(const Command& command) {
    const bool is_deposit = command.adjustment.kind == AdjustmentKind::deposit;
    return fmt::format("operator {} {} ?{} {} ?{}", is_deposit ? "deposit" : "withdraw",
                       text_of(command.adjustment.amount.value()), command.adjustment.asset.value(),
                       is_deposit ? "to" : "from", command.account.value());
}

/// Empty: it is a trader's command.
std::string operator_text(const Command& command) {
    switch (command.type) {
        case CommandType::advance_clock: return "operator clock";
        case CommandType::continue_mass_action: return "next slice";
        case CommandType::set_account_rules:
            return fmt::format(
                "operator rules group {} stp {} for ?{}", command.account_rules.trade_group.value(),
                static_cast<int>(command.account_rules.default_self_trade_prevention),
                command.account.value());
        case CommandType::create_asset:
            return fmt::format("operator asset {} decimals {}", word_of(command.asset.code),
                               command.asset.decimals);
        case CommandType::create_instrument: return instrument_text(command.instrument_definition);
        case CommandType::set_instrument_status:
            return fmt::format("operator status {} on ?{}",
                               static_cast<int>(command.instrument_status),
                               command.instrument.value());
        case CommandType::create_account:
            return fmt::format("operator account {} uid {}", word_of(command.new_account.name),
                               command.new_account.external_uid);
        case CommandType::adjust_balance: return adjustment_text(command);
        case CommandType::stage_bytes:
            return fmt::format("operator stage {} bytes at {}", command.staged.size,
                               command.staged.offset);
        case CommandType::register_key:
            return fmt::format("operator key {} for ?{} type {} bytes {}",
                               word_of(command.key.name), command.account.value(),
                               static_cast<int>(command.key.type), command.key.material_size);
        case CommandType::revoke_key: return "operator revoke " + word_of(command.revoked_key.name);
        case CommandType::change_fees:
            return fmt::format("operator fees maker {} taker {} on ?{}", command.fees.maker_fee_ppm,
                               command.fees.taker_fee_ppm, command.instrument.value());
        default: return {};
    }
}

/// Whether the text gives this command again, but for what the sequencer and the gateway stamp.
bool says(const std::string& text, const Command& wanted) {
    Command read = parsed(text);
    read.sequence = wanted.sequence;
    read.time = wanted.time;
    read.request = wanted.request;
    const bool is_staged = wanted.type == CommandType::stage_bytes;
    const std::size_t size_bytes = is_staged ? 64 : sizeof(Command);
    return std::memcmp(&read, &wanted, size_bytes) == 0;
}

}  // namespace

std::string text_of(const Command& command) {
    std::string text = operator_text(command);
    if (text.empty()) text = list_or_batch_text(command);
    try {
        if (text.empty()) {
            text = fmt::format("?{} {}{}", command.account.value(), verb_text(command),
                               options_text(command));
            text += raw_text(text, command);
        }
        return says(text, command) ? text : std::string{};
    } catch (const ScenarioWordError&) {
        return {};
    }
}

}  // namespace outcry::test
