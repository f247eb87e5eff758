#include "bench/sinks/bare_producer.hpp"

#include <array>
#include <map>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

namespace outcry::bench {
namespace {

constexpr int patience_ms = 60'000;

rd_kafka_t* make_client(const std::string& servers, const std::string& prefix) {
    rd_kafka_conf_t* const configuration = rd_kafka_conf_new();
    for (const auto& [key, value] :
         std::map<std::string, std::string>{{"bootstrap.servers", servers},
                                            {"transactional.id", prefix + "bare"},
                                            {"compression.type", "lz4"},
                                            {"partitioner", "murmur2_random"}}) {
        OUTCRY_ASSERT(rd_kafka_conf_set(configuration, key.c_str(), value.c_str(), nullptr, 0) ==
                      RD_KAFKA_CONF_OK);
    }
    rd_kafka_t* const client = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nullptr, 0);
    OUTCRY_ASSERT(client != nullptr);
    OUTCRY_ASSERT(rd_kafka_init_transactions(client, patience_ms) == nullptr);
    return client;
}

}  // namespace

BareProducer::BareProducer(const std::string& servers, const std::string& prefix)
    : client_{make_client(servers, prefix)} {
    for (std::size_t i = 0; i < sinks::kafka::topic_count; ++i) {
        const std::string name = prefix + std::string{name_of(static_cast<sinks::kafka::Topic>(i))};
        topics_.push_back(rd_kafka_topic_new(client_, name.c_str(), nullptr));
    }
}

BareProducer::~BareProducer() {
    for (rd_kafka_topic_t* topic : topics_) rd_kafka_topic_destroy(topic);
    rd_kafka_destroy(client_);
}

// The library's macros cast in the manner of C.
#pragma GCC diagnostic ignored "-Wold-style-cast"

void BareProducer::send(std::span<const sinks::kafka::Record> records) {
    OUTCRY_ASSERT(rd_kafka_begin_transaction(client_) == nullptr);
    for (const sinks::kafka::Record& record : records) {
        const std::string place = fmt::format("{}-{}", record.sequence.value(), record.index);
        rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR__QUEUE_FULL;
        while (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
            // SAFETY: the interface is not const; with the flag it copies.
            code = rd_kafka_producev(
                client_, RD_KAFKA_V_RKT(topics_[static_cast<std::size_t>(record.topic)]),
                RD_KAFKA_V_KEY(record.key.data(), record.key.size()),
                RD_KAFKA_V_VALUE(const_cast<char*>(record.value.data()), record.value.size()),
                RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                RD_KAFKA_V_HEADER("sequence-index", place.data(),
                                  static_cast<ssize_t>(place.size())),
                RD_KAFKA_V_END);
            if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) rd_kafka_poll(client_, 10);
        }
        OUTCRY_ASSERT(code == RD_KAFKA_RESP_ERR_NO_ERROR);
    }
    OUTCRY_ASSERT(rd_kafka_commit_transaction(client_, patience_ms) == nullptr);
}

}  // namespace outcry::bench
