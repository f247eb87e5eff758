#include "app/client/http_client.hpp"

#include <chrono>
#include <exception>
#include <optional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace outcry::app {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

http::request<http::string_body> request_of(const ServerAddress& server, const HttpCall& call) {
    http::request<http::string_body> request;
    request.version(11);
    request.method_string(call.method);
    request.target(call.target);
    request.set(http::field::host, server.text());
    request.set(http::field::connection, "close");
    for (const auto& [name, value] : call.fields) request.set(name, value);
    request.body() = call.body;
    request.prepare_payload();
    return request;
}

asio::awaitable<HttpAnswer> perform(ServerAddress server, HttpCall call) {
    const auto executor = co_await asio::this_coro::executor;
    asio::ip::tcp::resolver resolver{executor};
    beast::tcp_stream stream{executor};
    stream.expires_after(call.time_limit);
    const auto addresses =
        co_await resolver.async_resolve(server.host, server.port, asio::use_awaitable);
    co_await stream.async_connect(addresses, asio::use_awaitable);

    const auto request = request_of(server, call);
    co_await http::async_write(stream, request, asio::use_awaitable);

    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    co_await http::async_read(stream, buffer, response, asio::use_awaitable);
    co_return HttpAnswer{response.result_int(), std::move(response.body())};
}

}  // namespace

Result<HttpAnswer, std::string> http_call(const ServerAddress& server, const HttpCall& call) {
    std::optional<HttpAnswer> answer;
    std::string error;
    asio::io_context io{1};
    asio::co_spawn(io, perform(server, call), [&](std::exception_ptr exception, HttpAnswer result) {
        if (exception == nullptr) {
            answer = std::move(result);
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
    io.run();
    if (answer) return std::move(*answer);
    return Failure{call.method + " " + call.target + " from " + server.text() + ": " + error};
}

Result<HttpAnswer, std::string> http_get(const ServerAddress& server, std::string_view target) {
    return http_call(server, {.target = std::string{target}});
}

}  // namespace outcry::app
