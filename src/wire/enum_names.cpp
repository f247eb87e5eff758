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
        case CommandType::advance_clock: return "advance_clock";
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
        case EventType::clock_advanced: return "clock_advanced";
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

}  // namespace outcry::wire
