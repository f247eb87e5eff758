#include "engine/risk/order_checks.hpp"

#include "outcry/base/int128.hpp"

#include "engine/matching/taker.hpp"

namespace outcry::engine {
namespace {

[[nodiscard]] Refusal check_status(InstrumentStatus status, const Command& command,
                                   Access access) noexcept {
    if (status == InstrumentStatus::trading) return {};
    if (status == InstrumentStatus::halted) return {RejectReason::instrument_halted};
    if (access == Access::cancel) return {};
    if (status == InstrumentStatus::cancel_only) return {RejectReason::instrument_cancel_only};
    const bool places =
        command.type == CommandType::place_order || command.type == CommandType::replace_order;
    if (places && !is_post_only(command.order_type)) {
        return {RejectReason::instrument_post_only};
    }
    return {};
}

[[nodiscard]] bool is_time_in_force_valid(const Command& command) noexcept {
    const auto value = static_cast<unsigned>(command.time_in_force);
    constexpr auto first = static_cast<unsigned>(TimeInForce::gtc);
    constexpr auto last = static_cast<unsigned>(TimeInForce::fok);
    const bool is_gtd = command.time_in_force == TimeInForce::gtd;
    switch (command.order_type) {
        case OrderType::limit: return is_gtd || (value >= first && value <= last);
        case OrderType::limit_maker:
        case OrderType::limit_maker_slide: return is_gtd || value <= first;
        // A market order never rests: whatever is said here changes nothing.
        case OrderType::market:
        case OrderType::market_by_quote: return value <= last;
        default: break;
    }
    return false;
}

/// Each term with the orders that it means something for, and with no other.
[[nodiscard]] bool are_terms_valid(const Command& command) noexcept {
    const OrderTerms terms = terms_of(command);
    if (terms.stop_price != Price{} || terms.trailing_delta_bips != 0) return false;
    if (terms.visible_quantity != Quantity{}) return false;
    const bool is_gtd = command.time_in_force == TimeInForce::gtd;
    return is_gtd ? terms.expires_at > Timestamp{} : terms.expires_at == Timestamp{};
}

[[nodiscard]] bool is_form_valid(const Command& command) noexcept {
    if (static_cast<unsigned>(command.side) > 1) return false;
    if (command.self_trade_prevention > SelfTradePrevention::account_default) return false;
    if (!is_time_in_force_valid(command) || !are_terms_valid(command)) return false;
    const bool is_by_quote = command.order_type == OrderType::market_by_quote;
    if (is_market(command.order_type) && command.price != Price{}) return false;
    if (is_by_quote && command.quantity != Quantity{}) return false;
    const Amount quote_quantity = command.texts.created.quote_quantity;
    return is_by_quote ? quote_quantity > Amount{} : quote_quantity == Amount{};
}

[[nodiscard]] Refusal check_quantity(const InstrumentDefinition& definition,
                                     Quantity quantity) noexcept {
    if (quantity < definition.quantity_minimum) {
        return {RejectReason::quantity_below_minimum, shown(quantity.value()),
                shown(definition.quantity_minimum.value())};
    }
    if (quantity > definition.quantity_maximum) {
        return {RejectReason::quantity_above_maximum, shown(quantity.value()),
                shown(definition.quantity_maximum.value())};
    }
    return {};
}

/// In quote units, since a budget is no price times a quantity.
[[nodiscard]] Refusal check_budget(const InstrumentDefinition& definition, Amount budget) noexcept {
    const Amount minimum{static_cast<int128>(definition.notional_minimum) *
                         static_cast<int128>(definition.quote_units_per_tick_lot)};
    if (budget < minimum) {
        return {RejectReason::notional_below_minimum, shown(budget), shown(minimum)};
    }
    return {};
}

/// What the order may cost at most has to be free.
[[nodiscard]] Refusal check_funds(const Venue& venue, const Command& command) noexcept {
    const Instrument& instrument = venue.instruments[command.instrument];
    const Amount free =
        venue.ledger.balance(command.account, instrument.paid_asset(command.side)).free;
    Amount needed;
    if (command.order_type == OrderType::market_by_quote) {
        const Taker taker = taker_of(venue, command);
        needed = command.side == Side::buy
                     ? taker.budget
                     : base_amount(instrument.definition,
                                   estimate(venue, command.instrument, taker).quantity);
    } else if (command.order_type == OrderType::market && command.side == Side::buy) {
        const Taker taker = taker_of(venue, command);
        needed = estimate(venue, command.instrument, taker).quote;
    } else {
        needed = instrument.reserved_by(command.side, command.price, command.quantity);
    }
    if (needed > free) return insufficient(needed, free);
    return {};
}

/// A budget has to buy at least the smallest order at the best price.
[[nodiscard]] Refusal check_budget_buys(const Venue& venue, const Command& command) noexcept {
    const InstrumentDefinition& definition = venue.instruments[command.instrument].definition;
    const Book& book = venue.books.book(command.instrument);
    if (!OrderBooks::crosses(book, command.side, open_limit(command.side))) return {};
    const Price best = book.best_price[index_of(opposite(command.side))];
    const Amount budget = command.texts.created.quote_quantity;
    const Amount minimum = quote_amount(definition, best, definition.quantity_minimum);
    if (budget >= minimum) return {};
    return {RejectReason::quote_quantity_too_small, shown(budget), shown(minimum)};
}

/// A post-only order may not cross; one that slides must have somewhere to slide to.
[[nodiscard]] Refusal check_post_only(const Venue& venue, const Command& command) noexcept {
    if (!is_post_only(command.order_type)) return {};
    const Book& book = venue.books.book(command.instrument);
    if (!OrderBooks::crosses(book, command.side, command.price)) return {};
    if (command.order_type == OrderType::limit_maker_slide) {
        const InstrumentDefinition& definition = venue.instruments[command.instrument].definition;
        if (!check_limits(definition, effective_price(venue, command), command.quantity)) return {};
    }
    return {RejectReason::would_trade};
}

/// Whether a GTD order ends after now.
[[nodiscard]] Refusal check_expiry(const Venue& venue, const Command& command) noexcept {
    if (command.time_in_force != TimeInForce::gtd) return {};
    const Timestamp expires_at = terms_of(command).expires_at;
    if (expires_at > venue.time) return {};
    return {RejectReason::expiry_not_in_future, expires_at.value(), venue.time.value()};
}

[[nodiscard]] Refusal check_capacity(const Venue& venue, const Command& command) noexcept {
    if (venue.books.pool().is_full()) {
        const std::int64_t limit = venue.limits.orders_max;
        return {RejectReason::order_capacity, limit + 1, limit};
    }
    if (!venue.books.has_price_room(command.instrument, effective_price(venue, command))) {
        const std::int64_t limit = venue.books.prices().pages_max();
        return {RejectReason::price_level_capacity, limit + 1, limit};
    }
    return {};
}

}  // namespace

Refusal check_names(const Venue& venue, const Command& command, Access access) noexcept {
    if (!venue.instruments.has(command.instrument)) return {RejectReason::unknown_instrument};
    if (!venue.accounts.is_user(command.account)) return {RejectReason::unknown_account};
    return check_status(venue.instruments[command.instrument].definition.status, command, access);
}

Refusal check_limits(const InstrumentDefinition& definition, Price price,
                     Quantity quantity) noexcept {
    if (price < definition.price_minimum) {
        return {RejectReason::price_below_minimum, price.value(), definition.price_minimum.value()};
    }
    if (price > definition.price_maximum) {
        return {RejectReason::price_above_maximum, price.value(), definition.price_maximum.value()};
    }
    if (const Refusal refusal = check_quantity(definition, quantity)) return refusal;
    const uint128 notional =
        static_cast<uint128>(price.value()) * static_cast<uint128>(quantity.value());
    if (notional < definition.notional_minimum) {
        return {RejectReason::notional_below_minimum, shown(static_cast<std::uint64_t>(notional)),
                shown(definition.notional_minimum)};
    }
    return {};
}

Refusal check_new_order(const Venue& venue, const Command& command) noexcept {
    if (!is_form_valid(command)) return {RejectReason::invalid_order};
    const InstrumentDefinition& definition = venue.instruments[command.instrument].definition;
    switch (command.order_type) {
        case OrderType::limit:
        case OrderType::limit_maker:
        case OrderType::limit_maker_slide:
            if (const Refusal refusal = check_limits(definition, command.price, command.quantity)) {
                return refusal;
            }
            return check_expiry(venue, command);
        case OrderType::market: return check_quantity(definition, command.quantity);
        case OrderType::market_by_quote:
            return check_budget(definition, command.texts.created.quote_quantity);
        default: break;
    }
    OUTCRY_UNREACHABLE();
}

Refusal check_admission(const Venue& venue, const Command& command) noexcept {
    const NewOrderText& created = command.texts.created;
    const bool has_name = !created.client_order_id.empty();
    if (has_name && venue.client_ids.find(
                        {command.account, created.client_order_id_hash, created.client_order_id},
                        venue.books.pool()) != no_slot) {
        return {RejectReason::duplicate_client_order_id};
    }
    const bool rests = may_rest(command);
    const std::uint32_t open_count = venue.account_orders.open_count(command.account);
    if (rests && open_count >= venue.limits.open_orders_per_account_max) {
        return {RejectReason::too_many_open_orders, std::int64_t{open_count} + 1,
                venue.limits.open_orders_per_account_max};
    }
    if (const Refusal refusal = check_funds(venue, command)) return refusal;
    if (const Refusal refusal = check_post_only(venue, command)) return refusal;
    if (command.order_type == OrderType::market_by_quote) {
        if (const Refusal refusal = check_budget_buys(venue, command)) return refusal;
    }
    if (rests) return check_capacity(venue, command);
    return {};
}

}  // namespace outcry::engine
