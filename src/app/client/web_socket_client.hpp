#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "app/client/server_address.hpp"

namespace boost::asio {
class io_context;
}

namespace outcry::app {

/// What a connection tells its owner, on the thread that runs the io_context.
struct WebSocketEvents {
    std::function<void()> on_open;
    std::function<void(std::string_view text)> on_message;
    /// The end, also of an attempt to connect; called once, and nothing after it.
    std::function<void(const std::string& reason)> on_closed;
};

/// One WebSocket connection, from resolving the name to the end; a new one needs a new object.
/// Requests are pipelined: `send` never waits for an answer. Owned by the thread that runs the
/// io_context, which must live longer. Events stop when the object is destroyed, which must not be
/// from within `on_open` or `on_message`.
class WebSocketClient {
public:
    WebSocketClient(boost::asio::io_context& io, ServerAddress server, std::string target,
                    WebSocketEvents events);
    WebSocketClient(const WebSocketClient&) = delete;
    WebSocketClient& operator=(const WebSocketClient&) = delete;
    ~WebSocketClient();

    void open();
    /// Sends a text message after those before it; before the connection is open they wait.
    void send(std::string text);
    /// Messages that have not been handed to the operating system.
    [[nodiscard]] std::size_t queued_count() const noexcept;
    /// Ends the connection politely; `on_closed` follows.
    void close();

private:
    class Connection;
    std::shared_ptr<Connection> connection_;
};

}  // namespace outcry::app
