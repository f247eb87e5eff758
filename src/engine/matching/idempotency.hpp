#pragma once

#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"

#include "engine/risk/refusal.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

[[nodiscard]] constexpr bool is_idempotent(const Command& command) noexcept {
    return __builtin_expect((command.options & CommandOption::idempotent) != 0, 0);
}

/// What is remembered of an order like this one.
struct Repetition {
    const IdempotencyState* first = nullptr;  // the same order, which came before
    Refusal refusal;                          // or why this one cannot be taken
};

/// Step 11 of docs/matching.md, of an idempotent order.
[[nodiscard]] Repetition check_repetition(const Venue& venue, const Command& command) noexcept;
void report_repeated(const Command& command, const IdempotencyState& first,
                     EventBuffer& events) noexcept;

/// Of an idempotent order that was accepted.
void remember(Venue& venue, const Command& command, OrderId order_id) noexcept;

}  // namespace outcry::engine
