#pragma once

#include <span>

#include "outcry/views/venue_view.hpp"

#include "gateway/api/api.hpp"

namespace outcry::gateway {

/// The answer to a submission from the events of its command, or of its slices.
[[nodiscard]] Answer answer_events(const views::VenueView& view, const Submission& submission,
                                   std::span<const Event> events);

/// To a transfer, from its event. sub_accounts.cpp
[[nodiscard]] Answer answer_transfer(const views::VenueView& view, const Submission& submission,
                                     const Event& event);

}  // namespace outcry::gateway
