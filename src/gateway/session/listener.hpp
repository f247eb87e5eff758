#pragma once

#include <cstdint>
#include <functional>

#include "outcry/gateway/gateway_options.hpp"

#include "gateway/session/network.hpp"

namespace outcry::gateway {

/// Accepts connections until told to stop. One thread.
class Listener {
public:
    using Take = std::function<void(Socket)>;

    /// Binds and listens at once; throws std::system_error when the address cannot be had.
    Listener(net::io_context& context, const GatewayOptions& options, Take take);
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    /// Accepts the next one, unless that is under way already: also after a failure that passes,
    /// such as too many open files.
    void accept();
    void stop();

private:
    void listen(const GatewayOptions& options);

    net::basic_socket_acceptor<tcp, Executor> acceptor_;
    Take take_;
    std::uint16_t port_ = 0;
    bool is_accepting_ = false;
};

}  // namespace outcry::gateway
