#pragma once

#include "outcry/domain/event.hpp"
#include "outcry/sinks/rows.hpp"

namespace outcry::sinks {

/// Whether the event says something of an order or a list beside acceptance, trade and end.
[[nodiscard]] bool is_order_step(EventType type) noexcept;
/// Adds its rows; they need nothing that the event does not say.
void apply_order_step(const Event& event, RowBatch& rows);

}  // namespace outcry::sinks
