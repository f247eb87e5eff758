#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "outcry/base/int128.hpp"
#include "outcry/base/result.hpp"
#include "outcry/domain/amount.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/instrument.hpp"

namespace outcry::gateway {

/// A decimal number as it stood on the wire, exact: `mantissa / 10^scale`, never negative, without
/// zeros at the end of the fraction.
struct Decimal {
    uint128 mantissa = 0;
    int scale = 0;
};

enum class DecimalError : std::uint8_t {
    empty,
    illegal,        // anything but ^([0-9]{1,20})(\.[0-9]{1,20})?$
    precise,        // more decimals than the asset has
    off_increment,  // not a whole number of ticks, lots or units
    too_large,      // beyond what the venue's integers hold
};

/// Signs, exponents, spaces, NaN and missing digits are illegal.
[[nodiscard]] Result<Decimal, DecimalError> parse_decimal(std::string_view text) noexcept;

/// The price or quantity closest to a number that is none; at least the instrument's smallest.
[[nodiscard]] Price nearest_price(const Decimal& decimal,
                                  const InstrumentDefinition& instrument) noexcept;
[[nodiscard]] Quantity nearest_quantity(const Decimal& decimal,
                                        const InstrumentDefinition& instrument) noexcept;

/// `decimals` is what the asset has; more of them is an error of precision even off the tick.
[[nodiscard]] Result<Price, DecimalError> price_of(const Decimal& decimal,
                                                   const InstrumentDefinition& instrument,
                                                   int decimals) noexcept;
[[nodiscard]] Result<Quantity, DecimalError> quantity_of(const Decimal& decimal,
                                                         const InstrumentDefinition& instrument,
                                                         int decimals) noexcept;
/// In smallest units of an asset with that many decimals.
[[nodiscard]] Result<Amount, DecimalError> amount_of(const Decimal& decimal, int decimals) noexcept;

/// Prices and quantities always show at least this many decimals.
inline constexpr int wire_decimals_min = 8;

void append_price(std::string& output, const InstrumentDefinition& instrument, Price price);
void append_quantity(std::string& output, const InstrumentDefinition& instrument,
                     Quantity quantity);
void append_amount(std::string& output, Amount amount, int decimals);
/// Not negative, with `wire_decimals_min` decimals at least.
void append_volume(std::string& output, Amount amount, int decimals);
void append_integer(std::string& output, std::int64_t value);
void append_unsigned(std::string& output, std::uint64_t value);

}  // namespace outcry::gateway
