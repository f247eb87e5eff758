#pragma once

#include <cstdint>

#include "outcry/telemetry/registry.hpp"

namespace outcry::gateway {

/// What one gateway counts. The names are in docs/operations/metrics.md. Written by its thread.
struct GatewayMetrics {
    GatewayMetrics(telemetry::Registry& registry, std::uint8_t gateway_index);

    telemetry::Histogram& read;          // last byte read -> command published to the ring
    telemetry::Histogram& written;       // events taken -> answer given to the socket
    telemetry::Histogram& acknowledged;  // last byte read -> answer given to the socket
    telemetry::Counter& http_requests;
    telemetry::Counter& websocket_messages;
    telemetry::Counter& bad_requests;  // refused by the shell: no HTTP, too large, too slow
    telemetry::Counter& commands;
    telemetry::Counter& refused_overload;
    telemetry::Counter& parked;    // cancels that met a full ring
    telemetry::Counter& given_up;  // no events in time
    telemetry::Counter& events;
    telemetry::Counter& messages_sent;  // stream messages times subscribers
    telemetry::Counter& slow_consumers;
    telemetry::Counter& refused_connections;
    telemetry::Gauge& connections;
    telemetry::Gauge& pending;
    telemetry::Gauge& subscriptions;
};

/// Nanoseconds of the steady clock: for latencies, never for anything that decides.
[[nodiscard]] std::int64_t steady_now_ns() noexcept;

}  // namespace outcry::gateway
