#pragma once

#include <cstdint>
#include <string_view>

namespace outcry {

/// Why the engine refused a command. Numbers are stable: they stand in events, logs and metrics.
/// A command that fails several checks is refused with the first of `docs/matching.md`.
enum class RejectReason : std::uint16_t {
    none = 0,
    // The venue and its names.
    unknown_instrument = 1,
    unknown_account = 2,
    unknown_asset = 3,
    account_disabled = 4,
    instrument_halted = 5,
    instrument_cancel_only = 6,
    instrument_post_only = 7,
    instrument_delisted = 8,
    venue_halted = 9,
    venue_cancel_only = 10,
    account_cancel_only = 11,
    // The order's own form.
    invalid_order = 20,  // a combination that means nothing
    price_below_minimum = 21,
    price_above_maximum = 22,
    quantity_below_minimum = 23,
    quantity_above_maximum = 24,
    notional_below_minimum = 25,
    notional_above_maximum = 26,
    expiry_not_in_future = 27,
    price_off_step = 28,
    quantity_off_step = 29,
    price_outside_percent = 30,     // too far from the last price, by side
    iceberg_exceeds_quantity = 31,  // more shown than there is
    too_many_iceberg_parts = 32,
    trailing_delta_out_of_range = 33,
    market_quantity_below_minimum = 34,
    market_quantity_above_maximum = 35,
    list_prices_unrelated = 36,  // the legs of an OCO on the wrong sides of the market
    invalid_list = 37,           // orders that make no list of that kind
    no_last_price = 38,          // a trailing market order before the first trade
    // The account.
    duplicate_client_order_id = 40,
    too_many_open_orders = 41,
    insufficient_balance = 42,
    too_many_instrument_orders = 43,  // of the account, on this instrument
    too_many_stop_orders = 44,
    too_many_iceberg_orders = 45,
    too_many_order_lists = 46,
    position_above_maximum = 47,
    order_quantity_limit = 48,  // this and the next ones: limits of the account
    order_notional_limit = 49,
    open_orders_limit = 50,
    exposure_limit = 51,
    price_collar = 52,
    command_rate_limit = 53,
    idempotency_conflict = 54,  // the same id, other parameters
    idempotency_capacity = 55,
    // The book.
    would_trade = 60,               // post-only
    no_liquidity = 61,              // a market order and an empty other side
    quote_quantity_too_small = 62,  // buys less than the minimum at the best price
    would_trigger = 63,             // a stop whose price was reached before it came
    // Cancels and amendments.
    unknown_order = 80,
    client_order_id_mismatch = 81,  // both ids given, and they name different orders
    cancel_restricted = 82,
    amend_no_change = 83,
    amend_quantity_increase = 84,
    amend_below_executed = 85,
    unknown_order_list = 86,
    amend_not_supported = 87,  // of a waiting order, or of an order in a list
    // Capacity of the engine.
    order_capacity = 100,
    price_level_capacity = 101,
    account_capacity = 102,
    asset_capacity = 103,
    instrument_capacity = 104,
    key_capacity = 105,
    order_list_capacity = 106,
    trailing_capacity = 107,
    staged_order_capacity = 108,
    rule_capacity = 109,  // of limits per account and asset, rules of keys, timers
    // Operators' commands.
    already_exists = 120,
    invalid_definition = 121,
    unknown_key = 122,
    staged_bytes_missing = 123,
    venue_not_empty = 124,
    invalid_amount = 125,  // of an adjustment: not positive, or beyond the ledger
    staged_orders_missing = 126,
    unrelated_accounts = 127,  // a transfer between accounts of two owners
    invalid_status_change = 128,
    // Before the engine (never in an event; gateways and the sequencer answer with these).
    overloaded = 140,
    expired_before_engine = 141,  // recvWindow passed while it waited in the ring
};

/// The stable lower-case name, for scenarios, metrics and the `journal dump`.
[[nodiscard]] std::string_view name_of(RejectReason reason) noexcept;

}  // namespace outcry
