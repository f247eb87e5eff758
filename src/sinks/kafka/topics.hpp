#pragma once

#include "sinks/kafka/client.hpp"

namespace outcry::sinks::kafka {

/// Makes the topics that are not there: the position compacted and of one partition, the rest as
/// the options say. Refuses a position topic of several partitions.
[[nodiscard]] SinkResult<void> make_missing_topics(const Client& client,
                                                   const KafkaOptions& options);

/// How many partitions the topic has; zero: it is not there.
[[nodiscard]] SinkResult<int> count_partitions(const Client& client, const std::string& name,
                                               std::chrono::milliseconds wait_max);

}  // namespace outcry::sinks::kafka
