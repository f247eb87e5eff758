#include "sinks/kafka/position_reader.hpp"

#include <algorithm>

#include "sinks/kafka/topics.hpp"

namespace outcry::sinks::kafka {
namespace {

constexpr int partition = 0;
constexpr int round_time_ms = 100;

struct RecordDeleter {
    void operator()(rd_kafka_message_t* record) const { rd_kafka_message_destroy(record); }
};
using ReadRecord = std::unique_ptr<rd_kafka_message_t, RecordDeleter>;

[[nodiscard]] std::string_view view_of(const void* bytes, std::size_t size) {
    return {static_cast<const char*>(bytes), size};
}

}  // namespace

SinkResult<PositionReader> PositionReader::open(const KafkaOptions& options) {
    auto client = Client::make(options, ClientRole::consumer,
                               {{"isolation.level", "read_committed"},
                                {"enable.partition.eof", "true"},
                                {"auto.offset.reset", "earliest"},
                                {"allow.auto.create.topics", "false"}});
    if (!client) return Failure{client.error()};
    if (auto done = make_missing_topics(*client, options); !done) return Failure{done.error()};
    auto topic = client->topic(options.topic_prefix + std::string{name_of(Topic::position)});
    if (!topic) return Failure{topic.error()};
    return PositionReader{std::move(client).value(), std::move(topic).value(), options.wait_max};
}

SinkResult<StoredState> PositionReader::read_to_end() {
    // By topic and partition, without a group: no rights on a group are needed.
    if (rd_kafka_consume_start(topic_.get(), partition, next_offset_) != 0) {
        const rd_kafka_resp_err_t code = rd_kafka_last_error();
        return Failure{client_.error_of("the position is not read", code, rd_kafka_err2str(code))};
    }
    const auto done = read_until_end();
    rd_kafka_consume_stop(topic_.get(), partition);
    if (!done) return Failure{done.error()};
    return state_;
}

SinkResult<void> PositionReader::read_until_end() {
    const Deadline deadline{wait_max_};
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR__TIMED_OUT;
    while (!deadline.is_over()) {
        const ReadRecord record{rd_kafka_consume(topic_.get(), partition,
                                                 std::min(round_time_ms, deadline.remaining_ms()))};
        rd_kafka_poll(client_.handle(), 0);
        if (record == nullptr) continue;
        if (record->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) return {};
        if (record->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            code = record->err;
            if (is_final(code)) break;
            continue;
        }
        next_offset_ = record->offset + 1;
        auto done = take_stored(view_of(record->key, record->key_len),
                                view_of(record->payload, record->len), state_);
        if (!done) return done;
    }
    return Failure{client_.error_of("the position is not read", code, rd_kafka_err2str(code))};
}

}  // namespace outcry::sinks::kafka
