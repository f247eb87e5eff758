#pragma once

#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"

#include "engine/matching/taker.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// What `OrderTermsSet` says beyond the terms themselves.
struct TermsReport {
    OrderPhase phase = OrderPhase::working;
    bool is_by_formula = true;
    Amount reserved;  // unless it is by formula
    OrderListId order_list_id;
};

[[nodiscard]] inline bool has_terms(const Command& command) noexcept {
    return (command.flags & CommandFlag::has_terms) != 0;
}

/// The order's own price; an order without a limit has none.
[[nodiscard]] constexpr Price price_to_show(OrderType type, Price price) noexcept {
    return has_no_limit(type) ? Price{} : price;
}

/// The taker of an accepted order, with the next id.
[[nodiscard]] Taker give_id(Venue& venue, const Command& command) noexcept;

void report_accepted(const Taker& taker, const Command& command, EventBuffer& events) noexcept;
void report_terms(const Taker& taker, const Command& command, const TermsReport& report,
                  EventBuffer& events) noexcept;

/// The terms that an order keeps while it is open.
[[nodiscard]] TermsOfOrder terms_to_keep(const Command& command, const Taker& taker) noexcept;

/// A new order as the pool keeps it, at `price`.
[[nodiscard]] RestingOrder resting_order_of(const Command& command, const Taker& taker,
                                            Price price) noexcept;
/// Enters its name and its account for an order that has just got its slot.
void enlist(Venue& venue, const Command& command, Slot slot) noexcept;

}  // namespace outcry::engine
