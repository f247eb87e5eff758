#include "engine/matching/acceptance.hpp"
#include "engine/matching/closing.hpp"
#include "engine/matching/lists.hpp"
#include "engine/matching/order_commands.hpp"
#include "engine/matching/slot_taker.hpp"
#include "engine/matching/starting.hpp"
#include "engine/matching/target.hpp"
#include "engine/risk/filters.hpp"
#include "engine/risk/order_checks.hpp"
#include "engine/risk/plain_order.hpp"

namespace outcry::engine {
namespace {

/// What an amendment makes of an order; decided before anything changes.
struct Amendment {
    Slot slot = no_slot;
    Price price_before;
    Price price;
    Quantity open_before;
    Quantity open;
    Quantity total;
    bool keeps_priority = false;
    bool cancels = false;  // nothing would be left open
    bool is_renamed = false;
};

[[nodiscard]] bool is_amend_valid(const Command& command) noexcept {
    if (!is_target_valid(command)) return false;
    if (command.quantity_meaning > QuantityMeaning::reduce_by) return false;
    if (command.self_trade_prevention > SelfTradePrevention::account_default) return false;
    if ((command.flags & CommandFlag::has_terms) != 0) return false;
    // Larger than any order; also keeps the sums below from overflowing.
    return command.quantity <= quantity_max;
}

/// What shall remain open. False when the new total is no more than what is executed.
[[nodiscard]] bool decide_quantity(const Command& command, Quantity executed,
                                   Amendment& amendment) noexcept {
    switch (command.quantity_meaning) {
        case QuantityMeaning::total:
            if (command.quantity <= executed) return false;
            amendment.open = command.quantity - executed;
            break;
        case QuantityMeaning::open:
            if (command.quantity == Quantity{}) return false;
            amendment.open = command.quantity;
            break;
        case QuantityMeaning::reduce_by:
            amendment.cancels = command.quantity >= amendment.open_before;
            if (amendment.cancels) return true;
            amendment.open = amendment.open_before - command.quantity;
            break;
    }
    amendment.total = executed + amendment.open;
    return true;
}

[[nodiscard]] Refusal check_priority(const Command& command, const Amendment& amendment) noexcept {
    if ((command.flags & CommandFlag::amend_keep_priority_only) == 0) return {};
    if (amendment.price != amendment.price_before) return {RejectReason::invalid_order};
    if (amendment.cancels || amendment.open < amendment.open_before) return {};
    if (amendment.open == amendment.open_before) return {RejectReason::amend_no_change};
    return {RejectReason::amend_quantity_increase, shown(amendment.open.value()),
            shown(amendment.open_before.value())};
}

[[nodiscard]] Refusal check_name(const Venue& venue, const Command& command,
                                 const Amendment& amendment) noexcept {
    if (!amendment.is_renamed) return {};
    const NewOrderText& created = command.texts.created;
    const Slot holder = venue.client_ids.find(
        {command.account, created.client_order_id_hash, created.client_order_id},
        venue.books.pool());
    if (holder == no_slot || holder == amendment.slot) return {};
    return {RejectReason::duplicate_client_order_id};
}

/// One that waits cannot be amended. Of a list: one of a pair only, to less of it as it stands.
[[nodiscard]] bool is_supported(const Venue& venue, const Amendment& amendment,
                                bool is_less) noexcept {
    const ListMember member = member_of(venue, amendment.slot);
    if (member.list == 0) return venue.phase_of(amendment.slot) == OrderPhase::working;
    const OrderListType type = venue.lists[member.list].type;
    const bool is_of_pair =
        type == OrderListType::oco || (type == OrderListType::otoco && member.place != 0);
    const TermsOfOrder& terms = venue.terms[amendment.slot];
    if (!is_of_pair || terms.phase == OrderPhase::pending || is_to_start(terms)) return false;
    return is_less && amendment.price == amendment.price_before;
}

/// What the order becomes has to fit the filters of now, whatever it was before.
[[nodiscard]] Refusal check_fit(const Venue& venue, const Command& command,
                                const Amendment& amendment) noexcept {
    const Instrument& instrument = venue.instruments[command.instrument];
    if (has_no_limit(venue.books.pool().node(amendment.slot).type)) {
        return check_market_limits(venue, instrument, amendment.total);
    }
    const Refusal refusal = check_limits(venue, instrument, amendment.price, amendment.total);
    if (refusal) return refusal;
    const Side side = venue.books.pool().node(amendment.slot).side();
    return check_percent_price(venue, instrument, side, amendment.price);
}

/// The limits of its account, for what it becomes.
[[nodiscard]] Refusal check_amended_limits(const Venue& venue, const Command& command,
                                           const Amendment& amendment) noexcept {
    const Instrument& instrument = venue.instruments[command.instrument];
    const OrderNode& node = venue.books.pool().node(amendment.slot);
    // Without a limit it is worth what it is at the last price.
    const bool has_limit = !has_no_limit(node.type);
    const Price value = has_limit ? amendment.price : instrument.price_last;
    return check_account_limits(
        venue, {.account = command.account,
                .instrument = command.instrument,
                .side = node.side(),
                .has_limit = has_limit,
                .limit = amendment.price,
                .quantity = amendment.total,
                .notional = quote_amount(instrument.definition, value, amendment.total)});
}

/// The account has to have what the amended order reserves more than before.
[[nodiscard]] Refusal check_funds(const Venue& venue, const Command& command,
                                  const Amendment& amendment) noexcept {
    const Instrument& instrument = venue.instruments[command.instrument];
    const Side side = venue.books.pool().node(amendment.slot).side();
    const Amount needed =
        instrument.reserved_by(side, amendment.price, amendment.open) -
        instrument.reserved_by(side, amendment.price_before, amendment.open_before);
    const AssetId asset = instrument.paid_asset(side);
    const Amount free = venue.ledger.balance(command.account, asset).free;
    if (needed > free) return insufficient(needed, free);
    if (needed <= Amount{}) return {};
    return check_exposure(venue, command.account, asset, needed);
}

/// A post-only order stays one, and in the post-only phase every order is.
[[nodiscard]] Refusal check_post_only(const Venue& venue, const Command& command,
                                      const Amendment& amendment) noexcept {
    const OrderPool& pool = venue.books.pool();
    const bool may_not_take =
        is_post_only(pool.node(amendment.slot).type) ||
        venue.instruments[command.instrument].definition.status == InstrumentStatus::post_only;
    if (!may_not_take) return {};
    const Book& book = venue.books.book(command.instrument);
    if (!OrderBooks::crosses(book, pool.node(amendment.slot).side(), amendment.price)) return {};
    return {RejectReason::would_trade};
}

/// Everything that can speak against it, once its order is found.
[[nodiscard]] Refusal decide(const Venue& venue, const Command& command,
                             Amendment& amendment) noexcept {
    const OrderNode& node = venue.books.pool().node(amendment.slot);
    const bool keeps_price = (command.flags & CommandFlag::price_unchanged) != 0;
    amendment.price_before = price_to_show(node.type, node.price);
    amendment.price = keeps_price ? amendment.price_before : command.price;
    amendment.open_before = node.open_quantity;
    amendment.is_renamed = !command.texts.created.client_order_id.empty();
    const Quantity executed = node.executed();
    const bool leaves_some = decide_quantity(command, executed, amendment);
    const bool is_less =
        !leaves_some || amendment.cancels || amendment.open < amendment.open_before;
    if (__builtin_expect(node.flags != 0, 0) && !is_supported(venue, amendment, is_less)) {
        return {RejectReason::amend_not_supported};
    }
    if (!leaves_some) {
        const Quantity total = command.quantity_meaning == QuantityMeaning::open
                                   ? executed + command.quantity
                                   : command.quantity;
        return {RejectReason::amend_below_executed, shown(total.value()), shown(executed.value())};
    }
    if (const Refusal refusal = check_priority(command, amendment)) return refusal;
    if (amendment.cancels) return {};
    const Instrument& instrument = venue.instruments[command.instrument];
    const bool is_plain = (node.flags == 0) & is_without_rules(venue, instrument, command.account) &
                          fits(instrument.definition, amendment.price, amendment.total);
    if (!is_plain) {
        if (const Refusal refusal = check_fit(venue, command, amendment)) return refusal;
    }
    if (const Refusal refusal = check_name(venue, command, amendment)) return refusal;
    if (!is_plain) {
        const Refusal refusal = check_amended_limits(venue, command, amendment);
        if (refusal) return refusal;
    }
    amendment.keeps_priority =
        amendment.price == amendment.price_before && amendment.open <= amendment.open_before;
    if (amendment.keeps_priority) return {};
    if (const Refusal refusal = check_funds(venue, command, amendment)) return refusal;
    if (const Refusal refusal = check_post_only(venue, command, amendment)) return refusal;
    return check_price_room(venue, command.instrument, amendment.price);
}

void rename(Venue& venue, const Command& command, Slot slot) noexcept {
    OrderPool& pool = venue.books.pool();
    std::uint32_t& bucket = pool.node(slot).client_bucket;
    if (bucket != 0) venue.client_ids.erase(bucket, slot);
    pool.name(slot) = command.texts.created.client_order_id;
    bucket = venue.client_ids.insert(command.texts.created.client_order_id_hash, slot);
}

void report_amended(const Venue& venue, const Amendment& amendment, const ClientOrderId& name,
                    EventBuffer& events) noexcept {
    const OrderNode& node = venue.books.pool().node(amendment.slot);
    OrderAmended& amended = events.append(EventType::order_amended, node.instrument).amended;
    amended.order_id = node.order_id;
    amended.price_before = amendment.price_before;
    amended.price = amendment.price;
    amended.open_quantity_before = amendment.open_before;
    amended.open_quantity = amendment.open;
    amended.quantity = amendment.total;
    amended.account = node.account();
    amended.side = node.side();
    amended.kept_priority = amendment.keeps_priority ? 1 : 0;
    amended.client_order_id = name;
}

void take_off(Venue& venue, const Amendment& amendment) noexcept {
    OrderNode& node = venue.books.pool().node(amendment.slot);
    const AssetId asset = venue.instruments[node.instrument].paid_asset(node.side());
    const Amount held = venue.reservation_of(amendment.slot);
    node.quantity = amendment.total;
    node.open_quantity = amendment.open;
    venue.ledger.release(node.account(), asset, held - venue.reservation_of(amendment.slot));
    if (node.flags == 0) return;
    TermsOfOrder& terms = venue.terms[amendment.slot];
    terms.visible_open_quantity = smaller(terms.visible_open_quantity, amendment.open);
}

void shrink_plain(Venue& venue, const Amendment& amendment) noexcept {
    OrderNode& node = venue.books.pool().node(amendment.slot);
    const Instrument& instrument = venue.instruments[node.instrument];
    venue.ledger.release(node.account(), instrument.paid_asset(node.side()),
                         instrument.reserved_by(node.side(), amendment.price,
                                                amendment.open_before - amendment.open));
    node.quantity = amendment.total;
    node.open_quantity = amendment.open;
}

/// Less of it, where it stands; of a pair both.
void shrink(Venue& venue, const Amendment& amendment, EventBuffer& events) noexcept {
    if (__builtin_expect(venue.books.pool().node(amendment.slot).flags == 0, 1)) {
        return shrink_plain(venue, amendment);
    }
    const Slot sibling = sibling_of(venue, amendment.slot);
    take_off(venue, amendment);
    if (__builtin_expect(sibling == no_slot, 1)) return;
    const OrderNode& node = venue.books.pool().node(sibling);
    Amendment along = amendment;
    along.slot = sibling;
    along.price = along.price_before = price_to_show(node.type, node.price);
    along.open_before = node.open_quantity;
    along.total = node.executed() + along.open;
    report_amended(venue, along, {}, events);
    take_off(venue, along);
    for (const Slot slot : {amendment.slot, sibling}) {
        const bool holds = venue.terms[slot].reserves_nothing == 0;
        if (holds && is_stop_market(venue.books.pool().node(slot).type)) {
            report_reserved(venue, slot, events);
        }
    }
}

/// The order lost its place: it leaves the queue, trades what crosses and queues up again.
void requeue(Venue& venue, const Command& command, const Amendment& amendment,
             EventBuffer& events) noexcept {
    const Slot slot = amendment.slot;
    const Instrument& instrument = venue.instruments[command.instrument];
    const OrderNode& node = venue.books.pool().node(slot);
    const Side side = node.side();
    venue.ledger.release(
        node.account(), instrument.paid_asset(side),
        instrument.reserved_by(side, amendment.price_before, amendment.open_before));
    venue.books.unlink(slot);
    Taker taker = taker_of(venue, slot);
    taker.self_trade_prevention = prevention_of(venue, command);
    taker.limit = amendment.price;
    taker.open = amendment.open;
    trade_from_slot(venue, slot, taker, events);
}

}  // namespace

void amend_order(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    Refusal refusal = check_names(venue, command, Access::place_and_cancel);
    if (!refusal && !is_amend_valid(command)) refusal = {RejectReason::invalid_order};
    if (refusal) return refuse(command, refusal, CommandPart::whole, events);
    const Target target = find_target(venue, command);
    if (target.refusal) return refuse(command, target.refusal, CommandPart::whole, events);

    Amendment amendment{.slot = target.slot};
    refusal = check_rate(venue, command.account);
    if (!refusal) refusal = decide(venue, command, amendment);
    if (refusal) return refuse(command, refusal, CommandPart::whole, events);
    note_command(venue, command.account);
    if (amendment.cancels) {
        return close_resting(venue, target.slot,
                             {CloseReason::cancelled_by_user, cancel_name_of(command)}, events);
    }
    report_amended(venue, amendment, command.texts.created.client_order_id, events);
    if (amendment.is_renamed) rename(venue, command, target.slot);
    if (amendment.keeps_priority) return shrink(venue, amendment, events);
    venue.books.pool().node(target.slot).quantity = amendment.total;
    requeue(venue, command, amendment, events);
}

}  // namespace outcry::engine
