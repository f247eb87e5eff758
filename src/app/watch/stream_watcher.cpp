#include "app/watch/stream_watcher.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include "app/client/web_socket_client.hpp"

namespace outcry::app {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds wait_min{1};
constexpr std::chrono::seconds wait_max{16};

/// Everything runs on the thread that calls `run`.
class StreamWatcher {
public:
    StreamWatcher(const WatchOptions& options, const WatchEvents& events)
        : options_{options}, events_{events}, target_{"/stream?streams="} {
        for (const std::string& stream : options.streams) {
            if (&stream != &options.streams.front()) target_ += '/';
            // The one letter of stream names that means something else in a query.
            for (const char letter : stream) {
                target_ += letter == '+' ? std::string{"%2B"} : std::string{letter};
            }
        }
    }

    Result<void, std::string> run() {
        signals_.async_wait([this](boost::system::error_code error, int) {
            if (!error) io_.stop();
        });
        connect();
        io_.run();
        if (!error_.empty()) return Failure{error_};
        return {};
    }

private:
    void connect() {
        client_ = std::make_unique<WebSocketClient>(
            io_, options_.server, target_,
            WebSocketEvents{.on_open = [this] { on_open(); },
                            .on_message = [this](std::string_view text) { on_message(text); },
                            .on_closed = [this](const std::string& reason) { on_lost(reason); }});
        client_->open();
    }

    void on_open() {
        if (was_open_) events_.on_notice(fmt::format("connected again to {}", address()));
        was_open_ = true;
        wait_ = wait_min;
    }

    void on_message(std::string_view text) {
        const bool wants_more = events_.on_message(text);
        if (!wants_more || ++message_count_ >= options_.message_count_max) io_.stop();
    }

    void on_lost(const std::string& reason) {
        if (!was_open_) {
            error_ = address() + ": " + reason;
            return io_.stop();
        }
        events_.on_notice(
            fmt::format("lost {} ({}); trying again in {} s", address(), reason, wait_.count()));
        timer_.expires_after(wait_);
        wait_ = std::min(2 * wait_, wait_max);
        timer_.async_wait([this](boost::system::error_code error) {
            if (!error) connect();
        });
    }

    std::string address() const { return options_.server.text(); }

    const WatchOptions& options_;
    const WatchEvents& events_;
    std::string target_;
    asio::io_context io_{1};
    asio::signal_set signals_{io_, SIGINT, SIGTERM};
    asio::steady_timer timer_{io_};
    std::unique_ptr<WebSocketClient> client_;
    std::chrono::seconds wait_ = wait_min;
    std::uint64_t message_count_ = 0;
    bool was_open_ = false;
    std::string error_;
};

}  // namespace

Result<void, std::string> watch_streams(const WatchOptions& options, const WatchEvents& events) {
    return StreamWatcher{options, events}.run();
}

bool is_stream_name(std::string_view name) {
    constexpr std::string_view signs = "@!_-+:.";
    const auto is_allowed = [signs](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') || signs.find(letter) != std::string_view::npos;
    };
    return !name.empty() && std::all_of(name.begin(), name.end(), is_allowed);
}

}  // namespace outcry::app
