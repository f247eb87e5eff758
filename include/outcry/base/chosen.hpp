#pragma once

#include <concepts>
#include <cstdint>

namespace outcry::base {

/// `first` or `second`, without a branch: for conditions that are as often true as not, where a
/// wrong guess costs more than both values. GCC 12 makes branches of `condition ? a : b`.
template <std::integral T>
[[nodiscard]] constexpr T chosen(bool is_first, T first, T second) noexcept {
    const auto mask = ~(static_cast<std::uint64_t>(is_first) - 1);
    return static_cast<T>((static_cast<std::uint64_t>(first) & mask) |
                          (static_cast<std::uint64_t>(second) & ~mask));
}

}  // namespace outcry::base
