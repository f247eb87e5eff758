#include "app/agents/operator_agent.hpp"

#include <utility>

#include "outcry/base/assert.hpp"

namespace outcry::app {
namespace {

constexpr std::size_t events_per_round_max = 1024;
constexpr unsigned source_shift = 56;

}  // namespace

bool OperatorAgent::submit(std::shared_ptr<OperatorJob> job) {
    {
        const std::lock_guard lock{mutex_};
        if (waiting_.size() >= jobs_waiting_max) return false;
        waiting_.push_back(std::move(job));
    }
    // Release: who sees it finds the job.
    has_waiting_.store(true, std::memory_order_release);
    ports_.doorbell.ring();
    return true;
}

int OperatorAgent::do_work() {
    int work_count = read_events();
    // Acquire: pairs with `submit`.
    if (step_ == Step::idle && has_waiting_.load(std::memory_order_acquire)) begin_next();
    if (step_ == Step::idle && !ports_.market_return.is_over()) begin_return();
    if (step_ == Step::send) send();
    // The gateway on this thread is a little behind or ahead: the answer shows what was done.
    if (step_ == Step::wait_for_view && ports_.view.sequence() >= outcome_.sequence) {
        finish();
        ++work_count;  // another one may wait
    }
    return work_count;
}

int OperatorAgent::read_events() {
    const auto events = ports_.events.peek(events_per_round_max);
    for (const Event& event : events) {
        if (event.type == EventType::instrument_status_changed) watch_markets(event);
        if (event.request == request_last_ && step_ == Step::wait_for_answer) take_answer(event);
    }
    ports_.events.release(events.size());
    return static_cast<int>(events.size());
}

void OperatorAgent::take_answer(const Event& event) {
    outcome_.sequence = event.sequence;
    if (event.type == EventType::command_refused) outcome_.refused = event.refused;
    if (event.type == EventType::mass_action_progressed) {
        outcome_.closed_count += event.mass_action.closed_count;
        goes_on_ = event.mass_action.is_finished == 0;
    }
    if (!event.is_last_of_command() || goes_on_) return;
    const bool is_last = ++command_index_ == commands_.size();
    step_ = is_last || outcome_.refused ? Step::wait_for_view : Step::send;
}

void OperatorAgent::watch_markets(const Event& event) {
    if (ports_.market_return.is_over()) return;
    ports_.market_return.on_status_changed(event, ports_.clock.monotonic_ns());
}

void OperatorAgent::begin_return() {
    const auto command = ports_.market_return.take_due(ports_.clock.monotonic_ns());
    if (!command) return;
    outcome_ = {};
    command_index_ = 0;
    commands_ = {*command};
    step_ = Step::send;
}

void OperatorAgent::begin_next() {
    if (!take_job()) return;
    outcome_ = {};
    command_index_ = 0;
    commands_ = job_->prepare(ports_.view);
    step_ = commands_.empty() ? Step::wait_for_view : Step::send;
}

bool OperatorAgent::take_job() {
    const std::lock_guard lock{mutex_};
    while (!waiting_.empty()) {
        job_ = std::move(waiting_.front());
        waiting_.pop_front();
        // Sequentially consistent, as the store and the load of who gives it up: one of the two
        // sees the other, so a call that was answered "not done" is never done.
        job_->is_begun.store(true);
        if (!job_->is_given_up.load()) break;
        job_.reset();
    }
    has_waiting_.store(!waiting_.empty(), std::memory_order_relaxed);
    return job_ != nullptr;
}

void OperatorAgent::send() {
    Command* const slot = ports_.commands.try_claim();
    if (slot == nullptr) return;  // the core is slow: in the next round
    request_last_ =
        RequestId{(std::uint64_t{source} << source_shift) |
                  ((request_last_.value() + 1) & ((std::uint64_t{1} << source_shift) - 1))};
    Command& command = commands_[command_index_];
    command.request = request_last_;
    *slot = command;
    ports_.commands.publish();
    goes_on_ = false;
    step_ = Step::wait_for_answer;
}

void OperatorAgent::finish() {
    // Without one it was a market's return.
    if (job_ != nullptr) {
        job_->finish(outcome_, ports_.view);
        // Release: the answer is there for who sees this.
        job_->is_done.store(true, std::memory_order_release);
        job_.reset();
    }
    commands_.clear();
    step_ = Step::idle;
}

}  // namespace outcry::app
