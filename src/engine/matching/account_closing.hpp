#pragma once

#include <cstddef>

#include "outcry/domain/event_buffer.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// Which orders of an account are closed, and why.
struct OrderFilter {
    SessionId session;  // zero: of any or none
    InstrumentId instrument;
    Side side{};
    CloseReason reason{};
    bool has_instrument = false;
    bool has_side = false;
};

/// Whether one more order, or list, can be closed by the same command.
[[nodiscard]] bool has_room_in_slice(std::size_t closed_count, const EventBuffer& events) noexcept;

[[nodiscard]] OrderFilter filter_of(const MassAction& action) noexcept;

/// Closes orders of the account by rising id until `closed_count` is a slice. False when the slice
/// is full and one more would have been closed.
[[nodiscard]] bool close_orders_of(Venue& venue, AccountId account, const OrderFilter& filter,
                                   std::size_t& closed_count, EventBuffer& events) noexcept;

}  // namespace outcry::engine
