#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "outcry/base/assert.hpp"
#include "outcry/sinks/kafka_target.hpp"

#include "bench/sinks/bare_producer.hpp"
#include "bench/sinks/catch_up.hpp"
#include "sinks/kafka/event_mapper.hpp"
#include "support/sinks/event_source.hpp"
#include "support/sinks/kafka_broker.hpp"

namespace outcry::bench {
namespace {

sinks::KafkaOptions options_for(const test::KafkaBroker& broker, std::string prefix) {
    sinks::KafkaOptions options;
    options.bootstrap_servers = broker.servers();
    options.transactional_id = prefix + "sink";
    options.topic_prefix = std::move(prefix);
    options.replication_factor = 1;
    return options;
}

/// The records of the same batches, rendered before the time is taken.
double copy_bare(BareProducer& producer, const Batches& batches) {
    sinks::kafka::EventMapper mapper;
    std::vector<sinks::kafka::RecordList> records(batches.size());
    for (std::size_t i = 0; i < batches.size(); ++i) {
        for (const Event& event : batches[i]) OUTCRY_ASSERT(mapper.map(event, records[i]));
    }
    const auto start = Clock::now();
    for (const auto& batch : records) producer.send(batch.records());
    return seconds_since(start);
}

/// Catch-up of the sink beside bare librdkafka, in turns, on one broker and topics of the same
/// form; `ratio` is bare time through the sink's.
void KafkaCatchUp(benchmark::State& state) {
    if (const std::string missing = test::KafkaBroker::missing_part(); !missing.empty()) {
        state.SkipWithError(missing.c_str());
        return;
    }
    const test::KafkaBroker broker;
    const auto events = test::EventSource{}.random_events(7, command_count());
    const auto batches = batches_of(events);
    double sink_seconds = 0;
    double bare_seconds = 0;
    int round = 0;
    for ([[maybe_unused]] auto turn : state) {
        const std::string prefix = fmt::format("round{}.", round++);
        const auto target = sinks::make_kafka_target(options_for(broker, prefix + "a."));
        OUTCRY_ASSERT(target->open());
        // Only opens, so that the other side's topics are made by the same code.
        const auto bare_options = options_for(broker, prefix + "b.");
        OUTCRY_ASSERT(sinks::make_kafka_target(bare_options)->open());
        BareProducer producer{broker.servers(), prefix + "b."};
        // Who begins changes: the second one finds a warmer broker.
        if (round % 2 == 0) sink_seconds += copy_with_sink(*target, batches);
        bare_seconds += copy_bare(producer, batches);
        if (round % 2 != 0) sink_seconds += copy_with_sink(*target, batches);
    }
    const double event_count = static_cast<double>(events.size()) * round;
    state.counters["events"] = static_cast<double>(events.size());
    state.counters["sink_events_per_s"] = event_count / sink_seconds;
    state.counters["bare_events_per_s"] = event_count / bare_seconds;
    state.counters["ratio"] = bare_seconds / sink_seconds;
}
BENCHMARK(KafkaCatchUp)->Iterations(4)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace outcry::bench
