#pragma once

#include <atomic>
#include <cstdint>

#include "outcry/domain/command.hpp"
#include "outcry/journal/writer.hpp"
#include "outcry/platform/clock.hpp"
#include "outcry/ring/doorbell.hpp"
#include "outcry/ring/spsc_ring.hpp"
#include "outcry/telemetry/histogram.hpp"
#include "outcry/telemetry/metric.hpp"

namespace outcry::app {

struct JournalAgentPorts {
    ring::SpscRing<Command>& commands;
    ring::SpscRing<Command>& follower;  // what is durable; not waited for when it is full
    /// The last durable command. The publisher and the follower read it.
    std::atomic<std::uint64_t>& durable;
    ring::Doorbell& publisher_doorbell;
    const platform::Clock& clock;
    telemetry::Histogram& journal_time;  // nanoseconds of each durable write
    telemetry::Histogram& batch_size;    // commands of each durable write
    telemetry::Counter& missed_by_follower;
};

/// Group commit: writes what waits, durably, publishes the durable sequence, goes on with what came
/// meanwhile. Owned by the journal's thread. A failed write stops the venue; it is never retried.
class JournalAgent {
public:
    JournalAgent(journal::JournalWriter& writer, const JournalAgentPorts& ports)
        : writer_{writer}, ports_{ports} {}
    int do_work();

private:
    static constexpr std::size_t commands_per_batch_max = 256;

    void hand_to_follower(std::span<const Command> commands);

    journal::JournalWriter& writer_;
    JournalAgentPorts ports_;
    bool follower_lags_ = false;
};

}  // namespace outcry::app
