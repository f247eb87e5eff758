#include "gateway/api/reject_table.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

/// Stands for -2010, -2011 or -2038, whichever belongs to the command.
constexpr int code_of_command = 0;

struct Row {
    RejectReason reason;
    int status;
    int code;
    std::string_view text;
};

constexpr std::string_view closed = "Market is closed.";
constexpr std::string_view busy =
    "Server is currently overloaded with other requests. Please try again in a few minutes.";
constexpr std::string_view price_filter = "Filter failure: PRICE_FILTER";
constexpr std::string_view lot_size = "Filter failure: LOT_SIZE";
constexpr std::string_view market_lot_size = "Filter failure: MARKET_LOT_SIZE";
constexpr std::string_view notional = "Filter failure: NOTIONAL";
constexpr std::string_view percent_price = "Filter failure: PERCENT_PRICE_BY_SIDE";
constexpr std::string_view orders_filter = "Filter failure: MAX_NUM_ORDERS";
constexpr std::string_view disabled = "This action is disabled on this account.";
constexpr std::string_view invalid_data = "Invalid data sent for a parameter.";
constexpr std::string_view key_rejected = "Invalid API-key, IP, or permissions for action.";

using enum RejectReason;
constexpr Row rows[] = {
    {unknown_instrument, 400, -1121, "Invalid symbol."},
    {unknown_account, 401, -2015, key_rejected},
    {unknown_asset, 400, -1130, invalid_data},
    {account_disabled, 400, code_of_command, "This account may not place or cancel orders."},
    {instrument_halted, 400, code_of_command, closed},
    {instrument_cancel_only, 400, code_of_command, closed},
    {instrument_post_only, 400, code_of_command, closed},
    {instrument_delisted, 400, code_of_command, closed},
    {venue_halted, 400, code_of_command, closed},
    {venue_cancel_only, 400, code_of_command, closed},
    {account_cancel_only, 400, code_of_command, disabled},

    {invalid_order, 400, -1014, "Unsupported order combination."},
    {price_below_minimum, 400, -1013, price_filter},
    {price_above_maximum, 400, -1013, price_filter},
    {quantity_below_minimum, 400, -1013, lot_size},
    {quantity_above_maximum, 400, -1013, lot_size},
    {notional_below_minimum, 400, -1013, notional},
    {notional_above_maximum, 400, -1013, notional},
    {expiry_not_in_future, 400, -1130, "Data sent for parameter 'goodTillDate' is not valid."},

    {price_off_step, 400, -1013, price_filter},
    {quantity_off_step, 400, -1013, lot_size},
    {price_outside_percent, 400, -1013, percent_price},
    {iceberg_exceeds_quantity, 400, code_of_command, "IcebergQty exceeds QTY."},
    {too_many_iceberg_parts, 400, -1013, "Filter failure: ICEBERG_PARTS"},
    {trailing_delta_out_of_range, 400, -1013, "Filter failure: TRAILING_DELTA"},
    {market_quantity_below_minimum, 400, -1013, market_lot_size},
    {market_quantity_above_maximum, 400, -1013, market_lot_size},
    {list_prices_unrelated, 400, code_of_command,
     "The relationship of the prices for the orders is not correct."},
    {invalid_list, 400, -1014, "Unsupported order combination."},
    {no_last_price, 400, code_of_command, "The symbol has no last price to follow yet."},

    {duplicate_client_order_id, 400, code_of_command, "Duplicate order sent."},
    {too_many_open_orders, 400, -1013, orders_filter},
    {too_many_instrument_orders, 400, -1013, orders_filter},
    {too_many_stop_orders, 400, -1013, "Filter failure: MAX_NUM_ALGO_ORDERS"},
    {too_many_iceberg_orders, 400, -1013, "Filter failure: MAX_NUM_ICEBERG_ORDERS"},
    {too_many_order_lists, 400, -1013, "Filter failure: MAX_NUM_ORDER_LISTS"},
    {position_above_maximum, 400, -1013, "Filter failure: MAX_POSITION"},
    {order_quantity_limit, 400, code_of_command, "Order quantity is above the account's limit."},
    {order_notional_limit, 400, code_of_command, "Order value is above the account's limit."},
    {open_orders_limit, 400, -1013, "Filter failure: EXCHANGE_MAX_NUM_ORDERS"},
    {exposure_limit, 400, code_of_command, "Order would exceed the account's exposure limit."},
    {price_collar, 400, code_of_command, "Order price is outside of the account's limit."},
    {command_rate_limit, 429, -1015, "Too many new orders."},
    {idempotency_conflict, 409, code_of_command, "Duplicate order sent."},
    {idempotency_capacity, 503, -1008, busy},
    {insufficient_balance, 400, code_of_command,
     "Account has insufficient balance for requested action."},

    {would_trade, 400, code_of_command, "Order would immediately match and take."},
    {no_liquidity, 400, code_of_command,
     "Order book liquidity is less than symbol minimum quantity."},
    {quote_quantity_too_small, 400, code_of_command,
     "Order book liquidity is less than `LOT_SIZE` filter minimum quantity."},
    {would_trigger, 400, code_of_command, "Order would trigger immediately."},

    {unknown_order, 400, code_of_command, "Unknown order sent."},
    {unknown_order_list, 400, code_of_command, "Unknown order sent."},
    {client_order_id_mismatch, 400, code_of_command,
     "Cancel order is invalid. Check origClOrdId and orderId."},
    {cancel_restricted, 400, -2011, "Order was not canceled due to cancel restrictions."},
    {amend_no_change, 400, -2038, "The requested action would change no state; rejecting"},
    {amend_quantity_increase, 400, -2038, "Order amend (quantity increase) is not supported."},
    {amend_below_executed, 400, -2038, "Price * QTY is zero or less."},
    {amend_not_supported, 400, -2038, "Order amend is not supported for this symbol."},

    {order_capacity, 400, -1013, "Filter failure: EXCHANGE_MAX_NUM_ORDERS"},
    {price_level_capacity, 400, -1013, "Filter failure: EXCHANGE_MAX_NUM_ORDERS"},
    {account_capacity, 503, -1008, busy},
    {asset_capacity, 503, -1008, busy},
    {instrument_capacity, 503, -1008, busy},
    {key_capacity, 503, -1008, busy},
    {order_list_capacity, 400, -1013, "Filter failure: EXCHANGE_MAX_NUM_ORDER_LISTS"},
    {trailing_capacity, 400, -1013, "Filter failure: EXCHANGE_MAX_NUM_ALGO_ORDERS"},
    {staged_order_capacity, 503, -1008, busy},
    {rule_capacity, 503, -1008, busy},

    {already_exists, 400, -1130, invalid_data},
    {invalid_definition, 400, -1130, invalid_data},
    {unknown_key, 401, -2015, key_rejected},
    {staged_bytes_missing, 400, -1130, invalid_data},
    {venue_not_empty, 400, -1130, invalid_data},
    {invalid_amount, 400, -1130, invalid_data},
    {staged_orders_missing, 400, -1014, "Unsupported order combination."},
    {unrelated_accounts, 400, -1130, invalid_data},
    {invalid_status_change, 400, -1130, invalid_data},

    {overloaded, 503, -1008, busy},
    {expired_before_engine, 400, -1021, "Timestamp for this request is outside of the recvWindow."},
};

int code_for(CommandType command, CommandPart part) noexcept {
    switch (command) {
        case CommandType::cancel_order:
        case CommandType::cancel_all_orders:
        case CommandType::cancel_orders:
        case CommandType::cancel_order_list:
        case CommandType::stage_cancel:
        case CommandType::continue_mass_action: return -2011;
        case CommandType::amend_order: return -2038;
        case CommandType::replace_order: return part == CommandPart::cancel ? -2011 : -2010;
        default: return -2010;
    }
}

}  // namespace

Refusal refusal_of(RejectReason reason, CommandType command, CommandPart part) {
    const Row* const row = std::find_if(std::begin(rows), std::end(rows),
                                        [&](const Row& each) { return each.reason == reason; });
    OUTCRY_ASSERT(row != std::end(rows));
    const int code = row->code == code_of_command ? code_for(command, part) : row->code;
    return {row->status, code, std::string{row->text}};
}

}  // namespace outcry::gateway
