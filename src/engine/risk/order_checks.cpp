#include "engine/risk/order_checks.hpp"

#include "outcry/base/int128.hpp"

#include "engine/matching/hold.hpp"
#include "engine/matching/taker.hpp"
#include "engine/risk/order_form.hpp"
#include "engine/risk/trigger_checks.hpp"

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

[[nodiscard]] Refusal check_price(const InstrumentDefinition& definition, Price price) noexcept {
    if (price < definition.price_minimum) {
        return {RejectReason::price_below_minimum, price.value(), definition.price_minimum.value()};
    }
    if (price > definition.price_maximum) {
        return {RejectReason::price_above_maximum, price.value(), definition.price_maximum.value()};
    }
    return {};
}

[[nodiscard]] Refusal check_notional(const InstrumentDefinition& definition, Price price,
                                     Quantity quantity) noexcept {
    const uint128 notional =
        static_cast<uint128>(price.value()) * static_cast<uint128>(quantity.value());
    if (notional < definition.notional_minimum) {
        return {RejectReason::notional_below_minimum, shown(static_cast<std::uint64_t>(notional)),
                shown(definition.notional_minimum)};
    }
    return {};
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
        const Price price = is_stop_market(command.order_type)
                                ? hold_price(venue, waiting_order_of(command))
                                : command.price;
        needed = instrument.reserved_by(command.side, price, command.quantity);
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

/// Where a stop has a price, it is a price of the instrument.
[[nodiscard]] Refusal check_stop_price(const InstrumentDefinition& definition,
                                       const Command& command) noexcept {
    if (__builtin_expect(!is_stop(command.order_type), 1)) return {};
    const Price stop = terms_of(command).stop_price;
    return stop == Price{} ? Refusal{} : check_price(definition, stop);
}

/// What an iceberg shows is a quantity by itself, and no more than all of it.
[[nodiscard]] Refusal check_visible_quantity(const InstrumentDefinition& definition,
                                             const Command& command) noexcept {
    const Quantity visible = terms_of(command).visible_quantity;
    if (__builtin_expect(visible == Quantity{}, 1)) return {};
    if (visible > command.quantity) {
        return {RejectReason::iceberg_exceeds_quantity, shown(visible.value()),
                shown(command.quantity.value())};
    }
    return check_quantity(definition, visible);
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
    // A stop that waits stands at no price; when it rests after all, it looks for room itself.
    if (is_stop(command.order_type)) return check_trailing_room(venue, command);
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
    if (const Refusal refusal = check_price(definition, price)) return refusal;
    if (const Refusal refusal = check_quantity(definition, quantity)) return refusal;
    return check_notional(definition, price, quantity);
}

Refusal check_new_order(const Venue& venue, const Command& command) noexcept {
    if (!is_form_valid(command)) return {RejectReason::invalid_order};
    const InstrumentDefinition& definition = venue.instruments[command.instrument].definition;
    if (command.order_type == OrderType::market_by_quote) {
        return check_budget(definition, command.texts.created.quote_quantity);
    }
    const bool is_limited = !has_no_limit(command.order_type);
    if (is_limited) {
        if (const Refusal refusal = check_price(definition, command.price)) return refusal;
    }
    if (const Refusal refusal = check_stop_price(definition, command)) return refusal;
    if (const Refusal refusal = check_quantity(definition, command.quantity)) return refusal;
    if (const Refusal refusal = check_visible_quantity(definition, command)) return refusal;
    if (is_limited) {
        const Refusal refusal = check_notional(definition, command.price, command.quantity);
        if (refusal) return refusal;
    }
    return check_expiry(venue, command);
}

Refusal check_admission(const Venue& venue, const Command& command) noexcept {
    const NewOrderText& created = command.texts.created;
    const bool has_name = !created.client_order_id.empty();
    if (has_name && venue.client_ids.find(
                        {command.account, created.client_order_id_hash, created.client_order_id},
                        venue.books.pool()) != no_slot) {
        return {RejectReason::duplicate_client_order_id};
    }
    const bool stays_open = may_stay_open(command);
    const std::uint32_t open_count = venue.account_orders.open_count(command.account);
    if (stays_open && open_count >= venue.limits.open_orders_per_account_max) {
        return {RejectReason::too_many_open_orders, std::int64_t{open_count} + 1,
                venue.limits.open_orders_per_account_max};
    }
    if (const Refusal refusal = check_last_price(venue, command)) return refusal;
    if (const Refusal refusal = check_funds(venue, command)) return refusal;
    if (const Refusal refusal = check_post_only(venue, command)) return refusal;
    if (const Refusal refusal = check_not_reached(venue, command)) return refusal;
    if (command.order_type == OrderType::market_by_quote) {
        if (const Refusal refusal = check_budget_buys(venue, command)) return refusal;
    }
    if (stays_open) return check_capacity(venue, command);
    return {};
}

}  // namespace outcry::engine
