#include "outcry/sinks/kafka_target.hpp"

#include <optional>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"
#include "outcry/platform/random.hpp"

#include "sinks/kafka/event_mapper.hpp"
#include "sinks/kafka/position_reader.hpp"
#include "sinks/kafka/producer.hpp"

namespace outcry::sinks {
namespace {

using kafka::PositionReader;
using kafka::Producer;
using kafka::ProducerError;
using kafka::StoredState;

[[nodiscard]] Failure<SinkError> refused(std::string text) {
    return Failure{SinkError{SinkErrorKind::refused, std::move(text)}};
}

class KafkaTarget final : public SinkTarget {
public:
    explicit KafkaTarget(KafkaOptions options)
        : options_{std::move(options)},
          writer_{fmt::format("{:016x}", platform::random_number())} {}

    [[nodiscard]] SinkResult<SinkPosition> open() override;
    [[nodiscard]] SinkResult<void> write(std::span<const Event> events,
                                         SinkPosition after) override;

private:
    [[nodiscard]] SinkResult<void> check(const StoredState& stored) const;
    [[nodiscard]] SinkResult<void> claim();
    [[nodiscard]] SinkResult<void> send_batch(std::span<const Event> events);
    [[nodiscard]] SinkResult<void> send_records();
    [[nodiscard]] SinkResult<void> commit_position();
    [[nodiscard]] SinkError judge(const ProducerError& failure) const;

    KafkaOptions options_;
    std::string writer_;  // names this target in the position record, while it is the last one
    bool has_claimed_ = false;
    std::optional<Producer> producer_;
    StoredState state_;  // its definitions and orders live in the mapper
    kafka::EventMapper mapper_;
    kafka::RecordList records_;
};

SinkResult<SinkPosition> KafkaTarget::open() {
    producer_.reset();
    auto reader = PositionReader::open(options_);
    if (!reader) return Failure{reader.error()};
    // Looks before it fences: a server started by mistake must not stop the right one.
    auto seen = reader->read_to_end();
    if (!seen) return Failure{seen.error()};
    if (auto done = check(*seen); !done) return Failure{done.error()};

    auto producer = Producer::start(options_);
    if (!producer) return Failure{producer.error()};
    producer_ = std::move(producer).value();
    // Now the older writer is fenced, and what it had under way is committed or aborted for good.
    auto stored = reader->read_to_end();
    if (!stored) return Failure{stored.error()};
    if (auto done = check(*stored); !done) return Failure{done.error()};
    state_ = std::move(stored).value();
    if (auto done = claim(); !done) return Failure{done.error()};
    mapper_.reset(std::move(state_.definitions), std::move(state_.waiting));
    return state_.position;
}

SinkResult<void> KafkaTarget::check(const StoredState& stored) const {
    if (!options_.journal.empty() && !stored.journal.empty() &&
        stored.journal != options_.journal) {
        return refused(fmt::format(
            "Kafka {}: topics {}* hold the events of another journal ({}, not {})",
            options_.bootstrap_servers, options_.topic_prefix, stored.journal, options_.journal));
    }
    if (options_.epoch != journal::Epoch{} && stored.position.epoch > options_.epoch) {
        return refused(fmt::format(
            "Kafka {}: topics {}* were written by epoch {}, later than this server's {}",
            options_.bootstrap_servers, options_.topic_prefix, stored.position.epoch.value(),
            options_.epoch.value()));
    }
    if (has_claimed_ && stored.writer != writer_) {
        return refused(fmt::format("Kafka {}: fenced: another server writes to topics {}*",
                                   options_.bootstrap_servers, options_.topic_prefix));
    }
    return {};
}

/// Says in the topics who writes from now on, so that a fenced writer can tell another one from a
/// transaction that the broker gave up.
SinkResult<void> KafkaTarget::claim() {
    state_.writer = writer_;
    if (state_.journal.empty()) state_.journal = options_.journal;
    if (auto begun = producer_->begin(); !begun) return Failure{judge(begun.error())};
    if (auto done = commit_position(); !done) return done;
    has_claimed_ = true;
    return {};
}

SinkResult<void> KafkaTarget::write(std::span<const Event> events, SinkPosition after) {
    OUTCRY_ASSERT(producer_.has_value());
    OUTCRY_ASSERT(after.sequence > state_.position.sequence);
    OUTCRY_ASSERT(events.empty() || events.front().sequence > state_.position.sequence);
    OUTCRY_ASSERT(events.empty() || events.back().is_last_of_command());
    state_.position = after;
    auto done = send_batch(events);
    if (done) return done;
    if (producer_.has_value()) producer_->abort();
    producer_.reset();
    return done;
}

SinkResult<void> KafkaTarget::send_batch(std::span<const Event> events) {
    if (auto begun = producer_->begin(); !begun) return Failure{judge(begun.error())};
    for (const Event& event : events) {
        records_.clear();
        if (auto mapped = mapper_.map(event, records_); !mapped) return mapped;
        if (auto sent = send_records(); !sent) return sent;
    }
    return commit_position();
}

SinkResult<void> KafkaTarget::send_records() {
    for (const kafka::Record& record : records_.records()) {
        if (auto sent = producer_->send(record); !sent) return Failure{judge(sent.error())};
    }
    return {};
}

SinkResult<void> KafkaTarget::commit_position() {
    records_.clear();
    append_position(state_, records_);
    if (auto sent = send_records(); !sent) return sent;
    if (auto done = producer_->commit(); !done) return Failure{judge(done.error())};
    return {};
}

/// A producer is also fenced when the broker ended its transaction for taking too long: then the
/// topics still name this writer, and it may go on.
SinkError KafkaTarget::judge(const ProducerError& failure) const {
    if (!failure.is_fenced) return failure.error;
    SinkError error = failure.error;
    error.kind = SinkErrorKind::unavailable;
    auto reader = PositionReader::open(options_);
    if (!reader) return error;
    const auto stored = reader->read_to_end();
    if (!stored) return error;
    const auto checked = check(*stored);
    return checked ? error : checked.error();
}

}  // namespace

std::unique_ptr<SinkTarget> make_kafka_target(KafkaOptions options) {
    return std::make_unique<KafkaTarget>(std::move(options));
}

}  // namespace outcry::sinks
