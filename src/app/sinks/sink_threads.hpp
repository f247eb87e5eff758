#pragma once

#include <memory>
#include <string>
#include <vector>

#include "outcry/ring/agent_runner.hpp"
#include "outcry/ring/doorbell.hpp"
#include "outcry/sinks/sink_runner.hpp"
#include "outcry/telemetry/registry.hpp"

#include "app/sinks/sink_targets.hpp"

namespace outcry::app {

struct SinkThreadsOptions {
    journal::Epoch epoch;
    int nice = 10;
};

/// What operators see of one sink; a moment old.
struct SinkStatus {
    std::string name;
    std::string_view state;
    Sequence position;
    std::uint64_t lag_events = 0;
    std::string error;  // what keeps it waiting or stopped
};

/// One thread for each sink. Made, started and stopped by one thread; the rest by any.
class SinkThreads {
public:
    SinkThreads(std::vector<NamedSinkTarget> targets, const SinkThreadsOptions& options,
                const sinks::SinkRunnerPorts& ports, telemetry::Registry& registry);
    SinkThreads(const SinkThreads&) = delete;
    SinkThreads& operator=(const SinkThreads&) = delete;
    ~SinkThreads();

    void start();
    /// Gives those that run a while to write what is published, then ends all threads. One whose
    /// target does not answer is left behind, and named: the process has to end without it.
    [[nodiscard]] std::vector<std::string> stop();

    /// The last command that all of them hold: what came up to it may be deleted. Zero while one
    /// has not said yet.
    [[nodiscard]] Sequence least_position() const noexcept;
    [[nodiscard]] bool empty() const noexcept { return sinks_.empty(); }
    [[nodiscard]] std::vector<SinkStatus> status() const;

private:
    struct Sink;
    void register_metrics(const Sink& sink, telemetry::Registry& registry);
    [[nodiscard]] bool some_are_busy() const;

    std::vector<std::unique_ptr<Sink>> sinks_;
};

}  // namespace outcry::app
