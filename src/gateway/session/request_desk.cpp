#include "gateway/session/request_desk.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

// Each keeps its request, which may be long.
constexpr std::size_t waiting_reads_max = 4096;
// For a history that says nothing at all; one that is behind gives up before.
constexpr std::int64_t history_wait_us_max = 10'000'000;

/// What makes work for the core and may be refused under load; what frees it is always admitted.
bool is_refusable(const Submission& submission) noexcept {
    switch (submission.command.type) {
        case CommandType::cancel_order:
        case CommandType::cancel_all_orders:
        case CommandType::cancel_orders:
        case CommandType::cancel_order_list:
        case CommandType::set_dead_man: return false;
        case CommandType::apply_batch:
            return submission.staged.front().type != CommandType::stage_cancel;
        default: return true;
    }
}

// Below the gateway's number in the top byte.
constexpr unsigned session_count_bits = 24;
constexpr std::uint32_t session_count_mask = (1U << session_count_bits) - 1;

std::size_t overload_count_of(const GatewayOptions& options, std::size_t capacity) {
    if (options.overload_count == 0) return capacity / 4 * 3;
    return std::min(options.overload_count, capacity);
}

}  // namespace

/// Takes the answers to the items of a batch, and gives them on together.
class RequestDesk::OpenBatch final : public AnswerReceiver {
public:
    OpenBatch(RequestDesk& desk, std::uint64_t id, Envelope&& of_batch, std::size_t count)
        : envelope{std::move(of_batch)}, answers{count}, desk_{desk}, id_{id} {}

    void on_answer(std::uint64_t ticket, Answer&& answer) override {
        desk_.on_batch_answer(id_, ticket, std::move(answer));
    }

    Envelope envelope;
    Origin origin;
    std::vector<Answer> answers;
    std::size_t open_count = 0;

private:
    RequestDesk& desk_;
    std::uint64_t id_;
};

RequestDesk::RequestDesk(const GatewayOptions& options, const DeskParts& parts)
    : limits_{options.limits},
      overload_count_{overload_count_of(options, parts.commands.capacity())},
      parts_{parts},
      pending_{options.index, options.limits.requests_max},
      session_prefix_{std::uint32_t{options.index} << session_count_bits},
      // Not from one: orders of connections before a restart may still be there.
      session_count_{std::random_device{}()} {}

RequestDesk::~RequestDesk() = default;

std::optional<Answer> RequestDesk::settle(Reply&& reply, Origin&& origin,
                                          const std::function<Retry()>& make_retry) {
    if (auto* answer = std::get_if<Answer>(&reply)) return std::move(*answer);
    if (auto* submission = std::get_if<Submission>(&reply))
        return submit(std::move(*submission), std::move(origin));
    if (auto* wait = std::get_if<Wait>(&reply))
        return wait_for(*wait, std::move(origin), make_retry());
    if (auto* batch = std::get_if<Batch>(&reply))
        return settle_batch(std::move(*batch), std::move(origin));
    if (const auto* needed = std::get_if<HistoryNeeded>(&reply))
        return ask_history(*needed, std::move(origin), make_retry());
    return std::move(std::get<SubscriptionsChanged>(reply).answer);
}

std::optional<Answer> RequestDesk::settle_batch(Batch&& batch, Origin&& origin) {
    const std::uint64_t id = ++batch_count_;
    const std::size_t count = batch.items.size();
    const auto open = std::make_shared<OpenBatch>(*this, id, std::move(batch.envelope), count);
    const std::int64_t read_at_ns = origin.read_at_ns;
    for (std::size_t i = 0; i < count; ++i) {
        std::optional<Answer> answer;
        if (auto* const ready = std::get_if<Answer>(&batch.items[i])) {
            answer = std::move(*ready);
        } else {
            answer = submit(std::move(std::get<Submission>(batch.items[i])),
                            Origin{open, i, read_at_ns});
        }
        if (answer) {
            open->answers[i] = std::move(*answer);
        } else {
            ++open->open_count;
        }
    }
    if (open->open_count == 0) return parts_.api.answer_batch(open->envelope, open->answers);
    open->origin = std::move(origin);
    batches_.emplace(id, open);
    return std::nullopt;
}

void RequestDesk::on_batch_answer(std::uint64_t batch_id, std::size_t index, Answer&& answer) {
    const auto found = batches_.find(batch_id);
    OUTCRY_ASSERT(found != batches_.end());
    // Kept alive: it is one of its own calls that ends it.
    const std::shared_ptr<OpenBatch> open = found->second;
    OUTCRY_ASSERT(open->open_count > 0);
    open->answers[index] = std::move(answer);
    if (--open->open_count > 0) return;
    batches_.erase(found);
    deliver(open->origin, parts_.api.answer_batch(open->envelope, open->answers));
}

