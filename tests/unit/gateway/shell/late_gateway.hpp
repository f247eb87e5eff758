#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <thread>

#include "outcry/gateway/gateway.hpp"
#include "outcry/ring/broadcast_ring.hpp"
#include "outcry/views/venue_view.hpp"

#include "unit/gateway/shell/gateway_fixture.hpp"

namespace outcry::test {

/// A second gateway of the fixture's venue, on a thread of its own, which gets the events later
/// than the first: with one round of the fixture at most one of those that it still lacks. It
/// takes reads only: nobody empties its ring of commands.
class LateGateway {
public:
    explicit LateGateway(GatewayFixture& fixture);
    LateGateway(const LateGateway&) = delete;
    LateGateway& operator=(const LateGateway&) = delete;
    ~LateGateway();

    [[nodiscard]] std::uint16_t port() const { return gateway_.port(); }
    /// Events that it has not got yet.
    [[nodiscard]] std::size_t behind_count() const;
    /// One of them.
    void feed();

private:
    GatewayFixture& fixture_;
    ring::Doorbell doorbell_{ring::Parking::eventfd};
    ring::SpscRing<Command> commands_{16};
    ring::BroadcastRing<Event> broadcast_{1 << 12};
    ring::RingReader<Event>& reader_;
    views::VenueView view_;
    gateway::Gateway gateway_;
    std::size_t fed_count_ = 0;
    std::atomic<bool> should_stop_{false};
    std::thread thread_;
};

}  // namespace outcry::test
