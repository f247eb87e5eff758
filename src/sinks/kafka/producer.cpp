#include "sinks/kafka/producer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace outcry::sinks::kafka {
namespace {

/// The broker ends a transaction by itself that stays open for longer.
constexpr int transaction_time_ms_max = 60'000;
constexpr int abort_time_ms_max = 2'000;

[[nodiscard]] Properties producer_properties(const KafkaOptions& options) {
    const auto delivery_time_ms =
        std::min<long long>(options.wait_max.count(), transaction_time_ms_max);
    return {{"transactional.id", options.transactional_id},
            {"transaction.timeout.ms", fmt::format("{}", transaction_time_ms_max)},
            {"message.timeout.ms", fmt::format("{}", delivery_time_ms)},
            {"acks", "all"},
            {"enable.idempotence", "true"},
            {"compression.type", options.compression},
            // As Java's clients choose the partition of a key.
            {"partitioner", "murmur2_random"}};
}

[[nodiscard]] rd_kafka_vu_t topic_field(rd_kafka_topic_t* topic) {
    rd_kafka_vu_t field{};
    field.vtype = RD_KAFKA_VTYPE_RKT;
    field.u.rkt = topic;
    return field;
}

[[nodiscard]] rd_kafka_vu_t bytes_field(rd_kafka_vtype_t type, const std::string& bytes) {
    rd_kafka_vu_t field{};
    field.vtype = type;
    // SAFETY: the interface is not const, and with RD_KAFKA_MSG_F_COPY it only reads.
    field.u.mem.ptr = const_cast<char*>(bytes.data());
    field.u.mem.size = bytes.size();
    return field;
}

/// A compacted topic forgets the key of a record that has no value; an empty one would be kept.
[[nodiscard]] rd_kafka_vu_t value_field(const std::string& value) {
    rd_kafka_vu_t field = bytes_field(RD_KAFKA_VTYPE_VALUE, value);
    if (value.empty()) field.u.mem.ptr = nullptr;
    return field;
}

[[nodiscard]] rd_kafka_vu_t copy_field() {
    rd_kafka_vu_t field{};
    field.vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    field.u.i = RD_KAFKA_MSG_F_COPY;
    return field;
}

[[nodiscard]] rd_kafka_vu_t header_field(const char* name, std::string_view value) {
    rd_kafka_vu_t field{};
    field.vtype = RD_KAFKA_VTYPE_HEADER;
    field.u.header.name = name;
    field.u.header.val = value.data();
    field.u.header.size = static_cast<ssize_t>(value.size());
    return field;
}

}  // namespace

SinkResult<Producer> Producer::start(const KafkaOptions& options) {
    auto client = Client::make(options, ClientRole::producer, producer_properties(options));
    if (!client) return Failure{client.error()};
    Producer producer{std::move(client).value(), options.wait_max};
    for (std::size_t i = 0; i < topic_count; ++i) {
        auto topic = producer.client_.topic(options.topic_prefix +
                                            std::string{name_of(static_cast<Topic>(i))});
        if (!topic) return Failure{topic.error()};
        producer.topics_[i] = std::move(topic).value();
    }
    if (auto done = producer.initialise(); !done) return Failure{done.error()};
    return producer;
}

SinkResult<void> Producer::initialise() {
    const Deadline deadline{wait_max_};
    ErrorHandle error;
    do {
        error.reset(rd_kafka_init_transactions(client_.handle(), deadline.remaining_ms()));
        if (error == nullptr) return {};
    } while (rd_kafka_error_is_retriable(error.get()) != 0 && !deadline.is_over());
    return Failure{client_.error_of("no transactions", error)};
}

Failure<ProducerError> Producer::failed(std::string_view action, const ErrorHandle& error) const {
    return Failure{ProducerError{client_.error_of(action, error), client_.is_fenced(error)}};
}

ProducerResult<void> Producer::begin() {
    const ErrorHandle error{rd_kafka_begin_transaction(client_.handle())};
    if (error != nullptr) return failed("no transaction begins", error);
    return {};
}

ProducerResult<void> Producer::send(const Record& record) {
    std::array<char, 32> place{};
    const auto place_end =
        fmt::format_to_n(place.data(), place.size(), "{}-{}", record.sequence.value(), record.index)
            .out;
    const std::string_view header{place.data(), static_cast<std::size_t>(place_end - place.data())};
    const std::array<rd_kafka_vu_t, 5> fields{
        topic_field(topics_[static_cast<std::size_t>(record.topic)].get()),
        bytes_field(RD_KAFKA_VTYPE_KEY, record.key), value_field(record.value), copy_field(),
        header_field("sequence-index", header)};
    const Deadline deadline{wait_max_};
    ErrorHandle error;
    while (true) {
        error.reset(rd_kafka_produceva(client_.handle(), fields.data(), fields.size()));
        if (error == nullptr) return {};
        const bool is_full = rd_kafka_error_code(error.get()) == RD_KAFKA_RESP_ERR__QUEUE_FULL;
        if (!is_full || deadline.is_over()) return failed("a record is not taken", error);
        // Also serves the library's callbacks, which make the room.
        rd_kafka_poll(client_.handle(), 10);
    }
}

ProducerResult<void> Producer::commit() {
    const Deadline deadline{wait_max_};
    ErrorHandle error;
    do {
        error.reset(rd_kafka_commit_transaction(client_.handle(), deadline.remaining_ms()));
        if (error == nullptr) return {};
        // A commit that was only slow is asked for again; the library remembers it.
    } while (rd_kafka_error_is_retriable(error.get()) != 0 && !deadline.is_over());
    return failed("a transaction is not committed", error);
}

void Producer::abort() {
    if (rd_kafka_fatal_error(client_.handle(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
    // Only a kindness: the next producer of this id ends it in any case.
    const ErrorHandle ignored{rd_kafka_abort_transaction(client_.handle(), abort_time_ms_max)};
}

}  // namespace outcry::sinks::kafka
