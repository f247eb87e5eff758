#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "gateway/session/request_desk.hpp"
#include "gateway/streams/notices.hpp"
#include "gateway/streams/user_streams.hpp"
#include "gateway/websocket/outbox.hpp"

namespace outcry::gateway {

/// One connection of `/ws-api/v3`: many requests under way, answered as they are done, and the user
/// data streams it has asked for. Owned by its connection.
class ApiSession final : public WebSocketSession,
                         public AnswerReceiver,
                         public UserListener,
                         public std::enable_shared_from_this<ApiSession> {
public:
    struct Parts {
        RequestDesk& desk;
        UserStreams& users;
        Outbox& outbox;
    };
    /// What the connection says of itself before its first message.
    struct Terms {
        TimeUnit time_unit = TimeUnit::milliseconds;
        bool returns_rate_limits = true;
        ClientAddress client;
    };
    ApiSession(const Terms& terms, std::size_t requests_max, const Parts& parts);
    ~ApiSession() override;

    void on_open() override {}
    void on_message(std::string_view text) override;
    [[nodiscard]] bool can_take_message() const noexcept override {
        return open_count_ < requests_max_ && !parts_.desk.is_congested();
    }
    [[nodiscard]] bool is_busy() const noexcept override { return open_count_ > 0; }
    void on_tick() override;
    void on_shutdown(Timestamp now) override;

    void on_answer(std::uint64_t ticket, Answer&& answer) override;
    void on_user_message(const UserMessage& message) override;
    void check_keys(Timestamp now) override;
    [[nodiscard]] TimeUnit time_unit() const noexcept override { return authentication_.time_unit; }

private:
    [[nodiscard]] Retry retry_of(std::string_view text, Timestamp received_at);
    void send(Answer&& answer);
    void watch_subscribed_accounts();
    void begin_subscriptions();
    void tell(UserSubscription& subscription, const UserMessage& message);
    void end_key(const KeyName& key);
    void terminate(const UserSubscription& subscription);

    const std::size_t requests_max_;
    Parts parts_;
    SessionAuthentication authentication_;
    std::vector<AccountId> watched_;
    std::size_t open_count_ = 0;
    Notices notices_;
};

}  // namespace outcry::gateway
