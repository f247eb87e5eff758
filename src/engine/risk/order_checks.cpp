#include "engine/risk/order_checks.hpp"

#include "engine/matching/hold.hpp"
#include "engine/matching/taker.hpp"
#include "engine/risk/account_counts.hpp"
#include "engine/risk/filters.hpp"
#include "engine/risk/order_form.hpp"
#include "engine/risk/trigger_checks.hpp"

namespace outcry::engine {
namespace {

[[nodiscard]] Refusal check_status(InstrumentStatus status, const Command& command,
                                   Access access) noexcept {
    if (status == InstrumentStatus::trading) return {};
    if (status == InstrumentStatus::delisted) return {RejectReason::instrument_delisted};
    if (status == InstrumentStatus::halted) return {RejectReason::instrument_halted};
    if (access == Access::cancel) return {};
    if (status == InstrumentStatus::cancel_only) return {RejectReason::instrument_cancel_only};
    const bool places = command.type == CommandType::place_order ||
                        command.type == CommandType::replace_order ||
                        command.type == CommandType::stage_order;
    if (places && !is_post_only(command.order_type)) {
        return {RejectReason::instrument_post_only};
    }
    return {};
}

/// Steps 13 and 14: what the account may do, and how many open orders it may have.
[[nodiscard]] Refusal check_account(const Venue& venue, const Command& command,
                                    bool stays_open) noexcept {
    if (const Refusal refusal = check_order_limits(venue, command, 0)) return refusal;
    if (stays_open) {
        if (const Refusal refusal = check_open_counts(venue, command, {})) return refusal;
    }
    if (!venue.keeps_counts(command.instrument)) return {};
    return check_position(venue, command);
}

/// A budget has to buy at least the smallest order at the best price.
[[nodiscard]] Refusal check_budget_buys(const Venue& venue, const Command& command) noexcept {
    const Instrument& instrument = venue.instruments[command.instrument];
    const InstrumentDefinition& definition = instrument.definition;
    const Book& book = venue.books.book(command.instrument);
    if (!OrderBooks::crosses(book, command.side, open_limit(command.side))) return {};
    const Price best = book.best_price[index_of(opposite(command.side))];
    const Amount budget = command.texts.created.quote_quantity;
    const Amount minimum =
        quote_amount(definition, best, smallest_market_quantity(venue, instrument));
    if (budget >= minimum) return {};
    return {RejectReason::quote_quantity_too_small, shown(budget), shown(minimum)};
}

[[nodiscard]] Refusal check_capacity(const Venue& venue, const Command& command) noexcept {
    if (venue.books.pool().is_full()) {
        const std::int64_t limit = venue.limits.orders_max;
        return {RejectReason::order_capacity, limit + 1, limit};
    }
    // A stop that waits stands at no price; when it rests after all, it looks for room itself.
    if (const Refusal refusal = check_trailing_room(venue, command)) return refusal;
    if (!is_stop(command.order_type)) {
        const Price price = effective_price(venue, command);
        if (const Refusal refusal = check_price_room(venue, command.instrument, price)) {
            return refusal;
        }
    }
    if (!venue.keeps_counts(command.instrument)) return {};
    return check_count_capacity(venue, command);
}

}  // namespace

Amount needed_by(const Venue& venue, const Command& command) noexcept {
    const Instrument& instrument = venue.instruments[command.instrument];
    if (command.order_type == OrderType::market_by_quote) {
        const Taker taker = taker_of(venue, command);
        if (command.side == Side::buy) return taker.budget;
        return base_amount(instrument.definition,
                           estimate(venue, command.instrument, taker).quantity);
    }
    if (command.order_type == OrderType::market && command.side == Side::buy) {
        return estimate(venue, command.instrument, taker_of(venue, command)).quote;
    }
    const Price price = is_stop_market(command.order_type)
                            ? hold_price(venue, waiting_order_of(command))
                            : command.price;
    return instrument.reserved_by(command.side, price, command.quantity);
}

Refusal check_funds(const Venue& venue, const Command& command) noexcept {
    const AssetId asset = venue.instruments[command.instrument].paid_asset(command.side);
    const Amount free = venue.ledger.balance(command.account, asset).free;
    const Amount needed = needed_by(venue, command);
    if (needed > free) return insufficient(needed, free);
    if (!may_stay_open(command)) return {};
    return check_exposure(venue, command.account, asset, needed);
}

Refusal check_order_limits(const Venue& venue, const Command& command,
                           std::uint32_t before) noexcept {
    if (!has_flag(venue, command.account, AccountFlag::has_limits)) return {};
    if (const Refusal refusal = check_account_limits(venue, measure_of(venue, command))) {
        return refusal;
    }
    if (!may_stay_open(command)) return {};
    return check_open_orders_limit(venue, command.account, before);
}

Refusal check_open_counts(const Venue& venue, const Command& command,
                          const OrdersBefore& before) noexcept {
    const std::uint64_t open_count =
        std::uint64_t{venue.account_orders.open_count(command.account)} + before.order_count;
    if (open_count >= venue.limits.open_orders_per_account_max) {
        return {RejectReason::too_many_open_orders, shown(open_count + 1),
                venue.limits.open_orders_per_account_max};
    }
    if (!venue.keeps_counts(command.instrument)) return {};
    return check_account_counts(venue, command, before);
}

Refusal check_client_name(const Venue& venue, const Command& command) noexcept {
    const NewOrderText& created = command.texts.created;
    if (created.client_order_id.empty()) return {};
    const Slot holder = venue.client_ids.find(
        {command.account, created.client_order_id_hash, created.client_order_id},
        venue.books.pool());
    if (holder == no_slot) return {};
    return {RejectReason::duplicate_client_order_id};
}

/// One that slides must have somewhere to slide to.
Refusal check_post_only(const Venue& venue, const Command& command) noexcept {
    if (!is_post_only(command.order_type)) return {};
    const Book& book = venue.books.book(command.instrument);
    if (!OrderBooks::crosses(book, command.side, command.price)) return {};
    if (command.order_type == OrderType::limit_maker_slide) {
        const Instrument& instrument = venue.instruments[command.instrument];
        const Price price = effective_price(venue, command);
        const bool fits = !check_limits(venue, instrument, price, command.quantity) &&
                          !check_percent_price(venue, instrument, command.side, price);
        if (fits) return {};
    }
    return {RejectReason::would_trade};
}

Refusal check_price_room(const Venue& venue, InstrumentId instrument, Price price) noexcept {
    if (venue.books.has_price_room(instrument, price)) return {};
    const std::int64_t limit = venue.books.prices().pages_max();
    return {RejectReason::price_level_capacity, limit + 1, limit};
}

Refusal find_name_refusal(const Venue& venue, const Command& command, Access access) noexcept {
    if (!venue.instruments.has(command.instrument)) return {RejectReason::unknown_instrument};
    if (!venue.accounts.is_user(command.account)) return {RejectReason::unknown_account};
    if (has_flag(venue, command.account, AccountFlag::is_restricted)) {
        const Refusal refusal = check_standing(venue, command.account, access);
        if (refusal) return refusal;
    }
    return check_status(venue.instruments[command.instrument].definition.status, command, access);
}

Refusal check_new_order(const Venue& venue, const Command& command) noexcept {
    if (!is_form_valid(command)) return {RejectReason::invalid_order};
    return check_filters(venue, command);
}

Refusal check_admission(const Venue& venue, const Command& command) noexcept {
    if (const Refusal refusal = check_client_name(venue, command)) return refusal;
    const bool stays_open = may_stay_open(command);
    if (const Refusal refusal = check_account(venue, command, stays_open)) return refusal;
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
