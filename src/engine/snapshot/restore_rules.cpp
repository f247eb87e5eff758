#include "engine/operator/operator_commands.hpp"
#include "engine/snapshot/restore.hpp"

namespace outcry::engine {

bool restore_instrument_rules(Venue& venue, const InstrumentRulesState& state) noexcept {
    if (!venue.instruments.has(state.instrument)) return false;
    if (state.status_reason > StatusReason::reconciliation) return false;
    if (!are_rules_valid(state.rules)) return false;
    venue.instruments[state.instrument].status_reason = state.status_reason;
    adopt_rules(venue, state.instrument, state.rules);
    return true;
}

}  // namespace outcry::engine
