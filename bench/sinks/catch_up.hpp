#pragma once

#include <chrono>
#include <cstdlib>
#include <span>
#include <vector>

#include "outcry/base/assert.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/sinks/sink_target.hpp"

namespace outcry::bench {

using Clock = std::chrono::steady_clock;
using Batches = std::vector<std::span<const Event>>;

inline std::size_t command_count() {
    return std::getenv("OUTCRY_BENCH_TINY") != nullptr ? 2'000 : 200'000;
}

inline double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// As the sink's loop has them: cut behind whole commands.
inline Batches batches_of(std::span<const Event> events) {
    constexpr std::size_t batch_events = 16'384;
    Batches batches;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const bool is_whole = events[i].is_last_of_command();
        if (i + 1 < events.size() && (!is_whole || i + 1 - begin < batch_events)) continue;
        batches.push_back(events.subspan(begin, i + 1 - begin));
        begin = i + 1;
    }
    return batches;
}

/// Seconds that an opened target takes for all of them.
inline double copy_with_sink(sinks::SinkTarget& target, const Batches& batches) {
    const auto start = Clock::now();
    for (const auto& batch : batches) {
        OUTCRY_ASSERT(target.write(batch, {batch.back().sequence, journal::Epoch{1}}));
    }
    return seconds_since(start);
}

}  // namespace outcry::bench
