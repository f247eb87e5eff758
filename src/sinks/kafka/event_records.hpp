#pragma once

#include "outcry/domain/event.hpp"

#include "sinks/kafka/definitions.hpp"
#include "sinks/kafka/record.hpp"

namespace outcry::sinks::kafka {

/// The one topic that an event of this type goes to.
[[nodiscard]] Topic topic_of(EventType type) noexcept;

/// Appends the event's record. False, with nothing appended that may be sent, when `definitions`
/// lack what the event names.
[[nodiscard]] bool append_event_record(const Event& event, const Definitions& definitions,
                                       RecordList& records);

}  // namespace outcry::sinks::kafka
