#include "gateway/streams/user_streams.hpp"

#include <algorithm>
#include <utility>

#include "outcry/base/assert.hpp"

#include "gateway/encoding/account_snapshot.hpp"

namespace outcry::gateway {
namespace {

constexpr std::size_t no_count_max = ~std::size_t{0};

void erase_one(std::vector<UserListener*>& listeners, const UserListener& listener) {
    const auto place = std::find(listeners.begin(), listeners.end(), &listener);
    OUTCRY_ASSERT(place != listeners.end());
    *place = listeners.back();
    listeners.pop_back();
}

}  // namespace

UserStreams::UserStreams(const views::VenueView& view, Clock clock, AccountEvents& account_events,
                         std::size_t resume_messages_max)
    : view_{view},
      clock_{std::move(clock)},
      account_events_{account_events},
      resume_messages_max_{resume_messages_max},
      collector_{view,
                 [this](AccountId account) {
                     return account_events_.is_enabled() || watchers_.contains(account);
                 },
                 [this](UserEvent&& told) { told_.push_back(std::move(told)); }} {}

void UserStreams::add(UserListener& listener) { listeners_.push_back(&listener); }

void UserStreams::remove(UserListener& listener) { erase_one(listeners_, listener); }

void UserStreams::watch(AccountId account, UserListener& listener) {
    watchers_[account].push_back(&listener);
}

void UserStreams::unwatch(AccountId account, UserListener& listener) {
    const auto found = watchers_.find(account);
    OUTCRY_ASSERT(found != watchers_.end());
    erase_one(found->second, listener);
    if (found->second.empty()) watchers_.erase(found);
}

void UserStreams::check_keys() {
    // Copied: a session that loses its stream stops watching.
    const auto listeners = listeners_;
    for (UserListener* const listener : listeners) listener->check_keys(clock_());
}

UserMessage UserStreams::message_of(const UserEvent& told, std::string_view text,
                                    MessageTime time) const {
    return {
        .account = told.account,
        .text = text,
        .facts = {.sequence = told.event.sequence, .match_time = told.event.time, .sent = time}};
}

bool UserStreams::can_resume(Accounts accounts, Sequence from) const {
    return std::all_of(accounts.begin(), accounts.end(), [&](AccountId account) {
        return account_events_.can_resume(account, from, resume_messages_max_);
    });
}

std::string_view UserStreams::name_of(AccountId account) const {
    const views::AccountView* const found = view_.find_account(account);
    OUTCRY_ASSERT(found != nullptr);
    return found->name.view();
}

void UserStreams::tell_missed(Accounts accounts, Sequence from, TimeUnit unit,
                              const Tell& tell) const {
    std::vector<const UserEvent*> missed;
    for (const AccountId account : accounts) {
        const auto of_account = account_events_.from(account, from, no_count_max);
        missed.insert(missed.end(), of_account.begin(), of_account.end());
    }
    std::stable_sort(missed.begin(), missed.end(), [](const auto* one, const auto* other) {
        return one->event.sequence < other->event.sequence;
    });
    const MessageTime time{clock_(), unit};
    for (const UserEvent* const told : missed)
        tell(message_of(*told, encode_user_event(view_, *told, time), time));
}

void UserStreams::tell_state(Accounts accounts, TimeUnit unit, const Tell& tell) const {
    const MessageTime time{clock_(), unit};
    for (const AccountId account : accounts) {
        const std::string text = encode_account_snapshot(view_, account, time);
        tell({.account = account,
              .text = text,
              .facts = {.sequence = view_.sequence(), .match_time = view_.time(), .sent = time}});
    }
}

void UserStreams::on_event(const Event& event) {
    if (event.type == EventType::key_revoked || event.type == EventType::key_rules_set)
        keys_have_changed_ = true;
    collector_.on_event(event);
}

void UserStreams::deliver(const UserEvent& told) {
    const auto found = watchers_.find(told.account);
    if (found == watchers_.end()) return;
    std::array<std::string, 2> texts;  // by TimeUnit
    for (UserListener* const listener : found->second) {
        const MessageTime time{clock_(), listener->time_unit()};
        std::string& text = texts[static_cast<std::size_t>(time.unit)];
        if (text.empty()) text = encode_user_event(view_, told, time);
        listener->on_user_message(message_of(told, text, time));
    }
}

void UserStreams::on_command_end() {
    for (UserEvent& told : told_) {
        deliver(told);
        account_events_.add(std::move(told));
    }
    told_.clear();
    if (std::exchange(keys_have_changed_, false)) check_keys();
}

}  // namespace outcry::gateway
