#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

#include "outcry/sinks/history.hpp"
#include "outcry/sinks/kafka_target.hpp"

namespace outcry::sinks {

inline constexpr std::size_t kafka_summary_topics = 6;
/// Without the prefix.
[[nodiscard]] std::string_view kafka_topic_name(std::size_t index) noexcept;

/// All records of the topics at one position, to be compared with what the events come to.
struct KafkaSummary {
    Sequence position;
    std::array<TableSummary, kafka_summary_topics> topics{};
    friend bool operator==(const KafkaSummary&, const KafkaSummary&) = default;
};

/// Reads every committed record up to the position that the topics hold; they may be written
/// meanwhile.
[[nodiscard]] SinkResult<KafkaSummary> read_kafka_summary(const KafkaOptions& options);

/// What the topics should hold: takes the events as a target does, and keeps nothing but sums.
class KafkaTruth : public SinkTarget {
public:
    [[nodiscard]] virtual KafkaSummary summary() const = 0;
};
[[nodiscard]] std::unique_ptr<KafkaTruth> make_kafka_truth();

}  // namespace outcry::sinks
