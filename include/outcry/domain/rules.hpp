#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "outcry/domain/amount.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"

namespace outcry {

// What operators set while the venue runs. Each record is the body of a command, of the event that
// reports it and of the state record that keeps it: the same bytes in all three.

inline constexpr std::uint32_t bips_per_unit = 10'000;

/// The filters of an instrument beyond its definition. Zero switches one off.
struct InstrumentRules {
    Quantity market_quantity_minimum;  // MARKET_LOT_SIZE
    Quantity market_quantity_maximum;
    Quantity position_maximum;           // base held and on order by one account, in lots
    std::uint64_t notional_maximum = 0;  // ticks times lots
    std::uint32_t price_step = 0;        // prices are multiples of so many ticks
    std::uint32_t quantity_step = 0;     // quantities of so many lots
    // Bounds of a limit price, in bips of the last price (50,000: five times it).
    std::uint32_t bid_up_bips = 0;
    std::uint32_t bid_down_bips = 0;
    std::uint32_t ask_up_bips = 0;
    std::uint32_t ask_down_bips = 0;
    /// How far from the last price a market order trades, in bips of it; below 10,000.
    std::uint32_t market_band_bips = 0;
    std::uint32_t orders_maximum = 0;  // of one account on the instrument: this and the next four
    std::uint32_t stop_orders_maximum = 0;
    std::uint32_t iceberg_orders_maximum = 0;
    std::uint32_t order_lists_maximum = 0;
    std::uint32_t iceberg_parts_maximum = 0;
    std::uint16_t trailing_minimum_bips = 0;
    std::uint16_t trailing_maximum_bips = 0;
    std::array<std::uint8_t, 12> reserved{};

    friend bool operator==(const InstrumentRules&, const InstrumentRules&) noexcept = default;
};
static_assert(sizeof(InstrumentRules) == 96);

/// The part of an instrument's definition that may change while it trades. Resting orders that no
/// longer fit stay as they are; amending one needs it to fit.
struct InstrumentChange {
    Price price_minimum;
    Price price_maximum;
    Quantity quantity_minimum;
    Quantity quantity_maximum;
    std::uint64_t notional_minimum = 0;
    std::array<std::uint8_t, 56> reserved{};
};
static_assert(sizeof(InstrumentChange) == 96);

/// Limits of an account, checked before the book. Set for `external_account` they are the venue's,
/// for every account that has none of its own. Zero switches one off.
struct AccountLimits {
    Amount order_notional_maximum;  // in units of the quote asset, whichever that is
    Quantity order_quantity_maximum;
    std::uint32_t open_orders_maximum = 0;
    /// How far a limit price may be from the last price against the trader, in bips of it.
    std::uint32_t price_collar_bips = 0;
    std::uint32_t commands_per_second_maximum = 0;  // new orders, amendments, replacements
    AccountId account;
    std::array<std::uint8_t, 56> reserved{};
};
static_assert(sizeof(AccountLimits) == 96);

/// The most that open orders of an account may reserve of an asset; zero takes the limit away.
struct ExposureLimit {
    Amount maximum;
    AccountId account;
    AssetId asset;
    std::array<std::uint8_t, 74> reserved{};
};
static_assert(sizeof(ExposureLimit) == 96);

/// One step of the venue's fee schedule. An account is in the highest tier whose volume it has
/// traded in the 30 days before the current one (UTC), in units of `volume_asset`.
struct FeeTier {
    Amount volume_minimum;
    std::int32_t maker_fee_ppm = 0;  // below zero: a rebate, paid out of the taker's fee
    std::int32_t taker_fee_ppm = 0;
    AssetId volume_asset;    // trades of instruments quoted in it count
    std::uint8_t index = 0;  // 1 to `fee_tiers_max`; ascending with the volume
    std::uint8_t is_removed = 0;
    std::array<std::uint8_t, 68> reserved{};
};
static_assert(sizeof(FeeTier) == 96);

/// How an account is charged. Rates of its own go before any tier.
struct AccountFees {
    std::int32_t maker_fee_ppm = 0;
    std::int32_t taker_fee_ppm = 0;
    AccountId account;
    AccountId referrer;                    // zero: none
    std::uint32_t referrer_share_ppm = 0;  // of the fees that the account pays
    std::uint8_t has_own_rates = 0;
    std::uint8_t pays_in_fee_asset = 0;  // where its balance of it suffices
    std::array<std::uint8_t, 74> reserved{};
};
static_assert(sizeof(AccountFees) == 96);

/// What a fee in one asset costs in the venue's fee asset:
/// `fee * numerator / denominator`, less the discount, rounded up.
struct FeeAssetRate {
    std::uint64_t numerator = 0;  // zero takes the rate away
    std::uint64_t denominator = 0;
    std::uint32_t discount_ppm = 0;
    AssetId asset;      // that the fee would be charged in
    AssetId fee_asset;  // one for the whole venue
    std::array<std::uint8_t, 72> reserved{};
};
static_assert(sizeof(FeeAssetRate) == 96);

/// Most tiers of the fee schedule.
inline constexpr std::uint8_t fee_tiers_max = 16;
/// Bounds of the fees; a rebate may not be above the taker's fee of its tier.
inline constexpr std::int32_t account_fee_ppm_max = 100'000;

}  // namespace outcry
