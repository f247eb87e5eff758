#pragma once

#include <atomic>
#include <cstdint>

#include "outcry/domain/event.hpp"
#include "outcry/follower/digest.hpp"
#include "outcry/platform/clock.hpp"
#include "outcry/ring/broadcast_ring.hpp"
#include "outcry/ring/spsc_ring.hpp"
#include "outcry/telemetry/histogram.hpp"

namespace outcry::app {

struct PublisherAgentPorts {
    ring::SpscRing<Event>& events;
    ring::BroadcastRing<Event>& broadcast;
    ring::SpscRing<follower::DigestMark>& digests;
    /// The last command whose effects may be seen: durable, or under `memory` merely taken over.
    const std::atomic<std::uint64_t>& released;
    const platform::Clock& clock;
    telemetry::Histogram& publish_time;  // nanoseconds per round that released something
};

/// Holds events back until their command is durable, then shows them to every gateway, in order.
class PublisherAgent {
public:
    explicit PublisherAgent(const PublisherAgentPorts& ports) : ports_{ports} {}
    int do_work();

    /// The last command all of whose events were released; any thread, a moment old.
    [[nodiscard]] Sequence sequence() const noexcept {
        return Sequence{sequence_.load(std::memory_order_relaxed)};
    }

private:
    static constexpr std::size_t events_per_round_max = 1024;

    [[nodiscard]] std::size_t release_up_to(std::uint64_t released) noexcept;
    void push_mark() noexcept;

    PublisherAgentPorts ports_;
    follower::EventDigest digest_;
    follower::DigestMark mark_;  // the newest that the follower did not get yet
    std::atomic<std::uint64_t> sequence_{0};
};

}  // namespace outcry::app
