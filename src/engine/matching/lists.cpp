#include "engine/matching/lists.hpp"

#include "outcry/domain/event.hpp"

#include "engine/matching/closing.hpp"
#include "engine/matching/taker.hpp"

namespace outcry::engine {
namespace {

/// Whether the order at a place is the one whose fill lets the others start.
[[nodiscard]] bool is_working_one(OrderListType type, std::size_t place) noexcept {
    return type != OrderListType::oco && place == 0;
}

void finish(Venue& venue, ListIndex index, EventBuffer& events) noexcept {
    const OpenList& list = venue.lists[index];
    OrderListDone& done = events.append(EventType::order_list_done, list.instrument).list_done;
    done.order_list_id = list.id;
    done.account = list.account;
    venue.lists.close(index);
}

void make_pending_ready(Venue& venue, const OpenList& list) noexcept {
    for (std::size_t place = 1; place < list.slots.size(); ++place) {
        const Slot slot = list.slots[place];
        if (slot == no_slot) continue;
        venue.leave_phase(slot);
        venue.enter_phase(slot, OrderPhase::ready);
    }
}

/// It holds its own amount from now on.
void leave_alone(Venue& venue, Slot slot, EventBuffer& events) noexcept {
    TermsOfOrder& terms = venue.terms[slot];
    if (terms.reserves_nothing == 0) return;
    terms.reserves_nothing = 0;
    const OrderNode& node = venue.books.pool().node(slot);
    venue.ledger.reserve(node.account(), venue.instruments[node.instrument].paid_asset(node.side()),
                         venue.reservation_of(slot));
    report_reserved(venue, slot, events);
}

}  // namespace

Slot sibling_of(const Venue& venue, Slot slot) noexcept {
    const ListMember member = member_of(venue, slot);
    if (member.list == 0) return no_slot;
    const OpenList& list = venue.lists[member.list];
    switch (list.type) {
        case OrderListType::oco: return list.slots[1U - member.place];
        case OrderListType::otoco:
            return member.place == 0 ? no_slot : list.slots[3U - member.place];
        default: return no_slot;
    }
}

void before_trade(Venue& venue, Slot slot, EventBuffer& events) noexcept {
    const Slot sibling = sibling_of(venue, slot);
    if (sibling == no_slot) return;
    close_by_itself(venue, sibling, {CloseReason::list_sibling}, events);
    leave_alone(venue, slot, events);
}

void after_fill(Venue& venue, ListMember filled, EventBuffer& events) noexcept {
    if (__builtin_expect(filled.list == 0, 1)) return;
    const OpenList& list = venue.lists[filled.list];
    if (is_working_one(list.type, filled.place)) return make_pending_ready(venue, list);
    finish(venue, filled.list, events);
}

void after_end(Venue& venue, ListMember ended, EventBuffer& events) noexcept {
    if (__builtin_expect(ended.list == 0, 1)) return;
    const bool is_working = is_working_one(venue.lists[ended.list].type, ended.place);
    close_list(venue, ended.list,
               is_working ? CloseReason::list_working_closed : CloseReason::cancelled_with_list,
               nullptr, events);
}

void close_list(Venue& venue, ListIndex list, CloseReason reason,
                const ClientOrderId* cancel_client_order_id, EventBuffer& events) noexcept {
    for (std::size_t place = 0; place < list_orders_max; ++place) {
        const Slot slot = venue.lists[list].slots[place];
        if (slot == no_slot) continue;
        close_by_itself(venue, slot, {reason, cancel_client_order_id}, events);
    }
    finish(venue, list, events);
}

std::size_t event_count_before_trade(const Venue& venue, Slot slot) noexcept {
    if (sibling_of(venue, slot) == no_slot) return 0;
    return venue.terms[slot].reserves_nothing != 0 ? 2 : 1;
}

std::size_t event_count_after_fill(const Venue& venue, Slot slot) noexcept {
    const ListMember member = member_of(venue, slot);
    if (member.list == 0) return 0;
    return is_working_one(venue.lists[member.list].type, member.place) ? 0 : 1;
}

std::size_t event_count_after_end(const Venue& venue, Slot slot, bool is_alone) noexcept {
    const ListMember member = member_of(venue, slot);
    if (member.list == 0) return 0;
    if (is_alone && sibling_of(venue, slot) != no_slot) return 1;
    return venue.lists[member.list].open_count;  // the others, and that the list is done
}

void report_reserved(const Venue& venue, Slot slot, EventBuffer& events) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    const bool holds_nothing = venue.terms[slot].reserves_nothing != 0;
    OrderReserved& reserved =
        events.append(EventType::order_reserved, node.instrument).order_reserved;
    reserved.order_id = node.order_id;
    reserved.amount = venue.reservation_of(slot);
    reserved.account = node.account();
    reserved.side = node.side();
    reserved.is_by_formula = !holds_nothing && !is_stop_market(node.type) ? 1 : 0;
}

}  // namespace outcry::engine
