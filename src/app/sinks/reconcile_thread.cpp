#include "app/sinks/reconcile_thread.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "outcry/platform/thread.hpp"

namespace outcry::app {
namespace {

/// How long a clean stop waits for a comparison that is under way.
constexpr std::chrono::seconds end_time_max{5};
/// More would say no more to who reads them.
constexpr std::size_t lines_per_copy_max = 5;
constexpr int lowest_priority = 19;

}  // namespace

struct ReconcileThread::State {
    State(ReconcileThreadPorts made_ports, std::chrono::seconds made_interval)
        : ports{std::move(made_ports)}, interval{made_interval} {}

    const ReconcileThreadPorts ports;
    const std::chrono::seconds interval;
    std::map<std::string, Copy> copies;
    std::mutex mutex;
    std::condition_variable changed;
    bool should_end = false;
    bool has_ended = false;
};

ReconcileThread::ReconcileThread(ReconcileThreadPorts ports, std::chrono::seconds interval,
                                 const std::vector<std::string>& names)
    : state_{std::make_shared<State>(std::move(ports), interval)} {
    for (const std::string& name : names) {
        const Copy& copy = state_->copies[name];
        state_->ports.registry.sampled_gauge(
            {"outcry_reconcile_differences",
             "of the last comparison with the venue; not zero: an "
             "alarm",
             {{"sink", name}}},
            [&copy] { return copy.difference_count.load(std::memory_order_relaxed); });
        state_->ports.registry.sampled_gauge(
            {"outcry_reconcile_sequence",
             "command at which the copy was compared last",
             {{"sink", name}}},
            [&copy] { return copy.sequence.load(std::memory_order_relaxed); });
    }
    thread_ = std::thread{[state = state_] { run(state); }};
}

ReconcileThread::~ReconcileThread() {
    // Whoever cares has called it before.
    if (thread_.joinable()) (void)stop();
}

bool ReconcileThread::stop() {
    std::unique_lock lock{state_->mutex};
    state_->should_end = true;
    state_->changed.notify_all();
    const bool has_ended =
        state_->changed.wait_for(lock, end_time_max, [this] { return state_->has_ended; });
    lock.unlock();
    if (has_ended) {
        thread_.join();
    } else {
        thread_.detach();
    }
    return has_ended;
}

void ReconcileThread::run(const std::shared_ptr<State>& state) {
    // It only runs less politely, or without its name, otherwise.
    (void)platform::name_thread("reconcile");
    (void)platform::set_thread_nice(lowest_priority);
    std::unique_ptr<Reconciler> reconciler = state->ports.make_reconciler();
    std::unique_lock lock{state->mutex};
    while (!state->changed.wait_for(lock, state->interval, [&] { return state->should_end; })) {
        lock.unlock();
        check(*state, *reconciler);
        lock.lock();
    }
    reconciler.reset();
    state->has_ended = true;
    state->changed.notify_all();
}

void ReconcileThread::check(State& state, Reconciler& reconciler) {
    for (const CopyReport& report : reconciler.compare({})) take(state, report);
}

void ReconcileThread::take(State& state, const CopyReport& report) {
    Copy& copy = state.copies.at(report.name);
    std::string text = report.failure;
    if (report.failure.empty()) {
        copy.difference_count.store(static_cast<std::int64_t>(report.differences.size()),
                                    std::memory_order_relaxed);
        copy.sequence.store(static_cast<std::int64_t>(report.sequence.value()),
                            std::memory_order_relaxed);
        const bool differs = !report.differences.empty();
        if (differs && !copy.is_acted_on && state.ports.on_difference)
            copy.is_acted_on = state.ports.on_difference();
        if (!differs) copy.is_acted_on = false;
        for (const std::string& difference : report.differences) text += difference + "; ";
    }
    if (text == copy.noticed) return;
    copy.noticed = text;
    if (text.empty()) {
        state.ports.notice(
            fmt::format("reconcile: {} is the same as the venue again, at command {}", report.name,
                        report.sequence.value()));
    } else if (!report.failure.empty()) {
        state.ports.notice(fmt::format("reconcile: {}: not compared: {}", report.name, text));
    } else {
        std::string first;
        for (std::size_t i = 0; i < std::min(report.differences.size(), lines_per_copy_max); ++i)
            first += (i == 0 ? "" : "; ") + report.differences[i];
        state.ports.notice(
            fmt::format("reconcile: {} DIFFERS from the venue at command {}, in {} "
                        "places: {}",
                        report.name, report.sequence.value(), report.differences.size(), first));
    }
}

}  // namespace outcry::app
