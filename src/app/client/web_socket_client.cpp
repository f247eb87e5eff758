#include "app/client/web_socket_client.hpp"

#include <chrono>
#include <deque>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

namespace outcry::app {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using Error = boost::system::error_code;

/// A silent peer is asked after half of this time, and given up after all of it.
constexpr std::chrono::seconds idle_timeout{30};
constexpr std::chrono::seconds connect_timeout{5};

}  // namespace

/// Lives until its last handler has run, which may be after its owner is gone.
class WebSocketClient::Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(asio::io_context& io, ServerAddress server, std::string target,
               WebSocketEvents events)
        : server_{std::move(server)},
          target_{std::move(target)},
          events_{std::move(events)},
          resolver_{io},
          stream_{io} {}

    void open() {
        resolver_.async_resolve(server_.host, server_.port,
                                [self = shared_from_this()](Error error, auto addresses) {
                                    if (error) return self->end("resolving", error);
                                    self->connect(addresses);
                                });
    }

    void send(std::string text) {
        queue_.push_back(std::move(text));
        if (is_open_ && queue_.size() == 1) write();
    }

    std::size_t queued_count() const noexcept { return queue_.size(); }

    void close() {
        is_closing_ = true;
        if (!is_open_) {
            resolver_.cancel();
            beast::get_lowest_layer(stream_).close();
            return;
        }
        // Beast allows no close beside a write, so the write's end closes.
        if (queue_.empty()) start_close();
    }

    /// The owner is gone: no event may reach it any more.
    void abandon() {
        events_ = {};
        resolver_.cancel();
        beast::get_lowest_layer(stream_).close();
    }

private:
    void connect(const asio::ip::tcp::resolver::results_type& addresses) {
        beast::get_lowest_layer(stream_).expires_after(connect_timeout);
        beast::get_lowest_layer(stream_).async_connect(
            addresses, [self = shared_from_this()](Error error, const auto&) {
                if (error) return self->end("connecting", error);
                self->shake_hands();
            });
    }

    void shake_hands() {
        Error ignored;  // Delay is a loss of time only.
        beast::get_lowest_layer(stream_).socket().set_option(asio::ip::tcp::no_delay{true},
                                                             ignored);
        beast::get_lowest_layer(stream_).expires_never();
        stream_.set_option(websocket::stream_base::timeout{
            .handshake_timeout = connect_timeout,
            .idle_timeout = idle_timeout,
            .keep_alive_pings = true,
        });
        stream_.async_handshake(server_.text(), target_, [self = shared_from_this()](Error error) {
            if (error) return self->end("opening", error);
            self->start();
        });
    }

    void start() {
        is_open_ = true;
        stream_.text(true);
        read();
        if (!queue_.empty()) write();
        if (events_.on_open) events_.on_open();
    }

    void read() {
        stream_.async_read(buffer_, [self = shared_from_this()](Error error, std::size_t) {
            if (error) return self->end("reading", error);
            self->deliver();
            self->read();
        });
    }

    void deliver() {
        const auto bytes = buffer_.cdata();
        const std::string_view text{static_cast<const char*>(bytes.data()), bytes.size()};
        if (events_.on_message) events_.on_message(text);
        buffer_.clear();
    }

    void write() {
        stream_.async_write(asio::buffer(queue_.front()),
                            [self = shared_from_this()](Error error, std::size_t) {
                                // The read that is under way reports the error, too.
                                if (error) return;
                                self->queue_.pop_front();
                                if (!self->queue_.empty()) return self->write();
                                if (self->is_closing_) self->start_close();
                            });
    }

    void start_close() {
        stream_.async_close(websocket::close_code::normal, [self = shared_from_this()](Error) {});
    }

    void end(const char* doing, Error error) {
        is_open_ = false;
        const auto on_closed = std::exchange(events_, {}).on_closed;
        if (!on_closed) return;
        std::string reason = std::string{doing} + ": " + error.message();
        if (error == websocket::error::closed) {
            reason = "closed by the server";
            if (!stream_.reason().reason.empty()) {
                reason += ": " + std::string{stream_.reason().reason.c_str()};
            }
        }
        on_closed(reason);
    }

    ServerAddress server_;
    std::string target_;
    WebSocketEvents events_;
    asio::ip::tcp::resolver resolver_;
    websocket::stream<beast::tcp_stream> stream_;
    beast::flat_buffer buffer_;
    std::deque<std::string> queue_;
    bool is_open_ = false;
    bool is_closing_ = false;
};

WebSocketClient::WebSocketClient(asio::io_context& io, ServerAddress server, std::string target,
                                 WebSocketEvents events)
    : connection_{std::make_shared<Connection>(io, std::move(server), std::move(target),
                                               std::move(events))} {}

WebSocketClient::~WebSocketClient() { connection_->abandon(); }

void WebSocketClient::open() { connection_->open(); }
void WebSocketClient::send(std::string text) { connection_->send(std::move(text)); }
std::size_t WebSocketClient::queued_count() const noexcept { return connection_->queued_count(); }
void WebSocketClient::close() { connection_->close(); }

}  // namespace outcry::app
