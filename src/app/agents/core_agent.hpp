#pragma once

#include <atomic>
#include <cstdint>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"
#include "outcry/platform/clock.hpp"
#include "outcry/ring/spsc_ring.hpp"
#include "outcry/sequencer/sequencer.hpp"
#include "outcry/telemetry/histogram.hpp"

namespace outcry::app {

struct CoreAgentPorts {
    sequencer::Sequencer& sequencer;
    ring::SpscRing<Command>& journal;  // what was applied, in order
    ring::SpscRing<Event>& events;     // what it caused
    const platform::Clock& clock;
    telemetry::Histogram& core_time;  // nanoseconds per command, averaged over each batch
    telemetry::Histogram& ring_time;  // nanoseconds that the oldest of a batch waited
};

/// Runs on its own pinned core and is the only owner of the engine: sequences, applies, and hands
/// the command to the journal and the events to the publisher. No I/O, lock, log or allocation.
class CoreAgent {
public:
    CoreAgent(engine::Engine& engine, const CoreAgentPorts& ports)
        : engine_{engine}, ports_{ports}, sequence_{engine.sequence().value()} {}

    /// Applies a bounded batch and returns its size; zero allows the idle strategy to back off.
    int do_work();

    /// The last command applied; any thread, a moment old.
    [[nodiscard]] const std::atomic<std::uint64_t>& sequence() const noexcept { return sequence_; }
    /// How often the wall clock jumped ahead by more than `clock_jump_us_max`; any thread.
    [[nodiscard]] std::uint64_t clock_jump_count() const noexcept {
        return clock_jump_count_.load(std::memory_order_relaxed);
    }

    /// A jump of the wall clock beyond this raises an alarm.
    static constexpr std::int64_t clock_jump_us_max = 60'000'000;

private:
    [[nodiscard]] bool has_room() noexcept;
    void apply(const Command& command, Timestamp now) noexcept;
    /// A command of the sequencer's own.
    [[nodiscard]] int apply_own(CommandType type, Timestamp now) noexcept;
    [[nodiscard]] int apply_batch(std::span<const Command> batch, Timestamp now) noexcept;
    void publish() noexcept;
    [[nodiscard]] Timestamp read_clock() noexcept;
    void record_wait(const Command& oldest, std::int64_t now_ns) noexcept;

    engine::Engine& engine_;
    CoreAgentPorts ports_;
    EventBuffer buffer_;
    Command own_command_;
    std::int64_t wall_us_last_ = 0;
    std::int64_t monotonic_ns_last_ = 0;
    std::atomic<std::uint64_t> sequence_;
    std::atomic<std::uint64_t> clock_jump_count_{0};
};

}  // namespace outcry::app
