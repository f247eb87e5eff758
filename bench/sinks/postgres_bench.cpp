#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "outcry/base/assert.hpp"
#include "outcry/sinks/postgres.hpp"

#include "bench/sinks/bare_copy.hpp"
#include "bench/sinks/catch_up.hpp"
#include "support/sinks/event_source.hpp"
#include "support/sinks/postgres_server.hpp"

namespace outcry::bench {
namespace {

/// Into an empty server, the tables made before the time is taken.
double fill(const test::PostgresServer& server, const Batches& batches) {
    const auto target = sinks::make_postgres_target(
        {.address = server.address(), .journal = {}, .epoch = journal::Epoch{1}, .writer = {}});
    OUTCRY_ASSERT(target->open());
    return copy_with_sink(*target, batches);
}

/// Catch-up of the writer beside bare `COPY` of the same rows into the same tables, in turns on
/// servers of the same settings with `fsync=on`; `ratio` is bare time through the writer's.
void PostgresCatchUp(benchmark::State& state) {
    if (const std::string missing = test::missing_postgres(); !missing.empty()) {
        state.SkipWithError(missing.c_str());
        return;
    }
    const auto events = test::EventSource{}.random_events(7, command_count());
    const Batches batches = batches_of(events);
    const test::PostgresServer source;
    fill(source, batches);
    const BareCopy copy{source, batches.size()};
    double sink_seconds = 0;
    double bare_seconds = 0;
    int round = 0;
    for ([[maybe_unused]] auto turn : state) {
        // Who begins changes: the second one finds warmer caches, or a busier disk.
        for (const bool is_bare : {round % 2 == 0, round % 2 != 0}) {
            const test::PostgresServer server;
            if (is_bare) {
                BareCopy::prepare(server, events);
                bare_seconds += copy.run(server);
            } else {
                sink_seconds += fill(server, batches);
            }
            for (const char* const table : {"event", "orders", "trade", "ledger_entry"}) {
                const std::string count = fmt::format("SELECT count(*) FROM {}", table);
                OUTCRY_ASSERT(server.value(count) == source.value(count));
            }
        }
        ++round;
    }
    const double event_count = static_cast<double>(events.size()) * round;
    state.counters["events"] = static_cast<double>(events.size());
    state.counters["sink_events_per_s"] = event_count / sink_seconds;
    state.counters["bare_events_per_s"] = event_count / bare_seconds;
    state.counters["ratio"] = bare_seconds / sink_seconds;
}
BENCHMARK(PostgresCatchUp)->Iterations(4)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace outcry::bench
