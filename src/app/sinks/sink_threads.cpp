#include "app/sinks/sink_threads.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "outcry/platform/thread.hpp"

namespace outcry::app {
namespace {

using std::chrono::steady_clock;

/// How long a clean stop waits for sinks that run, and then for threads that should end.
constexpr std::chrono::seconds drain_time_max{5};
constexpr std::chrono::seconds end_time_max{5};
constexpr std::chrono::milliseconds look_interval{5};
/// Nobody wakes a sink: what gathers meanwhile is one transaction.
constexpr std::chrono::milliseconds linger_time{20};

template <class Condition>
bool wait_until(std::chrono::seconds time_max, Condition is_met) {
    const auto deadline = steady_clock::now() + time_max;
    while (!is_met()) {
        if (steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(look_interval);
    }
    return true;
}

std::string_view name_of(sinks::SinkState state) {
    switch (state) {
        case sinks::SinkState::connecting: return "connecting";
        case sinks::SinkState::running: return "running";
        case sinks::SinkState::waiting: return "waiting";
        case sinks::SinkState::stopped: return "stopped";
    }
    OUTCRY_UNREACHABLE();
}

ring::AgentRunnerOptions runner_options(const std::string& thread_name, int nice) {
    ring::AgentRunnerOptions options;
    options.thread_name = thread_name;
    options.idle.spin_count_max = 0;
    options.idle.park_time_max = linger_time;
    options.place_thread = [nice] {
        platform::ThreadPlacement placement;
        placement.nice = nice;
        // It only runs less politely without.
        (void)platform::place_thread(placement);
    };
    return options;
}

}  // namespace

struct SinkThreads::Sink {
    Sink(NamedSinkTarget named, const SinkThreadsOptions& options,
         const sinks::SinkRunnerPorts& ports)
        : runner{std::move(named.target), {.name = named.name, .epoch = options.epoch}, ports},
          thread{runner_options(named.thread_name, options.nice),
                 {{named.name, [this] { return runner.do_work(); }}},
                 doorbell} {}

    sinks::SinkRunner runner;
    ring::Doorbell doorbell{ring::Parking::futex};
    ring::AgentRunner thread;
    bool is_left_behind = false;
};

SinkThreads::SinkThreads(std::vector<NamedSinkTarget> targets, const SinkThreadsOptions& options,
                         const sinks::SinkRunnerPorts& ports, telemetry::Registry& registry) {
    for (NamedSinkTarget& named : targets) {
        sinks_.push_back(std::make_unique<Sink>(std::move(named), options, ports));
        register_metrics(*sinks_.back(), registry);
    }
}

SinkThreads::~SinkThreads() {
    // The thread still uses it, and to join it could take for ever.
    for (auto& sink : sinks_)
        if (sink->is_left_behind) (void)sink.release();
}

void SinkThreads::register_metrics(const Sink& sink, telemetry::Registry& registry) {
    const sinks::SinkRunner& runner = sink.runner;
    const auto add = [&](const char* name, const char* help, std::function<std::int64_t()> sample) {
        registry.sampled_gauge({name, help, {{"sink", runner.name()}}}, std::move(sample));
    };
    add("outcry_sink_state", "1 connecting, 2 running, 3 waiting for its target, 4 stopped",
        [&runner] { return static_cast<std::int64_t>(runner.state()); });
    add("outcry_sink_position", "last command that the target holds",
        [&runner] { return static_cast<std::int64_t>(runner.position().value()); });
    add("outcry_sink_lag_events", "events published and not yet in the target",
        [&runner] { return static_cast<std::int64_t>(runner.lag_events()); });
    add("outcry_sink_lag_seconds", "age of the oldest of those",
        [&runner] { return runner.lag_seconds(); });
    add("outcry_sink_events_total", "events written since the start",
        [&runner] { return static_cast<std::int64_t>(runner.event_count()); });
    add("outcry_sink_errors_total", "failures of the target since the start",
        [&runner] { return static_cast<std::int64_t>(runner.error_count()); });
}

void SinkThreads::start() {
    for (const auto& sink : sinks_) sink->thread.start();
}

bool SinkThreads::some_are_busy() const {
    return std::ranges::any_of(sinks_, [](const auto& sink) {
        return sink->runner.state() == sinks::SinkState::running && sink->runner.lag_events() > 0;
    });
}

std::vector<std::string> SinkThreads::stop() {
    // What is left is written after the next start.
    (void)wait_until(drain_time_max, [this] { return !some_are_busy(); });
    for (const auto& sink : sinks_) {
        sink->runner.request_end();
        sink->thread.stop();
    }
    (void)wait_until(end_time_max, [this] {
        return std::ranges::none_of(sinks_,
                                    [](const auto& sink) { return sink->thread.is_running(); });
    });
    std::vector<std::string> left_behind;
    for (const auto& sink : sinks_) {
        sink->is_left_behind = sink->thread.is_running();
        if (sink->is_left_behind) left_behind.push_back(sink->runner.name());
    }
    return left_behind;
}

Sequence SinkThreads::least_position() const noexcept {
    Sequence least = journal::sequence_unlimited;
    for (const auto& sink : sinks_) least = std::min(least, sink->runner.position());
    return least;
}

std::vector<SinkStatus> SinkThreads::status() const {
    std::vector<SinkStatus> all;
    for (const auto& sink : sinks_)
        all.push_back({sink->runner.name(), name_of(sink->runner.state()), sink->runner.position(),
                       sink->runner.lag_events(), sink->runner.error_text()});
    return all;
}

}  // namespace outcry::app
