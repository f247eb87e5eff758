#include "engine/risk/filters.hpp"

#include "outcry/base/int128.hpp"

#include "engine/matching/taker.hpp"
#include "engine/risk/price_bounds.hpp"

namespace outcry::engine {
namespace {

/// The rules, or null of an instrument whose definition says all.
[[nodiscard]] const InstrumentRules* rules_of(const Venue& venue,
                                              const Instrument& instrument) noexcept {
    if (__builtin_expect((instrument.flags & InstrumentFlag::has_rules) == 0, 1)) return nullptr;
    return &venue.rules[instrument.definition.id.value()];
}

/// A step of zero allows every value.
[[nodiscard]] bool is_on_step(std::uint64_t value, std::uint32_t step) noexcept {
    return step == 0 || value % step == 0;
}

[[nodiscard]] Refusal check_price(const Venue& venue, const Instrument& instrument,
                                  Price price) noexcept {
    const InstrumentDefinition& definition = instrument.definition;
    if (price < definition.price_minimum) {
        return {RejectReason::price_below_minimum, price.value(), definition.price_minimum.value()};
    }
    if (price > definition.price_maximum) {
        return {RejectReason::price_above_maximum, price.value(), definition.price_maximum.value()};
    }
    const InstrumentRules* const rules = rules_of(venue, instrument);
    if (rules == nullptr) return {};
    if (!is_on_step(static_cast<std::uint64_t>(price.value()), rules->price_step)) {
        return {RejectReason::price_off_step, price.value(), rules->price_step};
    }
    return {};
}

[[nodiscard]] Refusal check_quantity(const Venue& venue, const Instrument& instrument,
                                     Quantity quantity) noexcept {
    const InstrumentDefinition& definition = instrument.definition;
    if (quantity < definition.quantity_minimum) {
        return {RejectReason::quantity_below_minimum, shown(quantity.value()),
                shown(definition.quantity_minimum.value())};
    }
    if (quantity > definition.quantity_maximum) {
        return {RejectReason::quantity_above_maximum, shown(quantity.value()),
                shown(definition.quantity_maximum.value())};
    }
    const InstrumentRules* const rules = rules_of(venue, instrument);
    if (rules == nullptr) return {};
    if (!is_on_step(quantity.value(), rules->quantity_step)) {
        return {RejectReason::quantity_off_step, shown(quantity.value()), rules->quantity_step};
    }
    return {};
}

[[nodiscard]] Refusal check_market_quantity(const InstrumentRules& rules,
                                            Quantity quantity) noexcept {
    if (quantity < rules.market_quantity_minimum) {
        return {RejectReason::market_quantity_below_minimum, shown(quantity.value()),
                shown(rules.market_quantity_minimum.value())};
    }
    if (rules.market_quantity_maximum != Quantity{} && quantity > rules.market_quantity_maximum) {
        return {RejectReason::market_quantity_above_maximum, shown(quantity.value()),
                shown(rules.market_quantity_maximum.value())};
    }
    return {};
}

/// In ticks times lots: no price times a quantity of an order overflows.
[[nodiscard]] Refusal check_notional(const Venue& venue, const Instrument& instrument,
                                     Amount notional) noexcept {
    const Amount minimum{static_cast<int128>(instrument.definition.notional_minimum)};
    if (notional < minimum) {
        return {RejectReason::notional_below_minimum, shown(notional), shown(minimum)};
    }
    const InstrumentRules* const rules = rules_of(venue, instrument);
    if (rules == nullptr || rules->notional_maximum == 0) return {};
    const Amount maximum{static_cast<int128>(rules->notional_maximum)};
    if (notional > maximum) {
        return {RejectReason::notional_above_maximum, shown(notional), shown(maximum)};
    }
    return {};
}

/// In quote units, since a budget is no price times a quantity.
[[nodiscard]] Refusal check_budget(const Venue& venue, const Instrument& instrument,
                                   Amount budget) noexcept {
    const auto units = static_cast<int128>(instrument.definition.quote_units_per_tick_lot);
    const Amount minimum{static_cast<int128>(instrument.definition.notional_minimum) * units};
    if (budget < minimum) {
        return {RejectReason::notional_below_minimum, shown(budget), shown(minimum)};
    }
    const InstrumentRules* const rules = rules_of(venue, instrument);
    if (rules == nullptr || rules->notional_maximum == 0) return {};
    const Amount maximum{static_cast<int128>(rules->notional_maximum) * units};
    if (budget > maximum) {
        return {RejectReason::notional_above_maximum, shown(budget), shown(maximum)};
    }
    return {};
}

[[nodiscard]] Refusal check_visible_quantity(const Venue& venue, const Command& command,
                                             Quantity visible) noexcept {
    const Instrument& instrument = venue.instruments[command.instrument];
    if (visible > command.quantity) {
        return {RejectReason::iceberg_exceeds_quantity, shown(visible.value()),
                shown(command.quantity.value())};
    }
    if (const Refusal refusal = check_quantity(venue, instrument, visible)) return refusal;
    const InstrumentRules* const rules = rules_of(venue, instrument);
    if (rules == nullptr || rules->iceberg_parts_maximum == 0) return {};
    const std::uint64_t part_count =
        (command.quantity.value() + visible.value() - 1) / visible.value();
    if (part_count <= rules->iceberg_parts_maximum) return {};
    return {RejectReason::too_many_iceberg_parts, shown(part_count), rules->iceberg_parts_maximum};
}

[[nodiscard]] Refusal check_trailing_delta(const InstrumentRules& rules,
                                           std::uint16_t delta_bips) noexcept {
    if (delta_bips < rules.trailing_minimum_bips) {
        return {RejectReason::trailing_delta_out_of_range, delta_bips, rules.trailing_minimum_bips};
    }
    if (rules.trailing_maximum_bips != 0 && delta_bips > rules.trailing_maximum_bips) {
        return {RejectReason::trailing_delta_out_of_range, delta_bips, rules.trailing_maximum_bips};
    }
    return {};
}

/// Whether a GTD order ends after now.
[[nodiscard]] Refusal check_expiry(const Venue& venue, const Command& command) noexcept {
    if (command.time_in_force != TimeInForce::gtd) return {};
    const Timestamp expires_at = terms_of(command).expires_at;
    if (expires_at > venue.time) return {};
    return {RejectReason::expiry_not_in_future, expires_at.value(), venue.time.value()};
}

[[nodiscard]] bool has_limit_price(OrderType type) noexcept {
    return !is_market(type) && !is_stop_market(type);
}

/// Steps 5 to 8.
[[nodiscard]] Refusal check_size(const Venue& venue, const Command& command,
                                 const OrderTerms& terms) noexcept {
    const Instrument& instrument = venue.instruments[command.instrument];
    if (command.order_type == OrderType::market_by_quote) {
        return check_budget(venue, instrument, command.texts.created.quote_quantity);
    }
    const bool has_limit = has_limit_price(command.order_type);
    if (has_limit) {
        if (const Refusal refusal = check_price(venue, instrument, command.price)) return refusal;
    }
    if (terms.stop_price != Price{}) {
        if (const Refusal refusal = check_price(venue, instrument, terms.stop_price)) {
            return refusal;
        }
    }
    if (const Refusal refusal = check_quantity(venue, instrument, command.quantity)) {
        return refusal;
    }
    const InstrumentRules* const rules = rules_of(venue, instrument);
    if (!has_limit && rules != nullptr) return check_market_quantity(*rules, command.quantity);
    if (terms.visible_quantity != Quantity{}) {
        const Refusal refusal = check_visible_quantity(venue, command, terms.visible_quantity);
        if (refusal) return refusal;
    }
    if (!has_limit) return {};
    return check_notional(venue, instrument, notional_of(command.price, command.quantity));
}

}  // namespace

Refusal check_filters(const Venue& venue, const Command& command) noexcept {
    const OrderTerms terms = terms_of(command);
    if (const Refusal refusal = check_size(venue, command, terms)) return refusal;
    const Instrument& instrument = venue.instruments[command.instrument];
    const InstrumentRules* const rules = rules_of(venue, instrument);
    if (rules != nullptr && terms.trailing_delta_bips != 0) {
        const Refusal refusal = check_trailing_delta(*rules, terms.trailing_delta_bips);
        if (refusal) return refusal;
    }
    if (const Refusal refusal = check_expiry(venue, command)) return refusal;
    if (rules == nullptr || !has_limit_price(command.order_type)) return {};
    return check_percent_price(venue, instrument, command.side, command.price);
}

Refusal check_limits(const Venue& venue, const Instrument& instrument, Price price,
                     Quantity quantity) noexcept {
    if (const Refusal refusal = check_price(venue, instrument, price)) return refusal;
    if (const Refusal refusal = check_quantity(venue, instrument, quantity)) return refusal;
    return check_notional(venue, instrument, notional_of(price, quantity));
}

Refusal check_market_limits(const Venue& venue, const Instrument& instrument,
                            Quantity quantity) noexcept {
    if (const Refusal refusal = check_quantity(venue, instrument, quantity)) return refusal;
    const InstrumentRules* const rules = rules_of(venue, instrument);
    return rules == nullptr ? Refusal{} : check_market_quantity(*rules, quantity);
}

Refusal check_percent_price(const Venue& venue, const Instrument& instrument, Side side,
                            Price price) noexcept {
    const InstrumentRules* const rules = rules_of(venue, instrument);
    if (rules == nullptr || instrument.price_last == Price{}) return {};
    const bool buys = side == Side::buy;
    const std::uint32_t up_bips = buys ? rules->bid_up_bips : rules->ask_up_bips;
    const std::uint32_t down_bips = buys ? rules->bid_down_bips : rules->ask_down_bips;
    const Price highest = highest_within(instrument.price_last, up_bips);
    if (up_bips != 0 && price > highest) {
        return {RejectReason::price_outside_percent, price.value(), highest.value()};
    }
    const Price lowest = lowest_within(instrument.price_last, down_bips);
    if (down_bips != 0 && price < lowest) {
        return {RejectReason::price_outside_percent, price.value(), lowest.value()};
    }
    return {};
}

Quantity smallest_market_quantity(const Venue& venue, const Instrument& instrument) noexcept {
    const Quantity minimum = instrument.definition.quantity_minimum;
    const InstrumentRules* const rules = rules_of(venue, instrument);
    if (rules == nullptr) return minimum;
    const Quantity market_minimum = rules->market_quantity_minimum;
    const std::uint64_t larger =
        market_minimum > minimum ? market_minimum.value() : minimum.value();
    if (rules->quantity_step == 0) return Quantity{larger};
    const std::uint64_t step = rules->quantity_step;
    return Quantity{(larger + step - 1) / step * step};
}

}  // namespace outcry::engine
