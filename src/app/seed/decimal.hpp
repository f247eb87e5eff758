#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "outcry/base/int128.hpp"

namespace outcry::app {

/// `mantissa / 10^scale`, without trailing zeros behind the point; never negative.
struct Decimal {
    uint128 mantissa = 0;
    std::uint8_t scale = 0;
};

inline constexpr std::size_t decimal_text_size_max = 32;

/// Digits with at most one point between them; no sign, no exponent, at most 32 characters.
[[nodiscard]] std::optional<Decimal> parse_decimal(std::string_view text);

/// 10^exponent; `exponent` at most 38.
[[nodiscard]] uint128 power_of_ten(std::uint8_t exponent);

}  // namespace outcry::app
