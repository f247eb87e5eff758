#pragma once

#include <string>

#include "outcry/domain/reject_reason.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/api/api.hpp"

namespace outcry::gateway {

/// `data` of a refusal by a rule that has a bound: {"filter","limit","given","nearest"}, the last
/// one the value closest to what was given that passes. Empty for every other reason.
[[nodiscard]] std::string reject_data_of(const views::VenueView& view, const Submission& submission,
                                         RejectReason reason);

}  // namespace outcry::gateway
