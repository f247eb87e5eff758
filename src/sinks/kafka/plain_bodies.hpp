#pragma once

#include "outcry/domain/event.hpp"

#include "sinks/kafka/definitions.hpp"
#include "sinks/kafka/json_object.hpp"

namespace outcry::sinks::kafka {

/// The body of an event that concerns no instrument; one that says nothing adds nothing. False when
/// `definitions` lack an asset that it names.
[[nodiscard]] bool add_plain_body(JsonObject& object, const Event& event,
                                  const Definitions& definitions);

}  // namespace outcry::sinks::kafka
