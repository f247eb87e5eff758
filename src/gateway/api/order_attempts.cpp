#include "gateway/api/order_attempts.hpp"

#include "gateway/encoding/json_writer.hpp"

namespace outcry::gateway {
namespace {

bool makes_order(CommandType type) noexcept {
    return type == CommandType::place_order || type == CommandType::replace_order ||
           type == CommandType::stage_order;
}

OrderName name_of(const Command& command) noexcept {
    return {command.account, command.instrument, command.texts.created.client_order_id};
}

/// What was staged is decided by the command that comes after it.
bool is_about_staging(const Event& event) noexcept {
    return event.type == EventType::order_staged ||
           (event.type == EventType::command_refused &&
            (event.refused.command == CommandType::stage_order ||
             event.refused.command == CommandType::stage_cancel));
}

}  // namespace

void UnsettledOrders::note(const Submission& submission) {
    note(submission.command);
    for (const Command& staged : submission.staged) {
        if (note(staged)) staged_[submission.command.request].push_back(name_of(staged));
    }
}

bool UnsettledOrders::note(const Command& command) {
    if (!makes_order(command.type)) return false;
    const OrderName name = name_of(command);
    if (name.text.empty()) return false;
    if (names_.size() >= count_max_) {
        ++dropped_count_;
        return false;
    }
    names_.insert(name);
    return true;
}

void UnsettledOrders::on_event(const Event& event) {
    if (names_.empty()) return;
    const auto staged = staged_.find(event.request);
    if (staged != staged_.end() && !is_about_staging(event)) {
        for (const OrderName& name : staged->second) settle(name);
        staged_.erase(staged);
    }
    if (event.type == EventType::order_accepted) {
        settle({event.accepted.account, event.instrument, event.accepted.client_order_id});
    } else if (event.type == EventType::command_refused && makes_order(event.refused.command) &&
               event.refused.part != CommandPart::cancel) {
        settle({event.refused.account, event.instrument, event.refused.client_order_id});
    }
}

void UnsettledOrders::settle(const OrderName& name) { names_.erase(name); }

std::string encode_attempt(const views::VenueView& view, const UnsettledOrders& unsettled,
                           const OrderName& name) {
    std::string text;
    JsonWriter json{text, TimeUnit::milliseconds};
    json.begin_object();
    const auto* const refusal = view.find_refusal(name.account, name.instrument, name.text.view());
    if (unsettled.may_have(name)) {
        json.name("attempt").word("pending");
    } else if (refusal != nullptr) {
        json.name("attempt").word("rejected");
        json.name("reason").word(name_of(refusal->reason));
        json.name("rejectedSeq").count(refusal->sequence.value());
    } else {
        json.name("attempt").word("neverSeen");
        json.name("knownSince").count(view.names_known_since().value());
    }
    json.name("engineSeq").count(view.sequence().value());
    json.end_object();
    return text;
}

std::string encode_engine_sequence(Sequence sequence) {
    std::string text;
    JsonWriter json{text, TimeUnit::milliseconds};
    json.begin_object().name("engineSeq").count(sequence.value()).end_object();
    return text;
}

}  // namespace outcry::gateway
