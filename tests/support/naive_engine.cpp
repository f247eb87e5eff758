#include "support/naive_engine.hpp"

#include <algorithm>
#include <limits>

#include "support/naive_command.hpp"

namespace outcry::test {
namespace {

constexpr std::uint32_t first_user = 16;

std::int64_t narrowed(int128 value) {
    constexpr int128 max = std::numeric_limits<std::int64_t>::max();
    constexpr int128 min = std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(std::clamp(value, min, max));
}

}  // namespace

void NaiveEngine::apply(const Command& command, EventBuffer& events) {
    sequence_ = command.sequence;
    time_ = command.time.value();
    events_ = &events;
    fills_left_ = fills_per_command_max;
    matches_left_ = self_trades_per_command_max;
    const bool continues = command.type == CommandType::continue_mass_action;
    events.begin(command.sequence, command.time,
                 continues && mass_action_ ? mass_action_->request
                 : continues               ? RequestId{}
                                           : command.request);
    dispatch(command);
    forget_ranges();
    events.finish();
}

void NaiveEngine::dispatch(const Command& command) {
    switch (command.type) {
        case CommandType::place_order: return place_order(command);
        case CommandType::cancel_order: return cancel_order(command);
        case CommandType::amend_order: return amend_order(command);
        case CommandType::replace_order: return replace_order(command);
        case CommandType::cancel_all_orders: return cancel_all_orders(command);
        case CommandType::cancel_orders: return cancel_orders(command);
        case CommandType::continue_mass_action: return go_on();
        case CommandType::advance_clock: return expire();
        case CommandType::stage_order:
        case CommandType::stage_cancel: return stage_order(command);
        case CommandType::place_order_list: return place_order_list(command);
        case CommandType::apply_batch: return apply_batch(command);
        case CommandType::cancel_order_list: return cancel_order_list(command);
        case CommandType::set_dead_man: return set_dead_man(command);
        case CommandType::none: return refuse(command, RejectReason::invalid_order);
        default: return dispatch_to_operator(command);
    }
}

void NaiveEngine::dispatch_to_operator(const Command& command) {
    switch (command.type) {
        case CommandType::create_asset: return create_asset(command);
        case CommandType::create_instrument: return create_instrument(command);
        case CommandType::set_instrument_status: return change_status(command);
        case CommandType::change_fees: return change_fees(command);
        case CommandType::create_account: return create_account(command);
        case CommandType::adjust_balance: return adjust_balance(command);
        case CommandType::stage_bytes: return stage(command);
        case CommandType::register_key: return register_key(command);
        case CommandType::revoke_key: return revoke_key(command);
        case CommandType::set_account_rules: return set_account_rules(command);
        case CommandType::set_instrument_rules: return set_instrument_rules(command);
        case CommandType::change_instrument: return change_instrument(command);
        case CommandType::set_account_status: return set_account_status(command);
        case CommandType::set_venue_status: return set_venue_status(command);
        case CommandType::set_account_limits: return set_account_limits(command);
        case CommandType::set_exposure_limit: return set_exposure_limit(command);
        case CommandType::set_fee_tier: return set_fee_tier(command);
        case CommandType::set_account_fees: return set_account_fees(command);
        case CommandType::set_fee_asset_rate: return set_fee_asset_rate(command);
        case CommandType::transfer_balance: return transfer_balance(command);
        case CommandType::set_key_rules: return set_key_rules(command);
        default: return refuse(command, RejectReason::invalid_order);
    }
}

Event& NaiveEngine::say(EventType type, std::uint16_t instrument) {
    return events_->append(type, InstrumentId{instrument});
}

void NaiveEngine::refuse(const Command& command, const Reason& reason, CommandPart part,
                         const ClientOrderId* name) {
    CommandRefused& refused =
        events_->append(EventType::command_refused, command.instrument).refused;
    if (flag(command, CommandFlag::has_target_order_id)) refused.order_id = command.target_order_id;
    refused.given = narrowed(reason.given);
    refused.limit = narrowed(reason.limit);
    refused.account = command.account;
    refused.reason = reason.reason;
    refused.command = command.type;
    refused.part = part;
    const bool places =
        command.type == CommandType::place_order || command.type == CommandType::replace_order;
    const bool aims = command.type == CommandType::cancel_order ||
                      command.type == CommandType::amend_order ||
                      command.type == CommandType::replace_order;
    if (places && part != CommandPart::cancel) {
        refused.client_order_id = command.texts.created.client_order_id;
    } else if (aims && flag(command, CommandFlag::has_target_client_order_id)) {
        refused.client_order_id = command.texts.target.client_order_id;
    }
    if (name != nullptr) refused.client_order_id = *name;
}

void NaiveEngine::refuse_members(const Command& command, const Reason& reason,
                                 const std::vector<Command>& members) {
    const Command* const member = reason.member == 0 ? nullptr : &members[reason.member - 1];
    const ClientOrderId* const name = member == nullptr ? nullptr
                                      : member->type == CommandType::stage_order
                                          ? &member->texts.created.client_order_id
                                          : &member->texts.target.client_order_id;
    refuse(command, reason, CommandPart::whole, name);
}

bool NaiveEngine::is_user(std::uint32_t account) const {
    return account >= first_user && account < first_user + accounts_.size();
}

int128 NaiveEngine::cost(std::uint16_t instrument, Side side, std::int64_t price,
                         std::uint64_t quantity) const {
    const auto& definition = instruments_[instrument].definition;
    const int128 lots = static_cast<int128>(quantity);
    if (side == Side::sell) return lots * static_cast<int128>(definition.base_units_per_lot);
    return lots * static_cast<int128>(price) *
           static_cast<int128>(definition.quote_units_per_tick_lot);
}

NaiveEngine::Balance& NaiveEngine::balance(std::uint32_t account, AssetId asset) {
    return balances_[{account, asset.value()}];
}

AssetId NaiveEngine::pays(std::uint16_t instrument, Side side) const {
    const auto& definition = instruments_[instrument].definition;
    return side == Side::buy ? definition.quote_asset : definition.base_asset;
}

NaiveEngine::Order* NaiveEngine::find(std::uint64_t id) {
    for (Order& order : orders_)
        if (order.id == id) return &order;
    return nullptr;
}

NaiveEngine::Order* NaiveEngine::find_named(std::uint32_t account, const ClientOrderId& name) {
    for (Order& order : orders_)
        if (order.account == account && order.name == name) return &order;
    return nullptr;
}

std::pair<NaiveEngine::Order*, NaiveEngine::Reason> NaiveEngine::find_target(
    const Command& command) {
    const bool by_id = flag(command, CommandFlag::has_target_order_id);
    const bool by_name = flag(command, CommandFlag::has_target_client_order_id);
    const ClientOrderId& name = command.texts.target.client_order_id;
    for (Order& order : orders_) {
        if (order.account != command.account.value()) continue;
        if (order.instrument != command.instrument.value()) continue;
        if (by_id && order.id != command.target_order_id.value()) continue;
        if (!by_id && (name.empty() || order.name != name)) continue;
        if (by_id && by_name && order.name != name)
            return {nullptr, {RejectReason::client_order_id_mismatch}};
        return {&order, {}};
    }
    return {nullptr, {RejectReason::unknown_order}};
}

void NaiveEngine::erase(std::uint64_t id) {
    std::erase_if(orders_, [&](const Order& order) { return order.id == id; });
}

}  // namespace outcry::test
