#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "outcry/domain/event.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/api/api.hpp"
#include "gateway/encoding/user_data.hpp"

namespace outcry::gateway {

/// A connection whose accounts' events it wants. Adds and removes itself, never from within these
/// calls.
class UserListener {
public:
    UserListener() = default;
    UserListener(const UserListener&) = delete;
    UserListener& operator=(const UserListener&) = delete;
    virtual ~UserListener() = default;

    virtual void on_user_message(AccountId account, std::string_view message) = 0;
    /// Time to look whether its API keys and listen keys still hold: they expire, and are revoked,
    /// closed or given other rules, on this gateway or another.
    virtual void check_keys(Timestamp now) = 0;
    [[nodiscard]] virtual TimeUnit time_unit() const noexcept = 0;
};

/// User data streams of one gateway: events become messages of the accounts that somebody listens
/// to. A message is made once per unit of time. One thread.
class UserStreams {
public:
    UserStreams(const views::VenueView& view, Clock clock);

    /// Every session of the WebSocket API, so that it looks at its keys.
    void add(UserListener& listener);
    void remove(UserListener& listener);
    void watch(AccountId account, UserListener& listener);
    void unwatch(AccountId account, UserListener& listener);

    /// Once a second, for what expires, and by itself after each change of a key.
    void check_keys();

    /// Right after the view has applied the event: some fields are read from the view.
    void on_event(const Event& event);
    /// After the answer of the command.
    void on_command_end();

private:
    struct Watchers {
        std::vector<UserListener*> listeners;
    };
    struct Message {
        AccountId account;
        std::string text;
    };
    struct Channel {
        Channel(const views::VenueView& view, TimeUnit unit);
        std::unordered_map<AccountId, Watchers> watchers;
        std::vector<Message> messages;  // of the command under way
        UserDataEncoder encoder;
    };
    [[nodiscard]] Channel& channel_of(const UserListener& listener) noexcept;

    Clock clock_;
    std::vector<UserListener*> listeners_;
    std::array<Channel, 2> channels_;  // by TimeUnit
    bool keys_have_changed_ = false;
};

}  // namespace outcry::gateway
