#include "outcry/domain/event.hpp"

#include "engine/matching/acceptance.hpp"
#include "engine/matching/closing.hpp"
#include "engine/matching/hold.hpp"
#include "engine/matching/lists.hpp"
#include "engine/matching/order_commands.hpp"
#include "engine/matching/placement.hpp"
#include "engine/matching/slot_taker.hpp"
#include "engine/matching/target.hpp"
#include "engine/risk/limits.hpp"
#include "engine/risk/list_checks.hpp"
#include "engine/risk/order_checks.hpp"

namespace outcry::engine {
namespace {

using Orders = std::span<const Command>;

/// What an order of a list is when the list has been placed.
struct Standing {
    OrderPhase phase{};
    Price price;
    Amount own_amount;  // what it would hold by itself
    bool holds_nothing = false;
};

[[nodiscard]] Standing standing_of(const Venue& venue, const Command& order,
                                   bool is_pending) noexcept {
    Standing standing{.phase = OrderPhase::working, .price = order.price, .own_amount = {}};
    if (is_pending) {
        standing.phase = OrderPhase::pending;
        standing.holds_nothing = true;
        return standing;
    }
    if (is_stop(order.order_type)) {
        const bool tracks = terms_of(order).stop_price == Price{};
        standing.phase = tracks ? OrderPhase::tracking : OrderPhase::waiting;
    }
    standing.price = hold_price(venue, waiting_order_of(order));
    standing.own_amount =
        venue.instruments[order.instrument].reserved_by(order.side, standing.price, order.quantity);
    return standing;
}

void report_list(const Venue& venue, const Command& command, ListIndex index,
                 std::size_t order_count, EventBuffer& events) noexcept {
    OrderListAccepted& accepted =
        events.append(EventType::order_list_accepted, command.instrument).list_accepted;
    accepted.order_list_id = venue.lists[index].id;
    OrderId id = venue.order_id_last;
    for (std::size_t place = 0; place < order_count; ++place) {
        id = next(id);
        accepted.order_ids[place] = id;
    }
    accepted.account = command.account;
    accepted.type = command.order_list.type;
    accepted.client_order_id = command.order_list.client_order_id;
}

/// Accepts one order of the list and puts it where it belongs; it does not trade yet.
[[nodiscard]] Slot enter(Venue& venue, const Command& order, ListIndex list,
                         const Standing& standing, EventBuffer& events) noexcept {
    Taker taker = give_id(venue, order);
    taker.limit = order.price;
    report_accepted(taker, order, events);
    const bool is_by_formula = !standing.holds_nothing && !is_stop_market(order.order_type);
    report_terms(taker, order,
                 {.phase = standing.phase,
                  .is_by_formula = is_by_formula,
                  .reserved = standing.holds_nothing ? Amount{} : standing.own_amount,
                  .order_list_id = venue.lists[list].id},
                 events);
    const Slot slot = venue.books.admit(resting_order_of(order, taker, standing.price));
    enlist(venue, order, slot);
    TermsOfOrder kept = terms_to_keep(order, taker);
    kept.list = list;
    kept.reserves_nothing = standing.holds_nothing ? 1 : 0;
    venue.set_terms(slot, kept);
    if (standing.phase == OrderPhase::working) return slot;
    venue.enter_phase(slot, standing.phase);
    venue.ledger.reserve(order.account, venue.instruments[order.instrument].paid_asset(order.side),
                         standing.holds_nothing ? Amount{} : standing.own_amount);
    return slot;
}

void place_list(Venue& venue, const Command& command, Orders orders, EventBuffer& events) noexcept {
    const OrderListType type = command.order_list.type;
    std::array<Standing, list_orders_max> standings;
    for (std::size_t place = 0; place < orders.size(); ++place) {
        standings[place] = standing_of(venue, orders[place], place >= working_count(type));
    }
    if (type == OrderListType::oco) {
        const bool is_first = standings[0].own_amount >= standings[1].own_amount;
        standings[is_first ? 1 : 0].holds_nothing = true;
    }
    OpenList list{};
    list.account = command.account;
    list.instrument = command.instrument;
    list.type = type;
    list.name = command.order_list.client_order_id;
    const ListIndex index = venue.lists.open_next(list);
    report_list(venue, command, index, orders.size(), events);
    std::array<Slot, list_orders_max> slots{};
    for (std::size_t place = 0; place < orders.size(); ++place) {
        slots[place] = enter(venue, orders[place], index, standings[place], events);
        venue.lists.join(index, place, slots[place], venue.order_id_last);
    }
    // The others are there before it trades: they may end with it.
    for (std::size_t place = 0; place < orders.size(); ++place) {
        if (standings[place].phase != OrderPhase::working) continue;
        Taker taker = taker_of(venue, slots[place]);
        trade_from_slot(venue, slots[place], taker, events);
    }
}

[[nodiscard]] ListIndex find_list(const Venue& venue, const Command& command) noexcept {
    const CancelOrderList& wanted = command.cancelled_list;
    const ListIndex list = wanted.client_order_id.empty()
                               ? venue.lists.find(wanted.order_list_id)
                               : venue.lists.find(command.account, wanted.client_order_id);
    if (list == 0) return 0;
    const bool fits = venue.lists[list].account == command.account &&
                      venue.lists[list].instrument == command.instrument;
    return fits ? list : 0;
}

/// The client's name for the cancel that a batch brings, or null.
[[nodiscard]] const ClientOrderId* cancel_name_of_member(const Command& member) noexcept {
    constexpr std::uint8_t has_text =
        CommandFlag::has_target_client_order_id | CommandFlag::has_cancel_text;
    if ((member.flags & has_text) == 0) return nullptr;
    return &member.texts.cancel.client_order_id;
}

void apply_member(Venue& venue, const Command& member, EventBuffer& events) noexcept {
    if (member.type == CommandType::stage_order) return place(venue, member, events);
    // One before it may have traded with the order, or closed it.
    const Target target = find_target(venue, member);
    if (target.refusal) return;
    close_resting(venue, target.slot,
                  {CloseReason::cancelled_by_user, cancel_name_of_member(member)}, events);
}

}  // namespace

void stage_order(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const std::uint8_t gateway = gateway_of(command);
    if (venue.staged_orders.is_full(gateway)) {
        return refuse(command,
                      {RejectReason::staged_order_capacity, std::int64_t{staged_orders_max} + 1,
                       staged_orders_max},
                      CommandPart::whole, events);
    }
    venue.staged_orders.add(gateway, command);
    OrderStaged& staged = events.append(EventType::order_staged, command.instrument).order_staged;
    staged.account = command.account;
    staged.staged_count = static_cast<std::uint16_t>(venue.staged_orders.of(gateway).size());
}

void place_order_list(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const std::uint8_t gateway = gateway_of(command);
    const Orders orders = venue.staged_orders.of(gateway);
    if (const Refusal refusal = check_list(venue, command, orders)) {
        refuse_members(command, refusal, orders, events);
    } else {
        note_command(venue, command.account);
        place_list(venue, command, orders, events);
    }
    venue.staged_orders.clear(gateway);
}

void cancel_order_list(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    if (const Refusal refusal = check_names(venue, command, Access::cancel)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    const ListIndex list = find_list(venue, command);
    if (list == 0) {
        return refuse(command, {RejectReason::unknown_order_list}, CommandPart::whole, events);
    }
    close_list(venue, list, CloseReason::cancelled_by_user,
               &command.cancelled_list.cancel_client_order_id, events);
}

void apply_batch(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const std::uint8_t gateway = gateway_of(command);
    const Orders members = venue.staged_orders.of(gateway);
    if (const Refusal refusal = check_batch(venue, command, members)) {
        refuse_members(command, refusal, members, events);
    } else {
        BatchApplied& applied = events.append(EventType::batch_applied, command.instrument).batch;
        applied.account = command.account;
        applied.member_count = static_cast<std::uint16_t>(members.size());
        venue.batch = {.fill_count = members.size() * fills_per_batch_member_max,
                       .self_trade_count = 0,
                       .account = command.account,
                       .is_running = true};
        // A stop of one member is reached by what another one trades: they are of one moment.
        venue.keeps_ranges = true;
        for (const Command& member : members) apply_member(venue, member, events);
        venue.keeps_ranges = false;
        venue.batch = {};
    }
    venue.staged_orders.clear(gateway);
}

}  // namespace outcry::engine
