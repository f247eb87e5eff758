#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "outcry/domain/event.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/api/api.hpp"
#include "gateway/encoding/additions.hpp"
#include "gateway/encoding/user_data.hpp"
#include "gateway/streams/account_events.hpp"

namespace outcry::gateway {

/// What one account is told, made for one unit of time.
struct UserMessage {
    AccountId account;
    std::string_view text;
    MessageFacts facts{};
};

/// A connection whose accounts' events it wants. Adds and removes itself, never from within these
/// calls.
class UserListener {
public:
    UserListener() = default;
    UserListener(const UserListener&) = delete;
    UserListener& operator=(const UserListener&) = delete;
    virtual ~UserListener() = default;

    virtual void on_user_message(const UserMessage& message) = 0;
    /// Time to look whether its API keys and listen keys still hold: they expire, and are revoked,
    /// closed or given other rules, on this gateway or another.
    virtual void check_keys(Timestamp now) = 0;
    [[nodiscard]] virtual TimeUnit time_unit() const noexcept = 0;
};

/// User data streams of one gateway: events become messages of the accounts that somebody listens
/// to, and are remembered for those who come back. A message is made once per unit of time. One
/// thread.
class UserStreams {
public:
    UserStreams(const views::VenueView& view, Clock clock, AccountEvents& account_events,
                std::size_t resume_messages_max);

    /// Every session of the WebSocket API, so that it looks at its keys.
    void add(UserListener& listener);
    void remove(UserListener& listener);
    void watch(AccountId account, UserListener& listener);
    void unwatch(AccountId account, UserListener& listener);

    /// Once a second, for what expires, and by itself after each change of a key.
    void check_keys();

    using Accounts = std::span<const AccountId>;
    /// Whether all that accounts were told from a command on can be told again, at once.
    [[nodiscard]] bool can_resume(Accounts accounts, Sequence from) const;
    using Tell = std::function<void(const UserMessage&)>;
    /// Tells it again.
    void tell_missed(Accounts accounts, Sequence from, TimeUnit unit, const Tell& tell) const;
    /// Tells how each account stands, and as of which command.
    void tell_state(Accounts accounts, TimeUnit unit, const Tell& tell) const;

    /// Right after the view has applied the event: some fields are read from the view.
    void on_event(const Event& event);
    /// After the answer of the command.
    void on_command_end();

    [[nodiscard]] Sequence sequence() const noexcept { return view_.sequence(); }
    [[nodiscard]] std::string_view name_of(AccountId account) const;

private:
    void deliver(const UserEvent& told);
    [[nodiscard]] UserMessage message_of(const UserEvent& told, std::string_view text,
                                         MessageTime time) const;

    const views::VenueView& view_;
    Clock clock_;
    AccountEvents& account_events_;
    const std::size_t resume_messages_max_;
    UserDataCollector collector_;
    std::vector<UserListener*> listeners_;
    std::unordered_map<AccountId, std::vector<UserListener*>> watchers_;
    std::vector<UserEvent> told_;  // by the command under way
    bool keys_have_changed_ = false;
};

}  // namespace outcry::gateway
