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
    if (std::holds_alternative<SubscriptionsChanged>(reply)) watch_subscribed_accounts();
    Origin origin{weak_from_this(), 0, steady_now_ns()};
    auto answer = parts_.desk.settle(std::move(reply), std::move(origin),
                                     [&] { return retry_of(text, received_at); });
    if (answer) return send(std::move(*answer));
    ++open_count_;
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
    for (const UserSubscription& subscription : authentication_.subscriptions)
        accounts.push_back(subscription.account);
    std::sort(accounts.begin(), accounts.end());
    accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());
    for (const AccountId account : watched_) parts_.users.unwatch(account, *this);
    for (const AccountId account : accounts) parts_.users.watch(account, *this);
    watched_ = std::move(accounts);
}

void ApiSession::on_user_message(AccountId account, std::string_view message) {
    for (const UserSubscription& subscription : authentication_.subscriptions)
        if (subscription.account == account)
            parts_.outbox.send_text(wrap_subscription(subscription.id, message));
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
