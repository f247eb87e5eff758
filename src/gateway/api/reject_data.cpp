#include "gateway/api/reject_data.hpp"

#include <algorithm>

#include "gateway/api/order_check.hpp"
#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

bool is_new_order(CommandType type) noexcept {
    return type == CommandType::place_order || type == CommandType::replace_order ||
           type == CommandType::stage_order;
}

/// The order that was refused; of several the one with the name that the refusal gives.
const Command* refused_order(const Submission& submission, const CommandRefused& refused) {
    if (is_new_order(submission.command.type)) return &submission.command;
    const auto found = std::find_if(
        submission.staged.begin(), submission.staged.end(), [&](const Command& staged) {
            return is_new_order(staged.type) &&
                   staged.texts.created.client_order_id == refused.client_order_id;
        });
    return found == submission.staged.end() ? nullptr : &*found;
}

/// The engine may have judged by a later price than this one: then nothing is said of values.
const Violation* find_reason(std::span<const Violation> violations, RejectReason reason) {
    const auto found = std::find_if(violations.begin(), violations.end(),
                                    [&](const Violation& each) { return each.reason == reason; });
    return found == violations.end() ? nullptr : &*found;
}

}  // namespace

std::string reject_data_of(const views::VenueView& view, const Submission& submission,
                           const Event& refused) {
    const RejectReason reason = refused.refused.reason;
    const Command* const order = refused_order(submission, refused.refused);
    const bool is_one_of_many = !submission.staged.empty();
    if (reason == RejectReason::unknown_instrument) return {};
    if (order == nullptr && !is_one_of_many) return {};
    std::string text;
    JsonWriter json{text, submission.envelope.time_unit};
    if (order != nullptr) {
        const auto violations = find_violations({view, *order, refused.time});
        if (const Violation* const violation = find_reason(violations, reason)) {
            const auto& instrument = instrument_of(view, order->instrument).definition;
            write_violation(json, view, instrument, *violation);
            return text;
        }
    }
    const std::string_view filter = filter_of(reason);
    if (filter.empty() && !is_one_of_many) return {};
    json.begin_object();
    json.name("reason").word(name_of(reason));
    if (!filter.empty()) json.name("filter").word(filter);
    if (is_one_of_many) {
        json.name("clientOrderId").word(refused.refused.client_order_id.view());
    }
    json.end_object();
    return text;
}

}  // namespace outcry::gateway
