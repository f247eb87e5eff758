#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <librdkafka/rdkafka.h>

#include "outcry/sinks/kafka_target.hpp"

namespace outcry::sinks::kafka {

/// Counts from its construction on.
class Deadline {
public:
    explicit Deadline(std::chrono::milliseconds duration)
        : end_{std::chrono::steady_clock::now() + duration} {}
    [[nodiscard]] int remaining_ms() const {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            end_ - std::chrono::steady_clock::now());
        return left.count() > 0 ? static_cast<int>(left.count()) : 0;
    }
    [[nodiscard]] bool is_over() const { return remaining_ms() == 0; }

private:
    std::chrono::steady_clock::time_point end_;
};

struct TopicDeleter {
    void operator()(rd_kafka_topic_t* topic) const { rd_kafka_topic_destroy(topic); }
};
using TopicHandle = std::unique_ptr<rd_kafka_topic_t, TopicDeleter>;

struct ErrorDeleter {
    void operator()(rd_kafka_error_t* error) const { rd_kafka_error_destroy(error); }
};
using ErrorHandle = std::unique_ptr<rd_kafka_error_t, ErrorDeleter>;

enum class ClientRole : std::uint8_t { producer, consumer };

using Properties = std::vector<std::pair<std::string, std::string>>;

/// One instance of librdkafka with its threads, and what it last said about the connection. Owned
/// by the sink's thread; its callbacks run inside of calls that this thread makes.
class Client {
public:
    [[nodiscard]] static SinkResult<Client> make(const KafkaOptions& options, ClientRole role,
                                                 const Properties& properties);
    Client(Client&&) noexcept = default;
    Client& operator=(Client&&) noexcept = default;

    [[nodiscard]] rd_kafka_t* handle() const { return handle_.get(); }
    [[nodiscard]] SinkResult<TopicHandle> topic(const std::string& name) const;

    /// What failed, with the reason the connection gave, if it gave one.
    [[nodiscard]] SinkError error_of(std::string_view action, rd_kafka_resp_err_t code,
                                     std::string_view text) const;
    [[nodiscard]] SinkError error_of(std::string_view action, const ErrorHandle& error) const;
    /// Whether the error says that another producer took over, or that the broker believes so.
    [[nodiscard]] bool is_fenced(const ErrorHandle& error) const;

private:
    struct Deleter {
        void operator()(rd_kafka_t* handle) const;
    };
    struct LastError {
        rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
        std::string text;
    };
    Client() = default;
    static void take_error(rd_kafka_t* handle, int code, const char* text, void* last_error);

    std::string servers_;
    std::unique_ptr<LastError> last_error_;  // its address is the library's: it stays in place
    std::unique_ptr<rd_kafka_t, Deleter> handle_;
};

/// Whether no retry helps: rights, passwords, versions, sizes.
[[nodiscard]] bool is_final(rd_kafka_resp_err_t code);

}  // namespace outcry::sinks::kafka
