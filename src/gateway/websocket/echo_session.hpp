#pragma once

#include <string_view>

#include "gateway/websocket/outbox.hpp"

namespace outcry::gateway {

#ifdef OUTCRY_ECHO
inline constexpr bool has_echo = true;
#else
inline constexpr bool has_echo = false;
#endif

/// Sends every message back as it came. Only in builds with OUTCRY_ECHO, at `/echo`: so that
/// protocol suites of others can be run against the very code that serves clients.
class EchoSession final : public WebSocketSession {
public:
    explicit EchoSession(Outbox& outbox) : outbox_{outbox} {}

    void on_open() override {}
    void on_message(std::string_view text) override { outbox_.send_text(text); }
    void on_binary(std::string_view bytes) override {
        outbox_.send(share(encode_binary_frame(bytes)), Urgency::answer);
    }
    void on_shutdown(Timestamp /*now*/) override {}

private:
    Outbox& outbox_;
};

}  // namespace outcry::gateway
