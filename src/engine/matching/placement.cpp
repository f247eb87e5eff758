#include "engine/matching/placement.hpp"

namespace outcry::engine {
namespace {

[[nodiscard]] bool has_terms(const Command& command) noexcept {
    return (command.flags & CommandFlag::has_terms) != 0;
}

/// The order's own price; an order without a limit has none.
[[nodiscard]] Price price_to_show(const Taker& taker, const Command& command) noexcept {
    return is_market(command.order_type) ? Price{} : taker.limit;
}

void report_accepted(const Taker& taker, const Command& command, EventBuffer& events) noexcept {
    OrderAccepted& accepted = events.append(EventType::order_accepted, command.instrument).accepted;
    accepted.order_id = taker.order_id;
    accepted.price = price_to_show(taker, command);
    accepted.quantity = command.quantity;
    accepted.quote_quantity = command.texts.created.quote_quantity;
    accepted.account = command.account;
    accepted.side = command.side;
    accepted.type = command.order_type;
    accepted.time_in_force = command.time_in_force;
    accepted.self_trade_prevention = taker.self_trade_prevention;
    accepted.client_order_id = command.texts.created.client_order_id;
}

void report_terms(const Taker& taker, const Command& command, EventBuffer& events) noexcept {
    const OrderTerms terms = terms_of(command);
    OrderTermsSet& set = events.append(EventType::order_terms_set, command.instrument).terms;
    set.order_id = taker.order_id;
    set.stop_price = terms.stop_price;
    set.visible_quantity = terms.visible_quantity;
    set.expires_at = terms.expires_at;
    set.trailing_delta_bips = terms.trailing_delta_bips;
    set.account = command.account;
    // None of these orders waits, and all are reserved by price and quantity.
    set.reserves_by_formula = 1;
    set.strategy_id = terms.strategy_id;
    set.strategy_type = terms.strategy_type;
    set.session = terms.session;
}

void set_resting_terms(Venue& venue, const Command& command, const Taker& taker,
                       Slot slot) noexcept {
    const OrderTerms terms = terms_of(command);
    TermsOfOrder kept{};
    kept.expires_at = terms.expires_at;
    kept.time_in_force = command.time_in_force;
    kept.self_trade_prevention = taker.self_trade_prevention;
    venue.set_terms(slot, kept);
}

void rest(Venue& venue, const Command& command, const Taker& taker) noexcept {
    const Instrument& instrument = venue.instruments[command.instrument];
    OrderPool& pool = venue.books.pool();
    const Slot slot = venue.books.rest({.order_id = taker.order_id,
                                        .price = taker.limit,
                                        .open_quantity = taker.open,
                                        .quantity = command.quantity - taker.prevented,
                                        .account = command.account,
                                        .instrument = command.instrument,
                                        .side = command.side,
                                        .type = command.order_type});
    const NewOrderText& created = command.texts.created;
    pool.name(slot) = created.client_order_id;
    if (!created.client_order_id.empty()) {
        pool.node(slot).client_bucket = venue.client_ids.insert(created.client_order_id_hash, slot);
    }
    venue.account_orders.append(command.account, slot, pool);
    venue.ledger.reserve(command.account, instrument.paid_asset(command.side),
                         instrument.reserved_by(command.side, taker.limit, taker.open));
    if (has_terms(command)) set_resting_terms(venue, command, taker, slot);
}

[[nodiscard]] CloseReason reason_to_drop(const Command& command) noexcept {
    return is_market(command.order_type) ? CloseReason::insufficient_liquidity
                                         : CloseReason::unfilled_ioc;
}

/// What becomes of a taker that did not get all it wanted.
void keep_or_drop(Venue& venue, const Command& command, const Taker& taker, MatchEnd end,
                  EventBuffer& events) noexcept {
    const auto drop = [&](CloseReason reason) {
        close_taker(taker, price_to_show(taker, command), reason, command.instrument, events);
    };
    switch (end) {
        case MatchEnd::self_trade: return drop(CloseReason::self_trade_prevention);
        case MatchEnd::fill_limit: return drop(CloseReason::fill_limit);
        case MatchEnd::budget_spent:
            // Not a lot more could be had for the budget: that is what the order asked for.
            if (taker.prevented == Quantity{}) return;
            return drop(CloseReason::self_trade_prevention);
        case MatchEnd::done: break;
    }
    if (may_rest(command)) {
        rest(venue, command, taker);
    } else {
        drop(reason_to_drop(command));
    }
}

[[nodiscard]] bool is_fill_or_kill(const Command& command) noexcept {
    return command.order_type == OrderType::limit && command.time_in_force == TimeInForce::fok;
}

}  // namespace

void close_taker(const Taker& taker, Price price, CloseReason reason, InstrumentId instrument,
                 EventBuffer& events) noexcept {
    OrderClosed& closed = events.append(EventType::order_closed, instrument).closed;
    closed.order_id = taker.order_id;
    closed.price = price;
    closed.open_quantity = taker.is_by_quote ? Quantity{} : taker.open;
    closed.account = taker.account;
    closed.side = taker.side;
    closed.reason = reason;
}

void place(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const OrderId id = next(venue.order_id_last);
    venue.order_id_last = id;
    venue.books.open_id(id);
    Taker taker = taker_of(venue, command);
    taker.order_id = id;
    report_accepted(taker, command, events);
    if (has_terms(command)) report_terms(taker, command, events);
    if (is_fill_or_kill(command) &&
        estimate(venue, command.instrument, taker).quantity < taker.open) {
        close_taker(taker, command.price, CloseReason::unfilled_fok, command.instrument, events);
        return;
    }
    MatchEnd end = MatchEnd::done;
    if (OrderBooks::crosses(venue.books.book(command.instrument), taker.side, taker.limit)) {
        end = Matcher{venue, command.instrument, events}.run(taker);
    }
    // What prevention took is gone, and has to be said; what was filled has been.
    if (taker.open == Quantity{} && end != MatchEnd::self_trade) return;
    OUTCRY_ASSERT(!is_fill_or_kill(command));
    keep_or_drop(venue, command, taker, end, events);
}

}  // namespace outcry::engine
