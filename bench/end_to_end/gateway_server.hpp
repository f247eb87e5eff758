#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "bench/end_to_end/signed_order.hpp"

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

    /// Makes so many trades, soon. Any thread.
    void trade(std::size_t count);

    /// The key that its one account has.
    [[nodiscard]] static const Signer& signer();

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::bench
