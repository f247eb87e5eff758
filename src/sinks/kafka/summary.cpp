#include <fmt/format.h>

#include "outcry/base/hash.hpp"
#include "outcry/sinks/kafka_summary.hpp"

#include "sinks/kafka/event_mapper.hpp"
#include "sinks/kafka/position_reader.hpp"
#include "sinks/kafka/topics.hpp"

namespace outcry::sinks {
namespace kafka {
namespace {

constexpr int round_time_ms = 100;
constexpr std::string_view place_header = "sequence-index";
static_assert(static_cast<std::size_t>(Topic::position) == kafka_summary_topics);

void add_record(TableSummary& topic, std::string_view place, std::string_view key,
                std::string_view value) {
    base::Digest digest;
    for (const std::string_view part : {place, key, value}) {
        digest.add(base::hash_text(part, part.size()));
    }
    ++topic.row_count;
    topic.digest += digest.value();
}

class Truth final : public KafkaTruth {
public:
    SinkResult<SinkPosition> open() override {
        return SinkPosition{.sequence = summary_.position, .epoch = {}};
    }
    SinkResult<void> write(std::span<const Event> events, SinkPosition after) override {
        for (const Event& event : events) {
            records_.clear();
            if (auto mapped = mapper_.map(event, records_); !mapped) return mapped;
            for (const Record& record : records_.records()) add(record);
        }
        summary_.position = after.sequence;
        return {};
    }
    [[nodiscard]] KafkaSummary summary() const override { return summary_; }

private:
    void add(const Record& record) {
        if (record.topic == Topic::position) return;
        add_record(summary_.topics[static_cast<std::size_t>(record.topic)],
                   fmt::format("{}-{}", record.sequence.value(), record.index), record.key,
                   record.value);
    }

    EventMapper mapper_;
    RecordList records_;
    KafkaSummary summary_;
};

struct MessageDeleter {
    void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
};
using Message = std::unique_ptr<rd_kafka_message_t, MessageDeleter>;

std::string_view view_of(const void* bytes, std::size_t size) {
    return {static_cast<const char*>(bytes), size};
}

std::string_view place_of(const rd_kafka_message_t* message) {
    rd_kafka_headers_t* headers = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR ||
        rd_kafka_header_get_last(headers, place_header.data(), &value, &size) !=
            RD_KAFKA_RESP_ERR_NO_ERROR) {
        return {};
    }
    return view_of(value, size);
}

/// Of "SEQUENCE-INDEX"; zero for anything else, which then counts as a record too many.
Sequence sequence_of(std::string_view place) {
    std::uint64_t number = 0;
    for (const char digit : place.substr(0, place.find('-'))) {
        if (digit < '0' || digit > '9') return {};
        number = number * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return Sequence{number};
}

/// Reads the topics one after the other, each partition from its beginning.
class SummaryReader {
public:
    SummaryReader(const Client& client, const KafkaOptions& options, Sequence last)
        : client_{client}, options_{options}, last_{last} {}

    [[nodiscard]] SinkResult<void> read(Topic topic, TableSummary& summary) const {
        const std::string name = options_.topic_prefix + std::string{name_of(topic)};
        const auto count = count_partitions(client_, name, options_.wait_max);
        if (!count) return Failure{count.error()};
        const auto handle = client_.topic(name);
        if (!handle) return Failure{handle.error()};
        for (int partition = 0; partition < *count; ++partition) {
            if (rd_kafka_consume_start(handle->get(), partition, RD_KAFKA_OFFSET_BEGINNING) != 0) {
                return failed(rd_kafka_last_error());
            }
            auto done = read_partition(handle->get(), partition, summary);
            rd_kafka_consume_stop(handle->get(), partition);
            if (!done) return done;
        }
        return {};
    }

private:
    [[nodiscard]] Failure<SinkError> failed(rd_kafka_resp_err_t code) const {
        return Failure{client_.error_of("the records are not read", code, rd_kafka_err2str(code))};
    }
    [[nodiscard]] SinkResult<void> read_partition(rd_kafka_topic_t* topic, int partition,
                                                  TableSummary& summary) const {
        Deadline silence{options_.wait_max};
        while (!silence.is_over()) {
            const Message message{rd_kafka_consume(topic, partition, round_time_ms)};
            rd_kafka_poll(client_.handle(), 0);
            if (message == nullptr) continue;
            if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) return {};
            if (is_final(message->err)) return failed(message->err);
            if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
            silence = Deadline{options_.wait_max};
            const std::string_view place = place_of(message.get());
            if (sequence_of(place) > last_) continue;
            add_record(summary, place, view_of(message->key, message->key_len),
                       view_of(message->payload, message->len));
        }
        return failed(RD_KAFKA_RESP_ERR__TIMED_OUT);
    }

    const Client& client_;
    const KafkaOptions& options_;
    const Sequence last_;
};

}  // namespace
}  // namespace kafka

std::string_view kafka_topic_name(std::size_t index) noexcept {
    return kafka::name_of(static_cast<kafka::Topic>(index));
}

SinkResult<KafkaSummary> read_kafka_summary(const KafkaOptions& options) {
    auto position = kafka::PositionReader::open(options);
    if (!position) return Failure{position.error()};
    // First of all: what is committed up to it is there when the topics are read.
    const auto stored = position->read_to_end();
    if (!stored) return Failure{stored.error()};
    const auto client = kafka::Client::make(options, kafka::ClientRole::consumer,
                                            {{"isolation.level", "read_committed"},
                                             {"enable.partition.eof", "true"},
                                             {"allow.auto.create.topics", "false"}});
    if (!client) return Failure{client.error()};
    KafkaSummary summary{.position = stored->position.sequence};
    const kafka::SummaryReader reader{*client, options, summary.position};
    for (std::size_t i = 0; i < summary.topics.size(); ++i) {
        auto done = reader.read(static_cast<kafka::Topic>(i), summary.topics[i]);
        if (!done) return Failure{done.error()};
    }
    return summary;
}

std::unique_ptr<KafkaTruth> make_kafka_truth() { return std::make_unique<kafka::Truth>(); }

}  // namespace outcry::sinks
