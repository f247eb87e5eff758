#include "engine/risk/limits.hpp"

#include "engine/matching/taker.hpp"
#include "engine/risk/price_bounds.hpp"

namespace outcry::engine {
namespace {

/// Those of the account, or else those that the venue has for all.
[[nodiscard]] const AccountLimits& limits_of(const Venue& venue, AccountId account) noexcept {
    const bool has_own = (venue.account_orders.flags(account) & AccountFlag::has_limits) != 0;
    return venue.standings.limits(has_own ? account : external_account);
}

[[nodiscard]] std::uint32_t second_of(Timestamp time) noexcept {
    return static_cast<std::uint32_t>(time.value() / 1'000'000);
}

/// How many commands the account has made in this second.
[[nodiscard]] std::uint32_t rate_of(const Venue& venue, AccountId account) noexcept {
    const AccountStanding& standing = venue.standings[account];
    return standing.rate_second == second_of(venue.time) ? standing.rate_count : 0;
}

/// A buy that is dearer, or a sell that is cheaper than the collar allows.
[[nodiscard]] Refusal check_collar(Price last, const AccountLimits& limits,
                                   const OrderMeasure& order) noexcept {
    const std::uint64_t collar_bips = limits.price_collar_bips;
    if (collar_bips == 0 || last == Price{} || !order.has_limit) return {};
    if (order.side == Side::buy) {
        const Price highest = highest_within(last, bips_per_unit + collar_bips);
        if (order.limit <= highest) return {};
        return {RejectReason::price_collar, order.limit.value(), highest.value()};
    }
    const Price lowest =
        lowest_within(last, collar_bips < bips_per_unit ? bips_per_unit - collar_bips : 0);
    if (order.limit >= lowest) return {};
    return {RejectReason::price_collar, order.limit.value(), lowest.value()};
}

}  // namespace

OrderMeasure measure_of(const Venue& venue, const Command& command) noexcept {
    const Instrument& instrument = venue.instruments[command.instrument];
    OrderMeasure measure{.account = command.account,
                         .instrument = command.instrument,
                         .side = command.side,
                         .has_limit = !has_no_limit(command.order_type),
                         .limit = command.price,
                         .quantity = command.quantity,
                         .notional = command.texts.created.quote_quantity};
    if (command.order_type == OrderType::market_by_quote) return measure;
    // Without a limit an order is worth what the market says.
    const Price price = measure.has_limit ? command.price : instrument.price_last;
    measure.notional = quote_amount(instrument.definition, price, command.quantity);
    return measure;
}

Refusal check_standing(const Venue& venue, AccountId account, Access access) noexcept {
    const AccountStatus status = venue.standings[account].status;
    const bool places = access == Access::place_and_cancel;
    if (venue.status == VenueStatus::halted) return {RejectReason::venue_halted};
    if (places && venue.status == VenueStatus::cancel_only) {
        return {RejectReason::venue_cancel_only};
    }
    if (status == AccountStatus::disabled) return {RejectReason::account_disabled};
    if (places && status == AccountStatus::cancel_only) return {RejectReason::account_cancel_only};
    return {};
}

Refusal check_rate(const Venue& venue, AccountId account) noexcept {
    if (!has_flag(venue, account, AccountFlag::has_limits)) return {};
    const std::uint32_t maximum = limits_of(venue, account).commands_per_second_maximum;
    if (maximum == 0) return {};
    const std::uint32_t count = rate_of(venue, account);
    if (count < maximum) return {};
    return {RejectReason::command_rate_limit, std::int64_t{count} + 1, maximum};
}

void note_command(Venue& venue, AccountId account) noexcept {
    if (!has_flag(venue, account, AccountFlag::has_limits)) return;
    if (limits_of(venue, account).commands_per_second_maximum == 0) return;
    const std::uint32_t count = rate_of(venue, account);
    AccountStanding& standing = venue.standings[account];
    standing.rate_second = second_of(venue.time);
    standing.rate_count = count + 1;
}

Refusal check_account_limits(const Venue& venue, const OrderMeasure& order) noexcept {
    if (!has_flag(venue, order.account, AccountFlag::has_limits)) return {};
    const AccountLimits& limits = limits_of(venue, order.account);
    if (limits.order_quantity_maximum != Quantity{} &&
        order.quantity > limits.order_quantity_maximum) {
        return {RejectReason::order_quantity_limit, shown(order.quantity.value()),
                shown(limits.order_quantity_maximum.value())};
    }
    if (limits.order_notional_maximum != Amount{} &&
        order.notional > limits.order_notional_maximum) {
        return {RejectReason::order_notional_limit, shown(order.notional),
                shown(limits.order_notional_maximum)};
    }
    return check_collar(venue.instruments[order.instrument].price_last, limits, order);
}

Refusal check_open_orders_limit(const Venue& venue, AccountId account,
                                std::uint32_t before) noexcept {
    if (!has_flag(venue, account, AccountFlag::has_limits)) return {};
    const std::uint32_t maximum = limits_of(venue, account).open_orders_maximum;
    const std::int64_t count = std::int64_t{venue.account_orders.open_count(account)} + before + 1;
    if (maximum == 0 || count <= maximum) return {};
    return {RejectReason::open_orders_limit, count, maximum};
}

Refusal check_exposure(const Venue& venue, AccountId account, AssetId asset,
                       Amount needed) noexcept {
    if (!has_flag(venue, account, AccountFlag::has_exposure_limits)) return {};
    Amount maximum = venue.standings.exposure_maximum(account, asset);
    if (maximum == Amount{}) maximum = venue.standings.exposure_maximum(external_account, asset);
    const Amount reserved = venue.ledger.balance(account, asset).locked + needed;
    if (maximum == Amount{} || reserved <= maximum) return {};
    return {RejectReason::exposure_limit, shown(reserved), shown(maximum)};
}

}  // namespace outcry::engine
