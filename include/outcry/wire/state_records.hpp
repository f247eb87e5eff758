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

}  // namespace outcry::wire
