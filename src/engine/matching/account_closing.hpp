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

[[nodiscard]] OrderFilter filter_of(const MassAction& action) noexcept;

/// Closes orders of the account by rising id until `closed_count` is a slice. False when the slice
/// is full and one more would have been closed.
[[nodiscard]] bool close_orders_of(Venue& venue, AccountId account, const OrderFilter& filter,
                                   std::size_t& closed_count, EventBuffer& events) noexcept;

}  // namespace outcry::engine
