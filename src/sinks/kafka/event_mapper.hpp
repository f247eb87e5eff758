#pragma once

#include "outcry/domain/event.hpp"
#include "outcry/sinks/sink_target.hpp"

#include "sinks/kafka/book_changes.hpp"
#include "sinks/kafka/definitions.hpp"
#include "sinks/kafka/record.hpp"

namespace outcry::sinks::kafka {

/// Turns events, in their order, into records: docs/formats/events. Each event becomes one record
/// of one topic; a definition is kept beside the position too; and a command that changed a book
/// is followed by its price levels.
class EventMapper {
public:
    /// Starts over from what the target holds.
    void reset(Definitions definitions, WaitingOrders waiting);
    /// Appends the records of one event. Fails when an asset or instrument was never defined.
    [[nodiscard]] SinkResult<void> map(const Event& event, RecordList& records);

private:
    Definitions definitions_;
    BookChanges changes_;
};

}  // namespace outcry::sinks::kafka
