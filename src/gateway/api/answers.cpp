#include "gateway/api/answers.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "outcry/base/assert.hpp"

#include "gateway/api/envelope.hpp"
#include "gateway/api/list_answers.hpp"
#include "gateway/api/reject_data.hpp"
#include "gateway/api/reject_table.hpp"
#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

const Event* find_refusal(std::span<const Event> events, CommandPart part) noexcept {
    const auto found = std::find_if(events.begin(), events.end(), [&](const Event& event) {
        return event.type == EventType::command_refused && event.refused.part == part;
    });
    return found == events.end() ? nullptr : &*found;
}

/// The order that the command itself ended; makers ended by self-trade prevention are not meant.
const Event* find_cancelled(std::span<const Event> events) noexcept {
    const auto found = std::find_if(events.begin(), events.end(), [](const Event& event) {
        return event.type == EventType::order_closed &&
               (event.closed.reason == CloseReason::cancelled_by_user ||
                event.closed.reason == CloseReason::replaced);
    });
    return found == events.end() ? nullptr : &*found;
}

Refusal refusal_in(const Submission& submission, const Event& event) {
    // All of a batch are of one kind.
    const bool is_batch = submission.command.type == CommandType::apply_batch;
    const CommandType type = is_batch ? submission.staged.front().type : submission.command.type;
    return refusal_of(event.refused.reason, type, event.refused.part);
}

Answer answer_refusal(const views::VenueView& view, const Submission& submission,
                      const Event& event) {
    return make_error(submission.envelope, event.sequence, refusal_in(submission, event),
                      reject_data_of(view, submission, event));
}

const views::OrderRecord& order_of(const views::VenueView& view, const Event& closed) {
    const views::OrderRecord* const order = view.find_order(closed.closed.order_id);
    OUTCRY_ASSERT(order != nullptr);  // the newest closed ones are always kept
    return *order;
}

Answer answer_cancel_all(const views::VenueView& view, const Submission& submission,
                         std::span<const Event> events) {
    const Sequence sequence = events.back().sequence;
    // A symbol without open orders is an error to clients; "all there are" may be none.
    const bool may_be_none = submission.command.type == CommandType::cancel_orders;
    if (find_cancelled(events) == nullptr && !may_be_none) {
        return make_error(
            submission.envelope, sequence,
            refusal_of(RejectReason::unknown_order, submission.command.type, CommandPart::whole));
    }
    return make_answer(submission.envelope, sequence, [&](JsonWriter& json) {
        json.begin_array();
        write_cancelled(json, view, events);
        json.end_array();
    });
}

Answer answer_placement(const views::VenueView& view, const Submission& submission,
                        std::span<const Event> events) {
    const Event* const repeated = find_event(events, EventType::order_repeated);
    if (repeated != nullptr) return answer_repeated(view, submission, *repeated);
    const Event* const accepted = find_event(events, EventType::order_accepted);
    OUTCRY_ASSERT(accepted != nullptr);
    return make_answer(submission.envelope, events.back().sequence, [&](JsonWriter& json) {
        write_accepted(json, view, submission, *accepted, events);
    });
}

Answer answer_countdown(const Submission& submission, std::span<const Event> events) {
    const Event* const set = find_event(events, EventType::dead_man_set);
    OUTCRY_ASSERT(set != nullptr);
    return make_answer(submission.envelope, events.back().sequence, [&](JsonWriter& json) {
        json.begin_object();
        json.name("countdownTime").count(submission.command.dead_man.timeout_ms);
        json.name("cancelAt");
        if (set->dead_man.expires_at == Timestamp{}) {
            json.null();
        } else {
            json.time(set->dead_man.expires_at);
        }
        json.end_object();
    });
}

Refusal entirely_failed() { return {400, -2022, "Order cancel-replace failed."}; }
Refusal partially_failed() { return {409, -2021, "Order cancel-replace partially failed."}; }

/// What became of the two halves of a cancel-replace.
struct Halves {
    const Event* cancelled = nullptr;
    const Event* cancel_refused = nullptr;
    const Event* accepted = nullptr;
    const Event* placement_refused = nullptr;
};

/// The word for a half, and the event that its answer is made of.
std::string_view result_of(const Event* succeeded, const Event* refused) noexcept {
    if (succeeded != nullptr) return "SUCCESS";
    return refused != nullptr ? "FAILURE" : "NOT_ATTEMPTED";
}

void write_half_refused(JsonWriter& json, const Submission& submission, const Event* refused) {
    if (refused == nullptr) {
        json.null();
    } else {
        write_error(json, refusal_in(submission, *refused));
    }
}

void write_halves(JsonWriter& json, const views::VenueView& view, const Submission& submission,
                  std::span<const Event> events, const Halves& halves) {
    json.begin_object();
    json.name("cancelResult").word(result_of(halves.cancelled, halves.cancel_refused));
    json.name("newOrderResult").word(result_of(halves.accepted, halves.placement_refused));
    json.name("cancelResponse");
    if (halves.cancelled != nullptr) {
        write_cancel(json, view, order_of(view, *halves.cancelled), *halves.cancelled);
    } else {
        write_half_refused(json, submission, halves.cancel_refused);
    }
    json.name("newOrderResponse");
    if (halves.accepted != nullptr) {
        write_accepted(json, view, submission, *halves.accepted, events);
    } else {
        write_half_refused(json, submission, halves.placement_refused);
    }
    json.end_object();
}

