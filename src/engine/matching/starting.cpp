#include "engine/matching/starting.hpp"

#include <array>
#include <cstddef>
#include <span>

#include "outcry/domain/event.hpp"
#include "outcry/domain/order_limits.hpp"

#include "engine/matching/closing.hpp"
#include "engine/matching/hold.hpp"
#include "engine/matching/lists.hpp"
#include "engine/matching/slot_taker.hpp"
#include "engine/matching/taker.hpp"
#include "engine/matching/triggers.hpp"
#include "engine/matching/turns.hpp"

namespace outcry::engine {
namespace {

/// One pending order, or two of which one takes the other's place, by place in their list.
struct Starters {
    std::array<Slot, 2> slots{};
    std::size_t count = 0;

    [[nodiscard]] std::span<const Slot> all() const noexcept { return {slots.data(), count}; }
};

[[nodiscard]] Starters starters_of(const Venue& venue, Slot slot) noexcept {
    const Slot sibling = sibling_of(venue, slot);
    if (sibling == no_slot) return {{slot}, 1};
    const OrderPool& pool = venue.books.pool();
    if (pool.node(sibling).order_id < pool.node(slot).order_id) return {{sibling, slot}, 2};
    return {{slot, sibling}, 2};
}

[[nodiscard]] Amount own_amount(const Venue& venue, Slot slot) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    return venue.instruments[node.instrument].reserved_by(node.side(), node.price,
                                                          node.open_quantity);
}

/// What it would have to hold now, or pay at once.
[[nodiscard]] Amount needed_by(const Venue& venue, Slot slot) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    if (node.type != OrderType::market || node.side() == Side::sell) {
        return own_amount(venue, slot);
    }
    Taker taker = taker_of(venue, slot);
    taker.limit = market_limit(venue, node.instrument, node.side());
    return estimate(venue, node.instrument, taker).quote;
}

/// Says so, and takes the order out of the ready queue.
void begin(Venue& venue, Slot slot, EventBuffer& events) noexcept {
    report_turn(venue, slot, TriggerKind::started, events);
    venue.leave_phase(slot);
    TermsOfOrder& terms = venue.terms[slot];
    terms.reserves_nothing = 0;
    OrderNode& node = venue.books.pool().node(slot);
    node.price = hold_price(venue, {.instrument = node.instrument,
                                    .type = node.type,
                                    .side = node.side(),
                                    .price = node.price,
                                    .stop_price = terms.stop_price,
                                    .trailing_delta_bips = terms.trailing_delta_bips});
}

/// The larger amount is held, of two equal ones the first.
void share_hold(Venue& venue, const Starters& starters) noexcept {
    const auto [first, second] = starters.slots;
    const bool is_first = own_amount(venue, first) >= own_amount(venue, second);
    venue.terms[is_first ? second : first].reserves_nothing = 1;
}

struct StartRefusal {
    Slot slot = no_slot;
    CloseReason reason{};
};

[[nodiscard]] StartRefusal check_funds(const Venue& venue, const Starters& starters) noexcept {
    for (const Slot slot : starters.all()) {
        if (venue.terms[slot].reserves_nothing != 0) continue;
        const OrderNode& node = venue.books.pool().node(slot);
        const AssetId asset = venue.instruments[node.instrument].paid_asset(node.side());
        const Amount free = venue.ledger.balance(node.account(), asset).free;
        if (needed_by(venue, slot) > free) return {slot, CloseReason::insufficient_balance};
    }
    return {};
}

[[nodiscard]] StartRefusal check_place(const Venue& venue, const Starters& starters) noexcept {
    std::uint32_t trailing_count = 0;
    for (const Slot slot : starters.all()) {
        const OrderNode& node = venue.books.pool().node(slot);
        const bool never_takes = is_post_only(node.type);
        const Book& book = venue.books.book(node.instrument);
        if (never_takes && OrderBooks::crosses(book, node.side(), node.price)) {
            return {slot, CloseReason::would_trade};
        }
        if (venue.terms[slot].trailing_delta_bips != 0) {
            ++trailing_count;
            const std::uint32_t count =
                venue.triggers.of(node.instrument).trailing_count + trailing_count;
            if (count > trailing_orders_per_instrument_max) return {slot, CloseReason::no_capacity};
        }
        if (never_takes && !venue.books.has_price_room(node.instrument, node.price)) {
            return {slot, CloseReason::no_capacity};
        }
    }
    return {};
}

