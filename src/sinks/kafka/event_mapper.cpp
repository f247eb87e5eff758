#include "sinks/kafka/event_mapper.hpp"

#include <utility>

#include <fmt/format.h>

#include "sinks/kafka/event_records.hpp"
#include "sinks/kafka/stored_state.hpp"

namespace outcry::sinks::kafka {
namespace {

[[nodiscard]] Failure<SinkError> undefined(const Event& event) {
    return Failure{SinkError{
        SinkErrorKind::refused,
        fmt::format("Kafka: event {}-{} names an asset or instrument that the topics do not define",
                    event.sequence.value(), event.index)}};
}

}  // namespace

void EventMapper::reset(Definitions definitions, WaitingOrders waiting) {
    definitions_ = std::move(definitions);
    changes_.reset(std::move(waiting));
}

SinkResult<void> EventMapper::map(const Event& event, RecordList& records) {
    definitions_.apply(event);
    if (!append_event_record(event, definitions_, records)) return undefined(event);
    if (event.type == EventType::asset_created) {
        append_definition(event, *definitions_.asset(event.asset.id), records);
    } else if (event.type == EventType::instrument_created) {
        append_definition(event, *definitions_.instrument(event.instrument), records);
    }
    changes_.add(event, records);
    if (event.is_last_of_command() && !changes_.finish(event, definitions_, records)) {
        return undefined(event);
    }
    return {};
}

}  // namespace outcry::sinks::kafka
