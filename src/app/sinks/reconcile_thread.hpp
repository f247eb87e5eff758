#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "outcry/telemetry/registry.hpp"

#include "app/sinks/reconciler.hpp"

namespace outcry::app {

struct ReconcileThreadPorts {
    /// Made by the thread itself: it owns it.
    std::function<std::unique_ptr<Reconciler>()> make_reconciler;
    std::function<void(std::string_view line)> notice;
    /// When a copy is found to differ that did not before; false: it could not act and is called
    /// again after the next comparison. Empty: nothing more is done.
    std::function<bool()> on_difference;
    telemetry::Registry& registry;
};

/// Compares the copies with the venue, again and again; the venue does not notice. What it finds is
/// a metric and a line for the operator.
class ReconcileThread {
public:
    /// `names`: of the copies, for the metrics.
    ReconcileThread(ReconcileThreadPorts ports, std::chrono::seconds interval,
                    const std::vector<std::string>& names);
    ReconcileThread(const ReconcileThread&) = delete;
    ReconcileThread& operator=(const ReconcileThread&) = delete;
    ~ReconcileThread();

    /// False when a comparison is under way that does not end: it is left behind, and the process
    /// must not wait for it.
    [[nodiscard]] bool stop();

private:
    struct Copy {
        std::atomic<std::int64_t> difference_count{0};
        std::atomic<std::int64_t> sequence{0};
        std::string noticed;       // the thread's: what the operator was told of last
        bool is_acted_on = false;  // the thread's, too
    };
    struct State;

    static void run(const std::shared_ptr<State>& state);
    static void check(State& state, Reconciler& reconciler);
    static void take(State& state, const CopyReport& report);

    std::shared_ptr<State> state_;  // shared with the thread, which may be left behind
    std::thread thread_;
};

}  // namespace outcry::app
