#pragma once

#include "sinks/kafka/client.hpp"
#include "sinks/kafka/stored_state.hpp"

namespace outcry::sinks::kafka {

/// Reads what committed transactions left in the topic `position`.
class PositionReader {
public:
    /// Also makes the topics that are missing.
    [[nodiscard]] static SinkResult<PositionReader> open(const KafkaOptions& options);

    /// Reads on up to the topic's end of this moment; gives all that was read so far.
    [[nodiscard]] SinkResult<StoredState> read_to_end();

private:
    PositionReader(Client client, TopicHandle topic, std::chrono::milliseconds wait_max)
        : client_{std::move(client)}, topic_{std::move(topic)}, wait_max_{wait_max} {}
    [[nodiscard]] SinkResult<void> read_until_end();

    Client client_;
    TopicHandle topic_;
    std::chrono::milliseconds wait_max_;
    std::int64_t next_offset_ = 0;
    StoredState state_;
};

}  // namespace outcry::sinks::kafka
