#pragma once

#include <string_view>
#include <vector>

#include "outcry/engine/engine.hpp"

#include "support/state_records.hpp"

namespace outcry::test {

/// Limits of an engine that is made so fast that a test may make thousands.
inline constexpr engine::EngineLimits tiny_limits{.orders_max = 16,
                                                  .price_pages_max = 8,
                                                  .recent_order_ids = 16,
                                                  .accounts_max = 24,
                                                  .assets_max = 3,
                                                  .instruments_max = 2,
                                                  .keys_max = 3,
                                                  .open_orders_per_account_max = 8,
                                                  .account_counts_max = 16,
                                                  .idempotent_orders_max = 4,
                                                  .idempotent_orders_per_account_max = 2};

/// Two instruments, three accounts, orders on both sides with and without names, trades with fees,
/// a key and staged bytes: each kind of record at least once.
inline constexpr std::string_view story_of_everything = R"(
operator asset BTC decimals 4
operator asset USD decimals 2
operator instrument BTCUSD base BTC quote USD lot_scale 1 maker_fee_ppm 1000 taker_fee_ppm 2000
operator instrument USDBTC base USD quote BTC price_minimum 2 notional_minimum 5
operator account alice uid 7
operator account bob uid 8
operator account carol uid 9
operator deposit 1_000_000_000 BTC to alice
operator deposit 1_000_000_000 USD to bob
operator deposit 1_000_000_000 USD to carol
bob buy 9 @ 100 as first
bob buy 3 @ 99
alice sell 5 @ 100
alice sell 4 @ 103 post_only as second
alice sell 4 @ 103
carol buy 2 @ 101
operator stage 100 bytes at 0
operator key one for alice type 2 bytes 100
operator key two for bob type 1 bytes 0
operator stage 30 bytes at 0
)";

/// Orders in every phase but `pending`, an iceberg, and prices that were not looked at to the end.
inline constexpr std::string_view story_of_waiting = R"(
operator asset BTC
operator asset USD
operator instrument BTCUSD base BTC quote USD
operator account alice uid 7
operator account bob uid 8
operator account carol uid 9
operator deposit 1_000_000_000 BTC to alice
operator deposit 1_000_000_000 USD to bob
operator deposit 1_000_000_000 USD to carol
alice sell 5 @ 100 show 2 session 3
bob buy 1 @ 100
bob buy 3 @ 105 stop_loss 104 as later
bob buy 3 at market stop_loss 103 until 900
alice sell 3 @ 90 stop_loss 95
alice sell 3 at market stop_loss 0 trail 100
bob buy 3 at market take_profit 99 trail 500
alice sell 1 at market stop_loss 0 trail 9000
bob buy 4 @ 100
carol buy 2 @ 98
alice sell 2 @ 98
)";

/// The state after the lines of a story: those of docs/formats/scenario.md without answers.
[[nodiscard]] std::vector<StateRecord> records_after(std::string_view story,
                                                     const engine::EngineLimits& limits);

}  // namespace outcry::test
