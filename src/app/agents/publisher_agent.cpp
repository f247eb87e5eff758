#include "app/agents/publisher_agent.hpp"

namespace outcry::app {

int PublisherAgent::do_work() {
    // Acquire: pairs with the journal's release after the write that made these durable.
    const std::uint64_t released = ports_.released.load(std::memory_order_acquire);
    push_mark();
    if (ports_.events.available() == 0) return 0;
    const std::int64_t start_ns = ports_.clock.monotonic_ns();
    const std::size_t count = release_up_to(released);
    if (count == 0) return 0;
    ports_.publish_time.record(static_cast<std::uint64_t>(ports_.clock.monotonic_ns() - start_ns));
    return static_cast<int>(count);
}

std::size_t PublisherAgent::release_up_to(std::uint64_t released) noexcept {
    std::size_t count = 0;
    for (const Event& event : ports_.events.peek(events_per_round_max)) {
        if (event.sequence.value() > released) break;
        Event* const slot = ports_.broadcast.try_claim();
        if (slot == nullptr) break;
        *slot = event;
        digest_.add(event);
        ++count;
        if (!event.is_last_of_command()) continue;
        sequence_.store(event.sequence.value(), std::memory_order_relaxed);
        mark_ = {event.sequence, digest_.value()};
    }
    if (count == 0) return 0;
    ports_.broadcast.publish();
    ports_.events.release(count);
    push_mark();
    return count;
}

/// One mark a round. A full ring means that the follower lags: since digests run on, the next mark
/// judges these events as well; the last one is kept until there is room.
void PublisherAgent::push_mark() noexcept {
    if (mark_.sequence == Sequence{} || !ports_.digests.has_room(1)) return;
    const bool is_pushed = ports_.digests.try_push(mark_);
    OUTCRY_ASSERT(is_pushed);
    mark_ = {};
}

}  // namespace outcry::app
