#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/gateway/gateway_options.hpp"
#include "outcry/ring/spsc_ring.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/api/api.hpp"
#include "gateway/session/answer_receiver.hpp"
#include "gateway/session/gateway_metrics.hpp"
#include "gateway/session/history_mailbox.hpp"
#include "gateway/session/pending_requests.hpp"

namespace outcry::gateway {

/// Hands in once more what had to wait for a sequence.
using Retry = std::function<Reply()>;

struct DeskParts {
    Api& api;
    ring::SpscRing<Command>& commands;
    const views::VenueView& view;
    Clock clock;
    GatewayMetrics& metrics;
    const std::atomic<bool>* refuses_orders = nullptr;  // set from outside; see GatewayServices
    HistorySource* history = nullptr;
    std::function<void()> wake = [] {};  // the thread of the desk; called by any
};

/// Takes what the API replied and sees to it that exactly one answer follows: at once, with the
/// events of its command, or when time is up. Decides about overload. Sockets are not known here.
/// One thread.
class RequestDesk {
public:
    RequestDesk(const GatewayOptions& options, const DeskParts& parts);
    ~RequestDesk();
    RequestDesk(const RequestDesk&) = delete;
    RequestDesk& operator=(const RequestDesk&) = delete;

    [[nodiscard]] Api& api() noexcept { return parts_.api; }
    [[nodiscard]] Timestamp now() const { return parts_.clock(); }
    [[nodiscard]] Sequence sequence() const { return parts_.view.sequence(); }

    /// An answer to be sent now; without one it comes later through `origin`. `retry` is asked for
    /// only when the request has to wait for a sequence.
    [[nodiscard]] std::optional<Answer> settle(Reply&& reply, Origin&& origin,
                                               const std::function<Retry()>& make_retry);

    /// A number for a connection that orders may end with; never zero.
    [[nodiscard]] SessionId next_session_id() noexcept;
    /// The connection has ended: so do the account's orders that were bound to it.
    void end_session(SessionId session, AccountId account);

    /// After the view has applied the event.
    void on_event(const Event& event);
    /// After the last event of a command: answers it.
    void on_command_end();
    /// After a batch of events: requests whose `minSeq` is reached, cancels that waited for room.
    void on_batch_end();
    void on_tick();
    /// Hands in again what the history has answered; how many.
    int take_history();

    /// Shows what was submitted since the last call to the core. Once per round.
    int publish();
    /// The answers of this round have been given to the sockets.
    void on_flushed();
    /// Start of a batch of events, for the latency of what it answers.
    void on_batch_begin() noexcept { batch_began_at_ns_ = steady_now_ns(); }

    /// Cancels wait for room in the ring: no more input is read until they have gone.
    [[nodiscard]] bool is_congested() const noexcept { return !parked_.empty(); }
    /// Requests whose answer is still to come.
    [[nodiscard]] std::size_t open_count() const noexcept {
        return pending_.count() + parked_.size() + waits_.size() + asked_.size();
    }

private:
    struct Parked {
        Submission submission;
        Origin origin;
    };
    class OpenBatch;
    struct MinimumWait {
        Wait wait;
        Origin origin;
        Retry retry;
        Timestamp deadline;
    };
    /// Waits for the history.
    struct Asked {
        Origin origin;
        Retry retry;
        Envelope envelope;
        Timestamp deadline;
    };
    void give_up_history(Timestamp now);
    [[nodiscard]] std::optional<Answer> ask_history(const HistoryNeeded& needed, Origin&& origin,
                                                    Retry retry);
    [[nodiscard]] std::optional<Answer> submit(Submission&& submission, Origin&& origin);
    [[nodiscard]] std::optional<Answer> wait_for(const Wait& wait, Origin&& origin, Retry retry);
    /// Settles each item; the answers come together once the last one has come.
    [[nodiscard]] std::optional<Answer> settle_batch(Batch&& batch, Origin&& origin);
    void on_batch_answer(std::uint64_t batch_id, std::size_t index, Answer&& answer);
    [[nodiscard]] bool has_capacity(std::size_t command_count) noexcept;
    [[nodiscard]] bool is_overloaded() noexcept;
    void push(Submission&& submission, Origin&& origin);
    void push_command(const Command& command);
    void push_parked();
    void push_ends();
    void retry_waits();
    void deliver(const Origin& origin, Answer&& answer);

    const GatewayLimits limits_;
    const std::size_t overload_count_;
    DeskParts parts_;
    PendingRequests pending_;
    std::deque<Parked> parked_;
    std::multimap<Sequence, MinimumWait> waits_;
    std::map<std::uint64_t, std::shared_ptr<OpenBatch>> batches_;
    std::deque<Command> ends_;  // of sessions, that wait for room; nobody waits for their answers
    const std::uint32_t session_prefix_;
    std::uint32_t session_count_;
    std::uint64_t batch_count_ = 0;
    std::map<std::uint64_t, Asked> asked_;
    std::uint64_t asked_count_ = 0;  // ever; the next one's number
    std::shared_ptr<HistoryMailbox> mailbox_ = std::make_shared<HistoryMailbox>();
    RequestId completed_;  // by the command whose events are under way
    std::vector<std::int64_t> published_read_at_ns_;
    std::vector<std::int64_t> answered_read_at_ns_;
    std::int64_t batch_began_at_ns_ = 0;
};

}  // namespace outcry::gateway
