#pragma once

#include <array>

#include "sinks/kafka/client.hpp"
#include "sinks/kafka/record.hpp"

namespace outcry::sinks::kafka {

/// What ended a transaction; nothing of it is visible, unless the answer to a commit was lost.
struct ProducerError {
    SinkError error;
    bool is_fenced = false;
};

template <class T>
using ProducerResult = Result<T, ProducerError>;

/// A transactional producer. After any failure it is of no further use: make a new one.
class Producer {
public:
    /// Fences every older producer of the same id and waits until what it left open is aborted.
    [[nodiscard]] static SinkResult<Producer> start(const KafkaOptions& options);

    [[nodiscard]] ProducerResult<void> begin();
    /// Copies the record; waits for room when the library's queue is full.
    [[nodiscard]] ProducerResult<void> send(const Record& record);
    [[nodiscard]] ProducerResult<void> commit();
    /// Tries, shortly: readers of committed records need not wait for the broker's time-out.
    void abort();

private:
    Producer(Client client, std::chrono::milliseconds wait_max)
        : client_{std::move(client)}, wait_max_{wait_max} {}
    [[nodiscard]] SinkResult<void> initialise();
    [[nodiscard]] Failure<ProducerError> failed(std::string_view action,
                                                const ErrorHandle& error) const;

    Client client_;
    std::chrono::milliseconds wait_max_;
    std::array<TopicHandle, topic_count> topics_;
};

}  // namespace outcry::sinks::kafka
