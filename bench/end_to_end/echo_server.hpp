#pragma once

#include <cstdint>
#include <memory>

namespace outcry::bench {

/// The yardstick: Beast as its examples use it, on one thread. A POST is answered with its body, a
/// WebSocket message with itself. Nothing is parsed beyond the protocol.
class EchoServer {
public:
    /// On a free port of the loopback; runs until destroyed.
    EchoServer();
    EchoServer(const EchoServer&) = delete;
    EchoServer& operator=(const EchoServer&) = delete;
    ~EchoServer();

    [[nodiscard]] std::uint16_t port() const noexcept;
    /// What its thread has used so far.
    [[nodiscard]] std::int64_t cpu_time_ns() const noexcept;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::bench
