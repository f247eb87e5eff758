#pragma once

#include <cstdint>

#include "outcry/domain/event_buffer.hpp"
#include "outcry/domain/instrument.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

// Fees where they are not the instrument's alone: rates of accounts and tiers, rebates, the fee
// asset, referrers. Venues without any of these never come here.

/// One fill, before it is settled.
struct Fill {
    InstrumentId instrument;
    AccountId maker;
    AccountId taker;
    Side taker_side{};
    Amount quote;  // the buyer pays it
    Amount base;   // the seller delivers it
};

/// What a fill costs its two parties, and what of it goes on to who brought them.
struct Charge {
    Amount maker_fee;  // below zero: a rebate
    Amount taker_fee;
    std::uint8_t fee_flags = 0;  // bits of FeeFlag
    AssetId fee_asset;           // where a flag says so
    Amount maker_referral;
    Amount taker_referral;
};

/// Finds the tiers of the two anew, where this is their first trade of the day; before its fees.
void find_tiers(Venue& venue, const Fill& fill, EventBuffer& events) noexcept;
/// The most events that a taker's first fill of a command brings besides, because of its tier.
[[nodiscard]] std::size_t tier_event_count_max(const Venue& venue, AccountId taker) noexcept;

/// Moves what both pay and receive, at once, with their fees; counts the volumes.
[[nodiscard]] Charge settle_charged(Venue& venue, const Fill& fill) noexcept;

/// Says what went to the referrers, the taker's first.
void report_referrals(const Venue& venue, const Fill& fill, const Charge& charge,
                      EventBuffer& events) noexcept;

/// How many events a fill between the two makes at most besides its trade.
[[nodiscard]] std::size_t fee_event_count_max(const Venue& venue, AccountId taker,
                                              AccountId maker) noexcept;

}  // namespace outcry::engine
