#include "gateway/session/gateway_metrics.hpp"

#include <chrono>
#include <string>
#include <vector>

#include "outcry/telemetry/stage.hpp"

namespace outcry::gateway {
namespace {

using telemetry::Label;
using telemetry::MetricName;
using telemetry::Registry;
using telemetry::Stage;

std::vector<Label> label_of(std::uint8_t gateway_index) {
    return {{"gateway", std::to_string(gateway_index)}};
}

MetricName named(const char* name, const char* help, std::uint8_t gateway_index) {
    return {name, help, label_of(gateway_index)};
}

}  // namespace

GatewayMetrics::GatewayMetrics(Registry& registry, std::uint8_t index)
    : read{telemetry::stage_histogram(registry, Stage::read, label_of(index))},
      written{telemetry::stage_histogram(registry, Stage::written, label_of(index))},
      acknowledged{registry.histogram(
          named("outcry_ack_seconds", "Order read from the socket to its answer written", index))},
      http_requests{registry.counter(
          named("outcry_http_requests_total", "HTTP requests that were understood", index))},
      websocket_messages{registry.counter(
          named("outcry_websocket_messages_total", "WebSocket messages received", index))},
      bad_requests{registry.counter(
          named("outcry_bad_requests_total", "Requests refused before the API saw them", index))},
      commands{registry.counter(
          named("outcry_commands_sent_total", "Commands sent to the core", index))},
      refused_overload{registry.counter(named(
          "outcry_refused_overload_total", "Orders refused because the ring was filled", index))},
      parked{registry.counter(
          named("outcry_commands_parked_total", "Cancels that waited for room", index))},
      given_up{registry.counter(
          named("outcry_requests_given_up_total", "Requests without events in time", index))},
      events{registry.counter(named("outcry_events_applied_total", "Events applied", index))},
      messages_sent{registry.counter(
          named("outcry_stream_messages_total", "Stream messages times subscribers", index))},
      slow_consumers{registry.counter(
          named("outcry_slow_consumers_total", "Subscribers disconnected as too slow", index))},
      refused_connections{registry.counter(
          named("outcry_refused_connections_total", "Connections above the limit", index))},
      connections{registry.gauge(named("outcry_connections", "Open connections", index))},
      pending{registry.gauge(named("outcry_requests_pending", "Requests under way", index))},
      subscriptions{registry.gauge(named("outcry_subscriptions", "Stream subscriptions", index))} {}

std::int64_t steady_now_ns() noexcept {
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds{1};
}

}  // namespace outcry::gateway
