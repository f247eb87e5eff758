#include "outcry/domain/reject_reason.hpp"

#include <array>

namespace outcry {
namespace {

struct NamedReason {
    RejectReason reason;
    std::string_view name;
};

constexpr std::array reasons{
    NamedReason{RejectReason::none, "none"},
    NamedReason{RejectReason::unknown_instrument, "unknown_instrument"},
    NamedReason{RejectReason::unknown_account, "unknown_account"},
    NamedReason{RejectReason::unknown_asset, "unknown_asset"},
    NamedReason{RejectReason::account_disabled, "account_disabled"},
    NamedReason{RejectReason::instrument_halted, "instrument_halted"},
    NamedReason{RejectReason::instrument_cancel_only, "instrument_cancel_only"},
    NamedReason{RejectReason::instrument_post_only, "instrument_post_only"},
    NamedReason{RejectReason::instrument_delisted, "instrument_delisted"},
    NamedReason{RejectReason::venue_halted, "venue_halted"},
    NamedReason{RejectReason::venue_cancel_only, "venue_cancel_only"},
    NamedReason{RejectReason::account_cancel_only, "account_cancel_only"},
    NamedReason{RejectReason::invalid_order, "invalid_order"},
    NamedReason{RejectReason::price_below_minimum, "price_below_minimum"},
    NamedReason{RejectReason::price_above_maximum, "price_above_maximum"},
    NamedReason{RejectReason::quantity_below_minimum, "quantity_below_minimum"},
    NamedReason{RejectReason::quantity_above_maximum, "quantity_above_maximum"},
    NamedReason{RejectReason::notional_below_minimum, "notional_below_minimum"},
    NamedReason{RejectReason::notional_above_maximum, "notional_above_maximum"},
    NamedReason{RejectReason::expiry_not_in_future, "expiry_not_in_future"},
    NamedReason{RejectReason::price_off_step, "price_off_step"},
    NamedReason{RejectReason::quantity_off_step, "quantity_off_step"},
    NamedReason{RejectReason::price_outside_percent, "price_outside_percent"},
    NamedReason{RejectReason::iceberg_exceeds_quantity, "iceberg_exceeds_quantity"},
    NamedReason{RejectReason::too_many_iceberg_parts, "too_many_iceberg_parts"},
    NamedReason{RejectReason::trailing_delta_out_of_range, "trailing_delta_out_of_range"},
    NamedReason{RejectReason::market_quantity_below_minimum, "market_quantity_below_minimum"},
    NamedReason{RejectReason::market_quantity_above_maximum, "market_quantity_above_maximum"},
    NamedReason{RejectReason::list_prices_unrelated, "list_prices_unrelated"},
    NamedReason{RejectReason::invalid_list, "invalid_list"},
    NamedReason{RejectReason::no_last_price, "no_last_price"},
    NamedReason{RejectReason::duplicate_client_order_id, "duplicate_client_order_id"},
    NamedReason{RejectReason::too_many_open_orders, "too_many_open_orders"},
    NamedReason{RejectReason::insufficient_balance, "insufficient_balance"},
    NamedReason{RejectReason::too_many_instrument_orders, "too_many_instrument_orders"},
    NamedReason{RejectReason::too_many_stop_orders, "too_many_stop_orders"},
    NamedReason{RejectReason::too_many_iceberg_orders, "too_many_iceberg_orders"},
    NamedReason{RejectReason::too_many_order_lists, "too_many_order_lists"},
    NamedReason{RejectReason::position_above_maximum, "position_above_maximum"},
    NamedReason{RejectReason::order_quantity_limit, "order_quantity_limit"},
    NamedReason{RejectReason::order_notional_limit, "order_notional_limit"},
    NamedReason{RejectReason::open_orders_limit, "open_orders_limit"},
    NamedReason{RejectReason::exposure_limit, "exposure_limit"},
    NamedReason{RejectReason::price_collar, "price_collar"},
    NamedReason{RejectReason::command_rate_limit, "command_rate_limit"},
    NamedReason{RejectReason::idempotency_conflict, "idempotency_conflict"},
    NamedReason{RejectReason::idempotency_capacity, "idempotency_capacity"},
    NamedReason{RejectReason::would_trade, "would_trade"},
    NamedReason{RejectReason::no_liquidity, "no_liquidity"},
    NamedReason{RejectReason::quote_quantity_too_small, "quote_quantity_too_small"},
    NamedReason{RejectReason::would_trigger, "would_trigger"},
    NamedReason{RejectReason::unknown_order, "unknown_order"},
    NamedReason{RejectReason::client_order_id_mismatch, "client_order_id_mismatch"},
    NamedReason{RejectReason::cancel_restricted, "cancel_restricted"},
    NamedReason{RejectReason::amend_no_change, "amend_no_change"},
    NamedReason{RejectReason::amend_quantity_increase, "amend_quantity_increase"},
    NamedReason{RejectReason::amend_below_executed, "amend_below_executed"},
    NamedReason{RejectReason::unknown_order_list, "unknown_order_list"},
    NamedReason{RejectReason::amend_not_supported, "amend_not_supported"},
    NamedReason{RejectReason::order_capacity, "order_capacity"},
    NamedReason{RejectReason::price_level_capacity, "price_level_capacity"},
    NamedReason{RejectReason::account_capacity, "account_capacity"},
    NamedReason{RejectReason::asset_capacity, "asset_capacity"},
    NamedReason{RejectReason::instrument_capacity, "instrument_capacity"},
    NamedReason{RejectReason::key_capacity, "key_capacity"},
    NamedReason{RejectReason::order_list_capacity, "order_list_capacity"},
    NamedReason{RejectReason::trailing_capacity, "trailing_capacity"},
    NamedReason{RejectReason::staged_order_capacity, "staged_order_capacity"},
    NamedReason{RejectReason::rule_capacity, "rule_capacity"},
    NamedReason{RejectReason::already_exists, "already_exists"},
    NamedReason{RejectReason::invalid_definition, "invalid_definition"},
    NamedReason{RejectReason::unknown_key, "unknown_key"},
    NamedReason{RejectReason::staged_bytes_missing, "staged_bytes_missing"},
    NamedReason{RejectReason::venue_not_empty, "venue_not_empty"},
    NamedReason{RejectReason::invalid_amount, "invalid_amount"},
    NamedReason{RejectReason::staged_orders_missing, "staged_orders_missing"},
    NamedReason{RejectReason::unrelated_accounts, "unrelated_accounts"},
    NamedReason{RejectReason::invalid_status_change, "invalid_status_change"},
    NamedReason{RejectReason::overloaded, "overloaded"},
    NamedReason{RejectReason::expired_before_engine, "expired_before_engine"},
};

}  // namespace

std::string_view name_of(RejectReason reason) noexcept {
    for (const NamedReason& named : reasons) {
        if (named.reason == reason) return named.name;
    }
    return "unknown_reason";
}

}  // namespace outcry
