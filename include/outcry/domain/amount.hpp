#pragma once

#include <compare>
#include <cstdint>

#include "outcry/base/assert.hpp"
#include "outcry/base/int128.hpp"

namespace outcry {

/// Money: a signed count of an asset's smallest unit (1e-8 by default, up to 18 decimals).
/// 128 bits, stored as two words so that structs that hold one need only 8-byte alignment.
/// Overflow stops the process: every factor is bounded so that it cannot happen.
class Amount {
public:
    constexpr Amount() noexcept = default;
    constexpr explicit Amount(int128 value) noexcept
        : low_{static_cast<std::uint64_t>(value)}, high_{static_cast<std::int64_t>(value >> 64)} {}

    [[nodiscard]] constexpr int128 value() const noexcept {
        return static_cast<int128>((static_cast<uint128>(static_cast<std::uint64_t>(high_)) << 64) |
                                   low_);
    }

    friend constexpr bool operator==(Amount, Amount) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(Amount left, Amount right) noexcept {
        return left.value() <=> right.value();
    }

    friend constexpr Amount operator+(Amount left, Amount right) {
        int128 sum{};
        OUTCRY_ASSERT(!__builtin_add_overflow(left.value(), right.value(), &sum));
        return Amount{sum};
    }
    friend constexpr Amount operator-(Amount left, Amount right) {
        int128 difference{};
        OUTCRY_ASSERT(!__builtin_sub_overflow(left.value(), right.value(), &difference));
        return Amount{difference};
    }
    friend constexpr Amount operator-(Amount amount) { return Amount{} - amount; }
    constexpr Amount& operator+=(Amount other) { return *this = *this + other; }
    constexpr Amount& operator-=(Amount other) { return *this = *this - other; }

private:
    std::uint64_t low_ = 0;
    std::int64_t high_ = 0;
};
static_assert(sizeof(Amount) == 16);
static_assert(alignof(Amount) == 8);

}  // namespace outcry
