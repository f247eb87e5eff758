#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/follower/event_log.hpp"
#include "outcry/platform/clock.hpp"
#include "outcry/platform/file.hpp"
#include "outcry/sinks/sink_target.hpp"

namespace outcry::sinks {

/// The numbers stand in the metric `outcry_sink_state`.
enum class SinkState : std::uint8_t {
    connecting = 1,
    running = 2,
    waiting = 3,  // the target is unavailable; tried again after a while
    stopped = 4,  // no retry helps: an operator has to look
};

struct SinkRunnerOptions {
    std::string name;      // for log lines: "postgres"
    journal::Epoch epoch;  // of the writer that this process is
    std::size_t batch_events_max = 16'384;
    std::int64_t retry_wait_ms_min = 100;
    std::int64_t retry_wait_ms_max = 10'000;  // each failure doubles the wait up to this
};

struct SinkRunnerPorts {
    platform::FileSystem& file_system;
    follower::EventLogPlace place;
    const follower::PublishedEvents& published;
    const platform::Clock& clock;
    std::function<void(std::string_view line)> notice;  // for the operator
};

/// Feeds one target from the event log, at the target's own pace: opens it, goes on from the
/// position it names, and after a failure does so again. `do_work` belongs to the sink's thread and
/// blocks as long as the target does; everything else may be called by any thread.
class SinkRunner {
public:
    SinkRunner(std::unique_ptr<SinkTarget> target, SinkRunnerOptions options,
               SinkRunnerPorts ports);

    /// One attempt to open, or one batch; zero when there is nothing to do now.
    int do_work();

    /// After the batch under way nothing more is written.
    void request_end() noexcept { should_end_.store(true, std::memory_order_relaxed); }

    [[nodiscard]] const std::string& name() const noexcept { return options_.name; }
    [[nodiscard]] SinkState state() const noexcept {
        return state_.load(std::memory_order_relaxed);
    }
    /// The last command that the target is known to hold; zero before it was opened once.
    [[nodiscard]] Sequence position() const noexcept {
        return Sequence{position_.load(std::memory_order_relaxed)};
    }
    /// Events that are published and not yet in the target.
    [[nodiscard]] std::uint64_t lag_events() const noexcept;
    /// Age of the oldest of those.
    [[nodiscard]] std::int64_t lag_seconds() const noexcept;
    [[nodiscard]] std::uint64_t event_count() const noexcept {
        return event_count_.load(std::memory_order_relaxed);
    }
    [[nodiscard]] std::uint64_t error_count() const noexcept {
        return error_count_.load(std::memory_order_relaxed);
    }
    /// What keeps it waiting or stopped; empty while it runs.
    [[nodiscard]] std::string error_text() const;

private:
    [[nodiscard]] bool may_try_now() const noexcept;
    [[nodiscard]] int open_target();
    [[nodiscard]] int write_batch();
    [[nodiscard]] Sequence published() const noexcept {
        // Acquire: what is published is in the files.
        return Sequence{ports_.published.sequence.load(std::memory_order_acquire)};
    }
    void move_to(Sequence position) noexcept;
    void fail(const SinkError& error);
    void stop(const std::string& reason);
    void set_error(std::string text);

    const SinkRunnerOptions options_;
    const SinkRunnerPorts ports_;
    const std::unique_ptr<SinkTarget> target_;
    follower::EventLogReader reader_;
    std::vector<Event> events_;
    std::string noticed_error_;  // that the operator was told of last
    std::int64_t retry_at_ns_ = 0;
    std::int64_t retry_wait_ms_ = 0;
    std::atomic<bool> should_end_{false};
    std::atomic<SinkState> state_{SinkState::connecting};
    std::atomic<std::uint64_t> position_{0};
    std::atomic<std::uint64_t> events_before_{0};  // in the log, up to the position
    std::atomic<std::int64_t> pending_since_us_{0};
    std::atomic<std::uint64_t> event_count_{0};
    std::atomic<std::uint64_t> error_count_{0};
    mutable std::mutex error_mutex_;
    std::string error_text_;
};

}  // namespace outcry::sinks
