#include "app/operator_api.hpp"

#include <chrono>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "outcry/admin/admin_server.hpp"

namespace outcry::app {
namespace {

using admin::Access;
using admin::AdminAnswer;
using admin::AdminRequest;
using admin::AdminRoute;

constexpr std::chrono::seconds snapshot_time_max{60};

AdminAnswer text(unsigned status, std::string body) {
    return {status, "text/plain; version=0.0.4; charset=utf-8", std::move(body)};
}

AdminAnswer status_of(const Pipeline& pipeline) {
    const PipelineStatus status = pipeline.status();
    nlohmann::ordered_json body;
    body["applied"] = status.applied.value();
    body["durable"] = status.durable.value();
    body["released"] = status.released.value();
    body["followed"] = status.followed.value();
    body["snapshots"] = pipeline.snapshot_count();
    body["sinks"] = nlohmann::ordered_json::array();
    for (const SinkStatus& sink : pipeline.sinks())
        body["sinks"].push_back({{"name", sink.name},
                                 {"state", sink.state},
                                 {"position", sink.position.value()},
                                 {"lagEvents", sink.lag_events},
                                 {"error", sink.error}});
    AdminAnswer answer;
    answer.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    return answer;
}

/// Whether orders are taken; then the sinks that do not run, which change nothing of it.
AdminAnswer readiness_of(const Pipeline& pipeline, bool is_ready) {
    if (!is_ready) return text(503, "not ready\n");
    std::string body = "ready\n";
    for (const SinkStatus& sink : pipeline.sinks())
        if (!sink.error.empty())
            body += fmt::format("sink {} {}: {}\n", sink.name, sink.state, sink.error);
    return text(200, body);
}

/// Answers when the follower has written it: an operator wants to know that it is there.
admin::PendingAnswer take_snapshot(Pipeline& pipeline) {
    const std::uint64_t before = pipeline.snapshot_count();
    const auto deadline = std::chrono::steady_clock::now() + snapshot_time_max;
    pipeline.request_snapshot();
    return [&pipeline, before, deadline]() -> std::optional<AdminAnswer> {
        if (pipeline.snapshot_count() != before) return status_of(pipeline);
        if (std::chrono::steady_clock::now() < deadline) return std::nullopt;
        return AdminAnswer{503, "application/json;charset=UTF-8",
                           "{\"error\":\"not_written_in_time\"}\n"};
    };
}

void register_gauges(telemetry::Registry& registry, const Pipeline& pipeline) {
    const auto add = [&](const char* name, const char* help, Sequence PipelineStatus::* sequence) {
        registry.sampled_gauge({name, help}, [&pipeline, sequence] {
            return static_cast<std::int64_t>((pipeline.status().*sequence).value());
        });
    };
    add("outcry_sequence_applied", "last command applied by the core", &PipelineStatus::applied);
    add("outcry_sequence_durable", "last command on disk", &PipelineStatus::durable);
    add("outcry_sequence_released", "last command shown to gateways", &PipelineStatus::released);
    add("outcry_sequence_followed", "last command followed", &PipelineStatus::followed);
}

}  // namespace

OperatorApi::OperatorApi(const Configuration& configuration, const std::string& token,
                         const OperatorApiParts& parts)
    : desk_{
          {parts.pipeline.operators(), parts.seal, parts.audit_trail, parts.clock, parts.notice}} {
    register_gauges(parts.registry, parts.pipeline);
    const auto endpoint = parse_endpoint(configuration.server.admin_listen);
    OUTCRY_ASSERT(endpoint.has_value());
    admin::AdminOptions options;
    options.listen_address = endpoint->address;
    options.listen_port = endpoint->port;
    options.token = token;
    std::vector<AdminRoute> routes;
    add_routes(routes, parts);
    server_ = std::make_unique<admin::AdminServer>(std::move(options), std::move(routes));
}

void OperatorApi::add_routes(std::vector<AdminRoute>& routes, const OperatorApiParts& parts) {
    Pipeline& pipeline = parts.pipeline;
    telemetry::Registry& registry = parts.registry;
    routes.push_back(
        {"GET", "/healthz", Access::open, [](const AdminRequest&) { return text(200, "ok\n"); }});
    routes.push_back({"GET", "/readyz", Access::open, [this, &pipeline](const AdminRequest&) {
                          return readiness_of(pipeline, is_ready_.load());
                      }});
    routes.push_back({"GET", "/metrics", Access::open,
                      [&registry](const AdminRequest&) { return text(200, registry.render()); }});
    routes.push_back({"GET", "/status", Access::token,
                      [&pipeline](const AdminRequest&) { return status_of(pipeline); }});
    routes.push_back({"POST", "/snapshot", Access::token,
                      [&pipeline](const AdminRequest&) { return take_snapshot(pipeline); }});
    for (const OperatorCall& call : operator_calls())
        routes.push_back(
            {std::string{method_of(call)}, std::string{call.path}, Access::token,
             [this, &call](const AdminRequest& request) { return desk_.answer(call, request); }});
}

OperatorApi::~OperatorApi() = default;

std::uint16_t OperatorApi::port() const noexcept { return server_->port(); }

}  // namespace outcry::app
