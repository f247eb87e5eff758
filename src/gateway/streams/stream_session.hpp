#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "outcry/gateway/gateway_options.hpp"

#include "gateway/streams/message_allowance.hpp"
#include "gateway/streams/notices.hpp"
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
    void on_tick() override;
    void on_shutdown(Timestamp now) override;
    void on_stream_message(PublicMessage& message, const StreamOptions& options) override;
    void on_user_message(const UserMessage& message) override;
    void check_keys(Timestamp now) override;
    [[nodiscard]] TimeUnit time_unit() const noexcept override { return time_unit_; }
    [[nodiscard]] bool is_behind() const noexcept override;

private:
    struct UserStream {
        std::string listen_key;
        AccountId account;
        StreamOptions options{};
        std::uint64_t message_count = 0;
        bool is_warned = false;  // that it expires soon
    };
    [[nodiscard]] std::optional<AccountId> account_of(std::string_view listen_key,
                                                      Timestamp now) const;
    using Refusal = std::optional<ControlError>;
    void open(std::string name, const StreamOptions& options);
    void begin(const std::string& name);
    void begin(UserStream& stream);
    void close(std::string_view name);
    void end_listen_key(const std::string& listen_key, Timestamp now);
    void send(std::string_view stream, std::string_view message);
    void tell(UserStream& stream, const UserMessage& message);
    [[nodiscard]] std::string perform(const StreamControl& control);
    [[nodiscard]] Refusal subscribe(const std::vector<std::string>& names,
                                    const StreamOptions& options);
    [[nodiscard]] Refusal check(const std::string& name, const StreamOptions& options) const;
    void begin_added();
    void warn_of_expiry();
    void unsubscribe(const std::vector<std::string>& names);
    [[nodiscard]] bool has(std::string_view name) const;

    const TimeUnit time_unit_;
    ConnectionOptions options_;
    const std::size_t streams_max_;
    MessageAllowance control_messages_;
    Parts parts_;
    Wrapping wrapping_;
    std::vector<std::string> wanted_;  // of the path, until the connection is open
    std::vector<std::string> names_;
    std::vector<std::string> added_;  // by the message under way: told first what comes first
    Notices notices_;
    std::vector<UserStream> user_streams_;  // of those among the names that are listen keys
};

}  // namespace outcry::gateway
