#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/telemetry/registry.hpp"

#include "app/configuration.hpp"
#include "app/operators/operator_desk.hpp"
#include "app/pipeline.hpp"

namespace outcry::admin {
class AdminServer;
}

namespace outcry::app {

/// What operators' calls need beside the pipeline; all of it outlives the address.
struct OperatorApiParts {
    Pipeline& pipeline;
    telemetry::Registry& registry;
    const gateway::SecretSeal& seal;
    AuditTrail& audit_trail;
    const platform::Clock& clock;
    std::function<void(std::string_view line)> notice;
};

/// The routes of the admin address: GET /healthz, /readyz, /metrics for anybody who reaches it;
/// everything else with the token.
class OperatorApi {
public:
    /// Binds and serves. Throws std::system_error when the address cannot be had.
    OperatorApi(const Configuration& configuration, const std::string& token,
                const OperatorApiParts& parts);
    OperatorApi(const OperatorApi&) = delete;
    OperatorApi& operator=(const OperatorApi&) = delete;
    ~OperatorApi();

    [[nodiscard]] std::uint16_t port() const noexcept;
    /// What /readyz says: whether orders are taken.
    void set_ready(bool is_ready) noexcept { is_ready_.store(is_ready); }

private:
    void add_routes(std::vector<admin::AdminRoute>& routes, const OperatorApiParts& parts);

    std::atomic<bool> is_ready_{false};
    OperatorDesk desk_;
    std::unique_ptr<admin::AdminServer> server_;
};

}  // namespace outcry::app