Answer answer_replace(const views::VenueView& view, const Submission& submission,
                      std::span<const Event> events) {
    const Sequence sequence = events.back().sequence;
    const Halves halves{.cancelled = find_cancelled(events),
                        .cancel_refused = find_refusal(events, CommandPart::cancel),
                        .accepted = find_event(events, EventType::order_accepted),
                        .placement_refused = find_refusal(events, CommandPart::placement)};
    if (halves.cancelled != nullptr && halves.accepted != nullptr) {
        return make_answer(submission.envelope, sequence, [&](JsonWriter& json) {
            write_halves(json, view, submission, events, halves);
        });
    }
    const bool is_untouched = halves.cancelled == nullptr && halves.accepted == nullptr;
    if (is_untouched && halves.cancel_refused == nullptr) {
        // The new order was refused before anything was tried.
        OUTCRY_ASSERT(halves.placement_refused != nullptr);
        return answer_refusal(view, submission, *halves.placement_refused);
    }
    std::string data;
    JsonWriter json{data, submission.envelope.time_unit};
    write_halves(json, view, submission, events, halves);
    return make_error(submission.envelope, sequence,
                      is_untouched ? entirely_failed() : partially_failed(), data);
}

/// A cancel-replace of which the new order was beyond a limit.
Answer answer_without_order(const views::VenueView& view, const Submission& submission,
                            std::span<const Event> events) {
    const Submission::WithoutOrder& without = *submission.without_order;
    const Event* const cancelled = find_cancelled(events);
    const bool stops = without.mode == ReplaceMode::stop_on_failure;
    std::string data;
    JsonWriter json{data, submission.envelope.time_unit};
    json.begin_object();
    json.name("cancelResult").word(cancelled != nullptr ? "SUCCESS" : "FAILURE");
    json.name("newOrderResult").word(stops ? "NOT_ATTEMPTED" : "FAILURE");
    json.name("cancelResponse");
    if (cancelled != nullptr) {
        write_cancel(json, view, order_of(view, *cancelled), *cancelled);
    } else {
        write_half_refused(json, submission, find_refusal(events, CommandPart::whole));
    }
    json.name("newOrderResponse");
    if (stops) {
        json.null();
    } else {
        write_error(json, without.limit.refusal);
    }
    json.end_object();
    const Sequence sequence = events.back().sequence;
    if (!stops) {
        return make_error(submission.envelope, sequence,
                          cancelled != nullptr ? partially_failed() : entirely_failed(), data);
    }
    Answer answer = make_error(submission.envelope, sequence, without.limit.refusal, data);
    answer.usage.retry_after_s = seconds_until(without.limit.retry_at, without.now);
    return answer;
}

}  // namespace

Answer answer_events(const views::VenueView& view, const Submission& submission,
                     std::span<const Event> events) {
    OUTCRY_ASSERT(!events.empty());
    if (submission.without_order) return answer_without_order(view, submission, events);
    const Sequence sequence = events.back().sequence;
    // Of several refusals the first: the others only follow from it.
    if (const Event* const refused = find_refusal(events, CommandPart::whole)) {
        return answer_refusal(view, submission, *refused);
    }
    switch (submission.command.type) {
        case CommandType::place_order: return answer_placement(view, submission, events);
        case CommandType::cancel_order: {
            const Event* const cancelled = find_cancelled(events);
            OUTCRY_ASSERT(cancelled != nullptr);
            const views::OrderRecord& order = order_of(view, *cancelled);
            if (order.order_list_id != OrderListId{}) {
                return answer_list_cancelled(view, submission, events);
            }
            return make_answer(submission.envelope, sequence, [&](JsonWriter& json) {
                write_cancel(json, view, order, *cancelled);
            });
        }
        case CommandType::amend_order: {
            const Event* const amended = find_event(events, EventType::order_amended);
            OUTCRY_ASSERT(amended != nullptr);
            return make_answer(submission.envelope, sequence, [&](JsonWriter& json) {
                write_amendment(json, view, *amended, submission.client_order_id_before);
            });
        }
        case CommandType::replace_order: return answer_replace(view, submission, events);
        case CommandType::cancel_all_orders:
        case CommandType::cancel_orders: return answer_cancel_all(view, submission, events);
        case CommandType::place_order_list: return answer_list_placed(view, submission, events);
        case CommandType::cancel_order_list: return answer_list_cancelled(view, submission, events);
        case CommandType::apply_batch: return answer_whole_batch(view, submission, events);
        case CommandType::set_dead_man: return answer_countdown(submission, events);
        case CommandType::transfer_balance:
            return answer_transfer(view, submission, events.front());
        default: OUTCRY_UNREACHABLE();
    }
}

}  // namespace outcry::gateway
