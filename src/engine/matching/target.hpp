#pragma once

#include "outcry/domain/command.hpp"

#include "engine/risk/refusal.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// The resting order a command means, or why there is none.
struct Target {
    Slot slot = no_slot;
    Refusal refusal;
};

/// Finds it by order id, by client order id, or by both, which then have to agree. Only an order of
/// the command's account on the command's instrument is found.
[[nodiscard]] Target find_target(const Venue& venue, const Command& command) noexcept;

/// The flags `cancel_only_…` against what is executed of the order.
[[nodiscard]] Refusal check_restrictions(const Venue& venue, const Command& command,
                                         Slot slot) noexcept;

/// Whether the command says at all which order it means, and asks nothing that excludes itself.
[[nodiscard]] bool is_target_valid(const Command& command) noexcept;

/// The client's name for the cancel itself, or null: its line is not always there.
[[nodiscard]] inline const ClientOrderId* cancel_name_of(const Command& command) noexcept {
    if (line_count(command.type, command.flags) < 4) return nullptr;
    return &command.texts.cancel.client_order_id;
}

}  // namespace outcry::engine
