#include <algorithm>

#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/parameters/parameter_reader.hpp"

namespace outcry::gateway {
namespace {

constexpr std::size_t subscriptions_max = 1000;        // active at one time
constexpr std::int64_t subscription_ids_max = 65'535;  // ever made on one connection

Refusal subscription_active() {
    return {400, -2035, "User Data Stream subscription already active."};
}
Refusal subscription_inactive() {
    return {400, -2036, "User Data Stream subscription not active."};
}
Refusal subscriptions_exhausted() {
    return {400, -2042, "Maximum subscription ID reached for this connection."};
}
Refusal key_type_not_supported(KeyType type) {
    return {400, -4056,
            type == KeyType::rsa ? "RSA API key is not supported."
                                 : "HMAC_SHA256 API key is not supported."};
}

bool has_session_stream(const SessionAuthentication& session) noexcept {
    return std::any_of(session.subscriptions.begin(), session.subscriptions.end(),
                       [](const UserSubscription& each) { return each.is_of_session; });
}

Answer answer_status(const Services& services, const Call& call) {
    const SessionAuthentication& session = *call.session;
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        if (session.logon) {
            json.name("apiKey").text(session.logon->key.view());
            json.name("authorizedSince").time(session.logon->since);
        } else {
            json.name("apiKey").null();
            json.name("authorizedSince").null();
        }
        json.name("connectedSince").time(session.connected_since);
        json.name("returnRateLimits")
            .boolean(session.returns_rate_limits && services.rate_limiter.has_limits());
        json.name("serverTime").time(call.now);
        json.name("userDataStream").boolean(has_session_stream(session));
        json.end_object();
    });
}

Reply subscribe(const Services& services, const Call& call, bool is_of_session) {
    SessionAuthentication& session = *call.session;
    if (session.subscriptions.size() >= subscriptions_max ||
        session.subscription_count >= subscription_ids_max) {
        return refuse(services, call, subscriptions_exhausted());
    }
    const std::int64_t id = session.subscription_count++;
    session.subscriptions.push_back({.id = id,
                                     .account = call.account(),
                                     .key = call.credential->name,
                                     .is_of_session = is_of_session});
    return SubscriptionsChanged{
        make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
            json.begin_object().name("subscriptionId").integer(id).end_object();
        })};
}

}  // namespace

bool SessionAuthentication::forget_key(std::string_view name) {
    if (logon && logon->key.view() == name) logon.reset();
    return std::erase_if(subscriptions, [&](const UserSubscription& each) {
               return each.key.view() == name;
           }) != 0;
}

Reply handle_session_logon(Services& services, const Call& call) {
    if (call.credential->type != KeyType::ed25519) {
        return refuse(services, call, key_type_not_supported(call.credential->type));
    }
    call.session->logon = SessionAuthentication::Logon{
        .key = call.credential->name, .account = call.account(), .since = call.now};
    return answer_status(services, call);
}

Reply handle_session_status(Services& services, const Call& call) {
    return answer_status(services, call);
}

Reply handle_session_logout(Services& services, const Call& call) {
    SessionAuthentication& session = *call.session;
    session.logon.reset();
    const bool has_changed = std::erase_if(session.subscriptions, [](const UserSubscription& each) {
                                 return each.is_of_session;
                             }) != 0;
    Answer answer = answer_status(services, call);
    if (has_changed) return SubscriptionsChanged{std::move(answer)};
    return answer;
}

Reply handle_session_subscriptions(Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const UserSubscription& subscription : call.session->subscriptions) {
            json.begin_object();
            json.name("subscriptionId").integer(subscription.id).end_object();
        }
        json.end_array();
    });
}

Reply handle_user_subscribe(Services& services, const Call& call) {
    if (has_session_stream(*call.session)) return refuse(services, call, subscription_active());
    return subscribe(services, call, true);
}

Reply handle_user_subscribe_signature(Services& services, const Call& call) {
    return subscribe(services, call, false);
}

Reply handle_user_unsubscribe(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const auto id = reader.integer(Parameter::subscription_id);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    // Without an id: all of this connection.
    const auto dropped_count =
        std::erase_if(call.session->subscriptions,
                      [&](const UserSubscription& each) { return !id || each.id == *id; });
    if (dropped_count == 0) return refuse(services, call, subscription_inactive());
    return SubscriptionsChanged{
        make_answer(call.envelope, services.view.sequence(),
                    [](JsonWriter& json) { json.begin_object().end_object(); })};
}

}  // namespace outcry::gateway
