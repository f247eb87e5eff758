#include "engine/matching/order_commands.hpp"
#include "engine/operator/operator_commands.hpp"

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

}  // namespace

bool are_rules_valid(const InstrumentRules& rules) noexcept {
    return rules.market_band_bips < bips_per_unit && rules.position_maximum <= quantity_max &&
           is_range(rules.market_quantity_minimum, rules.market_quantity_maximum) &&
           is_range(rules.bid_down_bips, rules.bid_up_bips) &&
           is_range(rules.ask_down_bips, rules.ask_up_bips) &&
           is_range(rules.trailing_minimum_bips, rules.trailing_maximum_bips);
}

void adopt_rules(Venue& venue, InstrumentId id, const InstrumentRules& rules) noexcept {
    Instrument& instrument = venue.instruments[id];
    instrument.flags = rules == InstrumentRules{} ? 0 : InstrumentFlag::has_rules;
    venue.rules[id.value()] = rules;
}

void set_instrument_rules(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const InstrumentRules& rules = command.instrument_rules;
    Refusal refusal;
    if (!venue.instruments.has(command.instrument)) {
        refusal = {RejectReason::unknown_instrument};
    } else if (!are_rules_valid(rules)) {
        refusal = {RejectReason::invalid_definition};
    }
    if (refusal) return refuse(command, refusal, CommandPart::whole, events);
    adopt_rules(venue, command.instrument, rules);
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