SessionId RequestDesk::next_session_id() noexcept {
    session_count_ = (session_count_ + 1) & session_count_mask;
    if (session_count_ == 0) session_count_ = 1;
    return SessionId{session_prefix_ | session_count_};
}

void RequestDesk::end_session(SessionId session, AccountId account) {
    Command command;
    command.type = CommandType::cancel_orders;
    command.account = account;
    command.mass_cancel.session = session;
    command.mass_cancel.scope = CancelScope::account;
    command.mass_cancel.reason = CloseReason::disconnected;
    ends_.push_back(command);
    push_ends();
}

void RequestDesk::push_ends() {
    // Not past cancels that wait: they were sent before.
    while (!ends_.empty() && parked_.empty() && parts_.commands.has_room(1)) {
        push_command(ends_.front());
        ends_.pop_front();
    }
}

bool RequestDesk::has_capacity(std::size_t command_count) noexcept {
    return !pending_.is_full() && parts_.commands.has_room(command_count);
}

bool RequestDesk::is_overloaded() noexcept {
    if (parts_.refuses_orders != nullptr && parts_.refuses_orders->load(std::memory_order_relaxed))
        return true;
    return !parked_.empty() || pending_.count() >= limits_.requests_max / 4 * 3 ||
           parts_.commands.is_filled_to(overload_count_);
}

std::optional<Answer> RequestDesk::submit(Submission&& submission, Origin&& origin) {
    const std::size_t command_count = submission.staged.size() + 1;
    const bool fits = command_count <= parts_.commands.capacity();
    if (!fits || (is_refusable(submission) && is_overloaded())) {
        parts_.metrics.refused_overload.add();
        return parts_.api.answer_refused(submission, RejectReason::overloaded);
    }
    if (!parked_.empty() || !has_capacity(command_count)) {
        // One per connection at most: nobody reads on while this is not empty.
        parts_.metrics.parked.add();
        parked_.push_back({std::move(submission), std::move(origin)});
        return std::nullopt;
    }
    push(std::move(submission), std::move(origin));
    return std::nullopt;
}

void RequestDesk::push(Submission&& submission, Origin&& origin) {
    published_read_at_ns_.push_back(origin.read_at_ns);
    const PendingRequest& request = pending_.add(std::move(submission), std::move(origin));
    for (const Command& staged : request.submission.staged) {
        Command command = staged;
        command.request = request.submission.command.request;
        push_command(command);
    }
    push_command(request.submission.command);
}

void RequestDesk::push_command(const Command& command) {
    Command* const slot = parts_.commands.try_claim();
    OUTCRY_ASSERT(slot != nullptr);
    *slot = command;
    slot->time = Timestamp{steady_now_ns()};
}

void RequestDesk::push_parked() {
    while (!parked_.empty() && has_capacity(parked_.front().submission.staged.size() + 1)) {
        Parked parked = std::move(parked_.front());
        parked_.pop_front();
        const bool is_late = parts_.clock() > parked.submission.expires_at;
        if (!is_late) {
            push(std::move(parked.submission), std::move(parked.origin));
            continue;
        }
        deliver(parked.origin,
                parts_.api.answer_refused(parked.submission, RejectReason::expired_before_engine));
    }
}

std::optional<Answer> RequestDesk::wait_for(const Wait& wait, Origin&& origin, Retry retry) {
    if (waits_.size() >= waiting_reads_max) return parts_.api.answer_not_there_yet(wait);
    const Timestamp deadline{parts_.clock().value() + minimum_wait_us_max};
    waits_.emplace(wait.minimum, MinimumWait{wait, std::move(origin), std::move(retry), deadline});
    return std::nullopt;
}

std::optional<Answer> RequestDesk::ask_history(const HistoryNeeded& needed, Origin&& origin,
                                               Retry retry) {
    OUTCRY_ASSERT(parts_.history != nullptr);
    const std::uint64_t number = asked_count_++;
    const bool is_taken = parts_.history->try_ask(
        needed.question, [mailbox = mailbox_, wake = parts_.wake, number](HistoryAnswer answer) {
            mailbox->put({number, std::move(answer)});
            wake();
        });
    if (!is_taken) return parts_.api.answer_history_away(needed.envelope);
    const Timestamp deadline{parts_.clock().value() + history_wait_us_max};
    asked_.emplace(number, Asked{std::move(origin), std::move(retry), needed.envelope, deadline});
    return std::nullopt;
}

