#include "engine/invariant/invariants.hpp"
#include "engine/matching/lists.hpp"
#include "engine/matching/starting.hpp"
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

/// Who holds nothing pends, or has a sibling that holds for both.
[[nodiscard]] bool is_covered(const Venue& venue, Slot slot) noexcept {
    const TermsOfOrder& terms = venue.terms[slot];
    if (terms.phase == OrderPhase::pending || is_to_start(terms)) return true;
    const Slot sibling = sibling_of(venue, slot);
    return sibling != no_slot && venue.terms[sibling].reserves_nothing == 0;
}

[[nodiscard]] bool is_member_right(const Venue& venue, Slot slot) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    const TermsOfOrder& terms = venue.terms[slot];
    const bool may_lack = terms.phase == OrderPhase::pending || terms.reserves_nothing != 0;
    if (terms.list == 0) return !may_lack;
    const OpenList& list = venue.lists[terms.list];
    if (list.account != node.account() || list.instrument != node.instrument) return false;
    std::size_t place_count = 0;
    for (std::size_t place = 0; place < list_orders_max; ++place) {
        const bool is_here = list.slots[place] == slot;
        if (is_here && list.order_ids[place] == node.order_id) ++place_count;
    }
    if (place_count != 1) return false;
    return terms.reserves_nothing == 0 || is_covered(venue, slot);
}

}  // namespace

bool ListsAreWhole::holds(const Venue& venue) noexcept {
    bool holds = true;
    std::uint32_t member_count = 0;
    std::uint32_t list_count = 0;
    for_each_open(venue, [&](Slot slot) {
        if (venue.books.pool().node(slot).flags == 0) return;
        if (!is_member_right(venue, slot)) {
            holds = false;
            return;
        }
        const ListIndex list = venue.terms[slot].list;
        if (list == 0) return;
        ++member_count;
        // Each list by its first order that is open.
        std::size_t place = 0;
        while (venue.lists[list].slots[place] == no_slot) ++place;
        if (venue.lists[list].slots[place] != slot) return;
        ++list_count;
        member_count -= venue.lists[list].open_count;
    });
    return holds && member_count == 0 && list_count == venue.lists.used_count();
}

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
