#include "sinks/kafka/topics.hpp"

#include <array>
#include <vector>

#include <fmt/format.h>

#include "sinks/kafka/record.hpp"

namespace outcry::sinks::kafka {
namespace {

struct NewTopicDeleter {
    void operator()(rd_kafka_NewTopic_t* topic) const { rd_kafka_NewTopic_destroy(topic); }
};
using NewTopic = std::unique_ptr<rd_kafka_NewTopic_t, NewTopicDeleter>;

struct DeleteTopicDeleter {
    void operator()(rd_kafka_DeleteTopic_t* topic) const { rd_kafka_DeleteTopic_destroy(topic); }
};
using DeleteTopic = std::unique_ptr<rd_kafka_DeleteTopic_t, DeleteTopicDeleter>;

struct QueueDeleter {
    void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
};
using Queue = std::unique_ptr<rd_kafka_queue_t, QueueDeleter>;

struct EventDeleter {
    void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
};
using AnswerEvent = std::unique_ptr<rd_kafka_event_t, EventDeleter>;

struct AdminOptionsDeleter {
    void operator()(rd_kafka_AdminOptions_t* options) const {
        rd_kafka_AdminOptions_destroy(options);
    }
};
using AdminOptions = std::unique_ptr<rd_kafka_AdminOptions_t, AdminOptionsDeleter>;

struct MetadataDeleter {
    void operator()(const rd_kafka_metadata_t* metadata) const {
        rd_kafka_metadata_destroy(metadata);
    }
};
using Metadata = std::unique_ptr<const rd_kafka_metadata_t, MetadataDeleter>;

[[nodiscard]] std::string topic_name(const KafkaOptions& options, std::size_t i) {
    return options.topic_prefix + std::string{name_of(static_cast<Topic>(i))};
}

/// How many partitions the topic has; zero: it is not there.
[[nodiscard]] SinkResult<int> partition_count(const Client& client, const std::string& name,
                                              const Deadline& deadline) {
    auto topic = client.topic(name);
    if (!topic) return Failure{topic.error()};
    const rd_kafka_metadata_t* found = nullptr;
    const rd_kafka_resp_err_t code =
        rd_kafka_metadata(client.handle(), 0, topic->get(), &found, deadline.remaining_ms());
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return Failure{client.error_of("no answer", code, rd_kafka_err2str(code))};
    }
    const Metadata metadata{found};
    if (metadata->topic_cnt != 1) return 0;
    const rd_kafka_metadata_topic_t& described = metadata->topics[0];
    if (described.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) return 0;
    if (described.err != RD_KAFKA_RESP_ERR_NO_ERROR &&
        described.err != RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE) {
        return Failure{client.error_of(fmt::format("topic {}", name), described.err,
                                       rd_kafka_err2str(described.err))};
    }
    return described.partition_cnt;
}

[[nodiscard]] SinkResult<NewTopic> new_topic(const KafkaOptions& options, std::size_t i) {
    const bool is_position = static_cast<Topic>(i) == Topic::position;
    std::array<char, 256> reason{};
    NewTopic topic{rd_kafka_NewTopic_new(topic_name(options, i).c_str(),
                                         is_position ? 1 : options.partition_count,
                                         options.replication_factor, reason.data(), reason.size())};
    if (topic == nullptr) {
        return Failure{
            SinkError{SinkErrorKind::refused,
                      fmt::format("Kafka: topic {}: {}", topic_name(options, i), reason.data())}};
    }
    if (is_position) {
        // Small segments: only closed ones are compacted, and every start reads all of the topic.
        rd_kafka_NewTopic_set_config(topic.get(), "cleanup.policy", "compact");
        rd_kafka_NewTopic_set_config(topic.get(), "segment.bytes", "4194304");
        rd_kafka_NewTopic_set_config(topic.get(), "min.cleanable.dirty.ratio", "0.1");
    } else {
        // The records are the copy: how long they stay is the operator's to shorten.
        rd_kafka_NewTopic_set_config(topic.get(), "retention.ms", "-1");
    }
    return topic;
}

/// The worst of the answers, but for those that say it is as it should be.
[[nodiscard]] SinkResult<void> judge(const Client& client, std::string_view action,
                                     rd_kafka_resp_err_t fine,
                                     std::span<const rd_kafka_topic_result_t*> results) {
    for (const rd_kafka_topic_result_t* result : results) {
        const rd_kafka_resp_err_t code = rd_kafka_topic_result_error(result);
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == fine) continue;
        return Failure{
            client.error_of(fmt::format("topic {} {}", rd_kafka_topic_result_name(result), action),
                            code, rd_kafka_err2str(code))};
    }
    return {};
}

