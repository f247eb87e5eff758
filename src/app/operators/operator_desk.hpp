#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "outcry/admin/admin_server.hpp"
#include "outcry/gateway/secret_seal.hpp"
#include "outcry/platform/clock.hpp"

#include "app/agents/operator_agent.hpp"
#include "app/operators/audit_trail.hpp"
#include "app/operators/operator_call.hpp"

namespace outcry::app {

/// What the desk needs; all of it outlives it.
struct OperatorDeskParts {
    OperatorAgent& agent;
    const gateway::SecretSeal& seal;
    AuditTrail& audit_trail;
    const platform::Clock& clock;
    std::function<void(std::string_view line)> notice;
};

/// Takes the calls of `operator_calls()` from HTTP to commands and back: reads the members, writes
/// the audit trail, waits without blocking, answers. On the admin's thread.
class OperatorDesk {
public:
    explicit OperatorDesk(OperatorDeskParts parts) : parts_{std::move(parts)} {}

    [[nodiscard]] admin::AdminReply answer(const OperatorCall& call,
                                           const admin::AdminRequest& request);

    /// After this a call is answered "outcome unknown", or "not done" if it was not begun.
    static constexpr std::chrono::seconds answer_time_max{10};

private:
    class Progress;

    [[nodiscard]] std::optional<admin::AdminAnswer> poll(const std::shared_ptr<Progress>& progress);
    /// The refusal of a call that cannot be written down.
    [[nodiscard]] std::optional<admin::AdminAnswer> write_begin(const OperatorCall& call,
                                                                const admin::AdminRequest& request,
                                                                const nlohmann::json& members);
    void write_end(const Progress& progress, const admin::AdminAnswer& answer);

    OperatorDeskParts parts_;
    std::uint64_t call_count_ = 0;  // that change something
};

}  // namespace outcry::app
