#include "sinks/kafka/client.hpp"

#include <array>

#include <fmt/format.h>

namespace outcry::sinks::kafka {
namespace {

struct ConfigurationDeleter {
    void operator()(rd_kafka_conf_t* configuration) const { rd_kafka_conf_destroy(configuration); }
};
using Configuration = std::unique_ptr<rd_kafka_conf_t, ConfigurationDeleter>;

[[nodiscard]] Failure<SinkError> refused(std::string text) {
    return Failure{SinkError{SinkErrorKind::refused, std::move(text)}};
}

/// Names the key and never the value, which may be a secret.
[[nodiscard]] SinkResult<void> set_all(rd_kafka_conf_t* configuration,
                                       const Properties& properties) {
    for (const auto& [key, value] : properties) {
        std::array<char, 512> reason{};
        const rd_kafka_conf_res_t result = rd_kafka_conf_set(
            configuration, key.c_str(), value.c_str(), reason.data(), reason.size());
        if (result == RD_KAFKA_CONF_UNKNOWN) {
            return refused(fmt::format("Kafka: librdkafka has no setting '{}'", key));
        }
        if (result != RD_KAFKA_CONF_OK) {
            return refused(fmt::format("Kafka: the value of '{}' is not allowed", key));
        }
    }
    return {};
}

void ignore_log(const rd_kafka_t* /*handle*/, int /*level*/, const char* /*facility*/,
                const char* /*text*/) {
    // What matters comes as an error of a call; the sink's loop logs that, once.
}

/// Says more about why nothing works than the time-out of the call that waited.
[[nodiscard]] bool is_telling(rd_kafka_resp_err_t code) {
    return code == RD_KAFKA_RESP_ERR__AUTHENTICATION || code == RD_KAFKA_RESP_ERR__SSL ||
           code == RD_KAFKA_RESP_ERR__RESOLVE || is_final(code);
}

}  // namespace

bool is_final(rd_kafka_resp_err_t code) {
    switch (code) {
        case RD_KAFKA_RESP_ERR__AUTHENTICATION:
        case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
        case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
        case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
        case RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
        case RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT:
        case RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR:
        case RD_KAFKA_RESP_ERR_INVALID_CONFIG:
        case RD_KAFKA_RESP_ERR_POLICY_VIOLATION: return true;
        default: return false;
    }
}

void Client::Deleter::operator()(rd_kafka_t* handle) const {
    // What was not delivered belongs to a transaction that nobody commits any more.
    if (rd_kafka_type(handle) == RD_KAFKA_PRODUCER) {
        rd_kafka_purge(handle, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    }
    rd_kafka_destroy(handle);
}

void Client::take_error(rd_kafka_t* /*handle*/, int code, const char* text, void* last_error) {
    auto& last = *static_cast<LastError*>(last_error);
    const auto given = static_cast<rd_kafka_resp_err_t>(code);
    if (is_telling(last.code) && !is_telling(given)) return;
    last.code = given;
    last.text = text;
}

SinkResult<Client> Client::make(const KafkaOptions& options, ClientRole role,
                                const Properties& properties) {
    Configuration configuration{rd_kafka_conf_new()};
    const Properties connection{{"bootstrap.servers", options.bootstrap_servers},
                                {"client.id", options.transactional_id}};
    // The operator's own settings come in between: those that exactly-once rests on win.
    for (const Properties* part : {&connection, &options.properties, &properties}) {
        if (auto done = set_all(configuration.get(), *part); !done) return Failure{done.error()};
    }
    Client client;
    client.servers_ = options.bootstrap_servers;
    client.last_error_ = std::make_unique<LastError>();
    rd_kafka_conf_set_opaque(configuration.get(), client.last_error_.get());
    rd_kafka_conf_set_error_cb(configuration.get(), take_error);
    rd_kafka_conf_set_log_cb(configuration.get(), ignore_log);

    std::array<char, 512> reason{};
    const rd_kafka_type_t type =
        role == ClientRole::producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER;
    // The library takes the configuration over, unless it fails.
    rd_kafka_conf_t* const given = configuration.release();
    client.handle_.reset(rd_kafka_new(type, given, reason.data(), reason.size()));
    if (client.handle_ == nullptr) {
        configuration.reset(given);
        return refused(fmt::format("Kafka: {}", reason.data()));
    }
    return client;
}

SinkResult<TopicHandle> Client::topic(const std::string& name) const {
    TopicHandle topic{rd_kafka_topic_new(handle_.get(), name.c_str(), nullptr)};
    if (topic == nullptr) {
        return refused(fmt::format("Kafka: '{}' cannot be the name of a topic", name));
    }
    return topic;
}

SinkError Client::error_of(std::string_view action, rd_kafka_resp_err_t code,
                           std::string_view text) const {
    // Errors of the connection wait in a queue until somebody asks.
    rd_kafka_poll(handle_.get(), 0);
    const bool has_reason = last_error_->code != RD_KAFKA_RESP_ERR_NO_ERROR && !is_final(code);
    const rd_kafka_resp_err_t judged =
        has_reason && is_final(last_error_->code) ? last_error_->code : code;
    const auto kind = is_final(judged) ? SinkErrorKind::refused : SinkErrorKind::unavailable;
    const std::string reason =
        has_reason ? fmt::format(" (last error: {})", last_error_->text) : std::string{};
    return {kind, fmt::format("Kafka {}: {}: {}{}", servers_, action, text, reason)};
}

SinkError Client::error_of(std::string_view action, const ErrorHandle& error) const {
    return error_of(action, rd_kafka_error_code(error.get()), rd_kafka_error_string(error.get()));
}

bool Client::is_fenced(const ErrorHandle& error) const {
    rd_kafka_resp_err_t code = rd_kafka_error_code(error.get());
    if (code == RD_KAFKA_RESP_ERR__FATAL) code = rd_kafka_fatal_error(handle_.get(), nullptr, 0);
    return code == RD_KAFKA_RESP_ERR__FENCED || code == RD_KAFKA_RESP_ERR_PRODUCER_FENCED ||
           code == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH;
}

}  // namespace outcry::sinks::kafka
