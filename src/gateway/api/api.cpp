#include "gateway/api/api.hpp"

#include <algorithm>
#include <utility>

#include "gateway/api/answers.hpp"
#include "gateway/api/dispatcher.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/history_merge.hpp"
#include "gateway/api/reject_table.hpp"
#include "gateway/api/websocket_message.hpp"
#include "gateway/streams/account_events.hpp"

namespace outcry::gateway {
namespace {

Refusal no_such_endpoint() { return {404, -1020, "This operation is not supported."}; }
Refusal method_not_allowed() { return {405, -1020, "This operation is not supported."}; }
Refusal execution_unknown() {
    return {504, -1007,
            "Timeout waiting for response from backend server. Send status unknown; execution "
            "status unknown."};
}

/// Null, and whether the path exists with another method.
const Endpoint* find_route(Method method, std::string_view path, bool& is_known_path) noexcept {
    is_known_path = false;
    for (const Endpoint& endpoint : endpoints()) {
        if (endpoint.path != path || path.empty()) continue;
        if (endpoint.method == method) return &endpoint;
        is_known_path = true;
    }
    return nullptr;
}

const Endpoint* find_websocket_route(std::string_view method) noexcept {
    const auto all = endpoints();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Endpoint& endpoint) {
        return !method.empty() && endpoint.websocket_method == method;
    });
    return found == all.end() ? nullptr : &*found;
}

bool is_refused_staging(const Event& event) noexcept {
    return event.type == EventType::command_refused &&
           (event.refused.command == CommandType::stage_order ||
            event.refused.command == CommandType::stage_cancel);
}

}  // namespace

class Api::Implementation {
public:
    Implementation(views::VenueView& view, Clock clock, const SecretSeal& seal,
                   const ApiOptions& options)
        : view_{view},
          clock_{std::move(clock)},
          options_{options},
          authenticator_{view, seal},
          client_order_ids_{options.client_order_id_prefix},
          rate_limiter_{options.rate_limits},
          listen_keys_{options.listen_keys == nullptr ? own_listen_keys_ : *options.listen_keys},
          account_events_{options.account_events_size_max, view.sequence()},
          services_{view_,        authenticator_,    client_order_ids_, rate_limiter_,
                    listen_keys_, unsettled_orders_, account_events_,   options_},
          dispatcher_{services_} {}

    Reply handle_rest(const RestRequest& request) {
        const Envelope envelope{.time_unit = request.time_unit};
        bool is_known_path = false;
        const Endpoint* const endpoint = find_route(request.method, request.path, is_known_path);
        if (endpoint == nullptr) {
            return make_error(envelope, view_.sequence(),
                              is_known_path ? method_not_allowed() : no_such_endpoint());
        }
        const auto read = parameters_.read_form(request.query, request.body);
        if (!read) return make_error(envelope, view_.sequence(), read.error());
        return dispatcher_.dispatch({.endpoint = *endpoint,
                                     .parameters = parameters_,
                                     .envelope = envelope,
                                     .now = now_or(request.received_at),
                                     .rest = &request});
    }

    Reply handle_websocket(const WebSocketRequest& request, SessionAuthentication& session) {
        Envelope envelope{.is_websocket = true, .time_unit = session.time_unit};
        WebSocketMessage message;
        const auto parsed = parser_.parse(request.message, message, parameters_);
        envelope.id = message.id;
        envelope.shows_rate_limits = shows_rate_limits(session);
        if (!parsed) return make_error(envelope, view_.sequence(), parsed.error());
        const Endpoint* const endpoint = find_websocket_route(message.method);
        if (endpoint == nullptr) {
            return make_error(envelope, view_.sequence(), refusals::invalid_value("method"));
        }
        return dispatcher_.dispatch({.endpoint = *endpoint,
                                     .parameters = parameters_,
                                     .envelope = envelope,
                                     .now = now_or(request.received_at),
                                     .session = &session});
    }

    void on_event(const Event& event) {
        unsettled_orders_.on_event(event);
        if (event.type == EventType::order_accepted || event.type == EventType::order_traded) {
            rate_limiter_.on_event(view_, event, clock_());
        }
        if (event.type == EventType::key_revoked) {
            authenticator_.forget(event.key_revoked.name.view());
            listen_keys_.end_of(event.key_revoked.name.view(), event.time);
        }
    }

    [[nodiscard]] bool accepts(std::string_view api_key, const ClientAddress& client) {
        const auto found = authenticator_.find(api_key, {.client = client, .now = clock_()});
        return found && found.value()->may(KeyPermission::read);
    }

    void set_history(const HistoryAnswer* answer) noexcept { services_.history = answer; }

    [[nodiscard]] const views::VenueView& view() const noexcept { return view_; }
    [[nodiscard]] ListenKeys& listen_keys() noexcept { return listen_keys_; }
    [[nodiscard]] AccountEvents& account_events() noexcept { return account_events_; }

