#pragma once

#include "outcry/domain/event_buffer.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// How an open order is closed.
struct Closing {
    CloseReason reason;
    const ClientOrderId* cancel_client_order_id = nullptr;  // the name of the cancel, if any
};

/// An order that has terms: it may stand in no book, hold something else than its price says, and
/// take others of its list with it.
void close_with_terms(Venue& venue, Slot slot, const Closing& closing,
                      EventBuffer& events) noexcept;

/// The same, whatever its list comes to.
void close_by_itself(Venue& venue, Slot slot, const Closing& closing, EventBuffer& events) noexcept;
/// An order that is in no queue and holds nothing.
void close_before_start(Venue& venue, Slot slot, CloseReason reason, std::uint8_t was_resting,
                        EventBuffer& events) noexcept;

/// Releases what an open order has locked, takes it out of the book and reports it.
inline void close_resting(Venue& venue, Slot slot, const Closing& closing,
                          EventBuffer& events) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    if (__builtin_expect(node.flags != 0, 0)) {
        return close_with_terms(venue, slot, closing, events);
    }
    const InstrumentId instrument_id = node.instrument;
    const Instrument& instrument = venue.instruments[instrument_id];
    const Price price = node.price;
    const Side side = node.side();
    OrderClosed& closed = events.append(EventType::order_closed, instrument_id).closed;
    closed.order_id = node.order_id;
    closed.price = price;
    closed.open_quantity = node.open_quantity;
    closed.account = node.account();
    closed.side = side;
    closed.reason = closing.reason;
    closed.was_resting = 1;
    if (closing.cancel_client_order_id != nullptr) {
        closed.cancel_client_order_id = *closing.cancel_client_order_id;
    }
    venue.ledger.release(node.account(), instrument.paid_asset(side),
                         instrument.reserved_by(side, price, node.open_quantity));
    venue.remove_order(slot);
}

}  // namespace outcry::engine
