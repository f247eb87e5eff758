#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "outcry/gateway/gateway.hpp"

#include "gateway/http/http_connection.hpp"
#include "gateway/session/event_feed.hpp"
#include "gateway/session/listener.hpp"
#include "gateway/websocket/outbox.hpp"

namespace outcry::gateway {

/// The gateway's thread: sockets, timers and doorbell in one event loop.
class Gateway::Implementation final : public HttpHost {
public:
    Implementation(const GatewayOptions& options, const GatewayPorts& ports,
                   const GatewayServices& services);
    ~Implementation() override;

    [[nodiscard]] std::uint16_t port() const noexcept { return listener_.port(); }
    [[nodiscard]] std::uint16_t tls_port() const noexcept {
        return tls_listener_ ? tls_listener_->port() : std::uint16_t{0};
    }
    int do_work();
    void wait(std::chrono::microseconds time_max);
    void begin_shutdown() noexcept;
    [[nodiscard]] bool is_drained() const noexcept {
        // Acquire: who sees it drained sees what was done before.
        return is_drained_.load(std::memory_order_acquire);
    }
    [[nodiscard]] std::size_t connection_count() const noexcept {
        return connection_count_.load(std::memory_order_relaxed);
    }

    [[nodiscard]] RequestDesk& desk() noexcept override { return desk_; }
    [[nodiscard]] GatewayMetrics& metrics() noexcept override { return metrics_; }
    [[nodiscard]] const GatewayLimits& limits() const noexcept override { return options_.limits; }
    [[nodiscard]] std::string_view http_date() const noexcept override { return http_date_; }
    [[nodiscard]] std::optional<Page> page(std::string_view path, std::string_view host) override;
    [[nodiscard]] bool try_upgrade(const std::shared_ptr<Transport>& transport,
                                   HttpParser& parser) override;

private:
    using Timer = net::basic_waitable_timer<std::chrono::steady_clock,
                                            net::wait_traits<std::chrono::steady_clock>, Executor>;
    using Descriptor = net::posix::basic_stream_descriptor<Executor>;

    void end_former_sessions();
    int poll_sockets();
    void end_round();
    void take_connection(Socket socket, const std::shared_ptr<TlsContext>& tls);
    void accept();
    void stop_listening();
    void refuse_connection(Socket socket, const std::shared_ptr<TlsContext>& tls);
    void add(std::shared_ptr<Connection> connection);
    void watch_doorbell();
    void schedule_tick();
    void on_tick();
    void tick_connections(SteadyTime now);
    void resume_connections();
    void start_shutdown();
    void watch_drain(SteadyTime now);
    [[nodiscard]] std::shared_ptr<WebSocketSession> make_session(Outbox& outbox,
                                                                 std::string_view target,
                                                                 const ClientAddress& client);

    const GatewayOptions options_;
    GatewayPorts ports_;
    GatewayServices services_;
    std::unique_ptr<telemetry::Registry> own_registry_;
    GatewayMetrics metrics_;
    Api api_;
    RequestDesk desk_;
    StreamHub hub_;
    UserStreams users_;
    EventFeed feed_;

    // Before everything that has handlers in it, so that it goes last.
    net::io_context context_;
    FlushList flush_list_;
    Listener listener_;
    std::unique_ptr<Listener> tls_listener_;
    Timer timer_;
    Descriptor doorbell_;
    std::vector<std::shared_ptr<Connection>> connections_;
    std::vector<std::shared_ptr<Transport>> refused_;  // until they have their answer
    std::string http_date_;
    SteadyTime tick_at_{};
    SteadyTime shutdown_at_{};
    std::size_t tick_count_ = 0;
    bool was_congested_ = false;
    bool is_shutting_down_ = false;
    std::atomic<bool> should_shut_down_{false};
    std::atomic<bool> is_drained_{false};
    std::atomic<std::size_t> connection_count_{0};
};

}  // namespace outcry::gateway
