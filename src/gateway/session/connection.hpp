#pragma once

#include "gateway/session/transport.hpp"

namespace outcry::gateway {

/// What the gateway asks of a connection of either protocol. Kept by the gateway until finished.
class Connection {
public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    /// Deadlines and pings; several times a second.
    virtual void on_tick(SteadyTime now) = 0;
    /// The command ring has room again: go on reading.
    virtual void resume_reading() = 0;
    /// Finish what is under way, then close.
    virtual void begin_shutdown() = 0;
    virtual void close_now() = 0;
    /// Closed, and to be forgotten.
    [[nodiscard]] virtual bool is_finished() const noexcept = 0;
};

}  // namespace outcry::gateway
