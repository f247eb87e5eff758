#include "engine/matching/closing.hpp"
#include "engine/matching/order_commands.hpp"

namespace outcry::engine {

void advance_clock(Venue& venue, EventBuffer& events) noexcept {
    static_cast<void>(events.append(EventType::clock_advanced, InstrumentId{}));
    // What is left over keeps the deadline in the past: the next command goes on.
    for (std::size_t count = 0; count < mass_action_slice_max; ++count) {
        if (venue.expiries.next() > venue.time) return;
        close_resting(venue, venue.expiries.first(), {CloseReason::expired}, events);
    }
}

}  // namespace outcry::engine