int RequestDesk::take_history() {
    const std::vector<HistoryMailbox::Letter> letters = mailbox_->take();
    for (const HistoryMailbox::Letter& letter : letters) {
        auto node = asked_.extract(letter.number);
        if (node.empty()) continue;  // it was given up
        Asked asked = std::move(node.mapped());
        const Origin origin = asked.origin;
        parts_.api.set_history(&letter.answer);
        Reply reply = asked.retry();
        parts_.api.set_history(nullptr);
        auto answer =
            settle(std::move(reply), std::move(asked.origin), [&asked] { return asked.retry; });
        if (answer) deliver(origin, std::move(*answer));
    }
    return static_cast<int>(letters.size());
}

/// By their order: each waits equally long.
void RequestDesk::give_up_history(Timestamp now) {
    while (!asked_.empty() && asked_.begin()->second.deadline <= now) {
        const Asked late = std::move(asked_.begin()->second);
        asked_.erase(asked_.begin());
        deliver(late.origin, parts_.api.answer_history_away(late.envelope));
    }
}

void RequestDesk::retry_waits() {
    while (!waits_.empty() && waits_.begin()->first <= parts_.view.sequence()) {
        MinimumWait waiting = std::move(waits_.begin()->second);
        waits_.erase(waits_.begin());
        const Retry retry = waiting.retry;
        const Origin origin = waiting.origin;
        auto answer = settle(retry(), std::move(waiting.origin), [&retry] { return retry; });
        if (answer) deliver(origin, std::move(*answer));
    }
}

void RequestDesk::on_event(const Event& event) {
    PendingRequest* const request = pending_.find(event.request);
    if (request == nullptr) return;
    request->events.push_back(event);
    if (Api::is_complete(request->submission, event)) completed_ = event.request;
}

void RequestDesk::on_command_end() {
    if (completed_ == RequestId{}) return;
    PendingRequest* const request = pending_.find(completed_);
    OUTCRY_ASSERT(request != nullptr);
    answered_read_at_ns_.push_back(request->origin.read_at_ns);
    Answer answer = parts_.api.answer(request->submission, request->events);
    const Origin origin = std::move(request->origin);
    // Before the delivery: the receiver may send its next request at once.
    pending_.remove(completed_);
    completed_ = RequestId{};
    deliver(origin, std::move(answer));
}

void RequestDesk::on_batch_end() {
    retry_waits();
    push_parked();
    push_ends();
}

void RequestDesk::on_tick() {
    const std::int64_t answer_time_ns =
        std::chrono::nanoseconds{limits_.answer_time_max} / std::chrono::nanoseconds{1};
    pending_.give_up_before(steady_now_ns() - answer_time_ns, [this](PendingRequest& request) {
        parts_.metrics.given_up.add();
        deliver(request.origin, parts_.api.answer_unknown(request.submission));
    });
    const Timestamp now = parts_.clock();
    for (auto waiting = waits_.begin(); waiting != waits_.end();) {
        if (waiting->second.deadline > now) {
            ++waiting;
            continue;
        }
        const MinimumWait late = std::move(waiting->second);
        waiting = waits_.erase(waiting);
        deliver(late.origin, parts_.api.answer_not_there_yet(late.wait));
    }
    give_up_history(now);
    parts_.metrics.pending.set(static_cast<std::int64_t>(open_count()));
}

int RequestDesk::publish() {
    const std::size_t count = parts_.commands.publish();
    if (count == 0) return 0;
    parts_.metrics.commands.add(count);
    const std::int64_t now_ns = steady_now_ns();
    for (const std::int64_t read_at_ns : published_read_at_ns_)
        parts_.metrics.read.record(static_cast<std::uint64_t>(now_ns - read_at_ns));
    published_read_at_ns_.clear();
    return static_cast<int>(count);
}

void RequestDesk::on_flushed() {
    if (answered_read_at_ns_.empty()) return;
    const std::int64_t now_ns = steady_now_ns();
    for (const std::int64_t read_at_ns : answered_read_at_ns_)
        parts_.metrics.acknowledged.record(static_cast<std::uint64_t>(now_ns - read_at_ns));
    parts_.metrics.written.record(static_cast<std::uint64_t>(now_ns - batch_began_at_ns_),
                                  answered_read_at_ns_.size());
    answered_read_at_ns_.clear();
}

void RequestDesk::deliver(const Origin& origin, Answer&& answer) {
    if (const auto receiver = origin.receiver.lock())
        receiver->on_answer(origin.ticket, std::move(answer));
}

}  // namespace outcry::gateway
