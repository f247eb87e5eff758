#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "outcry/domain/event.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/encoding/streams.hpp"

namespace outcry::gateway {

/// Turns events into the messages of user data streams. Owned by the thread that owns the view.
///
/// `on_event` must be called right after the view has applied that event and before the next one:
/// cumulative fields are read from the view. Messages of an account come in their order: reports,
/// then one `outboundAccountPosition` at the end of the command.
class UserDataEncoder {
public:
    /// Whether anybody listens to the account; asked before anything is encoded.
    using IsWatched = std::function<bool(AccountId)>;
    /// Takes one message for one account, without the wrapping {"subscriptionId":…,"event":…}.
    using Sink = std::function<void(AccountId, std::string)>;

    UserDataEncoder(const views::VenueView& view, TimeUnit unit, IsWatched is_watched, Sink sink);

    void on_event(const Event& event, Timestamp now);

private:
    /// An acceptance whose report waits for the next event: the order's terms, if it has any.
    struct Acceptance {
        Event event;
        views::OrderRecord order;  // before anything else happened to it
    };
    void on_accepted(const Event& event, Timestamp now);
    void send_accepted(const Event& next, Timestamp now);
    void send_begun_list(Timestamp now);
    void on_order(const Event& event, Timestamp now, AccountId account, OrderId order);
    void on_renamed(const Event& event, Timestamp now);
    void on_list_done(const Event& event, Timestamp now);
    struct BalanceChange {
        AccountId account;
        AssetId asset;
        Amount amount;  // negative: less
    };
    void on_adjusted(const Event& event, Timestamp now);
    void on_transfer(const Event& event, Timestamp now);
    void on_referral(const Event& event, Timestamp now);
    void on_balance(const BalanceChange& change, const Event& event, Timestamp now);
    void touch(AccountId account, AssetId asset);
    void touch_both(AccountId account, InstrumentId instrument);
    void send_positions(const Event& event, Timestamp now);

    const views::VenueView& view_;
    TimeUnit unit_;
    IsWatched is_watched_;
    Sink sink_;
    std::vector<std::pair<AccountId, AssetId>> touched_;  // of the command that is under way
    std::optional<Acceptance> acceptance_;
    std::optional<Event> begun_list_;        // until its last order is accepted
    std::vector<std::string> list_reports_;  // of its orders: they come after its `listStatus`
};

/// What a subscription sends: {"subscriptionId":id,"event":message}.
[[nodiscard]] std::string wrap_subscription(std::int64_t id, std::string_view message);
/// The last message of a subscription whose key was revoked or whose session logged off.
[[nodiscard]] std::string encode_stream_terminated(MessageTime time);
/// The last message of a stream that was opened with a listen key.
[[nodiscard]] std::string encode_listen_key_expired(std::string_view listen_key, MessageTime time);
/// `serverShutdown`, before a stop.
[[nodiscard]] std::string encode_server_shutdown(MessageTime time);

}  // namespace outcry::gateway
