#include "app/sinks/history_service.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <variant>

#include "outcry/platform/thread.hpp"

namespace outcry::app {
namespace {

using gateway::HistoryAnswer;
using gateway::HistoryQuestion;

/// Between two looks at a history that is behind.
constexpr std::chrono::milliseconds look_interval{10};
/// How long a clean stop waits for a query that is under way.
constexpr std::chrono::seconds end_time_max{5};

std::int64_t now_ms() noexcept {
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::milliseconds{1};
}

sinks::Keep keep_of(bool has_start) noexcept {
    return has_start ? sinks::Keep::oldest : sinks::Keep::newest;
}

sinks::TimeRange range_of(const views::AccountQuery& query) noexcept {
    sinks::TimeRange range;
    if (query.start != Timestamp{}) range.first = query.start;
    if (query.end != Timestamp{}) range.last = query.end;
    return range;
}

/// Asks for each kind of question what it needs.
class Asker {
public:
    Asker(sinks::History& history, HistoryAnswer& answer) : history_{history}, answer_{answer} {}

    sinks::SinkResult<void> operator()(const gateway::OrdersQuestion& question) const {
        const views::AccountQuery& query = question.query;
        const bool has_start = query.order_id != OrderId{} || query.start != Timestamp{};
        const auto rows = history_.orders({.account = query.account,
                                           .instrument = query.instrument,
                                           .id_minimum = query.order_id,
                                           .accepted = range_of(query),
                                           .row_count_max = query.limit,
                                           .keep = keep_of(has_start)});
        if (!rows) return Failure{rows.error()};
        for (const sinks::OrderRow& row : *rows) answer_.orders.push_back(record_of(row));
        return {};
    }
    sinks::SinkResult<void> operator()(const gateway::OrderQuestion& question) const {
        const auto order = history_.order(question.order_id);
        if (!order) return Failure{order.error()};
        if (*order) answer_.orders.push_back(record_of(**order));
        return {};
    }
    sinks::SinkResult<void> operator()(const gateway::TradesQuestion& question) const {
        const views::AccountQuery& query = question.query;
        const bool has_start = query.from_trade_id != TradeId{} || query.start != Timestamp{};
        sinks::TradeQuery asked{.instrument = query.instrument,
                                .account = question.account,
                                .id_minimum = query.from_trade_id,
                                .time = range_of(query),
                                .row_count_max = query.limit,
                                .keep = keep_of(has_start)};
        if (query.order_id != OrderId{}) asked.order = query.order_id;
        const auto rows = history_.trades(asked);
        if (!rows) return Failure{rows.error()};
        const auto instruments = history_.instruments();
        if (!instruments) return Failure{instruments.error()};
        const auto assets =
            std::ranges::find(*instruments, query.instrument, &sinks::InstrumentAssets::instrument);
        OUTCRY_ASSERT(rows->empty() || assets != instruments->end());
        for (const sinks::TradeRow& row : *rows) answer_.trades.push_back(record_of(row, *assets));
        return {};
    }

private:
    sinks::History& history_;
    HistoryAnswer& answer_;
};

views::OrderStatus status_of(sinks::OrderStatus status) noexcept {
    switch (status) {
        case sinks::OrderStatus::open: return views::OrderStatus::open;
        case sinks::OrderStatus::pending_new: return views::OrderStatus::pending_new;
        case sinks::OrderStatus::partially_filled: return views::OrderStatus::partially_filled;
        case sinks::OrderStatus::filled: return views::OrderStatus::filled;
        case sinks::OrderStatus::cancelled: return views::OrderStatus::cancelled;
        case sinks::OrderStatus::expired: return views::OrderStatus::expired;
        case sinks::OrderStatus::expired_in_match: return views::OrderStatus::expired_in_match;
    }
    OUTCRY_UNREACHABLE();
}

}  // namespace

views::OrderRecord record_of(const sinks::OrderRow& row) noexcept {
    views::OrderRecord record;
    record.order_id = row.order_id;
    record.price = row.price;
    // The tables have the total without what was prevented, the views with it.
    record.quantity = row.quantity;
    record.quantity += row.prevented_quantity;
    record.executed_quantity = row.executed_quantity;
    record.prevented_quantity = row.prevented_quantity;
    record.quote_quantity = row.quote_quantity;
    record.executed_quote = row.executed_quote;
    record.accepted_at = row.accepted_at;
    record.updated_at = row.updated_at;
    record.updated_by = row.updated_by;
    record.stop_price = row.terms.stop_price;
    record.visible_quantity = row.terms.visible_quantity;
    record.expires_at = row.terms.expires_at;
    record.trailing_delta_bips = row.terms.trailing_delta_bips;
    const bool has_waited = row.phase != OrderPhase::working || row.triggered_at != Timestamp{};
    record.working_at = has_waited ? row.triggered_at : row.accepted_at;
    record.tracking_at = row.tracking_at;
    record.reserved_amount = row.hold.amount;
    record.reserves_by_formula = row.hold.is_by_formula ? 1 : 0;
    record.order_list_id = row.order_list_id;
    record.strategy_id = row.terms.strategy_id;
    record.strategy_type = row.terms.strategy_type;
    record.session = row.terms.session;
    record.phase = row.phase;
    record.account = row.account;
    record.instrument = row.instrument;
    record.side = row.side;
    record.type = row.type;
    record.time_in_force = row.time_in_force;
    record.self_trade_prevention = row.self_trade_prevention;
    record.status = status_of(row.status);
    record.close_reason = row.close_reason;
    record.client_order_id = row.client_order_id;
    return record;
}

views::TradeRecord record_of(const sinks::TradeRow& row,
                             const sinks::InstrumentAssets& assets) noexcept {
    const bool taker_buys = row.taker_side == Side::buy;
    views::TradeRecord record;
    record.trade_id = row.trade_id;
    record.price = row.price;
    record.quantity = row.quantity;
    record.quote = row.quote;
    record.maker_order_id = row.maker_order_id;
    record.taker_order_id = row.taker_order_id;
    record.maker_fee = row.maker_fee;
    record.taker_fee = row.taker_fee;
    record.time = row.time;
    record.sequence = row.sequence;
    record.maker_account = row.maker_account;
    record.taker_account = row.taker_account;
    record.instrument = row.instrument;
    record.taker_side = row.taker_side;
    record.maker_fee_asset = row.maker_fee_asset.value_or(taker_buys ? assets.quote : assets.base);
    record.taker_fee_asset = row.taker_fee_asset.value_or(taker_buys ? assets.base : assets.quote);
    return record;
}

class HistoryService::Worker {
public:
    explicit Worker(HistoryServicePorts ports)
        : ports_{std::move(ports)},
          answered_{ports_.registry.counter(
              {"outcry_history_answers_total", "questions about old orders and trades answered"})},
          failed_{ports_.registry.counter(
              {"outcry_history_failures_total", "questions that the history could not answer"})} {}

