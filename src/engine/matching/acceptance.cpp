#include "engine/matching/acceptance.hpp"

#include "outcry/domain/event.hpp"

namespace outcry::engine {

Taker give_id(Venue& venue, const Command& command) noexcept {
    const OrderId id = next(venue.order_id_last);
    venue.order_id_last = id;
    venue.books.open_id(id);
    Taker taker = taker_of(venue, command);
    taker.order_id = id;
    return taker;
}

void report_accepted(const Taker& taker, const Command& command, EventBuffer& events) noexcept {
    OrderAccepted& accepted = events.append(EventType::order_accepted, command.instrument).accepted;
    accepted.order_id = taker.order_id;
    accepted.price = price_to_show(command.order_type, taker.limit);
    accepted.quantity = command.quantity;
    accepted.quote_quantity = command.texts.created.quote_quantity;
    accepted.account = command.account;
    accepted.side = command.side;
    accepted.type = command.order_type;
    accepted.time_in_force = command.time_in_force;
    accepted.self_trade_prevention = taker.self_trade_prevention;
    accepted.client_order_id = command.texts.created.client_order_id;
}

void report_terms(const Taker& taker, const Command& command, const TermsReport& report,
                  EventBuffer& events) noexcept {
    const OrderTerms terms = terms_of(command);
    OrderTermsSet& set = events.append(EventType::order_terms_set, command.instrument).terms;
    set.order_id = taker.order_id;
    set.stop_price = terms.stop_price;
    set.visible_quantity = terms.visible_quantity;
    set.expires_at = terms.expires_at;
    set.trailing_delta_bips = terms.trailing_delta_bips;
    set.account = command.account;
    set.reserved_amount = report.is_by_formula ? Amount{} : report.reserved;
    set.order_list_id = report.order_list_id;
    set.strategy_id = terms.strategy_id;
    set.strategy_type = terms.strategy_type;
    set.session = terms.session;
    set.phase = report.phase;
    set.reserves_by_formula = report.is_by_formula ? 1 : 0;
}

TermsOfOrder terms_to_keep(const Command& command, const Taker& taker) noexcept {
    const OrderTerms terms = terms_of(command);
    TermsOfOrder kept{};
    kept.expires_at = terms.expires_at;
    kept.stop_price = terms.stop_price;
    kept.visible_quantity = terms.visible_quantity;
    kept.visible_open_quantity = smaller(terms.visible_quantity, taker.open);
    kept.trailing_delta_bips = terms.trailing_delta_bips;
    kept.session = terms.session;
    kept.time_in_force = command.time_in_force;
    kept.self_trade_prevention = taker.self_trade_prevention;
    return kept;
}

RestingOrder resting_order_of(const Command& command, const Taker& taker, Price price) noexcept {
    return {.order_id = taker.order_id,
            .price = price,
            .open_quantity = taker.open,
            .quantity = command.quantity - taker.prevented,
            .account = command.account,
            .instrument = command.instrument,
            .side = command.side,
            .type = command.order_type};
}

void enlist(Venue& venue, const Command& command, Slot slot) noexcept {
    OrderPool& pool = venue.books.pool();
    const NewOrderText& created = command.texts.created;
    pool.name(slot) = created.client_order_id;
    if (!created.client_order_id.empty()) {
        pool.node(slot).client_bucket = venue.client_ids.insert(created.client_order_id_hash, slot);
    }
    venue.add_to_account(slot);
}

}  // namespace outcry::engine
