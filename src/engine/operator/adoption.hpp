#pragma once

#include "outcry/domain/rules.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

// Records that operators set, whether a command or a snapshot brings them. Those that may not fit
// say so and change nothing.

[[nodiscard]] bool has_limits(const AccountLimits& limits) noexcept;
[[nodiscard]] bool adopt_limits(Venue& venue, const AccountLimits& limits) noexcept;
[[nodiscard]] bool adopt_exposure_limit(Venue& venue, const ExposureLimit& limit) noexcept;
void adopt_account_status(Venue& venue, AccountId account, AccountStatus status) noexcept;
void adopt_venue_status(Venue& venue, VenueStatus status) noexcept;

[[nodiscard]] bool adopt_fee_tier(Venue& venue, const FeeTier& tier) noexcept;
[[nodiscard]] bool adopt_account_fees(Venue& venue, const AccountFees& fees) noexcept;
[[nodiscard]] bool adopt_fee_asset_rate(Venue& venue, const FeeAssetRate& rate) noexcept;
/// Without what is not counted; the counts must be right. The record is state.
[[nodiscard]] SetKeyRules counted_part(const SetKeyRules& rules) noexcept;
[[nodiscard]] bool adopt_key_rules(Venue& venue, const SetKeyRules& rules) noexcept;

}  // namespace outcry::engine
