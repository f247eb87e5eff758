#include "app/conformance/venue_talk.hpp"

#include <chrono>
#include <exception>
#include <map>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

namespace outcry::app {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

constexpr std::chrono::seconds time_limit{5};

using Stream = websocket::stream<beast::tcp_stream>;

struct Peer {
    explicit Peer(asio::io_context& io) : stream{io} {}
    Stream stream;
    beast::flat_buffer buffer;
};

asio::awaitable<void> connect_to(beast::tcp_stream& stream, const ServerAddress& server) {
    asio::ip::tcp::resolver resolver{co_await asio::this_coro::executor};
    stream.expires_after(time_limit);
    const auto addresses =
        co_await resolver.async_resolve(server.host, server.port, asio::use_awaitable);
    co_await stream.async_connect(addresses, asio::use_awaitable);
}

asio::awaitable<HttpAnswer> exchange(const ServerAddress& server, const VenueTalk::Call& call) {
    beast::tcp_stream stream{co_await asio::this_coro::executor};
    co_await connect_to(stream, server);
    http::request<http::empty_body> request{
        http::string_to_verb({call.method.data(), call.method.size()}), call.target, 11};
    request.set(http::field::host, server.text());
    request.set(http::field::connection, "close");
    if (!call.api_key.empty()) request.set("X-MBX-APIKEY", call.api_key);
    request.prepare_payload();
    co_await http::async_write(stream, request, asio::use_awaitable);
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    co_await http::async_read(stream, buffer, response, asio::use_awaitable);
    co_return HttpAnswer{response.result_int(), std::move(response.body())};
}

asio::awaitable<bool> open(Peer& peer, const ServerAddress& server, const std::string& target) {
    co_await connect_to(beast::get_lowest_layer(peer.stream), server);
    co_await peer.stream.async_handshake(server.text(), target, asio::use_awaitable);
    co_return true;
}

asio::awaitable<bool> write(Peer& peer, const std::string& text) {
    beast::get_lowest_layer(peer.stream).expires_after(time_limit);
    co_await peer.stream.async_write(asio::buffer(text), asio::use_awaitable);
    co_return true;
}

asio::awaitable<std::string> read(Peer& peer) {
    beast::get_lowest_layer(peer.stream).expires_after(time_limit);
    co_await peer.stream.async_read(peer.buffer, asio::use_awaitable);
    std::string text = beast::buffers_to_string(peer.buffer.data());
    peer.buffer.consume(peer.buffer.size());
    co_return text;
}

}  // namespace

class VenueTalk::Implementation {
public:
    explicit Implementation(ServerAddress server) : server_{std::move(server)} {}

    Result<HttpAnswer, std::string> call(const Call& call) { return run(exchange(server_, call)); }
    Result<void, std::string> connect(const std::string& name, const std::string& target) {
        auto peer = std::make_unique<Peer>(io_);
        const auto opened = run(open(*peer, server_, target));
        if (!opened) return Failure{opened.error()};
        peers_[name] = std::move(peer);
        return {};
    }
    Result<void, std::string> send(const std::string& name, const std::string& text) {
        const auto found = peers_.find(name);
        if (found == peers_.end()) return Failure{no_connection(name)};
        const auto written = run(write(*found->second, text));
        if (!written) return Failure{written.error()};
        return {};
    }
    Result<std::string, std::string> receive(const std::string& name) {
        const auto found = peers_.find(name);
        if (found == peers_.end()) return Failure{no_connection(name)};
        return run(read(*found->second));
    }

private:
    static std::string no_connection(const std::string& name) {
        return "there is no connection named '" + name + "'";
    }

    template <class Value>
    Result<Value, std::string> run(asio::awaitable<Value> work) {
        std::optional<Value> value;
        std::string error;
        asio::co_spawn(io_, std::move(work), [&](std::exception_ptr exception, Value result) {
            if (exception == nullptr) {
                value = std::move(result);
                return;
            }
            try {
                std::rethrow_exception(exception);
            } catch (const boost::system::system_error& failure) {
                error = failure.code().message();
            } catch (const std::exception& failure) {
                error = failure.what();
            }
        });
        io_.restart();
        io_.run();
        if (value) return std::move(*value);
        return Failure{error};
    }

    ServerAddress server_;
    asio::io_context io_{1};
    std::map<std::string, std::unique_ptr<Peer>> peers_;
};

VenueTalk::VenueTalk(ServerAddress server)
    : implementation_{std::make_unique<Implementation>(std::move(server))} {}
VenueTalk::~VenueTalk() = default;

Result<HttpAnswer, std::string> VenueTalk::call(const Call& call) {
    return implementation_->call(call);
}

Result<void, std::string> VenueTalk::connect(const std::string& name, const std::string& target) {
    return implementation_->connect(name, target);
}

Result<void, std::string> VenueTalk::send(const std::string& name, const std::string& text) {
    return implementation_->send(name, text);
}

Result<std::string, std::string> VenueTalk::receive(const std::string& name) {
    return implementation_->receive(name);
}

}  // namespace outcry::app
