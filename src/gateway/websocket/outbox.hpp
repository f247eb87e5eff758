#pragma once

#include <cstddef>
#include <string_view>

#include "outcry/domain/ids.hpp"

#include "gateway/session/shared_text.hpp"
#include "gateway/websocket/frame.hpp"

namespace outcry::gateway {

/// What a WebSocket session may do with its connection. Nothing here calls back into the session.
class Outbox {
public:
    Outbox() = default;
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;
    virtual ~Outbox() = default;

    /// Queues a whole frame; a peer that has let too much pile up is disconnected instead.
    virtual void send(const SharedText& frame, Urgency urgency) = 0;
    virtual void close(CloseCode code, std::string_view reason) = 0;
    /// Which form of a shared message the peer understands.
    [[nodiscard]] virtual Compression compression() const noexcept = 0;

    /// Bytes that the peer has not taken yet, and how many there may be.
    [[nodiscard]] virtual std::size_t queued_size() const noexcept = 0;
    [[nodiscard]] virtual std::size_t queued_size_max() const noexcept = 0;

    /// The session can take messages again.
    virtual void resume() = 0;

    void send_text(std::string_view text) {
        send(share(encode_text_frame(text, compression())), Urgency::answer);
    }
};

/// What is said on a WebSocket connection, without the connection. One thread.
class WebSocketSession {
public:
    WebSocketSession() = default;
    WebSocketSession(const WebSocketSession&) = delete;
    WebSocketSession& operator=(const WebSocketSession&) = delete;
    virtual ~WebSocketSession() = default;

    /// The handshake is done.
    virtual void on_open() = 0;
    virtual void on_message(std::string_view text) = 0;
    /// A message that says it is no text; most clients who send one mean the same.
    virtual void on_binary(std::string_view bytes) { on_message(bytes); }
    /// Several times a second while the connection is open.
    virtual void on_tick() {}
    /// Whether another message may be read now. What makes it true again calls `Outbox::resume`.
    [[nodiscard]] virtual bool can_take_message() const noexcept { return true; }
    /// Whether an answer is still under way.
    [[nodiscard]] virtual bool is_busy() const noexcept { return false; }
    /// The server stops: say so.
    virtual void on_shutdown(Timestamp now) = 0;
};

}  // namespace outcry::gateway
