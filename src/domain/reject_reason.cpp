#include "outcry/domain/reject_reason.hpp"

namespace outcry {

std::string_view name_of(RejectReason reason) noexcept {
    switch (reason) {
        case RejectReason::none: return "none";
        case RejectReason::unknown_instrument: return "unknown_instrument";
        case RejectReason::unknown_account: return "unknown_account";
        case RejectReason::unknown_asset: return "unknown_asset";
        case RejectReason::account_disabled: return "account_disabled";
        case RejectReason::instrument_halted: return "instrument_halted";
        case RejectReason::instrument_cancel_only: return "instrument_cancel_only";
        case RejectReason::instrument_post_only: return "instrument_post_only";
        case RejectReason::invalid_order: return "invalid_order";
        case RejectReason::price_below_minimum: return "price_below_minimum";
        case RejectReason::price_above_maximum: return "price_above_maximum";
        case RejectReason::quantity_below_minimum: return "quantity_below_minimum";
        case RejectReason::quantity_above_maximum: return "quantity_above_maximum";
        case RejectReason::notional_below_minimum: return "notional_below_minimum";
        case RejectReason::notional_above_maximum: return "notional_above_maximum";
        case RejectReason::expiry_not_in_future: return "expiry_not_in_future";
        case RejectReason::duplicate_client_order_id: return "duplicate_client_order_id";
        case RejectReason::too_many_open_orders: return "too_many_open_orders";
        case RejectReason::insufficient_balance: return "insufficient_balance";
        case RejectReason::would_trade: return "would_trade";
        case RejectReason::no_liquidity: return "no_liquidity";
        case RejectReason::quote_quantity_too_small: return "quote_quantity_too_small";
        case RejectReason::unknown_order: return "unknown_order";
        case RejectReason::client_order_id_mismatch: return "client_order_id_mismatch";
        case RejectReason::cancel_restricted: return "cancel_restricted";
        case RejectReason::amend_no_change: return "amend_no_change";
        case RejectReason::amend_quantity_increase: return "amend_quantity_increase";
        case RejectReason::amend_below_executed: return "amend_below_executed";
        case RejectReason::order_capacity: return "order_capacity";
        case RejectReason::price_level_capacity: return "price_level_capacity";
        case RejectReason::account_capacity: return "account_capacity";
        case RejectReason::asset_capacity: return "asset_capacity";
        case RejectReason::instrument_capacity: return "instrument_capacity";
        case RejectReason::key_capacity: return "key_capacity";
        case RejectReason::already_exists: return "already_exists";
        case RejectReason::invalid_definition: return "invalid_definition";
        case RejectReason::unknown_key: return "unknown_key";
        case RejectReason::staged_bytes_missing: return "staged_bytes_missing";
        case RejectReason::venue_not_empty: return "venue_not_empty";
        case RejectReason::invalid_amount: return "invalid_amount";
        case RejectReason::overloaded: return "overloaded";
        case RejectReason::expired_before_engine: return "expired_before_engine";
    }
    return "unknown_reason";
}

}  // namespace outcry
