#include "gateway/session/listener.hpp"

#include <string>
#include <system_error>
#include <utility>

#include <boost/asio/basic_socket_acceptor.hpp>

namespace outcry::gateway {

Listener::Listener(net::io_context& context, const GatewayOptions& options, Take take)
    : acceptor_{context.get_executor()}, take_{std::move(take)} {
    try {
        listen(options);
    } catch (const boost::system::system_error& error) {
        // The standard's type: our callers know nothing of this library.
        throw std::system_error{error.code(),
                                options.listen_address + ":" + std::to_string(options.listen_port)};
    }
}

void Listener::listen(const GatewayOptions& options) {
    using SharePort = net::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
    const tcp::endpoint endpoint{net::ip::make_address(options.listen_address),
                                 options.listen_port};
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(net::socket_base::reuse_address{true});
    if (options.shares_port) acceptor_.set_option(SharePort{true});
    acceptor_.bind(endpoint);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
}

Listener::~Listener() = default;

void Listener::accept() {
    if (is_accepting_ || !acceptor_.is_open()) return;
    is_accepting_ = true;
    acceptor_.async_accept([this](ErrorCode error, Socket socket) {
        is_accepting_ = false;
        // Stopped, or out of descriptors: the next tick tries again.
        if (error) return;
        take_(std::move(socket));
        accept();
    });
}

void Listener::stop() {
    ErrorCode ignored;  // it may never have been open
    acceptor_.close(ignored);
}

}  // namespace outcry::gateway
