#include "bench/end_to_end/broadcast_server.hpp"

#include <pthread.h>

#include <ctime>
#include <deque>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

namespace outcry::bench {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using net::ip::tcp;
using ErrorCode = boost::system::error_code;
using Shared = std::shared_ptr<const std::string>;

class Receiver : public std::enable_shared_from_this<Receiver> {
public:
    explicit Receiver(tcp::socket socket) : stream_{std::move(socket)} {
        beast::get_lowest_layer(stream_).socket().set_option(tcp::no_delay{true});
        stream_.text(true);
    }

    void accept() {
        stream_.async_accept([self = shared_from_this()](ErrorCode error) {
            self->is_open_ = !error;
            if (!error) self->read();
        });
    }

    void send(const Shared& text) {
        if (!is_open_) return;
        queue_.push_back(text);
        if (queue_.size() == 1) write();
    }

private:
    // Only to answer pings and to notice the end.
    void read() {
        stream_.async_read(buffer_, [self = shared_from_this()](ErrorCode error, std::size_t) {
            self->is_open_ = !error;
            if (!error) self->read();
        });
    }

    void write() {
        stream_.async_write(net::buffer(*queue_.front()),
                            [self = shared_from_this()](ErrorCode error, std::size_t) {
                                self->queue_.pop_front();
                                if (!error && !self->queue_.empty()) self->write();
                            });
    }

    websocket::stream<beast::tcp_stream> stream_;
    beast::flat_buffer buffer_;
    std::deque<Shared> queue_;
    bool is_open_ = false;
};

}  // namespace

class BroadcastServer::Implementation {
public:
    Implementation() {
        accept();
        thread_ = std::thread{[this] { context_.run(); }};
    }
    Implementation(const Implementation&) = delete;
    Implementation& operator=(const Implementation&) = delete;
    ~Implementation() {
        context_.stop();
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const noexcept { return acceptor_.local_endpoint().port(); }

    [[nodiscard]] std::int64_t cpu_time_ns() const noexcept {
        clockid_t clock{};
        timespec time{};
        if (::pthread_getcpuclockid(const_cast<std::thread&>(thread_).native_handle(), &clock) != 0)
            return 0;
        ::clock_gettime(clock, &time);
        return time.tv_sec * 1'000'000'000 + time.tv_nsec;
    }

    void send(std::string text) {
        net::post(context_, [this, shared = std::make_shared<const std::string>(std::move(text))] {
            for (const auto& receiver : receivers_) receiver->send(shared);
        });
    }

private:
    void accept() {
        acceptor_.async_accept([this](ErrorCode error, tcp::socket socket) {
            if (!error) {
                receivers_.push_back(std::make_shared<Receiver>(std::move(socket)));
                receivers_.back()->accept();
            }
            accept();
        });
    }

    net::io_context context_{1};
    tcp::acceptor acceptor_{context_, {net::ip::address_v4::loopback(), 0}};
    std::vector<std::shared_ptr<Receiver>> receivers_;
    std::thread thread_;
};

BroadcastServer::BroadcastServer() : implementation_{std::make_unique<Implementation>()} {}

BroadcastServer::~BroadcastServer() = default;

std::uint16_t BroadcastServer::port() const noexcept { return implementation_->port(); }

std::int64_t BroadcastServer::cpu_time_ns() const noexcept {
    return implementation_->cpu_time_ns();
}

void BroadcastServer::send(std::string text) { implementation_->send(std::move(text)); }

}  // namespace outcry::bench
