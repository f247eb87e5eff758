#include "engine/matching/closing.hpp"

#include "outcry/domain/event.hpp"

#include "engine/matching/acceptance.hpp"
#include "engine/matching/lists.hpp"

namespace outcry::engine {
namespace {

constexpr std::uint8_t was_in_book = 1;
constexpr std::uint8_t was_outside_book = 2;

[[nodiscard]] std::uint8_t standing_of(const Venue& venue, Slot slot) noexcept {
    return venue.phase_of(slot) == OrderPhase::working ? was_in_book : was_outside_book;
}

void report_closed(const Venue& venue, Slot slot, const Closing& closing, std::uint8_t was_resting,
                   EventBuffer& events) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    OrderClosed& closed = events.append(EventType::order_closed, node.instrument).closed;
    closed.order_id = node.order_id;
    closed.price = price_to_show(node.type, node.price);
    closed.open_quantity = node.open_quantity;
    closed.account = node.account();
    closed.side = node.side();
    closed.reason = closing.reason;
    closed.was_resting = was_resting;
    if (closing.cancel_client_order_id != nullptr) {
        closed.cancel_client_order_id = *closing.cancel_client_order_id;
    }
}

}  // namespace

void close_with_terms(Venue& venue, Slot slot, const Closing& closing,
                      EventBuffer& events) noexcept {
    const ListMember member = member_of(venue, slot);
    close_by_itself(venue, slot, closing, events);
    after_end(venue, member, events);
}

void close_by_itself(Venue& venue, Slot slot, const Closing& closing,
                     EventBuffer& events) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    report_closed(venue, slot, closing, standing_of(venue, slot), events);
    venue.ledger.release(node.account(), venue.instruments[node.instrument].paid_asset(node.side()),
                         venue.reservation_of(slot));
    venue.remove_order(slot);
}

void close_before_start(Venue& venue, Slot slot, CloseReason reason, std::uint8_t was_resting,
                        EventBuffer& events) noexcept {
    report_closed(venue, slot, {reason}, was_resting, events);
    venue.forget_unlinked(slot);
}

}  // namespace outcry::engine
