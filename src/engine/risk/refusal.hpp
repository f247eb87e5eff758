#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "outcry/domain/amount.hpp"
#include "outcry/domain/reject_reason.hpp"

namespace outcry::engine {

/// Why a command is refused; reason `none` means that nothing speaks against it.
struct [[nodiscard]] Refusal {
    RejectReason reason = RejectReason::none;
    std::int64_t given = 0;  // the value that broke a limit
    std::int64_t limit = 0;
    std::uint32_t member = 0;  // of a list or batch the order that it is about, plus one

    [[nodiscard]] explicit operator bool() const noexcept { return reason != RejectReason::none; }
};

/// The same, said of the order at a place of a list or batch.
[[nodiscard]] constexpr Refusal of_member(Refusal refusal, std::size_t place) noexcept {
    refusal.member = static_cast<std::uint32_t>(place) + 1;
    return refusal;
}

/// An event's 64-bit field cannot show every amount: the nearest it can.
[[nodiscard]] constexpr std::int64_t shown(Amount amount) noexcept {
    constexpr auto max = std::numeric_limits<std::int64_t>::max();
    constexpr auto min = std::numeric_limits<std::int64_t>::min();
    if (amount.value() > max) return max;
    if (amount.value() < min) return min;
    return static_cast<std::int64_t>(amount.value());
}
[[nodiscard]] constexpr std::int64_t shown(std::uint64_t value) noexcept {
    return shown(Amount{static_cast<int128>(value)});
}

[[nodiscard]] constexpr Refusal insufficient(Amount needed, Amount free) noexcept {
    return {RejectReason::insufficient_balance, shown(needed), shown(free)};
}

}  // namespace outcry::engine
