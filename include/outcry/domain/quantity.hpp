#pragma once

#include "outcry/base/assert.hpp"
#include "outcry/domain/ids.hpp"

namespace outcry {

[[nodiscard]] constexpr Quantity operator-(Quantity whole, Quantity part) {
    OUTCRY_ASSERT(part <= whole);
    return Quantity{whole.value() - part.value()};
}
/// Quantities of one order are below 2^60, so a sum of a few cannot overflow.
[[nodiscard]] constexpr Quantity operator+(Quantity left, Quantity right) {
    return Quantity{left.value() + right.value()};
}
constexpr Quantity& operator-=(Quantity& whole, Quantity part) { return whole = whole - part; }
constexpr Quantity& operator+=(Quantity& left, Quantity right) { return left = left + right; }
[[nodiscard]] constexpr Quantity smaller(Quantity left, Quantity right) noexcept {
    return right < left ? right : left;
}

}  // namespace outcry
