#include "app/agents/follower_agent.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "outcry/journal/reader.hpp"

#include "app/agents/stop_venue.hpp"

namespace outcry::app {

FollowerAgent::FollowerAgent(follower::Follower& follower, const FollowerAgentPorts& ports,
                             FollowerAgentOptions options, platform::FileSystem& file_system,
                             WriteSnapshot write_snapshot)
    : follower_{follower},
      ports_{ports},
      options_{std::move(options)},
      file_system_{file_system},
      write_snapshot_{std::move(write_snapshot)},
      agreed_sequence_{follower.sequence()},
      snapshot_sequence_{follower.sequence()},
      snapshot_time_ns_{ports.clock.monotonic_ns()},
      sequence_{follower.sequence().value()} {
    publish_confirmed();
}

int FollowerAgent::do_work() {
    // Acquire: pairs with the journal, which fills the ring before it shows this number. So a
    // command up to it that is not in the ring was left out and has to be read from the files.
    const Sequence durable{ports_.durable.load(std::memory_order_acquire)};
    int count = apply_ring();
    if (count == 0 && follower_.sequence() < durable) count = catch_up(durable);
    if (count > 0) {
        if (const auto flushed = ports_.event_log.flush(); !flushed)
            stop_venue(flushed.error().text);
        sequence_.store(follower_.sequence().value(), std::memory_order_relaxed);
        const Sequence newest = std::max(durable, follower_.sequence());
        ports_.lag.set(static_cast<std::int64_t>(newest.value() - follower_.sequence().value()));
    }
    compare_digests();
    snapshot_when_due();
    return count;
}

int FollowerAgent::apply_ring() {
    const std::span<const Command> waiting = ports_.commands.peek(commands_per_round_max);
    std::size_t count = 0;
    for (const Command& command : waiting) {
        // What was read from the files meanwhile is skipped; a gap has to be read from them.
        if (command.sequence > next(follower_.sequence())) break;
        if (command.sequence > follower_.sequence()) apply(command);
        ++count;
    }
    ports_.commands.release(count);
    return static_cast<int>(count);
}

void FollowerAgent::apply(const Command& command) {
    const auto logged = ports_.event_log.append(follower_.apply(command));
    if (!logged) stop_venue(logged.error().text);
}

int FollowerAgent::catch_up(Sequence last) {
    journal::JournalReader reader{file_system_, options_.journal_directory};
    if (const auto found = reader.seek(next(follower_.sequence())); !found)
        stop_venue(found.error().text);
    Command command;
    int count = 0;
    while (follower_.sequence() < last) {
        const auto is_read = reader.next(command, last);
        if (!is_read) stop_venue(is_read.error().text);
        if (!*is_read) break;
        apply(command);
        ++count;
    }
    return count;
}

void FollowerAgent::compare_digests() {
    for (const follower::DigestMark& mark : ports_.digests.peek(commands_per_round_max)) {
        if (mark.sequence > follower_.sequence()) return;
        const auto agrees = follower_.agrees(mark);
        ports_.digests.release(1);
        if (!agrees) continue;
        if (!*agrees)
            stop_venue(
                "the follower's events differ from those of the core at or before sequence " +
                std::to_string(mark.sequence.value()));
        ports_.digests_compared.add();
        agreed_sequence_ = mark.sequence;
        publish_confirmed();
    }
}

void FollowerAgent::publish_confirmed() {
    const follower::PublishedEvents& logged = ports_.event_log.published();
    const std::uint64_t sequence =
        std::min(logged.sequence.load(std::memory_order_relaxed), agreed_sequence_.value());
    ports_.confirmed.event_count.store(logged.event_count.load(std::memory_order_relaxed),
                                       std::memory_order_relaxed);
    // Release: the events are in the files before a reader goes for them.
    ports_.confirmed.sequence.store(sequence, std::memory_order_release);
}

bool FollowerAgent::snapshot_is_due() const {
    if (is_requested_.load(std::memory_order_relaxed)) return true;
    const std::uint64_t command_count = follower_.sequence().value() - snapshot_sequence_.value();
    if (command_count == 0) return false;
    if (command_count >= options_.snapshot_commands) return true;
    const std::int64_t age_ns = ports_.clock.monotonic_ns() - snapshot_time_ns_;
    return age_ns / 1'000'000'000 >= static_cast<std::int64_t>(options_.snapshot_interval_s);
}

void FollowerAgent::snapshot_when_due() {
    if (!snapshot_is_due()) return;
    is_requested_.store(false, std::memory_order_relaxed);
    // A snapshot that could not be written costs time at the next start, no data: the venue goes
    // on. The writer has logged it; the next one is tried after the interval.
    if (const auto taken = take_snapshot(); !taken) {
        snapshot_sequence_ = follower_.sequence();
        snapshot_time_ns_ = ports_.clock.monotonic_ns();
    }
}

Result<bool, std::string> FollowerAgent::take_snapshot() {
    if (const char* const invariant = follower_.engine().broken_invariant(); invariant != nullptr)
        stop_venue(std::string{"broken invariant "} + invariant);
    // A snapshot stands for all commands before it: their events are never derived again.
    if (const auto synced = ports_.event_log.sync(); !synced) stop_venue(synced.error().text);
    auto written = write_snapshot_(follower_);
    if (!written) return written;
    snapshot_sequence_ = follower_.sequence();
    snapshot_time_ns_ = ports_.clock.monotonic_ns();
    ports_.snapshot_sequence.set(static_cast<std::int64_t>(snapshot_sequence_.value()));
    // Release: see `snapshot_count`.
    snapshot_count_.fetch_add(1, std::memory_order_release);
    return written;
}

}  // namespace outcry::app
