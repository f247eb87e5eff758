#pragma once

#include <cstddef>
#include <vector>

#include "outcry/domain/event.hpp"
#include "outcry/ring/ring_reader.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/session/request_desk.hpp"
#include "gateway/streams/stream_hub.hpp"
#include "gateway/streams/user_streams.hpp"

namespace outcry::gateway {

/// Takes durable events out of the ring, brings the view up to date and lets out what follows from
/// them, command by command: the answer, then reports, then market data. The answer comes after
/// the view's update, so that a client reads its own writes. One thread.
class EventFeed {
public:
    struct Parts {
        ring::RingReader<Event>& events;
        views::VenueView& view;
        RequestDesk& desk;
        UserStreams& users;
        StreamHub& hub;
        GatewayMetrics& metrics;
    };
    explicit EventFeed(const Parts& parts) : parts_{parts} {
        begun_.reserve(events_per_command_max);
    }

    /// At most `count_max` events, of which whole commands are let out; answers how many.
    int drain(std::size_t count_max);

private:
    void take(const Event& event);

    Parts parts_;
    std::vector<Event> begun_;  // of a command whose last event is still to come
};

}  // namespace outcry::gateway
