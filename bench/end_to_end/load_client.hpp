#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "outcry/telemetry/histogram.hpp"

namespace outcry::bench {

enum class Protocol : std::uint8_t { http, websocket };

struct LoadOptions {
    std::uint16_t port = 0;
    Protocol protocol = Protocol::http;
    std::string target;  // of the WebSocket
    std::size_t connection_count = 1;
    std::size_t in_flight_count = 1;  // over all connections
    std::size_t request_count = 10'000;
    /// The n-th request: whole HTTP bytes, or the text of a WebSocket message.
    std::function<std::string(std::size_t)> make_request{};
    /// Whether an answer is what was asked for.
    std::function<bool(std::string_view)> is_good{};
};

struct LoadResult {
    telemetry::HistogramSnapshot latency_ns;
    std::int64_t duration_ns = 0;
    std::int64_t client_cpu_ns = 0;
    std::size_t bad_count = 0;
};

/// Closed loop over loopback on the calling thread: each answer releases the next request of its
/// connection. Requests are made before the clock starts. Answers of one connection are taken in
/// the order of its requests.
[[nodiscard]] LoadResult run_load(const LoadOptions& options);

}  // namespace outcry::bench
