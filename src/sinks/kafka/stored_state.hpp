#pragma once

#include <string>
#include <string_view>

#include "outcry/sinks/sink_target.hpp"

#include "sinks/kafka/definitions.hpp"
#include "sinks/kafka/record.hpp"
#include "sinks/kafka/waiting_orders.hpp"

namespace outcry::sinks::kafka {

/// What the target remembers in its compacted topic `position`; read back at every open.
struct StoredState {
    SinkPosition position;
    std::string journal;  // of which the events are; empty: not said
    std::string writer;   // names the target that claimed the topics last
    Definitions definitions;
    WaitingOrders waiting;
};

/// Of the record that carries the position.
inline constexpr std::string_view position_key = "position";

void append_definition(const Event& event, const AssetDefinition& asset, RecordList& records);
void append_definition(const Event& event, const InstrumentDefinition& instrument,
                       RecordList& records);
void append_waiting_order(const Event& event, OrderId id, const WaitingOrder& order,
                          RecordList& records);
/// A record without a value, after which the compacted topic forgets the order.
void append_end_of_waiting(const Event& event, OrderId id, RecordList& records);
void append_position(const StoredState& state, RecordList& records);

/// Takes one record of the topic, an empty value as the end of its key; an unknown key changes
/// nothing, since a newer server may add some. Fails on damage and on a schema of a newer version.
[[nodiscard]] SinkResult<void> take_stored(std::string_view key, std::string_view value,
                                           StoredState& state);

}  // namespace outcry::sinks::kafka
