#include "gateway/session/event_feed.hpp"

#include <algorithm>
#include <iterator>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {

int EventFeed::drain(std::size_t count_max) {
    const auto events = parts_.events.peek(count_max);
    if (events.empty()) return 0;
    // Whole commands only: requests are answered from the view between two calls, and half a
    // command is a state that the venue never had.
    const auto end = std::find_if(events.rbegin(), events.rend(),
                                  [](const Event& event) { return event.is_last_of_command(); });
    const auto whole_count = static_cast<std::size_t>(std::distance(end, events.rend()));
    if (whole_count > 0) {
        parts_.desk.on_batch_begin();
        for (const Event& event : begun_) take(event);
        begun_.clear();
        for (const Event& event : events.first(whole_count)) take(event);
    }
    // The rest may lie on the other side of the ring's end: it is kept here until all of it came.
    const auto rest = events.subspan(whole_count);
    begun_.insert(begun_.end(), rest.begin(), rest.end());
    OUTCRY_ASSERT(begun_.size() < events_per_command_max);
    parts_.events.release(events.size());
    if (whole_count > 0) parts_.desk.on_batch_end();
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
