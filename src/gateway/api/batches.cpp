// Many orders or cancels in one request: each by itself, or all or nothing.
#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "outcry/domain/order_limits.hpp"

#include "gateway/api/call.hpp"
#include "gateway/api/endpoint.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/new_order.hpp"
#include "gateway/api/symbols.hpp"
#include "gateway/parameters/json_object.hpp"

namespace outcry::gateway {
namespace {

using enum Parameter;

constexpr std::size_t batch_orders_max = 100;
static_assert(batch_orders_max <= staged_orders_max);

Refusal bad_list(Parameter parameter) {
    return {400, -1135,
            "JSON sent for parameter '" + std::string{name_of(parameter)} + "' is not valid"};
}

/// What a member is held to: the row of the call that it would be by itself.
const Endpoint& endpoint_of(Handler handler) {
    const auto all = endpoints();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Endpoint& endpoint) {
        return endpoint.handler == handler;
    });
    OUTCRY_ASSERT(found != all.end());
    return *found;
}

/// A name that the single call does not know, or one that it needs and that is missing.
Checked<void> check_member(const ParameterList& parameters, const Endpoint& endpoint) {
    ParameterSet known;
    for (const ParameterRule& rule : endpoint.parameters) known.set(index_of(rule.parameter));
    const std::size_t sent_count = parameters.entries().size();
    const std::size_t read_count = parameters.count_of(known);
    if (read_count != sent_count) {
        return Failure{refusals::unread_parameters(read_count, sent_count)};
    }
    ParameterReader reader{parameters};
    for (const ParameterRule& rule : endpoint.parameters) {
        if (rule.need == Need::mandatory) reader.require(rule.parameter);
    }
    if (reader.is_refused()) return reader.failure();
    return {};
}

/// Collects the members of a batch, each handled as the call that it would be by itself.
class Members {
public:
    Members(Services& services, const Call& call, Handler handler)
        : services_{services},
          call_{call},
          endpoint_{endpoint_of(handler)},
          envelope_{.time_unit = call.envelope.time_unit} {}

    void add(const ParameterList& parameters, const Checked<void>& is_read) {
        const Call member{.parameters = parameters,
                          .envelope = envelope_,
                          .now = call_.now,
                          .expires_at = call_.expires_at,
                          .credential = call_.credential,
                          .session = call_.session,
                          .is_idempotent = call_.is_idempotent};
        if (!is_read) return add_answer(refuse(services_, member, is_read.error()));
        if (const auto checked = check_member(parameters, endpoint_); !checked) {
            return add_answer(refuse(services_, member, checked.error()));
        }
        Reply reply = endpoint_.handler(services_, member);
        if (auto* const answer = std::get_if<Answer>(&reply)) return add_answer(std::move(*answer));
        auto& submission = std::get<Submission>(reply);
        submission.cost.orders = endpoint_.cost.orders;
        items_.emplace_back(std::move(submission));
    }

    /// As the limits of an account count them; what is refused already is none.
    [[nodiscard]] std::uint32_t order_count() const noexcept {
        std::uint32_t count = 0;
        for (const auto& item : items_) {
            const auto* const submission = std::get_if<Submission>(&item);
            if (submission != nullptr) count += submission->cost.orders;
        }
        return count;
    }
    [[nodiscard]] Batch take() { return {.envelope = call_.envelope, .items = std::move(items_)}; }

    /// All of them as one command; the first one that was refused speaks for all.
    [[nodiscard]] Reply take_whole() {
        Submission whole = make_submission(call_, CommandType::apply_batch);
        for (std::size_t i = 0; i < items_.size(); ++i) {
            if (const auto* const refused = std::get_if<Answer>(&items_[i])) {
                return answer_refused(*refused, i);
            }
            auto& member = std::get<Submission>(items_[i]);
            const bool is_order = member.command.type == CommandType::place_order;
            member.command.type = is_order ? CommandType::stage_order : CommandType::stage_cancel;
            whole.cost.orders += member.cost.orders;
            whole.staged.push_back(member.command);
        }
        // One command belongs to one instrument: that of the first.
        whole.command.instrument = whole.staged.front().instrument;
        whole.response_type = ResponseType::full;
        return whole;
    }

private:
    void add_answer(Answer&& answer) { items_.emplace_back(std::move(answer)); }

