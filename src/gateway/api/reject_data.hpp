#pragma once

#include <string>

#include "outcry/domain/event.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/api/api.hpp"

namespace outcry::gateway {

/// `data` of a refusal by a rule that has a bound: {"reason","filter","parameter","given","limit",
/// "nearestValid"}, the last one the value closest to what was given that passes. Where the order
/// itself does not tell, as with counts, only what the engine said. Empty for every other reason.
[[nodiscard]] std::string reject_data_of(const views::VenueView& view, const Submission& submission,
                                         const Event& refused);

}  // namespace outcry::gateway
