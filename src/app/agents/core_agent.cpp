#include "app/agents/core_agent.hpp"

#include <algorithm>
#include <limits>

namespace outcry::app {
namespace {

/// What the engine says when nothing comes due.
constexpr Timestamp no_deadline{std::numeric_limits<std::int64_t>::max()};

}  // namespace

int CoreAgent::do_work() {
    if (!has_room()) return 0;
    if (engine_.mass_action_is_pending()) {
        // The time stands still until the action is done: nothing may come due in its middle.
        return apply_own(CommandType::continue_mass_action, ports_.sequencer.time());
    }
    const std::span<const Command> batch = ports_.sequencer.next_batch();
    const bool has_deadline = engine_.next_deadline() != no_deadline;
    if (batch.empty() && !has_deadline) return 0;
    const std::int64_t start_ns = ports_.clock.monotonic_ns();
    const Timestamp now = read_clock();
    // What comes due while the batch is applied waits for the next round, with a later time.
    if (has_deadline && engine_.next_deadline() <= std::max(now, ports_.sequencer.time())) {
        return apply_own(CommandType::advance_clock, now);
    }
    if (batch.empty()) return 0;
    record_wait(batch.front(), start_ns);
    const int count = apply_batch(batch, now);
    if (count == 0) return 0;
    const std::int64_t time_ns = ports_.clock.monotonic_ns() - start_ns;
    ports_.core_time.record(static_cast<std::uint64_t>(time_ns / count),
                            static_cast<std::uint64_t>(count));
    return count;
}

int CoreAgent::apply_batch(std::span<const Command> batch, Timestamp now) noexcept {
    std::size_t count = 0;
    // Room first, then the command: back pressure reaches the gateway, no event is lost.
    while (count < batch.size() && has_room()) {
        engine_.look_ahead(batch, count);
        apply(batch[count], now);
        ++count;
        if (engine_.mass_action_is_pending()) break;
    }
    publish();
    ports_.sequencer.release(count);
    return static_cast<int>(count);
}

int CoreAgent::apply_own(CommandType type, Timestamp now) noexcept {
    // The engine knows what there is to do; the command only says "go on".
    own_command_.clear();
    own_command_.type = type;
    apply(own_command_, now);
    publish();
    return 1;
}

bool CoreAgent::has_room() noexcept {
    return ports_.journal.has_room(1) && ports_.events.has_room(events_per_command_max);
}

void CoreAgent::apply(const Command& command, Timestamp now) noexcept {
    Command* const stamped = ports_.journal.try_claim();
    OUTCRY_ASSERT(stamped != nullptr);
    copy_lines(*stamped, command);
    ports_.sequencer.stamp(*stamped, now);
    engine_.apply(*stamped, buffer_);
    for (const Event& event : buffer_.events()) {
        Event* const slot = ports_.events.try_claim();
        OUTCRY_ASSERT(slot != nullptr);
        *slot = event;
    }
}

void CoreAgent::publish() noexcept {
    // Release: under `memory` the publisher acts on this number; the events follow it at once.
    sequence_.store(ports_.sequencer.sequence().value(), std::memory_order_release);
    // Events before commands: when the journal wakes the publisher, they are there.
    ports_.events.publish();
    ports_.journal.publish();
}

void CoreAgent::record_wait(const Command& oldest, std::int64_t now_ns) noexcept {
    const std::int64_t pushed_ns = oldest.time.value();
    if (pushed_ns == 0 || pushed_ns > now_ns) return;
    ports_.ring_time.record(static_cast<std::uint64_t>(now_ns - pushed_ns));
}

Timestamp CoreAgent::read_clock() noexcept {
    const std::int64_t wall_us = ports_.clock.now_us();
    const std::int64_t monotonic_ns = ports_.clock.monotonic_ns();
    if (wall_us_last_ != 0) {
        const std::int64_t elapsed_us = (monotonic_ns - monotonic_ns_last_) / 1000;
        if (wall_us - wall_us_last_ > elapsed_us + clock_jump_us_max)
            clock_jump_count_.fetch_add(1, std::memory_order_relaxed);
    }
    wall_us_last_ = wall_us;
    monotonic_ns_last_ = monotonic_ns;
    return Timestamp{wall_us};
}

}  // namespace outcry::app
