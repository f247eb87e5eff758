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
constexpr std::string_view notional = "Filter failure: NOTIONAL";
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

    {invalid_order, 400, -1014, "Unsupported order combination."},
    {price_below_minimum, 400, -1013, price_filter},
    {price_above_maximum, 400, -1013, price_filter},
    {quantity_below_minimum, 400, -1013, lot_size},
    {quantity_above_maximum, 400, -1013, lot_size},
    {notional_below_minimum, 400, -1013, notional},
    {notional_above_maximum, 400, -1013, notional},
    {expiry_not_in_future, 400, -1130, "Data sent for parameter 'goodTillDate' is not valid."},

    {duplicate_client_order_id, 400, code_of_command, "Duplicate order sent."},
    {too_many_open_orders, 400, -1013, "Filter failure: MAX_NUM_ORDERS"},
    {insufficient_balance, 400, code_of_command,
     "Account has insufficient balance for requested action."},

    {would_trade, 400, code_of_command, "Order would immediately match and take."},
    {no_liquidity, 400, code_of_command,
     "Order book liquidity is less than symbol minimum quantity."},
    {quote_quantity_too_small, 400, code_of_command,
     "Order book liquidity is less than `LOT_SIZE` filter minimum quantity."},

    {unknown_order, 400, code_of_command, "Unknown order sent."},
    {client_order_id_mismatch, 400, code_of_command,
     "Cancel order is invalid. Check origClOrdId and orderId."},
    {cancel_restricted, 400, -2011, "Order was not canceled due to cancel restrictions."},
    {amend_no_change, 400, -2038, "The requested action would change no state; rejecting"},
    {amend_quantity_increase, 400, -2038, "Order amend (quantity increase) is not supported."},
    {amend_below_executed, 400, -2038, "Price * QTY is zero or less."},

    {order_capacity, 400, -1013, "Filter failure: EXCHANGE_MAX_NUM_ORDERS"},
    {price_level_capacity, 400, -1013, "Filter failure: EXCHANGE_MAX_NUM_ORDERS"},
    {account_capacity, 503, -1008, busy},
    {asset_capacity, 503, -1008, busy},
    {instrument_capacity, 503, -1008, busy},
    {key_capacity, 503, -1008, busy},

    {already_exists, 400, -1130, invalid_data},
    {invalid_definition, 400, -1130, invalid_data},
    {unknown_key, 401, -2015, key_rejected},
    {staged_bytes_missing, 400, -1130, invalid_data},
    {venue_not_empty, 400, -1130, invalid_data},
    {invalid_amount, 400, -1130, invalid_data},

    {overloaded, 503, -1008, busy},
    {expired_before_engine, 400, -1021, "Timestamp for this request is outside of the recvWindow."},
};

int code_for(CommandType command, CommandPart part) noexcept {
    switch (command) {
        case CommandType::cancel_order:
        case CommandType::cancel_all_orders:
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
