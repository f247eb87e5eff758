#pragma once

#include "outcry/domain/event_buffer.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// Whether a ready order pended until now: one that tracked has seen a price.
[[nodiscard]] constexpr bool is_to_start(const TermsOfOrder& terms) noexcept {
    return terms.phase == OrderPhase::ready && terms.watermark == Price{};
}

/// The turn of a pending order, and of its sibling with it: the working order of their list is
/// filled.
void start(Venue& venue, Slot slot, EventBuffer& events) noexcept;

}  // namespace outcry::engine
