#include "outcry/ring/agent_runner.hpp"

#include <pthread.h>
#include <unistd.h>

#include <utility>

#include "outcry/base/assert.hpp"

namespace outcry::ring {

AgentRunner::AgentRunner(AgentRunnerOptions options, std::vector<Agent> agents, Doorbell& doorbell)
    : options_{std::move(options)},
      agents_{std::move(agents)},
      doorbell_{doorbell},
      idle_strategy_{options_.idle, doorbell} {
    OUTCRY_ASSERT(!agents_.empty());
    for (const Agent& agent : agents_) OUTCRY_ASSERT(agent.do_work != nullptr);
    if (options_.sleep) idle_strategy_.sleep_with(options_.sleep);
}

AgentRunner::~AgentRunner() {
    stop();
    join();
}

void AgentRunner::start() {
    OUTCRY_ASSERT(!thread_.joinable());
    thread_ = std::thread{[this] { run(); }};
    // Acquire: what `on_start` has prepared is visible to the caller.
    has_started_.wait(false, std::memory_order_acquire);
}

void AgentRunner::stop() noexcept {
    // Release: with the acquire in `run_rounds`, the last round sees all that was published before.
    should_stop_.store(true, std::memory_order_release);
    // The flag is one more word that a parked thread has to be told of.
    doorbell_.ring();
}

void AgentRunner::join() {
    if (thread_.joinable()) thread_.join();
}

void AgentRunner::run() {
    constexpr std::size_t name_length_max = 15;
    (void)::pthread_setname_np(::pthread_self(),
                               options_.thread_name.substr(0, name_length_max).c_str());
    thread_id_.store(::gettid(), std::memory_order_relaxed);
    if (options_.place_thread) options_.place_thread();
    for (const Agent& agent : agents_)
        if (agent.on_start) agent.on_start();
    is_running_.store(true, std::memory_order_relaxed);
    // Release: pairs with `start`.
    has_started_.store(true, std::memory_order_release);
    has_started_.notify_all();

    run_rounds();

    for (const Agent& agent : agents_)
        if (agent.on_stop) agent.on_stop();
    // Release: pairs with `is_running`.
    is_running_.store(false, std::memory_order_release);
}

void AgentRunner::run_rounds() {
    while (true) {
        // Acquire, and before the round: it then sees what was published before `stop`.
        const bool should_stop = should_stop_.load(std::memory_order_acquire);
        const int work_count = run_round();
        if (should_stop && work_count == 0) return;
        idle_strategy_.idle(work_count);
    }
}

int AgentRunner::run_round() {
    int work_count = 0;
    for (const Agent& agent : agents_) work_count += agent.do_work();
    return work_count;
}

}  // namespace outcry::ring
