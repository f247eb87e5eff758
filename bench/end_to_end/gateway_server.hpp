#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace outcry::bench {

/// The product's own gateway and engine on one thread, without a journal between them: what a
/// signed order costs beyond the bare server, durability left out.
class GatewayServer {
public:
    GatewayServer();
    GatewayServer(const GatewayServer&) = delete;
    GatewayServer& operator=(const GatewayServer&) = delete;
    ~GatewayServer();

    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] std::int64_t cpu_time_ns() const noexcept;

    /// The n-th signed order: half of them buy, half sell, at one price, so that the book stays
    /// small. Valid for a minute.
    [[nodiscard]] static std::string http_order(std::size_t number);
    [[nodiscard]] static std::string websocket_order(std::size_t number);

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::bench
