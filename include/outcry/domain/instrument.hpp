#pragma once

#include <cstdint>

#include "outcry/base/assert.hpp"
#include "outcry/base/chosen.hpp"
#include "outcry/base/int128.hpp"
#include "outcry/domain/amount.hpp"
#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"

namespace outcry {

/// An asset that balances are held in. `decimals` places the smallest unit: 8 means 1e-8.
struct AssetDefinition {
    AssetId id;
    std::uint8_t decimals = 8;
    AssetCode code;
};

/// Everything about an instrument that decides. A price on the wire is
/// `ticks * tick_mantissa / 10^tick_scale`, a quantity `lots * lot_mantissa / 10^lot_scale`.
struct InstrumentDefinition {
    std::uint64_t tick_mantissa = 1;
    std::uint64_t lot_mantissa = 1;
    /// Smallest units of the base asset in one lot.
    std::uint64_t base_units_per_lot = 1;
    /// Smallest units of the quote asset in one tick times one lot; whole by construction.
    std::uint64_t quote_units_per_tick_lot = 1;
    Price price_minimum{1};
    Price price_maximum = outcry::price_max;
    Quantity quantity_minimum{1};
    Quantity quantity_maximum = outcry::quantity_max;
    /// In ticks times lots, so that it needs no 128 bits; zero switches the check off.
    std::uint64_t notional_minimum = 0;
    std::uint32_t maker_fee_ppm = 0;  // millionths of the received amount
    std::uint32_t taker_fee_ppm = 0;
    InstrumentId id;
    AssetId base_asset;
    AssetId quote_asset;
    std::uint8_t tick_scale = 0;
    std::uint8_t lot_scale = 0;
    InstrumentStatus status = InstrumentStatus::trading;
    Symbol symbol;
};

/// `mantissa * 10^exponent`, or zero when that is not a whole number of 1 to 2^64 - 1.
[[nodiscard]] constexpr std::uint64_t scaled_units(uint128 mantissa, int exponent) noexcept {
    for (; exponent < 0 && mantissa != 0; ++exponent) {
        if (mantissa % 10 != 0) return 0;
        mantissa /= 10;
    }
    for (; exponent > 0 && mantissa <= UINT64_MAX; --exponent) mantissa *= 10;
    return mantissa <= UINT64_MAX ? static_cast<std::uint64_t>(mantissa) : 0;
}

/// Sets the unit factors, which follow from tick, lot and the decimals of the assets. A factor that
/// is no whole number of units, or too large, comes out as zero: such a definition is refused.
constexpr void derive_unit_factors(InstrumentDefinition& instrument, std::uint8_t base_decimals,
                                   std::uint8_t quote_decimals) noexcept {
    const uint128 tick_lot = static_cast<uint128>(instrument.tick_mantissa) *
                             static_cast<uint128>(instrument.lot_mantissa);
    instrument.base_units_per_lot =
        scaled_units(instrument.lot_mantissa, int{base_decimals} - int{instrument.lot_scale});
    instrument.quote_units_per_tick_lot = scaled_units(
        tick_lot, int{quote_decimals} - int{instrument.tick_scale} - int{instrument.lot_scale});
}

/// What `quantity` lots at `price` cost, in smallest units of the quote asset. Exact, no rounding.
/// Cannot overflow: the definition's check keeps its largest order below 2^126.
[[nodiscard]] constexpr Amount quote_amount(const InstrumentDefinition& instrument, Price price,
                                            Quantity quantity) noexcept {
    return Amount{static_cast<int128>(price.value()) * static_cast<int128>(quantity.value()) *
                  static_cast<int128>(instrument.quote_units_per_tick_lot)};
}

/// `quantity` lots in smallest units of the base asset. Exact.
[[nodiscard]] constexpr Amount base_amount(const InstrumentDefinition& instrument,
                                           Quantity quantity) noexcept {
    return Amount{static_cast<int128>(quantity.value()) *
                  static_cast<int128>(instrument.base_units_per_lot)};
}

/// What a resting or worst-case order reserves: quote for a buy, base for a sell.
[[nodiscard]] constexpr Amount reserved_amount(const InstrumentDefinition& instrument, Side side,
                                               Price price, Quantity quantity) noexcept {
    // Sides come at random: two factors without a branch are cheaper than a wrong guess.
    const bool buys = side == Side::buy;
    const auto ticks = base::chosen(buys, price.value(), std::int64_t{1});
    const auto units =
        base::chosen(buys, instrument.quote_units_per_tick_lot, instrument.base_units_per_lot);
    return Amount{static_cast<int128>(ticks) * static_cast<int128>(quantity.value()) *
                  static_cast<int128>(units)};
}

inline constexpr std::uint32_t fee_unit_ppm = 1'000'000;

/// The fee on a received amount, rounded up to the asset's unit: against the user, and the fee
/// account gets all of it, so nothing remains. `received >= 0`.
[[nodiscard]] constexpr Amount fee_of(Amount received, std::uint32_t fee_ppm) noexcept {
    const int128 product = received.value() * static_cast<int128>(fee_ppm) + (fee_unit_ppm - 1);
    // One machine division in the usual case; the 128-bit one is a library call.
    if (static_cast<uint128>(product) <= UINT64_MAX) {
        return Amount{static_cast<int128>(static_cast<std::uint64_t>(product) / fee_unit_ppm)};
    }
    return Amount{product / static_cast<int128>(fee_unit_ppm)};
}

/// Who receives what in a fill: the seller's quote and the buyer's base, each less its fee.
struct Settlement {
    Amount quote;       // the buyer pays it
    Amount base;        // the seller delivers it
    Amount buyer_fee;   // in base
    Amount seller_fee;  // in quote
};

[[nodiscard]] constexpr Settlement settlement_of(const InstrumentDefinition& instrument,
                                                 Price price, Quantity quantity,
                                                 Side taker_side) noexcept {
    const bool taker_buys = taker_side == Side::buy;
    Settlement result;
    result.quote = quote_amount(instrument, price, quantity);
    result.base = base_amount(instrument, quantity);
    result.buyer_fee =
        fee_of(result.base, taker_buys ? instrument.taker_fee_ppm : instrument.maker_fee_ppm);
    result.seller_fee =
        fee_of(result.quote, taker_buys ? instrument.maker_fee_ppm : instrument.taker_fee_ppm);
    return result;
}

}  // namespace outcry
