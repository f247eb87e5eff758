#pragma once

#include "outcry/domain/command.hpp"

#include "engine/risk/refusal.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

// What an account may do at most: steps 3, 13 and 16 of docs/matching.md. Accounts without limits
// pay one look at their flags.

/// Whether the account, or every account, has this flag.
[[nodiscard]] inline bool has_flag(const Venue& venue, AccountId account,
                                   std::uint8_t flag) noexcept {
    const auto flags =
        static_cast<std::uint8_t>(venue.account_orders.flags(account) | venue.account_flags);
    return __builtin_expect((flags & flag) != 0, 0);
}

/// What the limits of an account look at.
struct OrderMeasure {
    AccountId account;
    InstrumentId instrument;
    Side side{};
    bool has_limit = false;
    Price limit;
    Quantity quantity;  // zero: by quote
    Amount notional;    // in quote units
};
[[nodiscard]] OrderMeasure measure_of(const Venue& venue, const Command& command) noexcept;

/// Whether the venue or the account is closed for this command.
enum class Access : std::uint8_t { place_and_cancel, cancel };
[[nodiscard]] Refusal check_standing(const Venue& venue, AccountId account, Access access) noexcept;

/// One more command in this second.
[[nodiscard]] Refusal check_rate(const Venue& venue, AccountId account) noexcept;
/// A command was not refused.
void note_command(Venue& venue, AccountId account) noexcept;

/// Size, value and distance from the market.
[[nodiscard]] Refusal check_account_limits(const Venue& venue, const OrderMeasure& order) noexcept;
/// One more order that may stay open, when `before` come before it in the same command.
[[nodiscard]] Refusal check_open_orders_limit(const Venue& venue, AccountId account,
                                              std::uint32_t before = 0) noexcept;
/// So much more reserved of an asset.
[[nodiscard]] Refusal check_exposure(const Venue& venue, AccountId account, AssetId asset,
                                     Amount needed) noexcept;

}  // namespace outcry::engine
