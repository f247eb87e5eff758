#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "outcry/follower/event_log.hpp"
#include "outcry/follower/follower.hpp"
#include "outcry/platform/clock.hpp"
#include "outcry/platform/file.hpp"
#include "outcry/ring/spsc_ring.hpp"
#include "outcry/telemetry/metric.hpp"

namespace outcry::app {

struct FollowerAgentPorts {
    ring::SpscRing<Command>& commands;
    ring::SpscRing<follower::DigestMark>& digests;
    const std::atomic<std::uint64_t>& durable;
    const platform::Clock& clock;
    telemetry::Gauge& lag;  // commands that are durable and not yet applied here
    telemetry::Gauge& snapshot_sequence;
    telemetry::Counter& digests_compared;
    follower::EventLogWriter& event_log;  // stands where the follower stands
    /// What sinks may read: events of the log that the publisher's digest has confirmed.
    follower::PublishedEvents& confirmed;
};

struct FollowerAgentOptions {
    std::filesystem::path journal_directory;
    std::uint64_t snapshot_interval_s = 600;
    std::uint64_t snapshot_commands = 1'000'000;
};

/// Writes a snapshot of the follower; the failure is one line for the log.
using WriteSnapshot = std::function<Result<bool, std::string>(const follower::Follower&)>;

/// Feeds the follower with what is durable — from the ring, or from the journal's files when it has
/// fallen behind —, writes its events to the event log, compares digests, and takes snapshots when
/// they are due. A difference or a broken invariant stops the venue, before any sink sees it. Owned
/// by the follower's thread, but for `request_snapshot`.
class FollowerAgent {
public:
    FollowerAgent(follower::Follower& follower, const FollowerAgentPorts& ports,
                  FollowerAgentOptions options, platform::FileSystem& file_system,
                  WriteSnapshot write_snapshot);
    int do_work();

    /// Asks for a snapshot soon; any thread. `snapshot_count` grows when it is written.
    void request_snapshot() noexcept { is_requested_.store(true, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t snapshot_count() const noexcept {
        // Acquire: the file is complete when the count shows it.
        return snapshot_count_.load(std::memory_order_acquire);
    }
    /// The last command applied; any thread, a moment old.
    [[nodiscard]] Sequence sequence() const noexcept {
        return Sequence{sequence_.load(std::memory_order_relaxed)};
    }

    /// Checks the invariants, syncs the event log and writes a snapshot now. For a clean stop: on
    /// the thread that owns the follower then.
    [[nodiscard]] Result<bool, std::string> take_snapshot();

private:
    static constexpr std::size_t commands_per_round_max = 256;

    [[nodiscard]] int apply_ring();
    void apply(const Command& command);
    /// Applies commands of the journal's files up to `last`; for what the ring had no room for.
    [[nodiscard]] int catch_up(Sequence last);
    void compare_digests();
    void publish_confirmed();
    [[nodiscard]] bool snapshot_is_due() const;
    void snapshot_when_due();

    follower::Follower& follower_;
    FollowerAgentPorts ports_;
    FollowerAgentOptions options_;
    platform::FileSystem& file_system_;
    WriteSnapshot write_snapshot_;
    Sequence agreed_sequence_;  // of the newest digest that agreed
    Sequence snapshot_sequence_;
    std::int64_t snapshot_time_ns_ = 0;
    std::atomic<bool> is_requested_{false};
    std::atomic<std::uint64_t> snapshot_count_{0};
    std::atomic<std::uint64_t> sequence_{0};
};

}  // namespace outcry::app
