#pragma once

#include <cstdint>

#include "outcry/base/int128.hpp"
#include "outcry/domain/amount.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/rules.hpp"

#include "engine/risk/refusal.hpp"

namespace outcry::engine {

/// The highest price that is at most `bips` of the reference; perhaps above every price there is.
[[nodiscard]] constexpr Price highest_within(Price reference, std::uint64_t bips) noexcept {
    const int128 product = static_cast<int128>(reference.value()) * static_cast<int128>(bips);
    return Price{shown(Amount{product / bips_per_unit})};
}

/// The lowest price that is at least `bips` of it.
[[nodiscard]] constexpr Price lowest_within(Price reference, std::uint64_t bips) noexcept {
    const int128 product = static_cast<int128>(reference.value()) * static_cast<int128>(bips);
    return Price{shown(Amount{(product + bips_per_unit - 1) / bips_per_unit})};
}

/// Ticks times lots.
[[nodiscard]] constexpr Amount notional_of(Price price, Quantity quantity) noexcept {
    return Amount{static_cast<int128>(price.value()) * static_cast<int128>(quantity.value())};
}

}  // namespace outcry::engine
