#include "app/feed/feed.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "outcry/base/hash.hpp"

#include "app/client/market_scale.hpp"
#include "app/feed/feed_translator.hpp"
#include "app/order_flow/order_file_reader.hpp"

namespace outcry::app {
namespace {

namespace asio = boost::asio;
using Clock = FeedPace::Clock;

/// Timed feeds are open loop; this only keeps a server that hangs from filling the memory.
constexpr std::size_t timed_in_flight_max = std::size_t{1} << 16;
constexpr std::chrono::seconds silence_max{30};

FlowError failure_of(std::string what) { return {FlowError::Kind::unreadable, std::move(what)}; }

/// The run itself, on one thread: every handler and method is called by `io_.run()`.
class Feed {
public:
    Feed(const FeedOptions& options, MarketScale market, OrderFileReader reader, FeedReport& report)
        : options_{options},
          reader_{std::move(reader)},
          translator_{std::move(market), options.limits},
          pace_{options.pace},
          report_{report} {}

    Result<void, FlowError> run(const FeedProgress& progress);

private:
    struct Pending {
        Clock::time_point intended;
        bool is_measured = false;
    };
    struct Next {
        OrderRow row;
        ApiRequest request;
    };

    Result<void, FlowError> connect();
    void on_open();
    void on_text(std::string_view text);
    void stop(FlowError error);
    void finish_if_done();
    void watch_for_silence();

    void pump();
    [[nodiscard]] bool prepare_next();
    [[nodiscard]] bool may_send_now();
    void wait_until(Clock::time_point time);
    void send_next(Clock::time_point intended);
    [[nodiscard]] bool is_loading() const noexcept { return !measured_since_.has_value(); }

    const FeedOptions& options_;
    OrderFileReader reader_;
    FeedTranslator translator_;
    FeedPace pace_;
    FeedReport& report_;
    const FeedProgress* progress_ = nullptr;