    [[nodiscard]] bool try_ask(const HistoryQuestion& question, Deliver deliver) {
        const std::scoped_lock lock{mutex_};
        if (should_end_ || waiting_.size() >= history_questions_max) return false;
        waiting_.push_back({question, std::move(deliver), now_ms() + history_wait_ms_max});
        changed_.notify_all();
        return true;
    }
    void run();
    /// Whether the thread has come to its end in time.
    [[nodiscard]] bool end();

private:
    struct Waiting {
        HistoryQuestion question;
        Deliver deliver;
        std::int64_t deadline_ms = 0;
    };

    /// False: the history does not hold enough yet.
    [[nodiscard]] bool try_answer(const Waiting& waiting);
    [[nodiscard]] bool is_open();
    void fail(const sinks::SinkError& error);

    const HistoryServicePorts ports_;
    telemetry::Counter& answered_;
    telemetry::Counter& failed_;
    std::unique_ptr<sinks::History> history_;  // this and the next are the query thread's
    std::string noticed_error_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Waiting> waiting_;
    bool should_end_ = false;
    bool has_ended_ = false;
};

void HistoryService::Worker::run() {
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [this] { return should_end_ || !waiting_.empty(); });
        if (should_end_) break;
        Waiting waiting = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        const bool is_answered = try_answer(waiting);
        if (!is_answered) std::this_thread::sleep_for(look_interval);
        lock.lock();
        // Behind those that came meanwhile: the history may hold enough for them.
        if (!is_answered) waiting_.push_back(std::move(waiting));
    }
    for (const Waiting& waiting : waiting_) waiting.deliver({});
    waiting_.clear();
    has_ended_ = true;
    changed_.notify_all();
}

bool HistoryService::Worker::end() {
    std::unique_lock lock{mutex_};
    should_end_ = true;
    changed_.notify_all();
    return changed_.wait_for(lock, end_time_max, [this] { return has_ended_; });
}

bool HistoryService::Worker::try_answer(const Waiting& waiting) {
    HistoryAnswer answer;
    const bool is_late = now_ms() > waiting.deadline_ms;
    if (is_late || !is_open()) {
        failed_.add();
        waiting.deliver({});
        return true;
    }
    // Before the rows: they hold at least what it says.
    const auto position = history_->position();
    if (!position) fail(position.error());
    if (!position || position->sequence < waiting.question.minimum) return false;
    answer.position = position->sequence;
    const auto asked = std::visit(Asker{*history_, answer}, waiting.question.what);
    if (!asked) {
        fail(asked.error());
        return false;
    }
    noticed_error_.clear();
    answer.is_available = true;
    answered_.add();
    waiting.deliver(std::move(answer));
    return true;
}

bool HistoryService::Worker::is_open() {
    if (history_ != nullptr) return true;
    auto opened = ports_.open();
    if (opened) {
        history_ = std::move(*opened);
    } else {
        fail(opened.error());
    }
    return history_ != nullptr;
}

void HistoryService::Worker::fail(const sinks::SinkError& error) {
    history_.reset();
    if (noticed_error_ != error.text) ports_.notice("old history cannot be read: " + error.text);
    noticed_error_ = error.text;
}

HistoryService::HistoryService(HistoryServicePorts ports)
    : worker_{std::make_shared<Worker>(std::move(ports))}, thread_{[worker = worker_] {
          // It only runs without its name otherwise.
          (void)platform::name_thread("history-query");
          worker->run();
      }} {}

HistoryService::~HistoryService() {
    // Whoever cares has called it before.
    if (thread_.joinable()) (void)stop();
}

bool HistoryService::try_ask(const HistoryQuestion& question, Deliver deliver) {
    return worker_->try_ask(question, std::move(deliver));
}

bool HistoryService::stop() {
    const bool has_ended = worker_->end();
    if (has_ended) {
        thread_.join();
    } else {
        thread_.detach();
    }
    return has_ended;
}

}  // namespace outcry::app
