#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "app/client/api_request.hpp"
#include "app/client/request_signer.hpp"
#include "app/client/server_address.hpp"
#include "app/client/web_socket_client.hpp"

namespace outcry::app {

struct ApiCredentials {
    std::string api_key;
    std::string secret;  // of an HMAC key, or an Ed25519 private key as PEM
};

/// A connection to the WebSocket API that authenticates what it sends: with an HMAC key each
/// request is signed, with an Ed25519 key the session logs on once. Same thread rules as
/// WebSocketClient.
class ApiConnection {
public:
    /// `on_open` comes when requests may be sent, which is behind the logon. Messages are all that
    /// the server sends but the answer to the logon.
    ApiConnection(boost::asio::io_context& io, const ServerAddress& server, std::string api_key,
                  RequestSigner signer, WebSocketEvents events);

    void open() { client_.open(); }
    void close() { client_.close(); }
    void send(std::uint64_t id, ApiRequest request);
    [[nodiscard]] std::size_t queued_count() const noexcept { return client_.queued_count(); }

private:
    void on_transport_open();
    void on_text(std::string_view text);
    void on_logon_answer(std::string_view text);
    void end(const std::string& reason);

    std::string api_key_;
    RequestSigner signer_;
    WebSocketEvents events_;
    bool awaits_logon_ = false;
    bool has_ended_ = false;
    WebSocketClient client_;  // last: its events touch the members above
};

/// Milliseconds since 1970 UTC by the system's clock, for request timestamps.
[[nodiscard]] std::int64_t timestamp_now_ms();

}  // namespace outcry::app
