#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "outcry/base/result.hpp"

#include "app/order_flow/byte_source.hpp"
#include "app/order_flow/order_file_reader.hpp"
#include "app/replay/flow_replay.hpp"

namespace outcry::app {

struct ReplayFileOptions {
    std::string orders_path;
    std::string trades_path;
    std::string book_path;  // empty: no book is written
    FlowReplayLimits limits;
};

struct ReplaySummary {
    std::string symbol;
    std::uint64_t row_count = 0;
    ReplayCounts counts;
    std::uint64_t resting_order_count = 0;
    std::chrono::nanoseconds applied_for{};  // without reading the file and writing fills
};

/// Called now and then with how far it is.
using ReplayProgress = std::function<void(int permille, std::uint64_t row_count)>;

/// Replays a whole file and writes its fills, and its final book when asked to.
[[nodiscard]] Result<ReplaySummary, FlowError> replay_file(const ReplayFileOptions& options,
                                                           const ReplayProgress& progress);

/// The summary as a person reads it.
[[nodiscard]] std::string text_of(const ReplaySummary& summary);

}  // namespace outcry::app
