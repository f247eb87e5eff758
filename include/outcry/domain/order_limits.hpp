#pragma once

#include <cstddef>
#include <cstdint>

#include "outcry/domain/event.hpp"

namespace outcry {

/// The most trailing orders that wait or track on one instrument: each trade looks at all of them.
inline constexpr std::uint32_t trailing_orders_per_instrument_max = 256;
/// The most orders and cancels that wait for the list or batch of one gateway.
inline constexpr std::uint32_t staged_orders_max = 100;
/// The most events one turn of a waiting order makes; another turn begins only where so many fit.
inline constexpr std::size_t events_per_turn_max = 1020;
static_assert(fills_per_command_max + 2 * self_trades_per_command_max < events_per_turn_max);
static_assert(events_per_turn_max <= events_per_command_max);
/// Each member of a batch takes so many fills off the limit of the batch: the other events it
/// makes.
inline constexpr std::size_t fills_per_batch_member_max = 4;
static_assert(staged_orders_max * fills_per_batch_member_max < fills_per_command_max);

}  // namespace outcry
