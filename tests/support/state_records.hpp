#pragma once

#include <variant>
#include <vector>

#include "outcry/domain/state.hpp"
#include "outcry/engine/engine.hpp"

namespace outcry::test {

using StateRecord =
    std::variant<VenueState, AssetState, InstrumentState, AccountState, BalanceState, OrderState,
                 KeyState, StagedState, AccountRulesState, InstrumentCountersState, OrderTermsState,
                 TriggerRangeState, InstrumentRulesState, VenueRulesState, AccountStandingState,
                 AccountLimits, ExposureLimit, FeeTier, AccountFees, FeeAssetRate, DailyVolumeState,
                 DeadManState, IdempotencyState, SetKeyRules, OrderListState, StagedOrderState>;

/// An engine's whole state, record by record, as a snapshot would hold it.
[[nodiscard]] std::vector<StateRecord> records_of(const engine::Engine& engine);

/// Gives the records to a fresh engine; false at the first one that it refuses.
[[nodiscard]] bool restore(engine::Engine& engine, const std::vector<StateRecord>& records);

/// A hash over everything but the sequence and the time of the last command: what a refused
/// command has to leave as it was. What is staged is left out: it is gone with its command, refused
/// or not.
[[nodiscard]] std::uint64_t hash_without_sequence(const engine::Engine& engine);

}  // namespace outcry::test
