#include "engine/matching/order_commands.hpp"
#include "engine/operator/operator_commands.hpp"
#include "engine/risk/account_counts.hpp"

namespace outcry::engine {
namespace {

/// A bound of zero is none.
template <class Number>
[[nodiscard]] bool is_range(Number minimum, Number maximum) noexcept {
    return maximum == Number{} || minimum <= maximum;
}

[[nodiscard]] InstrumentDefinition changed(InstrumentDefinition definition,
                                           const InstrumentChange& change) noexcept {
    definition.price_minimum = change.price_minimum;
    definition.price_maximum = change.price_maximum;
    definition.quantity_minimum = change.quantity_minimum;
    definition.quantity_maximum = change.quantity_maximum;
    definition.notional_minimum = change.notional_minimum;
    return definition;
}

/// Calls `visit(account)` for each open order of the instrument, waiting ones too, until it says
/// no.
template <class Visit>
bool for_each_order(const Venue& venue, InstrumentId id, Visit visit) noexcept {
    const OrderPool& pool = venue.books.pool();
    for (Slot slot = 1; slot <= pool.fresh_last(); ++slot) {
        const OrderNode& node = pool.node(slot);
        if (node.order_id == OrderId{} || node.instrument != id) continue;
        if (!visit(node.account())) return false;
    }
    return true;
}

void forget_counts(Venue& venue, InstrumentId id) noexcept {
    for_each_order(venue, id, [&](AccountId account) {
        venue.account_counts.clear(account, id);
        return true;
    });
}

/// Counts what is open. False, and nothing is counted, when there is no room for it.
[[nodiscard]] bool count_orders(Venue& venue, InstrumentId id) noexcept {
    const bool has_room = for_each_order(venue, id, [&](AccountId account) {
        if (!venue.account_counts.has_room(account, id)) return false;
        venue.account_counts.add(account, id);
        return true;
    });
    if (!has_room) forget_counts(venue, id);
    return has_room;
}

}  // namespace

bool are_rules_valid(const InstrumentRules& rules) noexcept {
    return rules.market_band_bips < bips_per_unit && rules.position_maximum <= quantity_max &&
           is_range(rules.market_quantity_minimum, rules.market_quantity_maximum) &&
           is_range(rules.bid_down_bips, rules.bid_up_bips) &&
           is_range(rules.ask_down_bips, rules.ask_up_bips) &&
           is_range(rules.trailing_minimum_bips, rules.trailing_maximum_bips);
}

bool adopt_rules(Venue& venue, InstrumentId id, const InstrumentRules& rules) noexcept {
    const bool keeps_counts = need_counts(rules);
    if (keeps_counts && !venue.keeps_counts(id) && !count_orders(venue, id)) return false;
    if (!keeps_counts && venue.keeps_counts(id)) forget_counts(venue, id);
    std::uint8_t flags = rules == InstrumentRules{} ? 0 : InstrumentFlag::has_rules;
    if (keeps_counts) flags |= InstrumentFlag::keeps_counts;
    venue.instruments[id].flags = flags;
    venue.rules[id.value()] = rules;
    return true;
}

void set_instrument_rules(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const InstrumentRules& rules = command.instrument_rules;
    Refusal refusal;
    if (!venue.instruments.has(command.instrument)) {
        refusal = {RejectReason::unknown_instrument};
    } else if (!are_rules_valid(rules)) {
        refusal = {RejectReason::invalid_definition};
    } else if (!adopt_rules(venue, command.instrument, rules)) {
        const std::int64_t limit = venue.limits.account_counts_max;
        refusal = {RejectReason::rule_capacity, limit + 1, limit};
    }
    if (refusal) return refuse(command, refusal, CommandPart::whole, events);
    events.append(EventType::instrument_rules_set, command.instrument).instrument_rules = rules;
}

void change_instrument(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const InstrumentChange& change = command.instrument_change;
    if (!venue.instruments.has(command.instrument)) {
        return refuse(command, {RejectReason::unknown_instrument}, CommandPart::whole, events);
    }
    InstrumentDefinition& definition = venue.instruments[command.instrument].definition;
    const InstrumentDefinition wanted = changed(definition, change);
    if (!is_tradable(wanted)) {
        return refuse(command, {RejectReason::invalid_definition}, CommandPart::whole, events);
    }
    definition = wanted;
    events.append(EventType::instrument_changed, command.instrument).instrument_change = change;
}

}  // namespace outcry::engine
