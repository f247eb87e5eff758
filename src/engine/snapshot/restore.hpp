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
[[nodiscard]] bool restore_order_list(Venue& venue, const OrderListState& state) noexcept;
[[nodiscard]] bool restore_staged_order(Venue& venue, const StagedOrderState& state) noexcept;
[[nodiscard]] bool restore_trigger_range(Venue& venue, const TriggerRangeState& state) noexcept;
[[nodiscard]] bool restore_balance(Venue& venue, const BalanceState& state) noexcept;
[[nodiscard]] bool restore_order(Venue& venue, const OrderState& state) noexcept;
[[nodiscard]] bool restore_key(Venue& venue, const KeyState& state) noexcept;
[[nodiscard]] bool restore_staged(Venue& venue, const StagedState& state) noexcept;

// What operators set; in restore_rules.cpp.
[[nodiscard]] bool restore_instrument_rules(Venue& venue,
                                            const InstrumentRulesState& state) noexcept;
[[nodiscard]] bool restore_venue_rules(Venue& venue, const VenueRulesState& state) noexcept;
[[nodiscard]] bool restore_account_standing(Venue& venue,
                                            const AccountStandingState& state) noexcept;
[[nodiscard]] bool restore_account_limits(Venue& venue, const AccountLimits& limits) noexcept;
[[nodiscard]] bool restore_exposure_limit(Venue& venue, const ExposureLimit& limit) noexcept;
[[nodiscard]] bool restore_fee_tier(Venue& venue, const FeeTier& tier) noexcept;
[[nodiscard]] bool restore_account_fees(Venue& venue, const AccountFees& fees) noexcept;
[[nodiscard]] bool restore_fee_asset_rate(Venue& venue, const FeeAssetRate& rate) noexcept;
[[nodiscard]] bool restore_daily_volume(Venue& venue, const DailyVolumeState& state) noexcept;
[[nodiscard]] bool restore_dead_man(Venue& venue, const DeadManState& state) noexcept;
[[nodiscard]] bool restore_idempotency(Venue& venue, const IdempotencyState& state) noexcept;
[[nodiscard]] bool restore_key_rules(Venue& venue, const SetKeyRules& rules) noexcept;

}  // namespace outcry::engine
