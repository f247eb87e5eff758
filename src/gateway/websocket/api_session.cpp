#include "gateway/websocket/api_session.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {

ApiSession::ApiSession(const Terms& terms, std::size_t requests_max, const Parts& parts)
    : requests_max_{requests_max}, parts_{parts} {
    authentication_.time_unit = terms.time_unit;
    authentication_.returns_rate_limits = terms.returns_rate_limits;
    authentication_.client = terms.client;
    authentication_.connected_since = parts_.desk.now();
    authentication_.id = parts_.desk.next_session_id();
    parts_.users.add(*this);
}

ApiSession::~ApiSession() {
    for (const AccountId account : authentication_.bound_accounts)
        parts_.desk.end_session(authentication_.id, account);
    for (const AccountId account : watched_) parts_.users.unwatch(account, *this);
    parts_.users.remove(*this);
}

void ApiSession::on_message(std::string_view text) {
    const Timestamp received_at = parts_.desk.now();
    Reply reply = parts_.desk.api().handle_websocket({.message = text, .received_at = received_at},
                                                     authentication_);
    const bool has_changed = std::holds_alternative<SubscriptionsChanged>(reply);
    if (has_changed) watch_subscribed_accounts();
    Origin origin{weak_from_this(), 0, steady_now_ns()};
    auto answer = parts_.desk.settle(std::move(reply), std::move(origin),
                                     [&] { return retry_of(text, received_at); });
    if (!answer) {
        ++open_count_;
        return;
    }
    send(std::move(*answer));
    if (has_changed) begin_subscriptions();
}

void ApiSession::begin_subscriptions() {
    for (UserSubscription& subscription : authentication_.subscriptions) {
        if (std::exchange(subscription.is_begun, true)) continue;
        const auto tell_it = [&](const UserMessage& message) { tell(subscription, message); };
        const auto& from = subscription.options.from;
        const UserStreams::Accounts accounts = subscription.copied.empty()
                                                   ? UserStreams::Accounts{&subscription.account, 1}
                                                   : UserStreams::Accounts{subscription.copied};
        if (from && parts_.users.can_resume(accounts, *from)) {
            parts_.users.tell_missed(accounts, *from, time_unit(), tell_it);
        } else if (subscription.options.has_snapshot) {
            parts_.users.tell_state(accounts, time_unit(), tell_it);
        }
    }
}

void ApiSession::tell(UserSubscription& subscription, const UserMessage& message) {
    ++subscription.message_count;
    const Additions additions = subscription.options.additions;
    const std::string_view account =
        subscription.copied.empty() ? std::string_view{} : parts_.users.name_of(message.account);
    if (!additions.is_any())
        return parts_.outbox.send_text(wrap_subscription(subscription.id, message.text, account));
    MessageFacts facts = message.facts;
    facts.channel_sequence = subscription.message_count;
    const std::string text = with_additions(message.text, facts, additions);
    parts_.outbox.send_text(wrap_subscription(subscription.id, text, account));
}

void ApiSession::on_tick() {
    notices_.on_tick();
    if (!notices_.is_second()) return;
    for (const UserSubscription& subscription : authentication_.subscriptions) {
        if (!subscription.has_heartbeat) continue;
        const std::string text =
            encode_heartbeat(parts_.users.sequence(), {parts_.desk.now(), time_unit()});
        parts_.outbox.send_text(wrap_subscription(subscription.id, text));
    }
}

Retry ApiSession::retry_of(std::string_view text, Timestamp received_at) {
    return [session = weak_from_this(), text = std::string{text}, received_at]() -> Reply {
        const auto self = session.lock();
        if (self == nullptr) return Answer{};  // to nobody
        return self->parts_.desk.api().handle_websocket(
            {.message = text, .received_at = received_at}, self->authentication_);
    };
}

void ApiSession::on_answer(std::uint64_t /*ticket*/, Answer&& answer) {
    OUTCRY_ASSERT(open_count_ > 0);
    --open_count_;
    send(std::move(answer));
    parts_.outbox.resume();
}

void ApiSession::send(Answer&& answer) {
    // What X-Engine-Seq is on REST: a member behind the others, so that none of them moves.
    OUTCRY_ASSERT(answer.body.ends_with('}'));
    answer.body.pop_back();
    if (answer.is_replay) answer.body.append(",\"idempotentReplay\":true");
    fmt::format_to(std::back_inserter(answer.body), R"(,"engineSeq":{}}})",
                   answer.sequence.value());
    parts_.outbox.send_text(answer.body);
}

void ApiSession::watch_subscribed_accounts() {
    std::vector<AccountId> accounts;
    for (const UserSubscription& subscription : authentication_.subscriptions) {
        if (subscription.copied.empty()) accounts.push_back(subscription.account);
        accounts.insert(accounts.end(), subscription.copied.begin(), subscription.copied.end());
    }
    std::sort(accounts.begin(), accounts.end());
    accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());
    for (const AccountId account : watched_) parts_.users.unwatch(account, *this);
    for (const AccountId account : accounts) parts_.users.watch(account, *this);
    watched_ = std::move(accounts);
}

void ApiSession::on_user_message(const UserMessage& message) {
    for (UserSubscription& subscription : authentication_.subscriptions)
        if (subscription.is_of(message.account)) tell(subscription, message);
}

void ApiSession::check_keys(Timestamp /*now*/) {
    std::vector<KeyName> keys;
    if (authentication_.logon) keys.push_back(authentication_.logon->key);
    for (const UserSubscription& subscription : authentication_.subscriptions)
        keys.push_back(subscription.key);
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    for (const KeyName& key : keys)
        if (!parts_.desk.api().accepts(key.view(), authentication_.client)) end_key(key);
}

void ApiSession::end_key(const KeyName& key) {
    const auto before = authentication_.subscriptions;
    if (!authentication_.forget_key(key.view())) return;
    for (const UserSubscription& subscription : before)
        if (subscription.key == key) terminate(subscription);
    watch_subscribed_accounts();
}

void ApiSession::terminate(const UserSubscription& subscription) {
    const std::string message =
        encode_stream_terminated({parts_.desk.now(), authentication_.time_unit});
    parts_.outbox.send_text(wrap_subscription(subscription.id, message));
}

void ApiSession::on_shutdown(Timestamp now) {
    const std::string message = encode_server_shutdown({now, authentication_.time_unit});
    parts_.outbox.send_text(message);
}

}  // namespace outcry::gateway
