#pragma once

#include <span>
#include <string>
#include <vector>

#include <librdkafka/rdkafka.h>

#include "sinks/kafka/record.hpp"

namespace outcry::bench {

/// What a program without us would do: librdkafka's transactional producer with the settings of
/// the sink, given records that are ready.
class BareProducer {
public:
    BareProducer(const std::string& servers, const std::string& prefix);
    BareProducer(const BareProducer&) = delete;
    BareProducer& operator=(const BareProducer&) = delete;
    ~BareProducer();

    /// One transaction.
    void send(std::span<const sinks::kafka::Record> records);

private:
    rd_kafka_t* client_;
    std::vector<rd_kafka_topic_t*> topics_;
};

}  // namespace outcry::bench
