#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace outcry::bench {

/// The yardstick of the fan-out: Beast as its examples use it, on one thread. A text goes to all
/// who are connected, from one shared copy.
class BroadcastServer {
public:
    BroadcastServer();
    BroadcastServer(const BroadcastServer&) = delete;
    BroadcastServer& operator=(const BroadcastServer&) = delete;
    ~BroadcastServer();

    [[nodiscard]] std::uint16_t port() const noexcept;
    /// What its thread has used so far.
    [[nodiscard]] std::int64_t cpu_time_ns() const noexcept;
    /// Any thread.
    void send(std::string text);

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace outcry::bench
