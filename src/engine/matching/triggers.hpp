#pragma once

#include "outcry/domain/event_buffer.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// Looks at the orders that wait for prices after a run that traded from `first` to `last`: those
/// that track are moved or join the ready queue, the others are reached by the touched range.
void look_at_triggers(Venue& venue, InstrumentId instrument, Price first, Price last) noexcept;

/// At the end of a command: forgets the ranges that reach no stop, so that work is left over only
/// where there is some.
void forget_idle_ranges(Venue& venue) noexcept;

/// The order whose turn is next: the front of the ready queue, or the next stop that a range
/// reaches; none when there is no such order.
[[nodiscard]] Slot next_turn(const Venue& venue) noexcept;

/// Whether a stop of this kind is reached by a last price; by none before the first trade.
[[nodiscard]] bool is_reached(OrderType type, Side side, Price stop, Price last) noexcept;

}  // namespace outcry::engine
