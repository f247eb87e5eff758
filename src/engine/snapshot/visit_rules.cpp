#include "engine/snapshot/visit_rules.hpp"

namespace outcry::engine {
namespace {

void visit_instrument_rules(const Venue& venue, StateVisitor& visitor) {
    for (std::uint16_t id = 0; id < venue.instruments.count(); ++id) {
        const Instrument& instrument = venue.instruments[InstrumentId{id}];
        const bool has_rules = (instrument.flags & InstrumentFlag::has_rules) != 0;
        if (!has_rules && instrument.status_reason == StatusReason{}) continue;
        visitor.on_instrument_rules({.rules = venue.rules[id],
                                     .instrument = InstrumentId{id},
                                     .status_reason = instrument.status_reason});
    }
}

}  // namespace

void visit_rules(const Venue& venue, StateVisitor& visitor) {
    visit_instrument_rules(venue, visitor);
}

}  // namespace outcry::engine