/// It ends before it did anything, and its list with it.
void end_at_start(Venue& venue, const Starters& starters, const StartRefusal& refusal,
                  EventBuffer& events) noexcept {
    ListMember member = member_of(venue, refusal.slot);
    close_before_start(venue, refusal.slot, refusal.reason, 0, events);
    for (const Slot slot : starters.all()) {
        if (slot == refusal.slot) continue;
        const bool waits = is_stop(venue.books.pool().node(slot).type);
        close_before_start(venue, slot, CloseReason::cancelled_with_list, waits ? 2 : 1, events);
    }
    after_end(venue, member, events);
}

void reserve(Venue& venue, Slot slot) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    venue.ledger.reserve(node.account(), venue.instruments[node.instrument].paid_asset(node.side()),
                         venue.reservation_of(slot));
}

/// Puts an order that does not trade at once where it belongs: a stop, or one of a pair.
void stand(Venue& venue, Slot slot) noexcept {
    reserve(venue, slot);
    const OrderNode& node = venue.books.pool().node(slot);
    if (!is_stop(node.type)) return venue.books.append(slot, node.price);
    const bool tracks = venue.terms[slot].stop_price == Price{};
    venue.enter_phase(slot, tracks ? OrderPhase::tracking : OrderPhase::waiting);
}

void report_started_terms(const Venue& venue, Slot slot, EventBuffer& events) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    const TermsOfOrder& terms = venue.terms[slot];
    const bool holds_nothing = terms.reserves_nothing != 0;
    const bool is_by_formula = !holds_nothing && !is_stop_market(node.type);
    OrderTermsSet& set = events.append(EventType::order_terms_set, node.instrument).terms;
    set.order_id = node.order_id;
    set.stop_price = terms.stop_price;
    set.visible_quantity = terms.visible_quantity;
    set.expires_at = terms.expires_at;
    set.trailing_delta_bips = terms.trailing_delta_bips;
    set.account = node.account();
    set.reserved_amount = is_by_formula ? Amount{} : venue.reservation_of(slot);
    set.order_list_id = venue.lists[terms.list].id;
    set.session = terms.session;
    set.phase = terms.phase;
    set.reserves_by_formula = is_by_formula ? 1 : 0;
}

/// A stop that stands: it may have been reached long ago.
void look_at_stop(Venue& venue, Slot slot, EventBuffer& events) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    TermsOfOrder& terms = venue.terms[slot];
    const Price last = venue.instruments[node.instrument].price_last;
    if (terms.phase == OrderPhase::waiting &&
        is_reached(node.type, node.side(), terms.stop_price, last)) {
        if (terms.trailing_delta_bips == 0) return trigger(venue, slot, events);
        venue.leave_phase(slot);
        terms.watermark = last;
        venue.enter_phase(slot, OrderPhase::tracking);
    }
    report_started_terms(venue, slot, events);
}

void trade_at_once(Venue& venue, Slot slot, EventBuffer& events) noexcept {
    const OrderNode& node = venue.books.pool().node(slot);
    Taker taker = taker_of(venue, slot);
    if (has_no_limit(node.type)) taker.limit = market_limit(venue, node.instrument, node.side());
    trade_from_slot(venue, slot, taker, events);
}

}  // namespace

void start(Venue& venue, Slot slot, EventBuffer& events) noexcept {
    const Starters starters = starters_of(venue, slot);
    for (const Slot each : starters.all()) begin(venue, each, events);
    const bool is_pair = starters.count == 2;
    if (is_pair) share_hold(venue, starters);
    StartRefusal refusal = check_funds(venue, starters);
    if (refusal.slot == no_slot) refusal = check_place(venue, starters);
    if (refusal.slot != no_slot) return end_at_start(venue, starters, refusal, events);
    if (!is_pair && !is_stop(venue.books.pool().node(slot).type)) {
        return trade_at_once(venue, slot, events);
    }
    for (const Slot each : starters.all()) stand(venue, each);
    for (const Slot each : starters.all()) {
        const bool waits = is_stop(venue.books.pool().node(each).type);
        if (!waits && venue.terms[each].reserves_nothing != 0) {
            report_reserved(venue, each, events);
        }
    }
    for (const Slot each : starters.all()) {
        // The one before it may have been triggered: then this one is gone.
        const bool is_gone = venue.books.pool().node(each).order_id == OrderId{};
        if (is_gone || venue.phase_of(each) == OrderPhase::working) continue;
        look_at_stop(venue, each, events);
    }
}

}  // namespace outcry::engine
