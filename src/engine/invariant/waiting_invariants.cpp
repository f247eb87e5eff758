#include "engine/invariant/invariants.hpp"
#include "engine/venue/open_orders.hpp"

namespace outcry::engine {
namespace {

[[nodiscard]] bool is_placed(const Venue& venue, Slot slot, OrderPhase phase) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    if (node.flags != OrderFlag::has_terms || venue.terms[slot].phase != phase) return false;
    return node.order_id != OrderId{} && node.level == no_level;
}

/// The bounds at which a trade looks at waiting orders are those of the orders themselves.
[[nodiscard]] bool are_bounds_right(const Venue& venue, InstrumentId id) noexcept {
    const InstrumentTriggers& waiting = venue.triggers.of(id);
    const Book& book = venue.books.book(id);
    Price above = no_stop_above;
    Price below = no_stop_below;
    std::uint32_t trailing_count = 0;
    for_each_waiting(venue, [&](Slot slot, OrderPhase phase) {
        const OrderNode& node = venue.books.pool().node(slot);
        const TermsOfOrder& terms = venue.terms[slot];
        if (node.instrument != id) return;
        if (phase == OrderPhase::tracking) above = Price{};
        if (phase != OrderPhase::waiting && phase != OrderPhase::tracking) return;
        if (terms.trailing_delta_bips != 0) ++trailing_count;
        if (phase == OrderPhase::tracking) return;
        const bool is_above = triggers_above(node.type, node.side());
        if (is_above && terms.stop_price < above) above = terms.stop_price;
        if (!is_above && terms.stop_price > below) below = terms.stop_price;
    });
    return book.stop_above == above && book.stop_below == below &&
           waiting.trailing_count == trailing_count;
}

}  // namespace

std::uint32_t waiting_count_of(const Venue& venue) noexcept {
    std::uint32_t count = 0;
    for_each_waiting(venue, [&](Slot, OrderPhase) { ++count; });
    return count;
}

bool WaitingOrdersArePlaced::holds(const Venue& venue) noexcept {
    bool holds = true;
    for_each_waiting(venue, [&](Slot slot, OrderPhase phase) {
        if (!is_placed(venue, slot, phase)) holds = false;
    });
    for (std::uint16_t id = 0; id < venue.instruments.count(); ++id) {
        if (!are_bounds_right(venue, InstrumentId{id})) holds = false;
    }
    return holds;
}

bool IcebergsShowAPart::holds(const Venue& venue) noexcept {
    bool holds = true;
    for_each_open(venue, [&](Slot slot) {
        const OrderNode& node = venue.books.pool().node(slot);
        if (node.flags == 0) return;
        const TermsOfOrder& terms = venue.terms[slot];
        if (terms.visible_quantity == Quantity{}) {
            if (terms.visible_open_quantity != Quantity{}) holds = false;
            return;
        }
        if (terms.visible_open_quantity == Quantity{} ||
            terms.visible_open_quantity > terms.visible_quantity ||
            terms.visible_open_quantity > node.open_quantity) {
            holds = false;
        }
    });
    return holds;
}

}  // namespace outcry::engine
