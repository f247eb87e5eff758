#pragma once

#include <cstddef>
#include <cstdint>

#include "outcry/domain/state.hpp"

namespace outcry::wire {

/// The state records of the domain go into snapshots as they lie in memory. What is pinned here
/// is version 1 of that: a change of the domain's records needs a new version beside a copy of
/// the old structs. docs/formats/snapshot.md.
inline constexpr std::uint16_t state_record_version = 1;

static_assert(sizeof(VenueState) == 40);
static_assert(offsetof(VenueState, mass_action_account) == 32);
static_assert(offsetof(VenueState, mass_action_is_pending) == 38);
static_assert(sizeof(AssetState) == 16);
static_assert(offsetof(AssetState, code) == 3);
static_assert(sizeof(InstrumentState) == 128);
static_assert(offsetof(InstrumentState, trade_id_last) == 72);
static_assert(offsetof(InstrumentState, maker_fee_ppm) == 88);
static_assert(offsetof(InstrumentState, symbol) == 105);
static_assert(sizeof(AccountState) == 48);
static_assert(offsetof(AccountState, name) == 12);
static_assert(sizeof(BalanceState) == 40);
static_assert(offsetof(BalanceState, account) == 32);
static_assert(sizeof(OrderState) == 80);
static_assert(offsetof(OrderState, account) == 32);
static_assert(offsetof(OrderState, client_order_id) == 40);
static_assert(sizeof(KeyState) == 1104);
static_assert(offsetof(KeyState, name) == 6);
static_assert(offsetof(KeyState, material) == 73);
static_assert(sizeof(StagedState) == 1026);
static_assert(sizeof(AccountRulesState) == 16);
static_assert(sizeof(InstrumentCountersState) == 16);
static_assert(sizeof(OrderTermsState) == 64);
static_assert(offsetof(OrderTermsState, trailing_delta_bips) == 48);
static_assert(offsetof(OrderTermsState, session) == 56);
static_assert(offsetof(OrderState, phase) == 77);
static_assert(sizeof(VenueRulesState) == 24);
static_assert(offsetof(VenueRulesState, status) == 16);
static_assert(sizeof(OrderListState) == 80);
static_assert(offsetof(OrderListState, client_order_id) == 39);
static_assert(sizeof(TriggerRangeState) == 24);
static_assert(sizeof(InstrumentRulesState) == 104);
static_assert(sizeof(AccountStandingState) == 24);
static_assert(offsetof(AccountStandingState, status) == 16);
static_assert(sizeof(DailyVolumeState) == 24);
static_assert(sizeof(DeadManState) == 16);
static_assert(sizeof(IdempotencyState) == 80);
static_assert(offsetof(IdempotencyState, client_order_id) == 36);
static_assert(sizeof(StagedOrderState) == 264);
static_assert(sizeof(SetKeyRules) == 168);
static_assert(offsetof(SetKeyRules, addresses) == 76);
static_assert(offsetof(SetKeyRules, instruments) == 144);

// These are the bodies of commands and events, too.
static_assert(sizeof(InstrumentRules) == 96);
static_assert(offsetof(InstrumentRules, price_step) == 32);
static_assert(offsetof(InstrumentRules, market_band_bips) == 56);
static_assert(offsetof(InstrumentRules, trailing_minimum_bips) == 80);
static_assert(sizeof(InstrumentChange) == 96);
static_assert(offsetof(InstrumentChange, notional_minimum) == 32);
static_assert(sizeof(AccountLimits) == 96);
static_assert(offsetof(AccountLimits, open_orders_maximum) == 24);
static_assert(offsetof(AccountLimits, account) == 36);
static_assert(sizeof(ExposureLimit) == 96);
static_assert(offsetof(ExposureLimit, account) == 16);
static_assert(sizeof(FeeTier) == 96);
static_assert(offsetof(FeeTier, volume_asset) == 24);
static_assert(sizeof(AccountFees) == 96);
static_assert(offsetof(AccountFees, has_own_rates) == 20);
static_assert(sizeof(FeeAssetRate) == 96);
static_assert(offsetof(FeeAssetRate, asset) == 20);

/// Whether bytes that came from a file may be used as the record: texts, sizes and enumerations
/// are in range. Whether the values make sense is the engine's to say.
[[nodiscard]] bool is_valid(const VenueState& venue) noexcept;
[[nodiscard]] bool is_valid(const AssetState& asset) noexcept;
[[nodiscard]] bool is_valid(const InstrumentState& instrument) noexcept;
[[nodiscard]] bool is_valid(const AccountState& account) noexcept;
[[nodiscard]] bool is_valid(const BalanceState& balance) noexcept;
[[nodiscard]] bool is_valid(const OrderState& order) noexcept;
[[nodiscard]] bool is_valid(const AccountRulesState& rules) noexcept;
[[nodiscard]] bool is_valid(const InstrumentCountersState& counters) noexcept;
[[nodiscard]] bool is_valid(const OrderTermsState& terms) noexcept;
[[nodiscard]] bool is_valid(const KeyState& key) noexcept;
[[nodiscard]] bool is_valid(const StagedState& staged) noexcept;
[[nodiscard]] bool is_valid(const VenueRulesState& rules) noexcept;
[[nodiscard]] bool is_valid(const OrderListState& list) noexcept;
[[nodiscard]] bool is_valid(const TriggerRangeState& range) noexcept;
[[nodiscard]] bool is_valid(const InstrumentRulesState& rules) noexcept;
[[nodiscard]] bool is_valid(const AccountStandingState& standing) noexcept;
[[nodiscard]] bool is_valid(const DailyVolumeState& volume) noexcept;
[[nodiscard]] bool is_valid(const DeadManState& dead_man) noexcept;
[[nodiscard]] bool is_valid(const IdempotencyState& record) noexcept;
/// The command in it is one that can be staged, and is what its record would be read back as.
[[nodiscard]] bool is_valid(const StagedOrderState& staged) noexcept;
[[nodiscard]] bool is_valid(const SetKeyRules& rules) noexcept;
[[nodiscard]] bool is_valid(const InstrumentRules& rules) noexcept;
[[nodiscard]] bool is_valid(const InstrumentChange& change) noexcept;
[[nodiscard]] bool is_valid(const AccountLimits& limits) noexcept;
[[nodiscard]] bool is_valid(const ExposureLimit& limit) noexcept;
[[nodiscard]] bool is_valid(const FeeTier& tier) noexcept;
[[nodiscard]] bool is_valid(const AccountFees& fees) noexcept;
[[nodiscard]] bool is_valid(const FeeAssetRate& rate) noexcept;

}  // namespace outcry::wire
