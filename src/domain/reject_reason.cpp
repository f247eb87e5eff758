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
        case RejectReason::instrument_delisted: return "instrument_delisted";
        case RejectReason::venue_halted: return "venue_halted";
        case RejectReason::venue_cancel_only: return "venue_cancel_only";
        case RejectReason::account_cancel_only: return "account_cancel_only";
        case RejectReason::invalid_order: return "invalid_order";
        case RejectReason::price_below_minimum: return "price_below_minimum";
        case RejectReason::price_above_maximum: return "price_above_maximum";
        case RejectReason::quantity_below_minimum: return "quantity_below_minimum";
        case RejectReason::quantity_above_maximum: return "quantity_above_maximum";
        case RejectReason::notional_below_minimum: return "notional_below_minimum";
        case RejectReason::notional_above_maximum: return "notional_above_maximum";
        case RejectReason::expiry_not_in_future: return "expiry_not_in_future";
        case RejectReason::price_off_step: return "price_off_step";
        case RejectReason::quantity_off_step: return "quantity_off_step";
        case RejectReason::price_outside_percent: return "price_outside_percent";
        case RejectReason::iceberg_exceeds_quantity: return "iceberg_exceeds_quantity";
        case RejectReason::too_many_iceberg_parts: return "too_many_iceberg_parts";
        case RejectReason::trailing_delta_out_of_range: return "trailing_delta_out_of_range";
        case RejectReason::market_quantity_below_minimum: return "market_quantity_below_minimum";
        case RejectReason::market_quantity_above_maximum: return "market_quantity_above_maximum";
        case RejectReason::list_prices_unrelated: return "list_prices_unrelated";
        case RejectReason::invalid_list: return "invalid_list";
        case RejectReason::no_last_price: return "no_last_price";
        case RejectReason::duplicate_client_order_id: return "duplicate_client_order_id";
        case RejectReason::too_many_open_orders: return "too_many_open_orders";
        case RejectReason::insufficient_balance: return "insufficient_balance";
        case RejectReason::too_many_instrument_orders: return "too_many_instrument_orders";
        case RejectReason::too_many_stop_orders: return "too_many_stop_orders";
        case RejectReason::too_many_iceberg_orders: return "too_many_iceberg_orders";
        case RejectReason::too_many_order_lists: return "too_many_order_lists";
        case RejectReason::position_above_maximum: return "position_above_maximum";
        case RejectReason::order_quantity_limit: return "order_quantity_limit";
        case RejectReason::order_notional_limit: return "order_notional_limit";
        case RejectReason::open_orders_limit: return "open_orders_limit";
        case RejectReason::exposure_limit: return "exposure_limit";
        case RejectReason::price_collar: return "price_collar";
        case RejectReason::command_rate_limit: return "command_rate_limit";
        case RejectReason::idempotency_conflict: return "idempotency_conflict";
        case RejectReason::idempotency_capacity: return "idempotency_capacity";
        case RejectReason::would_trade: return "would_trade";
        case RejectReason::no_liquidity: return "no_liquidity";
        case RejectReason::quote_quantity_too_small: return "quote_quantity_too_small";
        case RejectReason::would_trigger: return "would_trigger";
        case RejectReason::unknown_order: return "unknown_order";
        case RejectReason::client_order_id_mismatch: return "client_order_id_mismatch";
        case RejectReason::cancel_restricted: return "cancel_restricted";
        case RejectReason::amend_no_change: return "amend_no_change";
        case RejectReason::amend_quantity_increase: return "amend_quantity_increase";
        case RejectReason::amend_below_executed: return "amend_below_executed";
        case RejectReason::unknown_order_list: return "unknown_order_list";
        case RejectReason::amend_not_supported: return "amend_not_supported";
        case RejectReason::order_capacity: return "order_capacity";
        case RejectReason::price_level_capacity: return "price_level_capacity";
        case RejectReason::account_capacity: return "account_capacity";
        case RejectReason::asset_capacity: return "asset_capacity";
        case RejectReason::instrument_capacity: return "instrument_capacity";
        case RejectReason::key_capacity: return "key_capacity";
        case RejectReason::order_list_capacity: return "order_list_capacity";
        case RejectReason::trailing_capacity: return "trailing_capacity";
        case RejectReason::staged_order_capacity: return "staged_order_capacity";
        case RejectReason::rule_capacity: return "rule_capacity";
        case RejectReason::already_exists: return "already_exists";
        case RejectReason::invalid_definition: return "invalid_definition";
        case RejectReason::unknown_key: return "unknown_key";
        case RejectReason::staged_bytes_missing: return "staged_bytes_missing";
        case RejectReason::venue_not_empty: return "venue_not_empty";
        case RejectReason::invalid_amount: return "invalid_amount";
        case RejectReason::staged_orders_missing: return "staged_orders_missing";
        case RejectReason::unrelated_accounts: return "unrelated_accounts";
        case RejectReason::invalid_status_change: return "invalid_status_change";
        case RejectReason::overloaded: return "overloaded";
        case RejectReason::expired_before_engine: return "expired_before_engine";
    }
    return "unknown_reason";
}

}  // namespace outcry