    asio::io_context io_{1};
    asio::steady_timer pace_timer_{io_};
    asio::steady_timer silence_timer_{io_};
    std::vector<std::unique_ptr<ApiConnection>> connections_;
    std::size_t open_count_ = 0;
    ApiAnswerReader answers_;
    boost::unordered_flat_map<std::uint64_t, Pending> pending_;
    std::optional<Next> next_;
    std::uint64_t request_count_ = 0;
    Clock::time_point last_answer_{};
    std::optional<Clock::time_point> measured_since_;
    bool is_at_end_ = false;
    bool is_behind_barrier_ = false;
    std::optional<FlowError> error_;
};

Result<void, FlowError> Feed::run(const FeedProgress& progress) {
    progress_ = &progress;
    Result<void, FlowError> connected = connect();
    if (!connected) return connected;
    io_.run();
    report_.finish(Clock::now() - measured_since_.value_or(Clock::now()), pending_.size());
    if (error_) return Failure{*error_};
    return {};
}

Result<void, FlowError> Feed::connect() {
    for (std::size_t index = 0; index < options_.connection_count; ++index) {
        Result<RequestSigner, std::string> signer =
            RequestSigner::from_secret(options_.credentials.secret);
        if (!signer) return Failure{failure_of(signer.error())};
        connections_.push_back(std::make_unique<ApiConnection>(
            io_, options_.server, options_.credentials.api_key, std::move(*signer),
            WebSocketEvents{.on_open = [this] { on_open(); },
                            .on_message = [this](std::string_view text) { on_text(text); },
                            .on_closed =
                                [this](const std::string& reason) {
                                    stop(failure_of(options_.server.text() + ": " + reason));
                                }}));
    }
    for (const auto& connection : connections_) connection->open();
    return {};
}

void Feed::on_open() {
    if (++open_count_ < connections_.size()) return;
    last_answer_ = Clock::now();
    watch_for_silence();
    pump();
}

void Feed::watch_for_silence() {
    silence_timer_.expires_after(std::chrono::seconds{1});
    silence_timer_.async_wait([this](boost::system::error_code error) {
        if (error) return;
        if (!pending_.empty() && Clock::now() - last_answer_ > silence_max) {
            return stop(failure_of("the server owes " + std::to_string(pending_.size()) +
                                   " answers and is silent"));
        }
        watch_for_silence();
    });
}

void Feed::stop(FlowError error) {
    if (!error_) error_ = std::move(error);
    io_.stop();
}

void Feed::finish_if_done() {
    if (is_at_end_ && pending_.empty()) io_.stop();
}

void Feed::on_text(std::string_view text) {
    const Clock::time_point now = Clock::now();
    const std::optional<ApiAnswer> answer = answers_.read(text);
    if (!answer) return;
    const auto pending = pending_.find(answer->id);
    if (pending == pending_.end()) return;
    last_answer_ = now;
    if (pending->second.is_measured) {
        report_.on_answer(*answer, now - pending->second.intended);
    } else {
        report_.on_load_answer(*answer);
    }
    pending_.erase(pending);
    pump();
}

/// Sends all that is due; whatever it waits for (an answer, the clock) calls it again.
void Feed::pump() {
    while (prepare_next()) {
        if (!may_send_now()) return;
        Clock::time_point intended = Clock::now();
        if (!is_loading() && pace_.is_timed()) {
            intended = pace_.intended(next_->row.time_ns);
            if (intended > Clock::now()) return wait_until(intended);
        }
        send_next(intended);
    }
    finish_if_done();
}

bool Feed::prepare_next() {
    while (!next_ && !is_at_end_ && !error_) {
        const std::uint64_t row_number = reader_.row_count();
        if (row_number >= options_.row_count_max) {
            is_at_end_ = true;
            break;
        }
        Result<std::optional<OrderRow>, FlowError> row = reader_.next();
        if (!row) {
            stop(row.error());
            break;
        }
        if (!*row) {
            is_at_end_ = true;
            break;
        }
        report_.on_row();
        Result<std::optional<ApiRequest>, FlowError> request =
            translator_.translate(row_number, **row);
        if (!request) {
            stop(request.error());
            break;
        }
        if (*request) next_ = Next{**row, std::move(**request)};
    }
    return next_.has_value() && !error_;
}

bool Feed::may_send_now() {
    const RowAction action = next_->row.action;
    if (is_loading() && action != RowAction::book_load) {
        // The book is complete before the clock starts.
        if (!pending_.empty()) return false;
        measured_since_ = Clock::now();
        pace_.start(next_->row.time_ns, *measured_since_);
    }
    // What clears the book concerns the orders of every connection, before it and behind it.
    const bool is_barrier = action == RowAction::clear && connections_.size() > 1;
    if ((is_barrier || is_behind_barrier_) && !pending_.empty()) return false;
    is_behind_barrier_ = is_barrier;
    const bool is_open_loop = pace_.is_timed() && !is_loading();
    return pending_.size() < (is_open_loop ? timed_in_flight_max : options_.in_flight_max);
}

void Feed::wait_until(Clock::time_point time) {
    pace_timer_.expires_at(time);
    pace_timer_.async_wait([this](boost::system::error_code error) {
        if (!error) pump();
    });
}

void Feed::send_next(Clock::time_point intended) {
    const std::uint64_t id = ++request_count_;
    // All that concerns one order goes one way, so that nothing overtakes it.
    const std::size_t connection = base::mix(next_->row.order_id) % connections_.size();
    if (pending_.empty()) last_answer_ = Clock::now();
    pending_[id] = {.intended = intended, .is_measured = !is_loading()};
    connections_[connection]->send(id, std::move(next_->request));
    next_.reset();
    const bool is_limited = options_.row_count_max != UINT64_MAX;
    (*progress_)(is_limited ? static_cast<int>(reader_.row_count() * 1000 / options_.row_count_max)
                            : reader_.progress_permille(),
                 report_);
}

/// Half a file on a venue helps nobody: what cannot be fed is refused before the first request.
Result<void, FlowError> check_rows(const FeedOptions& options) {
    Result<std::unique_ptr<ByteSource>, FlowError> bytes = open_byte_source(options.orders_path);
    if (!bytes) return Failure{bytes.error()};
    OrderFileReader reader{std::move(*bytes)};
    while (reader.row_count() < options.row_count_max) {
        Result<std::optional<OrderRow>, FlowError> row = reader.next();
        if (!row) return Failure{row.error()};
        if (!*row) break;
        if ((*row)->action == RowAction::uncross) {
            return Failure{auction_refusal(reader.row_count() - 1)};
        }
    }
    return {};
}

}  // namespace

Result<void, FlowError> feed_file(const FeedOptions& options, FeedReport& report,
                                  const FeedProgress& progress) {
    Result<void, FlowError> checked = check_rows(options);
    if (!checked) return checked;
    Result<std::unique_ptr<ByteSource>, FlowError> bytes = open_byte_source(options.orders_path);
    if (!bytes) return Failure{bytes.error()};
    Result<MarketScale, std::string> market = fetch_market_scale(options.server, options.symbol);
    if (!market) return Failure{failure_of(market.error())};
    Feed feed{options, std::move(*market), OrderFileReader{std::move(*bytes)}, report};
    return feed.run(progress);
}

}  // namespace outcry::app
