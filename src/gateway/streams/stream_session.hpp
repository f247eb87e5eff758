#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/gateway/gateway_options.hpp"

#include "gateway/streams/message_allowance.hpp"
#include "gateway/streams/stream_control.hpp"
#include "gateway/streams/stream_hub.hpp"
#include "gateway/streams/stream_name.hpp"
#include "gateway/streams/user_streams.hpp"
#include "gateway/websocket/outbox.hpp"

namespace outcry::gateway {

/// One subscriber of public streams: `/ws/…` or `/stream`. A listen key among the names opens the
/// user data stream of its account. Owned by its connection.
class StreamSession final : public WebSocketSession, public Subscriber, public UserListener {
public:
    struct Parts {
        StreamHub& hub;
        UserStreams& users;
        Api& api;
        Outbox& outbox;
        const Clock& clock;
        ClientAddress client;
    };
    StreamSession(const StreamTarget& target, const GatewayLimits& limits, const Parts& parts);
    ~StreamSession() override;

    void on_open() override;
    void on_message(std::string_view text) override;
    void on_shutdown(Timestamp now) override;
    void on_stream_message(PublicMessage& message) override;
    void on_user_message(AccountId account, std::string_view message) override;
    void check_keys(Timestamp now) override;
    [[nodiscard]] TimeUnit time_unit() const noexcept override { return time_unit_; }

private:
    struct UserStream {
        std::string listen_key;
        AccountId account;
    };
    [[nodiscard]] std::optional<AccountId> account_of(std::string_view listen_key, Timestamp now);
    void open(std::string name);
    void close(std::string_view name);
    void end_listen_key(const std::string& listen_key, Timestamp now);
    void send(std::string_view stream, std::string_view message);
    [[nodiscard]] std::string perform(const StreamControl& control);
    [[nodiscard]] bool subscribe(const std::vector<std::string>& names);
    void unsubscribe(const std::vector<std::string>& names);
    [[nodiscard]] bool has(std::string_view name) const;

    const TimeUnit time_unit_;
    const std::size_t streams_max_;
    MessageAllowance control_messages_;
    Parts parts_;
    Wrapping wrapping_;
    std::vector<std::string> wanted_;  // of the path, until the connection is open
    std::vector<std::string> names_;
    std::vector<UserStream> user_streams_;  // of those among the names that are listen keys
};

}  // namespace outcry::gateway
