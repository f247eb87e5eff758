#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "outcry/journal/position.hpp"
#include "outcry/sinks/sink_target.hpp"

namespace outcry::sinks {

struct KafkaOptions {
    std::string bootstrap_servers;  // HOST:PORT,HOST:PORT…
    std::string topic_prefix = "outcry.";
    /// A newer producer of the same id fences the older one. One per venue.
    std::string transactional_id = "outcry";
    /// Names the journal whose events these are; topics that hold those of another one are refused.
    /// Empty: not compared.
    std::string journal;
    /// Of this writer; topics that a later epoch wrote to are refused. Zero: not compared.
    journal::Epoch epoch;
    /// Of topics that the target makes itself; an operator may make them before.
    int partition_count = 6;
    int replication_factor = -1;  // the broker's default
    std::string compression = "lz4";
    /// How long one call waits for the broker before it gives up as `unavailable`.
    std::chrono::milliseconds wait_max{30'000};
    /// Further settings of librdkafka (security.protocol, sasl.password, …). Values may be
    /// secrets: they never stand in an error's text.
    std::vector<std::pair<std::string, std::string>> properties;
};

/// Events as JSON records in the topics PREFIXtrades, orders, ledger, instruments, audit, and what
/// they change in PREFIXbook: docs/formats/events. One write is one transaction, which also moves
/// the position in PREFIXposition.
[[nodiscard]] std::unique_ptr<SinkTarget> make_kafka_target(KafkaOptions options);

/// Deletes the venue's topics with all records, so that a rebuild begins anew. Those that are not
/// there are no failure.
[[nodiscard]] SinkResult<void> delete_kafka_topics(const KafkaOptions& options);

}  // namespace outcry::sinks
