#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/platform/clock.hpp"
#include "outcry/ring/doorbell.hpp"
#include "outcry/ring/ring_reader.hpp"
#include "outcry/ring/spsc_ring.hpp"
#include "outcry/views/venue_view.hpp"

#include "app/venue/restart.hpp"

namespace outcry::app {

/// What became of an operators' call.
struct OperatorOutcome {
    Sequence sequence;  // of the last of its commands that was answered; zero without one
    std::optional<CommandRefused> refused;
    std::uint64_t closed_count = 0;  // orders, by mass cancels
};

/// A call on its way. Made by the admin's thread, worked on by the agent's, which sets `is_done`.
class OperatorJob {
public:
    OperatorJob() = default;
    OperatorJob(const OperatorJob&) = delete;
    OperatorJob& operator=(const OperatorJob&) = delete;
    virtual ~OperatorJob() = default;

    /// First, on the agent's thread: the commands to send; none is an answer, too.
    [[nodiscard]] virtual std::vector<Command> prepare(views::VenueView& view) = 0;
    /// Last, there as well, when the view shows what was done.
    virtual void finish(const OperatorOutcome& outcome, views::VenueView& view) = 0;

    std::atomic<bool> is_begun{false};
    std::atomic<bool> is_given_up{false};  // by who asked: it is not begun any more
    std::atomic<bool> is_done{false};
};

struct OperatorAgentPorts {
    /// A ring of its own: a kill switch does not wait behind what traders have sent.
    ring::SpscRing<Command>& commands;
    ring::RingReader<Event>& events;
    ring::Doorbell& doorbell;  // of the thread that it shares with the first gateway
    views::VenueView& view;    // the first gateway's
    MarketReturn& market_return;
    const platform::Clock& clock;
};

/// Sends operators' commands to the core, one after the other, each after the one before was
/// accepted, and hands back what came of them; and those that bring markets back after a crash.
/// Shares the first gateway's thread and its view.
class OperatorAgent {
public:
    explicit OperatorAgent(const OperatorAgentPorts& ports) : ports_{ports} {}

    int do_work();

    /// Any thread. False when too many wait.
    [[nodiscard]] bool submit(std::shared_ptr<OperatorJob> job);

    /// The top byte of the RequestIds: no gateway has it.
    static constexpr std::uint8_t source = 0xf0;
    static constexpr std::size_t jobs_waiting_max = 64;

private:
    enum class Step : std::uint8_t { idle, send, wait_for_answer, wait_for_view };

    int read_events();
    void take_answer(const Event& event);
    void watch_markets(const Event& event);
    void begin_next();
    void begin_return();
    void send();
    void finish();
    [[nodiscard]] bool take_job();

    OperatorAgentPorts ports_;
    std::mutex mutex_;
    std::deque<std::shared_ptr<OperatorJob>> waiting_;
    std::atomic<bool> has_waiting_{false};

    std::shared_ptr<OperatorJob> job_;
    std::vector<Command> commands_;
    std::size_t command_index_ = 0;
    OperatorOutcome outcome_;
    Step step_ = Step::idle;
    RequestId request_last_;
    bool goes_on_ = false;  // a mass action of which more slices follow
};

}  // namespace outcry::app
