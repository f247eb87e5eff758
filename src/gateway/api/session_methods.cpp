#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/parameters/parameter_reader.hpp"
#include "gateway/streams/account_events.hpp"

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

/// What the stream says beyond the messages that clients know.
StreamOptions read_options(ParameterReader& reader) {
    StreamOptions options;
    options.additions.has_sequence = reader.boolean(Parameter::sequence, false);
    options.additions.has_times = reader.boolean(Parameter::times, false);
    options.has_snapshot = reader.boolean(Parameter::snapshot, false);
    if (const auto from = reader.integer(Parameter::from_seq))
        options.from = Sequence{static_cast<std::uint64_t>(*from)};
    return options;
}

/// "*" for the account and all below it, else names of these with commas between them.
std::vector<AccountId> read_accounts(ParameterReader& reader, const Services& services,
                                     AccountId account) {
    std::vector<AccountId> chosen;
    std::string_view names = reader.text(Parameter::accounts);
    if (names == "*") {
        const auto below = services.view.sub_accounts(account);
        chosen.assign(below.begin(), below.end());
        chosen.insert(chosen.begin(), account);
        return chosen;
    }
    while (!names.empty()) {
        const std::size_t end = std::min(names.find(','), names.size());
        const auto* const found = services.view.find_account_named(names.substr(0, end));
        // An account of somebody else is as unknown as one that is not there.
        if (found == nullptr || (found->id != account && found->parent != account)) {
            reader.refuse(refusals::invalid_value(name_of(Parameter::accounts)));
            return {};
        }
        if (std::find(chosen.begin(), chosen.end(), found->id) == chosen.end())
            chosen.push_back(found->id);
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return chosen;
}

/// A snapshot is as good as what was missed.
bool is_forgotten(const Services& services, std::span<const AccountId> accounts,
                  const StreamOptions& options) {
    if (!options.from || options.has_snapshot) return false;
    return !std::all_of(accounts.begin(), accounts.end(), [&](AccountId account) {
        return services.account_events.can_resume(account, *options.from,
                                                  services.options.resume_messages_max);
    });
}

Reply subscribe(const Services& services, const Call& call, bool is_of_session) {
    SessionAuthentication& session = *call.session;
    ParameterReader reader{call.parameters};
    const StreamOptions options = read_options(reader);
    const bool has_heartbeat = reader.boolean(Parameter::heartbeat, false);
    std::vector<AccountId> copied = read_accounts(reader, services, call.account());
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    const AccountId own = call.account();
    const std::span<const AccountId> accounts =
        copied.empty() ? std::span<const AccountId>{&own, 1} : std::span<const AccountId>{copied};
    if (is_forgotten(services, accounts, options)) return refuse_forgotten(services, call);
    if (session.subscriptions.size() >= subscriptions_max ||
        session.subscription_count >= subscription_ids_max) {
        return refuse(services, call, subscriptions_exhausted());
    }
    const std::int64_t id = session.subscription_count++;
    session.subscriptions.push_back({.id = id,
                                     .account = call.account(),
                                     .key = call.credential->name,
                                     .is_of_session = is_of_session,
                                     .copied = std::move(copied),
                                     .options = options,
                                     .has_heartbeat = has_heartbeat});
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
