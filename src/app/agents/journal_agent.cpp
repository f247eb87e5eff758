#include "app/agents/journal_agent.hpp"

#include <span>

#include "app/agents/stop_venue.hpp"

namespace outcry::app {

int JournalAgent::do_work() {
    const std::span<const Command> waiting = ports_.commands.peek(commands_per_batch_max);
    if (waiting.empty()) return 0;
    const std::int64_t start_ns = ports_.clock.monotonic_ns();
    std::size_t count = 0;
    while (count < waiting.size() && writer_.append(waiting[count])) ++count;
    const auto committed = writer_.commit();
    if (!committed) stop_venue(committed.error().text);
    OUTCRY_ASSERT(count > 0);
    OUTCRY_ASSERT(*committed == waiting[count - 1].sequence);

    // First the follower, then the durable sequence: who sees the sequence and finds no command
    // in the ring knows that it was left out for want of room.
    hand_to_follower(waiting.first(count));
    // Release: what the batch made durable is so before anybody acts on the number.
    ports_.durable.store(committed->value(), std::memory_order_release);
    ports_.publisher_doorbell.ring();
    ports_.commands.release(count);
    ports_.journal_time.record(static_cast<std::uint64_t>(ports_.clock.monotonic_ns() - start_ns));
    ports_.batch_size.record(count);
    return static_cast<int>(count);
}

void JournalAgent::hand_to_follower(std::span<const Command> commands) {
    // Once full, the ring is left alone until it is half empty: the follower reads the files
    // meanwhile, and would gain nothing from a command here and there.
    if (follower_lags_ && ports_.follower.is_filled_to(ports_.follower.capacity() / 2)) {
        ports_.missed_by_follower.add(commands.size());
        return;
    }
    follower_lags_ = !ports_.follower.has_room(commands.size());
    if (follower_lags_) {
        ports_.missed_by_follower.add(commands.size());
        return;
    }
    for (const Command& command : commands) copy_lines(*ports_.follower.try_claim(), command);
    ports_.follower.publish();
}

}  // namespace outcry::app