    /// As of which command the outcome is not known.
    [[nodiscard]] Answer answer_unknown(const Envelope& envelope) const {
        const Sequence sequence = view_.sequence();
        return make_error(envelope, sequence, execution_unknown(),
                          encode_engine_sequence(sequence));
    }
    void note_unsettled(const Submission& submission) { unsettled_orders_.note(submission); }

    [[nodiscard]] Answer answer_batch(const Envelope& envelope, std::span<const Answer> answers) {
        Answer answer = join_answers(envelope, view_.sequence(), answers);
        const RateUsage usage = answers.empty() ? RateUsage{} : answers.back().usage;
        finish_answer(answer, envelope, rate_limiter_, usage);
        return answer;
    }

    /// The answer to a command with what it costs: weight only if nothing came of it.
    [[nodiscard]] Answer settle(const Submission& submission, Answer&& answer) {
        const Timestamp now = clock_();
        const RequestCost& cost = submission.cost;
        const AccountId account = submission.command.account;
        if (cost.orders != 0) rate_limiter_.orders().end(account, cost.orders);
        if (answer.status != 200) rate_limiter_.weights().charge(cost.client, cost.weight, now);
        finish_answer(answer, submission.envelope, rate_limiter_,
                      rate_limiter_.usage(cost, account, now));
        return std::move(answer);
    }

private:
    /// Asked for by the call, else by the connection; nothing to show without limits.
    [[nodiscard]] bool shows_rate_limits(const SessionAuthentication& session) const {
        if (!rate_limiter_.has_limits()) return false;
        if (!parameters_.has(Parameter::return_rate_limits)) return session.returns_rate_limits;
        return parameters_.value(Parameter::return_rate_limits) != "false";
    }

    [[nodiscard]] Timestamp now_or(Timestamp received_at) const {
        return received_at == Timestamp{} ? clock_() : received_at;
    }

    views::VenueView& view_;
    Clock clock_;
    ApiOptions options_;
    Authenticator authenticator_;
    ClientOrderIds client_order_ids_;
    RateLimiter rate_limiter_;
    ListenKeys own_listen_keys_;
    ListenKeys& listen_keys_;
    UnsettledOrders unsettled_orders_{unsettled_orders_max};
    AccountEvents account_events_;
    Services services_;
    Dispatcher dispatcher_;
    ParameterList parameters_;
    WebSocketMessageParser parser_;
};

Api::Api(views::VenueView& view, Clock clock, const SecretSeal& seal, const ApiOptions& options)
    : implementation_{std::make_unique<Implementation>(view, std::move(clock), seal, options)} {}
Api::~Api() = default;
Api::Api(Api&&) noexcept = default;

Reply Api::handle_rest(const RestRequest& request) { return implementation_->handle_rest(request); }

Reply Api::handle_websocket(const WebSocketRequest& request, SessionAuthentication& session) {
    return implementation_->handle_websocket(request, session);
}

void Api::on_event(const Event& event) { implementation_->on_event(event); }

bool Api::accepts(std::string_view api_key, const ClientAddress& client) {
    return implementation_->accepts(api_key, client);
}

ListenKeys& Api::listen_keys() noexcept { return implementation_->listen_keys(); }

AccountEvents& Api::account_events() noexcept { return implementation_->account_events(); }

bool Api::is_complete(const Submission& submission, const Event& event) {
    if (!event.is_last_of_command()) return false;
    // What was staged has events of its own; the answer is what comes of the last command.
    if (event.type == EventType::order_staged || is_refused_staging(event)) return false;
    const CommandType type = submission.command.type;
    if (type != CommandType::cancel_all_orders && type != CommandType::cancel_orders) return true;
    return event.type != EventType::mass_action_progressed || event.mass_action.is_finished != 0;
}

Answer Api::answer(const Submission& submission, std::span<const Event> events) {
    return implementation_->settle(submission,
                                   answer_events(implementation_->view(), submission, events));
}

Answer Api::answer_refused(const Submission& submission, RejectReason reason) {
    return implementation_->settle(
        submission, make_error(submission.envelope, implementation_->view().sequence(),
                               refusal_of(reason, submission.command.type, CommandPart::whole)));
}

Answer Api::answer_unknown(const Submission& submission) {
    implementation_->note_unsettled(submission);
    return implementation_->settle(submission,
                                   implementation_->answer_unknown(submission.envelope));
}

void Api::set_history(const HistoryAnswer* answer) noexcept {
    implementation_->set_history(answer);
}

Answer Api::answer_history_away(const Envelope& envelope) {
    return make_error(envelope, implementation_->view().sequence(), history_away());
}

Answer Api::answer_not_there_yet(const Wait& wait) {
    return implementation_->answer_unknown(wait.envelope);
}

Answer Api::answer_batch(const Envelope& envelope, std::span<const Answer> answers) {
    return implementation_->answer_batch(envelope, answers);
}

}  // namespace outcry::gateway
