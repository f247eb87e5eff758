#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "outcry/ring/doorbell.hpp"
#include "outcry/ring/idle_strategy.hpp"

namespace outcry::ring {

/// One participant of a thread: does a bounded piece of its work and says how much it did.
struct Agent {
    std::string name;
    std::function<int()> do_work;
    std::function<void()> on_start{};  // on the agent's thread, before the first round
    std::function<void()> on_stop{};   // on the agent's thread, after the last round
};

struct AgentRunnerOptions {
    std::string thread_name;  // the kernel shows the first 15 bytes
    IdleOptions idle{};
    /// First thing on the thread: the place for affinity and priority, see platform/thread.hpp.
    std::function<void()> place_thread{};
    /// Replaces the sleep, see `IdleStrategy::sleep_with`.
    std::function<void(std::chrono::microseconds)> sleep{};
};

/// Runs agents in turn on one thread of its own until it is told to stop. `start`, `stop` and
/// `join` belong to the thread that made it. An exception that leaves an agent ends the process.
class AgentRunner {
public:
    AgentRunner(AgentRunnerOptions options, std::vector<Agent> agents, Doorbell& doorbell);
    AgentRunner(const AgentRunner&) = delete;
    AgentRunner& operator=(const AgentRunner&) = delete;
    /// Stops and joins.
    ~AgentRunner();

    /// Returns when every agent's `on_start` has run.
    void start();
    /// Asks the thread to end after the first round that finds no work. What was published before
    /// this call is handled, so that stopping along the flow, sources first, loses nothing.
    void stop() noexcept;
    void join();

    [[nodiscard]] bool is_running() const noexcept {
        // Acquire: what the agents left behind is visible to who sees that they ended.
        return is_running_.load(std::memory_order_acquire);
    }
    /// The kernel's id of the thread, zero before `start`.
    [[nodiscard]] pid_t thread_id() const noexcept {
        return thread_id_.load(std::memory_order_relaxed);
    }
    [[nodiscard]] const std::string& thread_name() const noexcept { return options_.thread_name; }
    /// How often the thread has slept; for metrics.
    [[nodiscard]] std::uint64_t park_count() const noexcept { return idle_strategy_.park_count(); }

private:
    void run();
    void run_rounds();
    [[nodiscard]] int run_round();

    const AgentRunnerOptions options_;
    const std::vector<Agent> agents_;
    Doorbell& doorbell_;
    IdleStrategy idle_strategy_;
    std::atomic<bool> should_stop_{false};
    std::atomic<bool> has_started_{false};
    std::atomic<bool> is_running_{false};
    std::atomic<pid_t> thread_id_{0};
    std::thread thread_;
};

}  // namespace outcry::ring
