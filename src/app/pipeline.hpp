#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/gateway/gateway.hpp"
#include "outcry/gateway/secret_seal.hpp"
#include "outcry/gateway/tls_certificate.hpp"
#include "outcry/journal/writer.hpp"
#include "outcry/platform/clock.hpp"
#include "outcry/platform/file.hpp"
#include "outcry/telemetry/registry.hpp"

#include "app/agents/follower_agent.hpp"
#include "app/agents/operator_agent.hpp"
#include "app/configuration.hpp"
#include "app/sinks/reconciler.hpp"
#include "app/sinks/sink_targets.hpp"
#include "app/sinks/sink_threads.hpp"
#include "app/venue/recovery.hpp"

namespace outcry::app {

struct PipelineServices {
    platform::FileSystem& file_system;
    const platform::Clock& clock;
    telemetry::Registry& registry;
    const gateway::SecretSeal& seal;
    std::filesystem::path journal_directory;
    follower::EventLogPlace event_log;
    journal::Epoch epoch;  // of this start
    WriteSnapshot write_snapshot;
    std::function<void(std::string_view line)> notice;     // for the operator; any thread
    const gateway::TlsCertificate* certificate = nullptr;  // needed for a TLS port
    OpenHistory open_history{};  // of what the views have forgotten; none: there is no history
    std::function<std::unique_ptr<Reconciler>()> make_reconciler{};
    const gateway::StaticFiles* documentation = nullptr;
};

/// What operators see of a running venue; any thread, a moment old.
struct PipelineStatus {
    Sequence applied;  // by the core
    Sequence durable;
    Sequence released;  // to the gateways
    Sequence followed;  // by the follower
};

/// The agents, the rings between them and the threads they run on: the only place that sees both
/// ends of a ring. Made, started and stopped by one thread.
class Pipeline {
public:
    /// `venue` is what recovery built. Binds the gateways' sockets; throws std::system_error when
    /// an address cannot be had.
    Pipeline(const Configuration& configuration, const PipelineServices& services,
             RecoveredVenue venue, journal::JournalWriter writer,
             std::vector<NamedSinkTarget> sink_targets);
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;
    ~Pipeline();

    void start();
    /// Drains along the flow, takes a last snapshot, joins all threads. The failure of the snapshot
    /// is one line; the journal is complete in any case.
    [[nodiscard]] Result<bool, std::string> stop();
    /// Sinks that did not end with `stop`, because their targets do not answer: the process must
    /// not wait for them. Their events are written after the next start.
    [[nodiscard]] const std::vector<std::string>& sinks_left_behind() const noexcept;

    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] std::uint16_t tls_port() const noexcept;  // zero without one
    [[nodiscard]] PipelineStatus status() const noexcept;
    [[nodiscard]] std::vector<SinkStatus> sinks() const;
    /// Takes operators' calls from any thread.
    [[nodiscard]] OperatorAgent& operators() noexcept;
    /// Asks the follower for a snapshot; any thread.
    void request_snapshot() noexcept;
    [[nodiscard]] std::uint64_t snapshot_count() const noexcept;
    /// Kernel's id of the core's thread, for tests that watch it.
    [[nodiscard]] int core_thread_id() const noexcept;
    /// What the operating system refused (affinity, priority), one line each; after `start`.
    [[nodiscard]] std::vector<std::string> placement_refusals() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace outcry::app
