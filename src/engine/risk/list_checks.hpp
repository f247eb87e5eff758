#pragma once

#include <cstddef>
#include <span>

#include "outcry/domain/command.hpp"

#include "engine/risk/refusal.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

// The refusals of lists and batches, in the order of docs/matching.md. None of them changes
// anything.

/// How many of a list's orders do not pend.
[[nodiscard]] constexpr std::size_t working_count(OrderListType type) noexcept {
    return type == OrderListType::oco ? 2 : 1;
}

[[nodiscard]] Refusal check_list(const Venue& venue, const Command& command,
                                 std::span<const Command> orders) noexcept;

[[nodiscard]] Refusal check_batch(const Venue& venue, const Command& command,
                                  std::span<const Command> members) noexcept;

}  // namespace outcry::engine
