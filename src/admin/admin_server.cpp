#include "outcry/admin/admin_server.hpp"

#include <atomic>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "admin/router.hpp"

namespace outcry::admin {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr std::chrono::milliseconds accept_again_after{100};
constexpr std::chrono::milliseconds poll_again_after{2};

std::string peer_of(const beast::tcp_stream& stream) {
    beast::error_code error;
    const auto endpoint = stream.socket().remote_endpoint(error);
    return error ? std::string{} : endpoint.address().to_string();
}

/// Connections now; lives as long as the last of them.
using ConnectionCount = std::shared_ptr<std::size_t>;

/// One connection: read a request within the time, answer it, and again while it is kept alive.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(tcp::socket socket, const AdminOptions& options, const Router& router,
            ConnectionCount count)
        : stream_{std::move(socket)},
          poll_timer_{stream_.get_executor()},
          options_{options},
          router_{router},
          count_{std::move(count)},
          peer_{peer_of(stream_)} {
        ++*count_;
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() { --*count_; }

    void read() {
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(options_.request_size_max));
        parser_->body_limit(options_.request_size_max);
        stream_.expires_after(options_.request_time_max);
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](beast::error_code error, std::size_t) {
                             self->on_read(error);
                         });
    }

private:
    void on_read(beast::error_code error) {
        if (error == http::error::end_of_stream || error == beast::error::timeout) return;
        if (error && error.category() != http::make_error_code(http::error::bad_method).category())
            return;
        if (error) return write(refusal(400, "not_http", error.message()), false);
        const auto& message = parser_->get();
        const std::string_view target{message.target().data(), message.target().size()};
        const std::size_t mark = std::min(target.find('?'), target.size());
        AdminRequest request;
        request.method = std::string{message.method_string()};
        request.path = std::string{target.substr(0, mark)};
        request.query = std::string{target.substr(std::min(mark + 1, target.size()))};
        request.body = message.body();
        request.caller = std::string{message["X-Operator"]};
        request.peer = peer_;
        const auto authorization = message[http::field::authorization];
        AdminReply reply = router_.answer(request, {authorization.data(), authorization.size()});
        if (const auto* const answer = std::get_if<AdminAnswer>(&reply))
            return write(*answer, message.keep_alive());
        pending_ = std::get<PendingAnswer>(std::move(reply));
        poll_pending();
    }

    void poll_pending() {
        if (const auto answer = poll(pending_)) {
            pending_ = nullptr;
            return write(*answer, parser_->get().keep_alive());
        }
        poll_timer_.expires_after(poll_again_after);
        poll_timer_.async_wait([self = shared_from_this()](beast::error_code error) {
            if (!error) self->poll_pending();
        });
    }

    void write(const AdminAnswer& answer, bool keeps_alive) {
        response_ = {};
        response_.version(11);
        response_.result(answer.status);
        response_.set(http::field::content_type, answer.content_type);
        response_.set(http::field::cache_control, "no-store");
        response_.keep_alive(keeps_alive);
        response_.body() = answer.body;
        response_.prepare_payload();
        // Anew: the handler may have taken longer than a request may take to arrive.
        stream_.expires_after(options_.request_time_max);
        http::async_write(
            stream_, response_,
            [self = shared_from_this(), keeps_alive](beast::error_code error, std::size_t) {
                if (!error && keeps_alive) self->read();
            });
    }

    beast::tcp_stream stream_;
    asio::steady_timer poll_timer_;
    const AdminOptions& options_;
    const Router& router_;
    ConnectionCount count_;
    const std::string peer_;
    PendingAnswer pending_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    http::response<http::string_body> response_;
};

}  // namespace

class AdminServer::Implementation {
public:
    Implementation(AdminOptions options, std::vector<AdminRoute> routes)
        : options_{std::move(options)},
          router_{std::move(routes), options_.token},
          acceptor_{context_, tcp::endpoint{asio::ip::make_address(options_.listen_address),
                                            options_.listen_port}},
          port_{acceptor_.local_endpoint().port()} {
        accept();
        thread_ = std::thread{[this] { context_.run(); }};
    }
    Implementation(const Implementation&) = delete;
    Implementation& operator=(const Implementation&) = delete;
    ~Implementation() {
        context_.stop();
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    void accept() {
        acceptor_.async_accept([this](beast::error_code error, tcp::socket socket) {
            if (error) return accept_later();
            if (*count_ < options_.connections_max)
                std::make_shared<Session>(std::move(socket), options_, router_, count_)->read();
            accept();
        });
    }

    // Out of descriptors: the connection still waits, and asking again at once would spin.
    void accept_later() {
        retry_.expires_after(accept_again_after);
        retry_.async_wait([this](beast::error_code error) {
            if (!error) accept();
        });
    }

    const AdminOptions options_;
    const Router router_;
    ConnectionCount count_ = std::make_shared<std::size_t>(0);
    asio::io_context context_{1};
    tcp::acceptor acceptor_;
    asio::steady_timer retry_{context_};
    const std::uint16_t port_;
    std::thread thread_;
};

AdminServer::AdminServer(AdminOptions options, std::vector<AdminRoute> routes) try
    : implementation_{std::make_unique<Implementation>(std::move(options), std::move(routes))} {
} catch (const boost::system::system_error& error) {
    // The standard's type: our callers know nothing of this library.
    throw std::system_error{error.code(), "the admin address"};
}

AdminServer::~AdminServer() = default;

std::uint16_t AdminServer::port() const noexcept { return implementation_->port(); }

}  // namespace outcry::admin
