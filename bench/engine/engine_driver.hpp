#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "outcry/domain/event_buffer.hpp"
#include "outcry/engine/engine.hpp"
#include "outcry/ring/spsc_ring.hpp"

#include "bench/engine/command_writer.hpp"
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
    std::array<Latency, 3> latencies;  // of new orders, cancels, amendments

    [[nodiscard]] double millions_per_second() const {
        return seconds == 0 ? 0 : static_cast<double>(commands) / seconds / 1e6;
    }
};

enum class Ahead : std::uint8_t { off, on };
/// Who fills the ring: a thread of its own, or the measured one between two batches.
enum class Feeding : std::uint8_t { second_thread, same_thread };

struct RunOptions {
    Ahead ahead = Ahead::on;
    Feeding feeding = Feeding::second_thread;
};

/// A whole engine with funded accounts, fed through a ring as `serve` feeds it: the consumer peeks
/// at what waits, looks ahead, applies. Time without commands in the ring is not measured.
class EngineDriver {
public:
    explicit EngineDriver(const WorkloadOptions& options);

    void fill(const Workload& workload);
    [[nodiscard]] Pass run(const Workload& workload, const RunOptions& options);

private:
    static constexpr std::size_t batch_max = 256;  // as `serve` takes them
    static constexpr std::size_t ring_slots = 16'384;

    void set_up(const WorkloadOptions& options);
    void must(const Command& command);
    void create_instrument(std::uint16_t number);
    void create_account(std::uint32_t number);
    void feed(std::span<const Step> steps);
    void run_alone(std::span<const Step> steps, Ahead ahead, Pass& pass);
    void run_beside_feeder(std::span<const Step> steps, Ahead ahead, Pass& pass);
    void drain(Ahead ahead, Pass& pass);
    void apply_batch(std::span<const Command> batch, Ahead ahead, Pass& pass);
    void count_fills(Pass& pass) const;

    engine::Engine engine_;
    EventBuffer events_;
    ring::SpscRing<Command> ring_;
    CommandWriter writer_;
    std::uint64_t sampled_ = 0;
};

}  // namespace outcry::bench
