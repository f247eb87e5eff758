#include "gateway/api/order_attempts.hpp"

#include "gateway/encoding/json_writer.hpp"

namespace outcry::gateway {
namespace {

bool makes_order(CommandType type) noexcept {
    return type == CommandType::place_order || type == CommandType::replace_order;
}

}  // namespace

void UnsettledOrders::note(const Submission& submission) {
    const Command& command = submission.command;
    const ClientOrderId& name = command.texts.created.client_order_id;
    if (!makes_order(command.type) || name.empty()) return;
    if (names_.size() >= count_max_) {
        ++dropped_count_;
        return;
    }
    names_.insert({command.account, command.instrument, name});
}

void UnsettledOrders::on_event(const Event& event) {
    if (names_.empty()) return;
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
