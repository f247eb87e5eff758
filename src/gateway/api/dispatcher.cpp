#include "gateway/api/dispatcher.hpp"

#include <algorithm>
#include <array>

#include "gateway/api/envelope.hpp"
#include "gateway/authentication/payload.hpp"
#include "gateway/parameters/decimal.hpp"
#include "gateway/parameters/parameter_reader.hpp"

namespace outcry::gateway {
namespace {

constexpr int recv_window_decimals_max = 3;  // microseconds

Refusal recv_window_too_large() { return {400, -1131, "recvWindow must be less than 60000"}; }

bool is_authenticated(Security security) noexcept { return security != Security::none; }

/// A session that has logged on signs nothing any more; a call may still name another key.
bool uses_session(const RoutedRequest& request) noexcept {
    if (request.session == nullptr || !request.session->logon) return false;
    return request.endpoint.security == Security::session ||
           (request.endpoint.security != Security::signature &&
            !request.parameters.has(Parameter::api_key) &&
            !request.parameters.has(Parameter::signature));
}

/// Whether the key may send the command, and all that was staged for it.
bool may_send_all(const Credential& credential, const Submission& submission) {
    return may_send(credential, submission.command) &&
           std::ranges::all_of(submission.staged,
                               [&](const Command& staged) { return may_send(credential, staged); });
}

ParameterSet names_of(const Endpoint& endpoint, bool is_websocket) {
    ParameterSet names;
    const auto add = [&](Parameter parameter) { names.set(index_of(parameter)); };
    for (const ParameterRule& rule : endpoint.parameters) add(rule.parameter);
    if (endpoint.is_read) add(Parameter::min_seq);
    if (is_authenticated(endpoint.security)) {
        // Also where nothing is signed: there are clients that sign anyway.
        for (const Parameter parameter :
             {Parameter::timestamp, Parameter::recv_window, Parameter::signature}) {
            add(parameter);
        }
    }
    if (is_websocket) {
        // Clients send their key with every call, and may ask for limits on any.
        add(Parameter::api_key);
        add(Parameter::return_rate_limits);
    }
    return names;
}

/// In microseconds. Milliseconds with at most three decimals, at most `options.recv_window_us_max`.
std::int64_t read_recv_window(ParameterReader& reader, const ApiOptions& options) {
    const std::string_view sent = reader.text(Parameter::recv_window);
    if (sent.empty()) return options.recv_window_us_default;
    const auto window = parse_decimal(sent);
    if (!window) {
        reader.refuse(refusals::illegal_characters(name_of(Parameter::recv_window),
                                                   "^([0-9]{1,5})(\\.[0-9]{1,3})?$"));
        return 0;
    }
    if (window->scale > recv_window_decimals_max) {
        reader.refuse(refusals::too_precise(name_of(Parameter::recv_window)));
        return 0;
    }
    const auto us = amount_of(window.value(), recv_window_decimals_max);
    const Amount us_max{options.recv_window_us_max};
    if (!us || us.value() > us_max) {
        reader.refuse(recv_window_too_large());
        return 0;
    }
    return static_cast<std::int64_t>(us->value());
}

const ClientAddress& client_of(const RoutedRequest& request) noexcept {
    return request.rest != nullptr ? request.rest->client : request.session->client;
}

bool goes_on_without_order(const RoutedRequest& request) {
    return request.endpoint.handler == handle_cancel_replace &&
           request.parameters.value(Parameter::order_rate_limit_exceeded_mode) == "CANCEL_ONLY";
}

}  // namespace

Dispatcher::Dispatcher(Services& services) : services_{services} {
    for (const Endpoint& endpoint : endpoints()) {
        rest_names_.push_back(names_of(endpoint, false));
        websocket_names_.push_back(names_of(endpoint, true));
    }
}

RequestCost Dispatcher::cost_of(const RoutedRequest& request) const {
    const Cost& cost = request.endpoint.cost;
    return {.client = client_of(request),
            .weight = cost.weight_of != nullptr ? cost.weight_of(request.parameters) : cost.weight,
            .orders = cost.orders};
}

Reply Dispatcher::dispatch(const RoutedRequest& request) {
    RateLimiter& limiter = services_.rate_limiter;
    const RequestCost cost = cost_of(request);
    std::optional<AccountId> account;
    Reply reply;
    const auto admitted = limiter.weights().admit(cost.client, cost.weight, request.now);
    // Cancels make the venue emptier: a limit never stops them.
    if (!admitted && request.endpoint.cost.admission == Admission::limited) {
        reply = make_limited(request.envelope, services_.view.sequence(), admitted.error(),
                             request.now);
    } else {
        reply = handle(request, account);
        if (auto* const submission = std::get_if<Submission>(&reply)) {
            submission->cost.client = cost.client;
            submission->cost.weight = cost.weight;
            // Of a batch its handler has counted.
            std::uint32_t& orders = submission->cost.orders;
            if (cost.orders != 0) orders = cost.orders;
            if (orders != 0) limiter.orders().begin(*account, orders);
            return reply;
        }
        if (auto* const batch = std::get_if<Batch>(&reply)) {
            begin_batch(*batch, cost, account);
            return reply;
        }
        if (std::holds_alternative<Wait>(reply)) return reply;
        if (std::holds_alternative<HistoryNeeded>(reply)) return reply;
        if (admitted) limiter.weights().charge(cost.client, cost.weight, request.now);
    }
    Answer& answer = std::holds_alternative<Answer>(reply)
                         ? std::get<Answer>(reply)
                         : std::get<SubscriptionsChanged>(reply).answer;
    finish_answer(answer, request.envelope, limiter, limiter.usage(cost, account, request.now));
    return reply;
}

void Dispatcher::begin_batch(Batch& batch, const RequestCost& cost,
                             std::optional<AccountId> account) {
    // Each is charged as a request of its own; of what it costs in orders its handler has said.
    for (auto& item : batch.items) {
        auto* const submission = std::get_if<Submission>(&item);
        if (submission == nullptr) continue;
        submission->cost.client = cost.client;
        submission->cost.weight = 1;
        if (submission->cost.orders != 0) {
            services_.rate_limiter.orders().begin(*account, submission->cost.orders);
        }
    }
}

Reply Dispatcher::handle(const RoutedRequest& request, std::optional<AccountId>& account) {
    const Sequence sequence = services_.view.sequence();
    Authentication authentication;
    if (is_authenticated(request.endpoint.security)) {
        auto authenticated = authenticate(request);
        if (!authenticated) return make_error(request.envelope, sequence, authenticated.error());
        authentication = authenticated.value();
    }
    if (auto checked = check_names(request); !checked) {
        return make_error(request.envelope, sequence, checked.error());
    }
    ParameterReader reader{request.parameters};
    for (const ParameterRule& rule : request.endpoint.parameters) {
        if (rule.need == Need::mandatory) reader.require(rule.parameter);
    }
    const auto minimum = reader.integer(Parameter::min_seq);
    if (reader.is_refused()) {
        return make_error(request.envelope, sequence, reader.failure().error);
    }
    if (minimum && static_cast<std::uint64_t>(*minimum) > sequence.value()) {
        return Wait{.minimum = Sequence{static_cast<std::uint64_t>(*minimum)},
                    .envelope = request.envelope};
    }
    if (authentication.credential != nullptr) account = authentication.credential->account;
    Result<void, LimitReached> orders_admitted;
    if (const std::uint32_t orders = request.endpoint.cost.orders; orders != 0) {
        orders_admitted = services_.rate_limiter.orders().admit(*account, orders, request.now);
        if (!orders_admitted && !goes_on_without_order(request)) {
            return make_limited(request.envelope, sequence, orders_admitted.error(), request.now);
        }
    }
    const Call call{.parameters = request.parameters,
                    .envelope = request.envelope,
                    .now = request.now,
                    .expires_at = authentication.expires_at,
                    .credential = authentication.credential,
                    .session = request.session,
                    .order_limit = orders_admitted ? nullptr : &orders_admitted.error(),
                    .is_idempotent = request.rest != nullptr && request.rest->is_idempotent};
    Reply reply = request.endpoint.handler(services_, call);
    if (const auto* const submission = std::get_if<Submission>(&reply);
        submission != nullptr && !may_send_all(*call.credential, *submission))
        return make_error(request.envelope, sequence, refusals::key_rejected());
    auto* const batch = std::get_if<Batch>(&reply);
    if (batch == nullptr) return reply;
    for (auto& item : batch->items) {
        const auto* const submission = std::get_if<Submission>(&item);
        if (submission != nullptr && !may_send_all(*call.credential, *submission))
            item = make_error(submission->envelope, sequence, refusals::key_rejected());
    }
    return reply;
}

Checked<Credential*> Dispatcher::find_credential(const RoutedRequest& request) {
    const KeyUse use{.client = client_of(request), .now = request.now};
    if (uses_session(request)) {
        return services_.authenticator.find(request.session->logon->key.view(), use);
    }
    if (request.endpoint.security == Security::session) return Failure{refusals::key_rejected()};
    return services_.authenticator.find(request.rest != nullptr
                                            ? request.rest->api_key
                                            : request.parameters.value(Parameter::api_key),
                                        use);
}

/// When the request expires, or why its time does not pass.
Checked<Timestamp> Dispatcher::check_time(const RoutedRequest& request) {
    // A subscription of the session has nothing that could be sent twice.
    const bool is_timed = request.endpoint.security != Security::session;
    ParameterReader reader{request.parameters};
    if (is_timed) reader.require(Parameter::timestamp);
    if (is_timed && !uses_session(request)) reader.require(Parameter::signature);
    const auto sent = reader.time(Parameter::timestamp);
    const std::int64_t window_us = read_recv_window(reader, services_.options);
    if (reader.is_refused()) return reader.failure();
    if (!sent) return Timestamp{};

    const RequestTiming timing{.now = request.now,
                               .timestamp = *sent,
                               .recv_window_us = window_us,
                               .clock_ahead_us_max = services_.options.clock_ahead_us_max};
    if (auto checked = check_timing(timing); !checked) return Failure{checked.error()};
    return Timestamp{sent->value() + window_us};
}

bool Dispatcher::is_signed(const RoutedRequest& request, Credential& credential) {
    const std::string_view signature = request.parameters.value(Parameter::signature);
    if (request.rest != nullptr) {
        const SignedPayload payload{request.rest->query, request.rest->body};
        return credential.verifier->verify(payload.pieces(), signature);
    }
    // As they are; else encoded, as one of the official clients does.
    for (const ValueEncoding encoding : {ValueEncoding::none, ValueEncoding::percent}) {
        payload_.clear();
        append_sorted_payload(payload_, request.parameters, encoding);
        const std::array<std::string_view, 1> pieces{payload_};
        if (credential.verifier->verify(pieces, signature)) return true;
    }
    return false;
}

Checked<Dispatcher::Authentication> Dispatcher::authenticate(const RoutedRequest& request) {
    auto found = find_credential(request);
    if (!found) return Failure{found.error()};
    Credential& credential = *found.value();
    if (request.endpoint.security == Security::key) {
        if (!credential.may(KeyPermission::read)) return Failure{refusals::key_rejected()};
        return Authentication{&credential, Timestamp{}};
    }
    auto expires_at = check_time(request);
    if (!expires_at) return Failure{expires_at.error()};
    if (!uses_session(request) && !is_signed(request, credential)) {
        return Failure{refusals::signature_invalid()};
    }
    const Security security = request.endpoint.security;
    const bool needs_read = security == Security::read || security == Security::session;
    if ((needs_read && !credential.may(KeyPermission::read)) ||
        (security == Security::trade && !credential.may(KeyPermission::trade)) ||
        (security == Security::withdraw && !credential.may(KeyPermission::withdraw))) {
        return Failure{refusals::key_rejected()};
    }
    return Authentication{&credential, expires_at.value()};
}

const ParameterSet& Dispatcher::known_names(const RoutedRequest& request) const {
    const auto position = static_cast<std::size_t>(&request.endpoint - endpoints().data());
    return request.session != nullptr ? websocket_names_[position] : rest_names_[position];
}

Checked<void> Dispatcher::check_names(const RoutedRequest& request) const {
    const ParameterSet& known = known_names(request);
    const std::size_t sent_count = request.parameters.entries().size();
    const std::size_t read_count = request.parameters.count_of(known);
    if (read_count == sent_count) return {};
    if (is_authenticated(request.endpoint.security)) {
        return Failure{refusals::unread_parameters(read_count, sent_count)};
    }
    return Failure{refusals::too_many_parameters(known.count(), sent_count)};
}

}  // namespace outcry::gateway
