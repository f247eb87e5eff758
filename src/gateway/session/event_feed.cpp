#include "gateway/session/event_feed.hpp"

namespace outcry::gateway {

int EventFeed::drain(std::size_t count_max) {
    const auto events = parts_.events.peek(count_max);
    if (events.empty()) return 0;
    parts_.desk.on_batch_begin();
    for (const Event& event : events) take(event);
    parts_.events.release(events.size());
    parts_.desk.on_batch_end();
    parts_.metrics.events.add(events.size());
    return static_cast<int>(events.size());
}

void EventFeed::take(const Event& event) {
    // The view first: everything that follows reads from it.
    parts_.view.apply(event);
    parts_.desk.api().on_event(event);
    parts_.users.on_event(event);
    parts_.hub.on_event(event);
    parts_.desk.on_event(event);
    if (!event.is_last_of_command()) return;
    parts_.desk.on_command_end();
    parts_.users.on_command_end();
    parts_.hub.on_command_end();
}

}  // namespace outcry::gateway
