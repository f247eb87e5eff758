#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <thread>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/ring/spsc_ring.hpp"

#include "bench/engine/command_writer.hpp"
#include "bench/engine/workload.hpp"

namespace outcry::bench {

/// Feeds a ring from a thread of its own, as a gateway does: commands are prepared a few thousand
/// at a time and then copied into the ring as fast as it has room, the lines that they use only.
class CommandFeeder {
public:
    CommandFeeder(std::span<const Step> steps, CommandWriter& writer,
                  ring::SpscRing<Command>& ring);
    ~CommandFeeder() { thread_.join(); }
    CommandFeeder(const CommandFeeder&) = delete;
    CommandFeeder& operator=(const CommandFeeder&) = delete;

    /// Called by the consumer when the ring is empty: waits until a whole batch is there, or the
    /// rest of what there will be. Not part of what is measured.
    void wait_for(std::size_t count) const;

private:
    static constexpr std::size_t chunk_size = 16'384;
    static constexpr std::size_t publication_size = 64;

    void run(std::span<const Step> steps);
    void push(std::span<const Command> commands);

    CommandWriter& writer_;
    ring::SpscRing<Command>& ring_;
    std::vector<Command> prepared_;
    std::atomic<bool> is_chunk_pushed_{false};
    std::thread thread_;
};

}  // namespace outcry::bench
