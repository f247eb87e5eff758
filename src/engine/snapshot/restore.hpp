#pragma once

#include "outcry/domain/state.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

// Each takes one record of a snapshot into a fresh engine; false when it does not fit: a limit is
// smaller than the snapshot needs, or the record contradicts what came before it.

[[nodiscard]] bool restore_venue(Venue& venue, const VenueState& state) noexcept;
[[nodiscard]] bool restore_asset(Venue& venue, const AssetState& state) noexcept;
[[nodiscard]] bool restore_instrument(Venue& venue, const InstrumentState& state) noexcept;
[[nodiscard]] bool restore_account(Venue& venue, const AccountState& state) noexcept;
[[nodiscard]] bool restore_account_rules(Venue& venue, const AccountRulesState& state) noexcept;
[[nodiscard]] bool restore_instrument_counters(Venue& venue,
                                               const InstrumentCountersState& state) noexcept;
[[nodiscard]] bool restore_order_terms(Venue& venue, const OrderTermsState& state) noexcept;
[[nodiscard]] bool restore_venue_rules(Venue& venue, const VenueRulesState& state) noexcept;
[[nodiscard]] bool restore_trigger_range(Venue& venue, const TriggerRangeState& state) noexcept;
[[nodiscard]] bool restore_balance(Venue& venue, const BalanceState& state) noexcept;
[[nodiscard]] bool restore_order(Venue& venue, const OrderState& state) noexcept;
[[nodiscard]] bool restore_key(Venue& venue, const KeyState& state) noexcept;
[[nodiscard]] bool restore_staged(Venue& venue, const StagedState& state) noexcept;

// What operators set; in restore_rules.cpp.
[[nodiscard]] bool restore_instrument_rules(Venue& venue,
                                            const InstrumentRulesState& state) noexcept;

}  // namespace outcry::engine
