#pragma once

#include "outcry/domain/event.hpp"

#include "wire/json_line.hpp"

namespace outcry::wire {

/// The body of an event of the venue, its accounts, keys and money; not of orders.
void add_venue_body(JsonLine& line, const Event& event);

}  // namespace outcry::wire
