#include "outcry/gateway/gateway.hpp"

#include "gateway/session/gateway_loop.hpp"

namespace outcry::gateway {

Gateway::Gateway(const GatewayOptions& options, const GatewayPorts& ports, GatewayServices services)
    : implementation_{std::make_unique<Implementation>(options, ports, services)} {}

Gateway::~Gateway() = default;

std::uint16_t Gateway::port() const noexcept { return implementation_->port(); }

std::uint16_t Gateway::tls_port() const noexcept { return implementation_->tls_port(); }

int Gateway::do_work() { return implementation_->do_work(); }

void Gateway::wait(std::chrono::microseconds time_max) { implementation_->wait(time_max); }

void Gateway::begin_shutdown() noexcept { implementation_->begin_shutdown(); }

bool Gateway::is_drained() const noexcept { return implementation_->is_drained(); }

std::size_t Gateway::connection_count() const noexcept {
    return implementation_->connection_count();
}

}  // namespace outcry::gateway
