#pragma once

#include <algorithm>
#include <variant>
#include <vector>

#include "engine/snapshot/restore.hpp"
#include "support/state_records.hpp"

namespace outcry::test {

// What the venue's own functions take, by kind of record.
inline bool take(engine::Venue& venue, const VenueState& s) {
    return engine::restore_venue(venue, s);
}
inline bool take(engine::Venue& venue, const AssetState& s) {
    return engine::restore_asset(venue, s);
}
inline bool take(engine::Venue& venue, const InstrumentState& s) {
    return engine::restore_instrument(venue, s);
}
inline bool take(engine::Venue& venue, const AccountState& s) {
    return engine::restore_account(venue, s);
}
inline bool take(engine::Venue& venue, const BalanceState& s) {
    return engine::restore_balance(venue, s);
}
inline bool take(engine::Venue& venue, const AccountRulesState& s) {
    return engine::restore_account_rules(venue, s);
}
inline bool take(engine::Venue& venue, const InstrumentCountersState& s) {
    return engine::restore_instrument_counters(venue, s);
}
inline bool take(engine::Venue& venue, const OrderTermsState& s) {
    return engine::restore_order_terms(venue, s);
}
inline bool take(engine::Venue& venue, const OrderState& s) {
    return engine::restore_order(venue, s);
}
inline bool take(engine::Venue& venue, const KeyState& s) { return engine::restore_key(venue, s); }
inline bool take(engine::Venue& venue, const StagedState& s) {
    return engine::restore_staged(venue, s);
}
inline bool take(engine::Venue& venue, const VenueRulesState& s) {
    return engine::restore_venue_rules(venue, s);
}
inline bool take(engine::Venue& venue, const TriggerRangeState& s) {
    return engine::restore_trigger_range(venue, s);
}
inline bool take(engine::Venue& venue, const InstrumentRulesState& s) {
    return engine::restore_instrument_rules(venue, s);
}

inline bool take(engine::Venue& venue, const AccountStandingState& s) {
    return engine::restore_account_standing(venue, s);
}
inline bool take(engine::Venue& venue, const AccountLimits& s) {
    return engine::restore_account_limits(venue, s);
}
inline bool take(engine::Venue& venue, const ExposureLimit& s) {
    return engine::restore_exposure_limit(venue, s);
}
inline bool take(engine::Venue& venue, const FeeTier& s) {
    return engine::restore_fee_tier(venue, s);
}
inline bool take(engine::Venue& venue, const AccountFees& s) {
    return engine::restore_account_fees(venue, s);
}
inline bool take(engine::Venue& venue, const FeeAssetRate& s) {
    return engine::restore_fee_asset_rate(venue, s);
}
inline bool take(engine::Venue& venue, const DailyVolumeState& s) {
    return engine::restore_daily_volume(venue, s);
}
inline bool take(engine::Venue& venue, const DeadManState& s) {
    return engine::restore_dead_man(venue, s);
}
inline bool take(engine::Venue& venue, const IdempotencyState& s) {
    return engine::restore_idempotency(venue, s);
}
inline bool take(engine::Venue& venue, const OrderListState& s) {
    return engine::restore_order_list(venue, s);
}
inline bool take(engine::Venue& venue, const StagedOrderState& s) {
    return engine::restore_staged_order(venue, s);
}
inline bool take(engine::Venue& venue, const SetKeyRules& s) {
    return engine::restore_key_rules(venue, s);
}

/// A venue that a test can damage from inside; false at the first record that it refuses.
[[nodiscard]] inline bool restore(engine::Venue& venue, const std::vector<StateRecord>& records) {
    return std::ranges::all_of(records, [&](const StateRecord& record) {
        return std::visit([&](const auto& state) { return take(venue, state); }, record);
    });
}

}  // namespace outcry::test
