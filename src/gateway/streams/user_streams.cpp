#include "gateway/streams/user_streams.hpp"

#include <algorithm>
#include <utility>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

void erase_one(std::vector<UserListener*>& listeners, const UserListener& listener) {
    const auto place = std::find(listeners.begin(), listeners.end(), &listener);
    OUTCRY_ASSERT(place != listeners.end());
    *place = listeners.back();
    listeners.pop_back();
}

}  // namespace

UserStreams::Channel::Channel(const views::VenueView& view, TimeUnit unit)
    : encoder{view, unit, [this](AccountId account) { return watchers.contains(account); },
              [this](AccountId account, std::string text) {
                  messages.push_back({account, std::move(text)});
              }} {}

UserStreams::UserStreams(const views::VenueView& view, Clock clock)
    : clock_{std::move(clock)},
      channels_{Channel{view, TimeUnit::milliseconds}, Channel{view, TimeUnit::microseconds}} {}

UserStreams::Channel& UserStreams::channel_of(const UserListener& listener) noexcept {
    return channels_[static_cast<std::size_t>(listener.time_unit())];
}

void UserStreams::add(UserListener& listener) { listeners_.push_back(&listener); }

void UserStreams::remove(UserListener& listener) { erase_one(listeners_, listener); }

void UserStreams::watch(AccountId account, UserListener& listener) {
    channel_of(listener).watchers[account].listeners.push_back(&listener);
}

void UserStreams::unwatch(AccountId account, UserListener& listener) {
    auto& watchers = channel_of(listener).watchers;
    const auto found = watchers.find(account);
    OUTCRY_ASSERT(found != watchers.end());
    erase_one(found->second.listeners, listener);
    if (found->second.listeners.empty()) watchers.erase(found);
}

void UserStreams::check_keys() {
    // Copied: a session that loses its stream stops watching.
    const auto listeners = listeners_;
    for (UserListener* const listener : listeners) listener->check_keys(clock_());
}

void UserStreams::on_event(const Event& event) {
    if (event.type == EventType::key_revoked || event.type == EventType::key_rules_set)
        keys_have_changed_ = true;
    for (Channel& channel : channels_)
        if (!channel.watchers.empty()) channel.encoder.on_event(event, clock_());
}

void UserStreams::on_command_end() {
    for (Channel& channel : channels_) {
        for (const Message& message : channel.messages) {
            const auto found = channel.watchers.find(message.account);
            if (found == channel.watchers.end()) continue;
            for (UserListener* const listener : found->second.listeners)
                listener->on_user_message(message.account, message.text);
        }
        channel.messages.clear();
    }
    if (std::exchange(keys_have_changed_, false)) check_keys();
}

}  // namespace outcry::gateway
