#pragma once

#include <span>

#include "outcry/views/venue_view.hpp"

#include "gateway/api/api.hpp"
#include "gateway/encoding/json_writer.hpp"

namespace outcry::gateway {

/// Null when there is none.
[[nodiscard]] const Event* find_event(std::span<const Event> events, EventType type) noexcept;

/// A new order in the form that its submission asks for; `events` are those of its command.
void write_accepted(JsonWriter& json, const views::VenueView& view, const Submission& submission,
                    const Event& accepted, std::span<const Event> events);

/// All that was closed, as it was, an order of a list within its list.
void write_cancelled(JsonWriter& json, const views::VenueView& view, std::span<const Event> events);

// Answers to what concerns several orders or an order of another request. `events` are those of
// the command, and of what was staged for it.

[[nodiscard]] Answer answer_list_placed(const views::VenueView& view, const Submission& submission,
                                        std::span<const Event> events);
[[nodiscard]] Answer answer_list_cancelled(const views::VenueView& view,
                                           const Submission& submission,
                                           std::span<const Event> events);
/// One answer per member, in their order.
[[nodiscard]] Answer answer_whole_batch(const views::VenueView& view, const Submission& submission,
                                        std::span<const Event> events);
/// The answer that the first of two equal idempotent orders got.
[[nodiscard]] Answer answer_repeated(const views::VenueView& view, const Submission& submission,
                                     const Event& repeated);

}  // namespace outcry::gateway
