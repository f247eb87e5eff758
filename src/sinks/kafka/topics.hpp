#pragma once

#include "sinks/kafka/client.hpp"

namespace outcry::sinks::kafka {

/// Makes the topics that are not there: the position compacted and of one partition, the rest as
/// the options say. Refuses a position topic of several partitions.
[[nodiscard]] SinkResult<void> make_missing_topics(const Client& client,
                                                   const KafkaOptions& options);

}  // namespace outcry::sinks::kafka
