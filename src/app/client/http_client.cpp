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

constexpr std::chrono::seconds time_limit{5};

asio::awaitable<HttpAnswer> get(ServerAddress server, std::string target) {
    const auto executor = co_await asio::this_coro::executor;
    asio::ip::tcp::resolver resolver{executor};
    beast::tcp_stream stream{executor};
    stream.expires_after(time_limit);
    const auto addresses =
        co_await resolver.async_resolve(server.host, server.port, asio::use_awaitable);
    co_await stream.async_connect(addresses, asio::use_awaitable);

    http::request<http::empty_body> request{http::verb::get, target, 11};
    request.set(http::field::host, server.text());
    request.set(http::field::connection, "close");
    co_await http::async_write(stream, request, asio::use_awaitable);

    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    co_await http::async_read(stream, buffer, response, asio::use_awaitable);
    co_return HttpAnswer{response.result_int(), std::move(response.body())};
}

}  // namespace

Result<HttpAnswer, std::string> http_get(const ServerAddress& server, std::string_view target) {
    std::optional<HttpAnswer> answer;
    std::string error;
    asio::io_context io{1};
    asio::co_spawn(io, get(server, std::string{target}),
                   [&](std::exception_ptr exception, HttpAnswer result) {
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
    return Failure{"GET " + std::string{target} + " from " + server.text() + ": " + error};
}

}  // namespace outcry::app
