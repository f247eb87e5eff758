#include "outcry/wire/enum_names.hpp"

namespace outcry::wire {

std::string_view name_of(CommandType type) noexcept {
    switch (type) {
        case CommandType::none: return "none";
        case CommandType::place_order: return "place_order";
        case CommandType::cancel_order: return "cancel_order";
        case CommandType::amend_order: return "amend_order";
        case CommandType::replace_order: return "replace_order";
        case CommandType::cancel_all_orders: return "cancel_all_orders";
        case CommandType::continue_mass_action: return "continue_mass_action";
        case CommandType::stage_order: return "stage_order";
        case CommandType::stage_cancel: return "stage_cancel";
        case CommandType::place_order_list: return "place_order_list";
        case CommandType::advance_clock: return "advance_clock";
        case CommandType::apply_batch: return "apply_batch";
        case CommandType::cancel_order_list: return "cancel_order_list";
        case CommandType::cancel_orders: return "cancel_orders";
        case CommandType::set_dead_man: return "set_dead_man";
        case CommandType::create_asset: return "create_asset";
        case CommandType::create_instrument: return "create_instrument";
        case CommandType::set_instrument_status: return "set_instrument_status";
        case CommandType::create_account: return "create_account";
        case CommandType::adjust_balance: return "adjust_balance";
        case CommandType::stage_bytes: return "stage_bytes";
        case CommandType::register_key: return "register_key";
        case CommandType::revoke_key: return "revoke_key";
        case CommandType::change_fees: return "change_fees";
        case CommandType::set_account_rules: return "set_account_rules";
        case CommandType::set_instrument_rules: return "set_instrument_rules";
        case CommandType::change_instrument: return "change_instrument";
        case CommandType::set_account_status: return "set_account_status";
        case CommandType::set_venue_status: return "set_venue_status";
        case CommandType::set_account_limits: return "set_account_limits";
        case CommandType::set_exposure_limit: return "set_exposure_limit";
        case CommandType::set_fee_tier: return "set_fee_tier";
        case CommandType::set_account_fees: return "set_account_fees";
        case CommandType::set_fee_asset_rate: return "set_fee_asset_rate";
        case CommandType::transfer_balance: return "transfer_balance";
        case CommandType::set_key_rules: return "set_key_rules";
    }
    return {};
}

std::string_view name_of(EventType type) noexcept {
    switch (type) {
        case EventType::none: return "none";
        case EventType::order_accepted: return "order_accepted";
        case EventType::order_traded: return "order_traded";
        case EventType::order_closed: return "order_closed";
        case EventType::order_amended: return "order_amended";
        case EventType::command_refused: return "command_refused";
        case EventType::mass_action_progressed: return "mass_action_progressed";
        case EventType::self_trade_prevented: return "self_trade_prevented";
        case EventType::order_terms_set: return "order_terms_set";
        case EventType::order_triggered: return "order_triggered";
        case EventType::clock_advanced: return "clock_advanced";
        case EventType::order_reserved: return "order_reserved";
        case EventType::iceberg_refreshed: return "iceberg_refreshed";
        case EventType::order_list_accepted: return "order_list_accepted";
        case EventType::order_list_done: return "order_list_done";
        case EventType::order_staged: return "order_staged";
        case EventType::batch_applied: return "batch_applied";
        case EventType::order_repeated: return "order_repeated";
        case EventType::dead_man_set: return "dead_man_set";
        case EventType::asset_created: return "asset_created";
        case EventType::instrument_created: return "instrument_created";
        case EventType::instrument_status_changed: return "instrument_status_changed";
        case EventType::account_created: return "account_created";
        case EventType::balance_adjusted: return "balance_adjusted";
        case EventType::bytes_staged: return "bytes_staged";
        case EventType::key_registered: return "key_registered";
        case EventType::key_revoked: return "key_revoked";
        case EventType::fees_changed: return "fees_changed";
        case EventType::account_rules_set: return "account_rules_set";
        case EventType::instrument_rules_set: return "instrument_rules_set";
        case EventType::instrument_changed: return "instrument_changed";
        case EventType::account_status_set: return "account_status_set";
        case EventType::venue_status_set: return "venue_status_set";
        case EventType::account_limits_set: return "account_limits_set";
        case EventType::exposure_limit_set: return "exposure_limit_set";
        case EventType::fee_tier_set: return "fee_tier_set";
        case EventType::account_fees_set: return "account_fees_set";
        case EventType::fee_asset_rate_set: return "fee_asset_rate_set";
        case EventType::balance_transferred: return "balance_transferred";
        case EventType::key_rules_set: return "key_rules_set";
        case EventType::key_address_allowed: return "key_address_allowed";
        case EventType::key_instruments_allowed: return "key_instruments_allowed";
        case EventType::referral_paid: return "referral_paid";
        case EventType::account_tier_changed: return "account_tier_changed";
    }
    return {};
}

std::string_view name_of(Side side) noexcept {
    switch (side) {
        case Side::buy: return "buy";
        case Side::sell: return "sell";
    }
    return {};
}

std::string_view name_of(OrderType type) noexcept {
    switch (type) {
        case OrderType::limit: return "limit";
        case OrderType::market: return "market";
        case OrderType::market_by_quote: return "market_by_quote";
        case OrderType::limit_maker: return "limit_maker";
        case OrderType::limit_maker_slide: return "limit_maker_slide";
        case OrderType::stop_loss: return "stop_loss";
        case OrderType::stop_loss_limit: return "stop_loss_limit";
        case OrderType::take_profit: return "take_profit";
        case OrderType::take_profit_limit: return "take_profit_limit";
    }
    return {};
}

std::string_view name_of(TimeInForce time_in_force) noexcept {
    switch (time_in_force) {
        case TimeInForce::gtc: return "gtc";
        case TimeInForce::ioc: return "ioc";
        case TimeInForce::fok: return "fok";
        case TimeInForce::gtd: return "gtd";
    }
    return {};
}

std::string_view name_of(SelfTradePrevention mode) noexcept {
    switch (mode) {
        case SelfTradePrevention::none: return "none";
        case SelfTradePrevention::expire_taker: return "expire_taker";
        case SelfTradePrevention::expire_maker: return "expire_maker";
        case SelfTradePrevention::expire_both: return "expire_both";
        case SelfTradePrevention::decrement: return "decrement";
        case SelfTradePrevention::account_default: return "account_default";
    }
    return {};
}

std::string_view name_of(CloseReason reason) noexcept {
    switch (reason) {
        case CloseReason::cancelled_by_user: return "cancelled_by_user";
        case CloseReason::cancelled_by_operator: return "cancelled_by_operator";
        case CloseReason::replaced: return "replaced";
        case CloseReason::unfilled_ioc: return "unfilled_ioc";
        case CloseReason::unfilled_fok: return "unfilled_fok";
        case CloseReason::insufficient_liquidity: return "insufficient_liquidity";
        case CloseReason::self_trade_prevention: return "self_trade_prevention";
        case CloseReason::fill_limit: return "fill_limit";
        case CloseReason::expired: return "expired";
        case CloseReason::list_sibling: return "list_sibling";
        case CloseReason::list_working_closed: return "list_working_closed";
        case CloseReason::cancelled_with_list: return "cancelled_with_list";
        case CloseReason::insufficient_balance: return "insufficient_balance";
        case CloseReason::would_trade: return "would_trade";
        case CloseReason::protection_limit: return "protection_limit";
        case CloseReason::no_capacity: return "no_capacity";
        case CloseReason::dead_man: return "dead_man";
        case CloseReason::disconnected: return "disconnected";
        case CloseReason::kill_switch: return "kill_switch";
        case CloseReason::delisted: return "delisted";
    }
    return {};
}

std::string_view name_of(QuantityMeaning meaning) noexcept {
    switch (meaning) {
        case QuantityMeaning::total: return "total";
        case QuantityMeaning::open: return "open";
        case QuantityMeaning::reduce_by: return "reduce_by";
    }
    return {};
}

std::string_view name_of(ReplaceMode mode) noexcept {
    switch (mode) {
        case ReplaceMode::stop_on_failure: return "stop_on_failure";
        case ReplaceMode::allow_failure: return "allow_failure";
    }
    return {};
}

std::string_view name_of(InstrumentStatus status) noexcept {
    switch (status) {
        case InstrumentStatus::trading: return "trading";
        case InstrumentStatus::post_only: return "post_only";
        case InstrumentStatus::cancel_only: return "cancel_only";
        case InstrumentStatus::halted: return "halted";
        case InstrumentStatus::delisted: return "delisted";
    }
    return {};
}

std::string_view name_of(KeyType type) noexcept {
    switch (type) {
        case KeyType::hmac: return "hmac";
        case KeyType::ed25519: return "ed25519";
        case KeyType::rsa: return "rsa";
    }
    return {};
}

std::string_view name_of(AdjustmentKind kind) noexcept {
    switch (kind) {
        case AdjustmentKind::deposit: return "deposit";
        case AdjustmentKind::withdrawal: return "withdrawal";
    }
    return {};
}

std::string_view name_of(CommandPart part) noexcept {
    switch (part) {
        case CommandPart::whole: return "whole";
        case CommandPart::cancel: return "cancel";
        case CommandPart::placement: return "placement";
    }
    return {};
}

std::string_view name_of(OrderPhase value) noexcept {
    switch (value) {
        case OrderPhase::working: return "working";
        case OrderPhase::waiting: return "waiting";
        case OrderPhase::tracking: return "tracking";
        case OrderPhase::pending: return "pending";
        case OrderPhase::ready: return "ready";
    }
    return {};
}

std::string_view name_of(OrderListType value) noexcept {
    switch (value) {
        case OrderListType::oco: return "oco";
        case OrderListType::oto: return "oto";
        case OrderListType::otoco: return "otoco";
    }
    return {};
}

std::string_view name_of(StatusReason value) noexcept {
    switch (value) {
        case StatusReason::operator_request: return "operator_request";
        case StatusReason::unclean_start: return "unclean_start";
        case StatusReason::kill_switch: return "kill_switch";
        case StatusReason::reconciliation: return "reconciliation";
    }
    return {};
}

std::string_view name_of(AccountStatus value) noexcept {
    switch (value) {
        case AccountStatus::active: return "active";
        case AccountStatus::cancel_only: return "cancel_only";
        case AccountStatus::disabled: return "disabled";
    }
    return {};
}

std::string_view name_of(VenueStatus value) noexcept {
    switch (value) {
        case VenueStatus::open: return "open";
        case VenueStatus::cancel_only: return "cancel_only";
        case VenueStatus::halted: return "halted";
    }
    return {};
}

std::string_view name_of(CancelScope value) noexcept {
    switch (value) {
        case CancelScope::account: return "account";
        case CancelScope::instrument: return "instrument";
        case CancelScope::venue: return "venue";
    }
    return {};
}

std::string_view name_of(TriggerKind value) noexcept {
    switch (value) {
        case TriggerKind::triggered: return "triggered";
        case TriggerKind::tracking: return "tracking";
        case TriggerKind::started: return "started";
    }
    return {};
}

}  // namespace outcry::wire
