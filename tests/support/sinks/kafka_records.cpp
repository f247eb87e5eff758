#include "support/sinks/kafka_records.hpp"

#include <stdexcept>

#include <librdkafka/rdkafka.h>

namespace outcry::test {
namespace {

rd_kafka_t* make_consumer(const std::string& servers) {
    rd_kafka_conf_t* const configuration = rd_kafka_conf_new();
    for (const auto& [key, value] :
         std::map<std::string, std::string>{{"bootstrap.servers", servers},
                                            {"isolation.level", "read_committed"},
                                            {"enable.partition.eof", "true"},
                                            {"log_level", "0"}}) {
        rd_kafka_conf_set(configuration, key.c_str(), value.c_str(), nullptr, 0);
    }
    return rd_kafka_new(RD_KAFKA_CONSUMER, configuration, nullptr, 0);
}

int partition_count(rd_kafka_t* client, rd_kafka_topic_t* topic) {
    for (int attempt = 0; attempt < 60; ++attempt) {
        const rd_kafka_metadata_t* metadata = nullptr;
        if (rd_kafka_metadata(client, 0, topic, &metadata, 1000) != RD_KAFKA_RESP_ERR_NO_ERROR) {
            continue;
        }
        const int count = metadata->topics[0].partition_cnt;
        rd_kafka_metadata_destroy(metadata);
        return count;
    }
    throw std::runtime_error{"the broker describes no topic"};
}

std::string place_of(const rd_kafka_message_t* record) {
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(record, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    const void* value = nullptr;
    std::size_t size = 0;
    if (rd_kafka_header_get_last(headers, "sequence-index", &value, &size) !=
        RD_KAFKA_RESP_ERR_NO_ERROR) {
        return {};
    }
    return {static_cast<const char*>(value), size};
}

void read_partition(rd_kafka_topic_t* topic, int partition, KafkaRecords& records) {
    rd_kafka_consume_start(topic, partition, RD_KAFKA_OFFSET_BEGINNING);
    for (int silence = 0; silence < 60;) {
        rd_kafka_message_t* const record = rd_kafka_consume(topic, partition, 1000);
        if (record == nullptr) {
            ++silence;
            continue;
        }
        const bool is_end = record->err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
        if (record->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            const std::string key{static_cast<const char*>(record->key), record->key_len};
            const std::string value{static_cast<const char*>(record->payload), record->len};
            records[key].push_back({place_of(record), value});
        }
        rd_kafka_message_destroy(record);
        if (is_end) {
            rd_kafka_consume_stop(topic, partition);
            return;
        }
    }
    throw std::runtime_error{"a partition does not end"};
}

}  // namespace

KafkaRecords read_committed(const std::string& servers, const std::string& topic) {
    rd_kafka_t* const client = make_consumer(servers);
    rd_kafka_topic_t* const handle = rd_kafka_topic_new(client, topic.c_str(), nullptr);
    KafkaRecords records;
    const int count = partition_count(client, handle);
    for (int i = 0; i < count; ++i) read_partition(handle, i, records);
    rd_kafka_topic_destroy(handle);
    rd_kafka_destroy(client);
    return records;
}

}  // namespace outcry::test
