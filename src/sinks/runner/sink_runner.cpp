#include "outcry/sinks/sink_runner.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

namespace outcry::sinks {

SinkRunner::SinkRunner(std::unique_ptr<SinkTarget> target, SinkRunnerOptions options,
                       SinkRunnerPorts ports)
    : options_{std::move(options)},
      ports_{std::move(ports)},
      target_{std::move(target)},
      reader_{ports_.file_system, ports_.place},
      retry_wait_ms_{options_.retry_wait_ms_min} {
    OUTCRY_ASSERT(target_ != nullptr);
    OUTCRY_ASSERT(options_.retry_wait_ms_min > 0);
    OUTCRY_ASSERT(options_.retry_wait_ms_min <= options_.retry_wait_ms_max);
}

int SinkRunner::do_work() {
    if (should_end_.load(std::memory_order_relaxed)) return 0;
    switch (state()) {
        case SinkState::connecting: return open_target();
        case SinkState::waiting: return may_try_now() ? open_target() : 0;
        case SinkState::running: return write_batch();
        case SinkState::stopped: return 0;
    }
    OUTCRY_UNREACHABLE();
}

bool SinkRunner::may_try_now() const noexcept {
    return ports_.clock.monotonic_ns() >= retry_at_ns_;
}

int SinkRunner::open_target() {
    const auto opened = target_->open();
    if (!opened) {
        fail(opened.error());
        return 0;
    }
    const Sequence position = opened->sequence;
    if (position > published()) {
        stop(
            fmt::format("its target holds events up to command {}, and the venue's end with "
                        "command {}: it belongs to another venue, or this one was set back",
                        position.value(), published().value()));
        return 0;
    }
    if (const auto found = reader_.seek(next(position)); !found) {
        stop(found.error().text);
        return 0;
    }
    move_to(position);
    retry_wait_ms_ = options_.retry_wait_ms_min;
    if (!noticed_error_.empty())
        ports_.notice(fmt::format("sink {}: available again, goes on behind command {}",
                                  options_.name, position.value()));
    noticed_error_.clear();
    set_error({});
    state_.store(SinkState::running, std::memory_order_relaxed);
    return 1;
}

int SinkRunner::write_batch() {
    const Sequence last = published();
    if (position() >= last) return 0;
    events_.clear();
    const auto read =
        reader_.read(events_, {.events_max = options_.batch_events_max, .last = last});
    if (!read) {
        stop(read.error().text);
        return 0;
    }
    OUTCRY_ASSERT(*read);
    pending_since_us_.store(events_.front().time.value(), std::memory_order_relaxed);
    const Sequence after = events_.back().sequence;
    const auto written = target_->write(events_, {after, options_.epoch});
    if (!written) {
        fail(written.error());
        return 0;
    }
    event_count_.store(event_count() + events_.size(), std::memory_order_relaxed);
    move_to(after);
    return static_cast<int>(events_.size());
}

void SinkRunner::move_to(Sequence position) noexcept {
    position_.store(position.value(), std::memory_order_relaxed);
    events_before_.store(reader_.events_before(), std::memory_order_relaxed);
    pending_since_us_.store(0, std::memory_order_relaxed);
}

void SinkRunner::fail(const SinkError& error) {
    error_count_.store(error_count() + 1, std::memory_order_relaxed);
    if (error.kind == SinkErrorKind::refused) return stop(error.text);
    set_error(error.text);
    // Once for each new reason: an outage of hours is one line, not thousands.
    if (noticed_error_ != error.text)
        ports_.notice(fmt::format("sink {}: {}; trying again", options_.name, error.text));
    noticed_error_ = error.text;
    retry_at_ns_ = ports_.clock.monotonic_ns() + retry_wait_ms_ * 1'000'000;
    retry_wait_ms_ = std::min(2 * retry_wait_ms_, options_.retry_wait_ms_max);
    state_.store(SinkState::waiting, std::memory_order_relaxed);
}

void SinkRunner::stop(const std::string& reason) {
    set_error(reason);
    ports_.notice(fmt::format("sink {} STOPPED at command {}; the venue trades on: {}",
                              options_.name, position().value(), reason));
    state_.store(SinkState::stopped, std::memory_order_relaxed);
}

std::uint64_t SinkRunner::lag_events() const noexcept {
    const std::uint64_t done = events_before_.load(std::memory_order_relaxed);
    const std::uint64_t all = ports_.published.event_count.load(std::memory_order_relaxed);
    return all > done ? all - done : 0;
}

std::int64_t SinkRunner::lag_seconds() const noexcept {
    const std::int64_t since_us = pending_since_us_.load(std::memory_order_relaxed);
    if (since_us == 0) return 0;
    return std::max<std::int64_t>(0, (ports_.clock.now_us() - since_us) / 1'000'000);
}

void SinkRunner::set_error(std::string text) {
    const std::lock_guard lock{error_mutex_};
    error_text_ = std::move(text);
}

std::string SinkRunner::error_text() const {
    const std::lock_guard lock{error_mutex_};
    return error_text_;
}

}  // namespace outcry::sinks
