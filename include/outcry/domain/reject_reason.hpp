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
    // The order's own form.
    invalid_order = 20,  // a combination that means nothing
    price_below_minimum = 21,
    price_above_maximum = 22,
    quantity_below_minimum = 23,
    quantity_above_maximum = 24,
    notional_below_minimum = 25,
    notional_above_maximum = 26,
    expiry_not_in_future = 27,
    // The account.
    duplicate_client_order_id = 40,
    too_many_open_orders = 41,
    insufficient_balance = 42,
    // The book.
    would_trade = 60,               // post-only
    no_liquidity = 61,              // a market order and an empty other side
    quote_quantity_too_small = 62,  // buys less than the minimum at the best price
    // Cancels and amendments.
    unknown_order = 80,
    client_order_id_mismatch = 81,  // both ids given, and they name different orders
    cancel_restricted = 82,
    amend_no_change = 83,
    amend_quantity_increase = 84,
    amend_below_executed = 85,
    // Capacity of the engine.
    order_capacity = 100,
    price_level_capacity = 101,
    account_capacity = 102,
    asset_capacity = 103,
    instrument_capacity = 104,
    key_capacity = 105,
    // Operators' commands.
    already_exists = 120,
    invalid_definition = 121,
    unknown_key = 122,
    staged_bytes_missing = 123,
    venue_not_empty = 124,
    invalid_amount = 125,  // of an adjustment: not positive, or beyond the ledger
    // Before the engine (never in an event; gateways and the sequencer answer with these).
    overloaded = 140,
    expired_before_engine = 141,  // recvWindow passed while it waited in the ring
};

/// The stable lower-case name, for scenarios, metrics and the `journal dump`.
[[nodiscard]] std::string_view name_of(RejectReason reason) noexcept;

}  // namespace outcry
