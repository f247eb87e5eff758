#pragma once

#include <span>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"

#include "engine/risk/refusal.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

// One function per order command: refuses with its reason and changes nothing, or acts.

void place_order(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void cancel_order(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void amend_order(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void replace_order(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void cancel_all_orders(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void continue_mass_action(Venue& venue, EventBuffer& events) noexcept;
void cancel_orders(Venue& venue, const Command& command, EventBuffer& events) noexcept;
/// An order or cancel waits for its list or batch.
void stage_order(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void place_order_list(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void cancel_order_list(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void apply_batch(Venue& venue, const Command& command, EventBuffer& events) noexcept;
void set_dead_man(Venue& venue, const Command& command, EventBuffer& events) noexcept;
/// Begins a mass cancel with its first slice.
void begin_mass_action(Venue& venue, const MassAction& action, EventBuffer& events) noexcept;
/// Closes the orders whose time has come, at most a slice of them, the oldest expiry first.
void advance_clock(Venue& venue, EventBuffer& events) noexcept;

/// Reports that a list or batch is refused, and the name of the order that it is about.
void refuse_members(const Command& command, const Refusal& refusal,
                    std::span<const Command> members, EventBuffer& events) noexcept;

/// Reports a refusal of the whole command or of one half of it.
void refuse(const Command& command, const Refusal& refusal, CommandPart part,
            EventBuffer& events) noexcept;

}  // namespace outcry::engine