    /// The error of the member, with its place.
    [[nodiscard]] Answer answer_refused(const Answer& refused, std::size_t index) const {
        Answer answer{.status = refused.status, .sequence = refused.sequence};
        std::string body = refused.body;
        OUTCRY_ASSERT(body.ends_with('}'));
        body.pop_back();
        body.append(",\"index\":").append(std::to_string(index)).push_back('}');
        if (call_.envelope.is_websocket) {
            begin_error(answer.body, call_.envelope, refused.status);
            answer.body.append(body);
            end_result(answer.body, call_.envelope);
        } else {
            answer.body = std::move(body);
        }
        return answer;
    }

    Services& services_;
    const Call& call_;
    const Endpoint& endpoint_;
    const Envelope envelope_;
    std::vector<std::variant<Answer, Submission>> items_;
};

/// Those under way together, as far as the account's limit of orders goes.
Reply finish_batch(Services& services, const Call& call, Members& members, bool is_atomic) {
    const std::uint32_t order_count = members.order_count();
    if (order_count != 0) {
        const auto admitted =
            services.rate_limiter.orders().admit(call.account(), order_count, call.now);
        if (!admitted) {
            return make_limited(call.envelope, services.view.sequence(), admitted.error(),
                                call.now);
        }
    }
    if (is_atomic) return members.take_whole();
    return members.take();
}

/// [1,2,3]
std::optional<std::vector<std::string_view>> numbers_of(std::string_view text) {
    if (!text.starts_with('[') || !text.ends_with(']')) return std::nullopt;
    std::string_view rest = text.substr(1, text.size() - 2);
    std::vector<std::string_view> numbers;
    while (true) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        std::string_view number = rest.substr(0, end);
        while (number.starts_with(' ')) number.remove_prefix(1);
        while (number.ends_with(' ')) number.remove_suffix(1);
        if (number.empty()) return std::nullopt;
        numbers.push_back(number);
        if (end == rest.size()) return numbers;
        rest.remove_prefix(end + 1);
    }
}

}  // namespace

Reply handle_place_batch(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const std::string_view text = reader.text(batch_orders);
    const bool is_atomic = reader.boolean(atomic, false);
    Members members{services, call, handle_place};
    JsonArrayReader array;
    const auto add = [&](const ParameterList& parameters, const Checked<void>& is_read) {
        members.add(parameters, is_read);
    };
    if (!reader.is_refused() && !array.read(text, batch_orders_max, add)) {
        reader.refuse(bad_list(batch_orders));
    }
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    return finish_batch(services, call, members, is_atomic);
}

Reply handle_cancel_batch(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const bool is_atomic = reader.boolean(atomic, false);
    const bool has_ids = reader.has(order_id_list);
    if (has_ids == reader.has(orig_client_order_id_list)) {
        reader.refuse(has_ids ? refusals::bad_combination()
                              : refusals::missing_both(name_of(order_id_list),
                                                       name_of(orig_client_order_id_list)));
    }
    const Parameter sent = has_ids ? order_id_list : orig_client_order_id_list;
    const auto names = has_ids ? numbers_of(reader.text(sent)) : std::optional{reader.list(sent)};
    if (!reader.is_refused() && (!names || names->empty() || names->size() > batch_orders_max)) {
        reader.refuse(bad_list(sent));
    }
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);

    Members members{services, call, handle_cancel};
    const Parameter each = has_ids ? order_id : orig_client_order_id;
    ParameterList parameters;
    for (const std::string_view name : *names) {
        parameters.clear();
        Checked<void> is_read = parameters.add(name_of(symbol), call.parameters.value(symbol));
        if (is_read) is_read = parameters.add(name_of(each), name);
        members.add(parameters, is_read);
    }
    return finish_batch(services, call, members, is_atomic);
}

}  // namespace outcry::gateway
