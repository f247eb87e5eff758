#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"
#include "outcry/ring/spsc_ring.hpp"

#include "bench/engine/fast_book.hpp"
#include "bench/engine/latency.hpp"
#include "bench/engine/workload.hpp"

namespace outcry::bench {

/// What one pass through a workload took.
struct Pass {
    double seconds = 0;
    std::uint64_t commands = 0;
    std::uint64_t refused = 0;
    FillDigest fills;
    std::array<Latency, 3> latencies;  // by action

    [[nodiscard]] double millions_per_second() const {
        return seconds == 0 ? 0 : static_cast<double>(commands) / seconds / 1e6;
    }
};

enum class Ahead : std::uint8_t { off, on };

/// A whole engine with funded accounts, fed from a ring as `serve` feeds it: the consumer peeks at
/// what waits, looks ahead, applies. The ring is filled 256 commands at a time in the same thread,
/// outside the measured time.
class EngineDriver {
public:
    explicit EngineDriver(const WorkloadOptions& options, std::uint64_t step_count);

    void fill(const Workload& workload);
    [[nodiscard]] Pass run(const Workload& workload, Ahead ahead);

private:
    static constexpr std::size_t batch_max = 256;

    void set_up(const WorkloadOptions& options);
    void must(const Command& command);
    void write(const Step& step, Command& command);
    void write_name(ClientOrderId& name, std::uint64_t& hash, std::uint64_t id,
                    std::uint32_t account) const;
    void feed(const Step* steps, std::size_t count);
    void drain(Ahead ahead, Pass& pass);
    void apply_batch(std::span<const Command> batch, Ahead ahead, Pass& pass);
    void apply_timed(const Command& command, Pass& pass);
    void count_fills(Pass& pass) const;

    engine::Engine engine_;
    EventBuffer events_;
    ring::SpscRing<Command> ring_;
    std::uint64_t ids_given_ = 0;
    Sequence sequence_fed_;
    std::uint64_t sampled_ = 0;
};

}  // namespace outcry::bench
