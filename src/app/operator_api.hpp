#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "outcry/telemetry/registry.hpp"

#include "app/configuration.hpp"
#include "app/pipeline.hpp"

namespace outcry::admin {
class AdminServer;
}

namespace outcry::app {

/// The routes of the admin address: GET /healthz, /readyz, /metrics for anybody who reaches it;
/// GET /status and POST /snapshot with the token. `pipeline` and `registry` outlive it.
class OperatorApi {
public:
    /// Binds and serves. Throws std::system_error when the address cannot be had.
    OperatorApi(const Configuration& configuration, const std::string& token, Pipeline& pipeline,
                telemetry::Registry& registry);
    OperatorApi(const OperatorApi&) = delete;
    OperatorApi& operator=(const OperatorApi&) = delete;
    ~OperatorApi();

    [[nodiscard]] std::uint16_t port() const noexcept;
    /// What /readyz says: whether orders are taken.
    void set_ready(bool is_ready) noexcept { is_ready_.store(is_ready); }

private:
    std::atomic<bool> is_ready_{false};
    std::unique_ptr<admin::AdminServer> server_;
};

}  // namespace outcry::app
