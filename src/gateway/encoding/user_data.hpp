#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "outcry/domain/event.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/encoding/list_json.hpp"
#include "gateway/encoding/streams.hpp"

namespace outcry::gateway {

/// What a `listStatus` says.
struct ListNews {
    ListOnWire list;
    ListProgress progress{};
    std::array<ClientOrderId, list_orders_max> names{};  // of its orders, at that time
};

/// One message of a user data stream before it has a form: all that it is made of, as the view had
/// it at that time, so that it can be made again later.
struct UserEvent {
    enum class Kind : std::uint8_t { report, balance, position, list };
    Kind kind{};
    AccountId account;
    AssetId asset;                                 // balances only
    Amount amount;                                 // balances only; negative: less
    Event event;                                   // a position: the last one of its command
    views::OrderRecord order;                      // reports only: after the event
    std::vector<views::BalanceRecord> balances{};  // positions only: those that may have changed
    std::shared_ptr<const ListNews> list{};        // lists only
};

/// The message without the wrapping {"subscriptionId":…,"event":…}.
[[nodiscard]] std::string encode_user_event(const views::VenueView& view, const UserEvent& told,
                                            MessageTime time);

/// Finds in events what user data streams tell. Owned by the thread that owns the view.
///
/// `on_event` must be called right after the view has applied that event and before the next one:
/// cumulative fields are read from the view. What an account is told comes in its order: reports,
/// then one position at the end of the command.
class UserDataCollector {
public:
    /// Whether anybody wants to know of the account; asked before anything is copied.
    using IsWanted = std::function<bool(AccountId)>;
    using Sink = std::function<void(UserEvent&&)>;

    UserDataCollector(const views::VenueView& view, IsWanted is_wanted, Sink sink);

    void on_event(const Event& event);

private:
    /// An acceptance whose report waits for the next event: the order's terms, if it has any.
    struct Acceptance {
        Event event;
        views::OrderRecord order;  // before anything else happened to it
    };
    void on_accepted(const Event& event);
    void tell_accepted(const Event& next);
    void tell_begun_list();
    void on_order(const Event& event, AccountId account, OrderId order);
    void on_renamed(const Event& event);
    void on_list_done(const Event& event);
    void tell_list(const Event& event, AccountId account, const ListOnWire& list,
                   ListProgress progress);
    struct BalanceChange {
        AccountId account;
        AssetId asset;
        Amount amount;
    };
    void on_adjusted(const Event& event);
    void on_transfer(const Event& event);
    void on_referral(const Event& event);
    void on_balance(const BalanceChange& change, const Event& event);
    void touch(AccountId account, AssetId asset);
    void touch_both(AccountId account, InstrumentId instrument);
    void tell_positions(const Event& event);

    const views::VenueView& view_;
    IsWanted is_wanted_;
    Sink sink_;
    std::vector<std::pair<AccountId, AssetId>> touched_;  // of the command that is under way
    std::optional<Acceptance> acceptance_;
    std::optional<Event> begun_list_;      // until its last order is accepted
    std::vector<UserEvent> list_reports_;  // of its orders: they come after its `listStatus`
};

/// What a subscription sends: {"subscriptionId":id,"event":message}; with the account's name
/// between them where it is of several.
[[nodiscard]] std::string wrap_subscription(std::int64_t id, std::string_view message,
                                            std::string_view account = {});
/// The last message of a subscription whose key was revoked or whose session logged off.
[[nodiscard]] std::string encode_stream_terminated(MessageTime time);
/// The last message of a stream that was opened with a listen key.
[[nodiscard]] std::string encode_listen_key_expired(std::string_view listen_key, MessageTime time);
/// `serverShutdown`, before a stop.
[[nodiscard]] std::string encode_server_shutdown(MessageTime time);

}  // namespace outcry::gateway