[[nodiscard]] AdminOptions admin_options(const Client& client, rd_kafka_admin_op_t operation,
                                         const KafkaOptions& options) {
    AdminOptions admin{rd_kafka_AdminOptions_new(client.handle(), operation)};
    const int time_ms = static_cast<int>(options.wait_max.count());
    std::array<char, 256> reason{};
    rd_kafka_AdminOptions_set_request_timeout(admin.get(), time_ms, reason.data(), reason.size());
    rd_kafka_AdminOptions_set_operation_timeout(admin.get(), time_ms, reason.data(), reason.size());
    return admin;
}

[[nodiscard]] SinkResult<void> make_topics(const Client& client, const KafkaOptions& options,
                                           std::span<const std::size_t> missing) {
    std::vector<NewTopic> topics;
    std::vector<rd_kafka_NewTopic_t*> pointers;
    for (const std::size_t i : missing) {
        auto topic = new_topic(options, i);
        if (!topic) return Failure{topic.error()};
        topics.push_back(std::move(topic).value());
        pointers.push_back(topics.back().get());
    }
    const Queue queue{rd_kafka_queue_new(client.handle())};
    const AdminOptions admin = admin_options(client, RD_KAFKA_ADMIN_OP_CREATETOPICS, options);
    rd_kafka_CreateTopics(client.handle(), pointers.data(), pointers.size(), admin.get(),
                          queue.get());
    const AnswerEvent answer{
        rd_kafka_queue_poll(queue.get(), static_cast<int>(options.wait_max.count()) + 1000)};
    const rd_kafka_resp_err_t code =
        answer == nullptr ? RD_KAFKA_RESP_ERR__TIMED_OUT : rd_kafka_event_error(answer.get());
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return Failure{client.error_of("topics are not made", code, rd_kafka_err2str(code))};
    }
    std::size_t count = 0;
    const rd_kafka_topic_result_t** results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(answer.get()), &count);
    return judge(client, "is not made", RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS, {results, count});
}

[[nodiscard]] SinkResult<void> delete_topics(const Client& client, const KafkaOptions& options) {
    std::vector<DeleteTopic> topics;
    std::vector<rd_kafka_DeleteTopic_t*> pointers;
    for (std::size_t i = 0; i < topic_count; ++i) {
        topics.emplace_back(rd_kafka_DeleteTopic_new(topic_name(options, i).c_str()));
        pointers.push_back(topics.back().get());
    }
    const Queue queue{rd_kafka_queue_new(client.handle())};
    const AdminOptions admin = admin_options(client, RD_KAFKA_ADMIN_OP_DELETETOPICS, options);
    rd_kafka_DeleteTopics(client.handle(), pointers.data(), pointers.size(), admin.get(),
                          queue.get());
    const AnswerEvent answer{
        rd_kafka_queue_poll(queue.get(), static_cast<int>(options.wait_max.count()) + 1000)};
    const rd_kafka_resp_err_t code =
        answer == nullptr ? RD_KAFKA_RESP_ERR__TIMED_OUT : rd_kafka_event_error(answer.get());
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return Failure{client.error_of("topics are not deleted", code, rd_kafka_err2str(code))};
    }
    std::size_t count = 0;
    const rd_kafka_topic_result_t** results = rd_kafka_DeleteTopics_result_topics(
        rd_kafka_event_DeleteTopics_result(answer.get()), &count);
    return judge(client, "is not deleted", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
                 {results, count});
}

}  // namespace

SinkResult<int> count_partitions(const Client& client, const std::string& name,
                                 std::chrono::milliseconds wait_max) {
    return partition_count(client, name, Deadline{wait_max});
}

SinkResult<void> make_missing_topics(const Client& client, const KafkaOptions& options) {
    const Deadline deadline{options.wait_max};
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < topic_count; ++i) {
        const auto count = partition_count(client, topic_name(options, i), deadline);
        if (!count) return Failure{count.error()};
        if (*count == 0) missing.push_back(i);
        if (static_cast<Topic>(i) == Topic::position && *count > 1) {
            return Failure{
                SinkError{SinkErrorKind::refused,
                          fmt::format("Kafka: topic {} has {} partitions, it must have one",
                                      topic_name(options, i), *count)}};
        }
    }
    if (missing.empty()) return {};
    return make_topics(client, options, missing);
}

}  // namespace outcry::sinks::kafka

namespace outcry::sinks {

SinkResult<void> delete_kafka_topics(const KafkaOptions& options) {
    auto client = kafka::Client::make(options, kafka::ClientRole::producer, {});
    if (!client) return Failure{client.error()};
    return kafka::delete_topics(*client, options);
}

}  // namespace outcry::sinks
