#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace outcry {

/// An integer that only compares. Each type opts in to the arithmetic that means something for it.
template <class Tag, std::integral Rep>
class StrongInteger {
public:
    using rep = Rep;

    constexpr StrongInteger() noexcept = default;
    constexpr explicit StrongInteger(Rep value) noexcept : value_{value} {}
    /// The only way back to a bare integer.
    [[nodiscard]] constexpr Rep value() const noexcept { return value_; }
    friend constexpr auto operator<=>(StrongInteger, StrongInteger) noexcept = default;

private:
    Rep value_{};
};

/// The one that follows; for dense counters such as sequences and ids.
template <class Tag, std::integral Rep>
[[nodiscard]] constexpr StrongInteger<Tag, Rep> next(StrongInteger<Tag, Rep> value) noexcept {
    return StrongInteger<Tag, Rep>{static_cast<Rep>(value.value() + Rep{1})};
}

}  // namespace outcry

template <class Tag, std::integral Rep>
struct std::hash<outcry::StrongInteger<Tag, Rep>> {
    std::size_t operator()(outcry::StrongInteger<Tag, Rep> value) const noexcept {
        return std::hash<Rep>{}(value.value());
    }
};
