#pragma once

#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"

#include "engine/risk/refusal.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

inline constexpr std::uint8_t asset_decimals_max = 18;
/// A tenth. With `ledger_total_max` it keeps an amount times a fee within an Amount.
inline constexpr std::uint32_t fee_ppm_max = 100'000;
/// The largest order of an instrument costs less than this many units, so no sum overflows.
inline constexpr unsigned order_amount_bits_max = 126;

// One function per operators' command: refuses with its reason and changes nothing, or acts.

void create_asset(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void create_instrument(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void set_instrument_status(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void set_instrument_rules(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void change_instrument(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void change_fees(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void set_account_status(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void set_venue_status(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void set_account_limits(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void set_exposure_limit(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void set_fee_tier(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void set_account_fees(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void set_fee_asset_rate(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void transfer_balance(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void set_key_rules(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void create_account(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void set_account_rules(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void adjust_balance(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void stage_bytes(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void register_key(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void revoke_key(Venue& venue, const Command& command, EventBuffer& events) noexcept;

/// Whether a definition, its unit factors derived, is one that the engine can trade.
[[nodiscard]] bool is_tradable(const InstrumentDefinition& definition) noexcept;
[[nodiscard]] bool is_status(InstrumentStatus status) noexcept;

/// Whether the rules can be kept: no range is empty, no part of a market is all of it.
[[nodiscard]] bool are_rules_valid(const InstrumentRules& rules) noexcept;
/// Makes them the rules of the instrument. False, and nothing changes, when there is no room to
/// count what its accounts have open.
[[nodiscard]] bool adopt_rules(Venue& venue, InstrumentId instrument,
                               const InstrumentRules& rules) noexcept;

/// The record of an instrument with what trading adds to its definition.
[[nodiscard]] InstrumentState state_of(const Instrument& instrument) noexcept;

}  // namespace outcry::engine
