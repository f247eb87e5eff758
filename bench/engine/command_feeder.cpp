#include "bench/engine/command_feeder.hpp"

#include <algorithm>

namespace outcry::bench {

CommandFeeder::CommandFeeder(std::span<const Step> steps, CommandWriter& writer,
                             ring::SpscRing<Command>& ring)
    : writer_{writer},
      ring_{ring},
      prepared_(std::min(chunk_size, steps.size())),
      thread_{[this, steps] { run(steps); }} {}

void CommandFeeder::run(std::span<const Step> steps) {
    while (!steps.empty()) {
        const std::size_t count = std::min(chunk_size, steps.size());
        for (std::size_t i = 0; i < count; ++i) writer_.write(steps[i], prepared_[i]);
        is_chunk_pushed_.store(false, std::memory_order_relaxed);
        push(std::span{prepared_}.first(count));
        // Release: the consumer that sees it sees the last publication, too.
        is_chunk_pushed_.store(true, std::memory_order_release);
        steps = steps.subspan(count);
    }
}

void CommandFeeder::push(std::span<const Command> commands) {
    for (std::size_t i = 0; i < commands.size(); ++i) {
        Command* slot = ring_.try_claim();
        while (slot == nullptr) {
            ring_.publish();
            std::this_thread::yield();
            slot = ring_.try_claim();
        }
        copy_lines(*slot, commands[i]);
        if ((i + 1) % publication_size == 0) ring_.publish();
    }
    ring_.publish();
}

void CommandFeeder::wait_for(std::size_t count) const {
    while (ring_.available() < count) {
        // Acquire: see the release above.
        if (is_chunk_pushed_.load(std::memory_order_acquire) && ring_.available() != 0) return;
        std::this_thread::yield();
    }
}

}  // namespace outcry::bench
