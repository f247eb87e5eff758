#include "bench/end_to_end/echo_server.hpp"

#include <pthread.h>

#include <ctime>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

namespace outcry::bench {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using net::ip::tcp;
using ErrorCode = boost::system::error_code;

class WebSocketEcho : public std::enable_shared_from_this<WebSocketEcho> {
public:
    explicit WebSocketEcho(beast::tcp_stream stream) : stream_{std::move(stream)} {}

    void accept(const http::request<http::string_body>& request) {
        stream_.async_accept(request, [self = shared_from_this()](ErrorCode error) {
            if (!error) self->read();
        });
    }

private:
    void read() {
        stream_.async_read(buffer_, [self = shared_from_this()](ErrorCode error, std::size_t) {
            if (!error) self->write();
        });
    }

    void write() {
        stream_.text(stream_.got_text());
        stream_.async_write(buffer_.data(),
                            [self = shared_from_this()](ErrorCode error, std::size_t) {
                                self->buffer_.consume(self->buffer_.size());
                                if (!error) self->read();
                            });
    }

    websocket::stream<beast::tcp_stream> stream_;
    beast::flat_buffer buffer_;
};

class HttpEcho : public std::enable_shared_from_this<HttpEcho> {
public:
    explicit HttpEcho(tcp::socket socket) : stream_{std::move(socket)} {
        stream_.socket().set_option(tcp::no_delay{true});
    }

    void read() {
        request_ = {};
        http::async_read(stream_, buffer_, request_,
                         [self = shared_from_this()](ErrorCode error, std::size_t) {
                             if (!error) self->answer();
                         });
    }

private:
    void answer() {
        if (websocket::is_upgrade(request_))
            return std::make_shared<WebSocketEcho>(std::move(stream_))->accept(request_);
        answer_ = {http::status::ok, request_.version()};
        answer_.set(http::field::content_type, "application/json;charset=UTF-8");
        answer_.keep_alive(request_.keep_alive());
        answer_.body() = std::move(request_.body());
        answer_.prepare_payload();
        http::async_write(stream_, answer_,
                          [self = shared_from_this()](ErrorCode error, std::size_t) {
                              if (!error) self->read();
                          });
    }

    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::string_body> answer_;
};

}  // namespace

class EchoServer::Implementation {
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

private:
    void accept() {
        acceptor_.async_accept([this](ErrorCode error, tcp::socket socket) {
            if (!error) std::make_shared<HttpEcho>(std::move(socket))->read();
            accept();
        });
    }

    net::io_context context_{1};
    tcp::acceptor acceptor_{context_, {net::ip::address_v4::loopback(), 0}};
    std::thread thread_;
};

EchoServer::EchoServer() : implementation_{std::make_unique<Implementation>()} {}

EchoServer::~EchoServer() = default;

std::uint16_t EchoServer::port() const noexcept { return implementation_->port(); }

std::int64_t EchoServer::cpu_time_ns() const noexcept { return implementation_->cpu_time_ns(); }

}  // namespace outcry::bench
