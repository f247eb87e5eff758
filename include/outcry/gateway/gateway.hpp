#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/gateway/gateway_options.hpp"
#include "outcry/ring/doorbell.hpp"
#include "outcry/ring/ring_reader.hpp"
#include "outcry/ring/spsc_ring.hpp"
#include "outcry/views/venue_view.hpp"

namespace outcry::telemetry {
class Registry;
}

namespace outcry::gateway {

class HistorySource;
class ListenKeys;
class SecretSeal;
class TlsCertificate;

/// Names below a path, and what is there.
using StaticFiles = std::map<std::string, std::string, std::less<>>;

/// The roads to the rest of the process. All outlive the gateway.
struct GatewayPorts {
    /// One FIFO ring to the core: a cancel never overtakes an order. Its consumer's doorbell is
    /// connected to the ring; `doorbell` below should be connected as its producer's.
    ring::SpscRing<Command>& commands;
    /// Durable events, from the first after the view's state on.
    ring::RingReader<Event>& events;
    /// The gateway's own; `Parking::eventfd`, or `Parking::never` for a thread that spins.
    ring::Doorbell& doorbell;
};

struct GatewayServices {
    views::VenueView& view;  // the gateway's own from now on
    std::function<Timestamp()> wall_clock;
    const SecretSeal& seal;                   // opens the secrets of HMAC keys; see secret_seal.hpp
    telemetry::Registry* registry = nullptr;  // none: nothing is measured
    /// While true new orders are refused as overloaded, cancels are not: the disk is nearly full.
    const std::atomic<bool>* refuses_orders = nullptr;
    /// Of what the view has forgotten; none: it is not there.
    HistorySource* history = nullptr;
    /// Served as they are below /docs/; without them there is a plain page. Outlive the gateway.
    const StaticFiles* documentation = nullptr;
    /// Of the TLS port; needed when there is one.
    const TlsCertificate* certificate = nullptr;
    ListenKeys* listen_keys = nullptr;  // shared by all gateways of the process; none: its own
};

/// HTTP, WebSocket streams and WebSocket API on one port. An agent: one thread at a time calls
/// `do_work` and `wait`; construction, destruction and `port` while no thread does.
class Gateway {
public:
    /// Binds and listens. Throws std::system_error when the address cannot be had.
    Gateway(const GatewayOptions& options, const GatewayPorts& ports, GatewayServices services);
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;
    ~Gateway();

    [[nodiscard]] std::uint16_t port() const noexcept;
    /// Zero without one.
    [[nodiscard]] std::uint16_t tls_port() const noexcept;

    /// A bounded round that never blocks: events to view, answers and streams; then sockets and
    /// timers. Answers how much was done.
    int do_work();
    /// Sleeps until a socket, a timer or the doorbell calls, or the time has passed. For the idle
    /// strategy of a thread all of whose agents found no work.
    void wait(std::chrono::microseconds time_max);

    /// Stops to accept; tells subscribers; answers what is under way; then closes. Any thread.
    void begin_shutdown() noexcept;
    /// True when every connection has ended after `begin_shutdown`. Any thread.
    [[nodiscard]] bool is_drained() const noexcept;
    /// Open connections, for metrics. Any thread.
    [[nodiscard]] std::size_t connection_count() const noexcept;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::gateway
