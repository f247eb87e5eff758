#include <algorithm>
#include <utility>

#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/new_order.hpp"
#include "gateway/api/order_check.hpp"
#include "gateway/api/rates.hpp"
#include "gateway/api/reject_table.hpp"
#include "gateway/api/symbols.hpp"
#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

using enum Parameter;

constexpr Word<std::uint8_t> restriction_words[] = {
    {"ONLY_NEW", CommandFlag::cancel_only_new},
    {"ONLY_PARTIALLY_FILLED", CommandFlag::cancel_only_partially_filled}};
constexpr Word<ReplaceMode> replace_words[] = {{"STOP_ON_FAILURE", ReplaceMode::stop_on_failure},
                                               {"ALLOW_FAILURE", ReplaceMode::allow_failure}};
constexpr Word<int> limit_exceeded_words[] = {{"DO_NOTHING", 0}, {"CANCEL_ONLY", 1}};

/// Which parameters name the order that is meant.
struct TargetNames {
    Parameter order_id;
    Parameter client_order_id;
};
constexpr TargetNames plain_names{order_id, orig_client_order_id};
constexpr TargetNames cancel_names{cancel_order_id, cancel_orig_client_order_id};

void read_target(ParameterReader& reader, TargetNames names, AccountId account, Command& command) {
    if (!reader.has(names.order_id) && !reader.has(names.client_order_id)) {
        reader.refuse(
            refusals::missing_both(name_of(names.order_id), name_of(names.client_order_id)));
        return;
    }
    if (const auto id = reader.integer(names.order_id)) {
        command.flags |= CommandFlag::has_target_order_id;
        command.target_order_id = OrderId{static_cast<std::uint64_t>(*id)};
    }
    if (reader.has(names.client_order_id)) {
        TargetText& target = command.texts.target;
        target.client_order_id = reader.client_order_id(names.client_order_id);
        target.client_order_id_hash = client_order_id_hash(target.client_order_id, account);
        command.flags |= CommandFlag::has_target_client_order_id;
    }
}

/// The cancel's own name and its conditions.
void read_cancel(ParameterReader& reader, Parameter name, Command& command) {
    command.texts.cancel.client_order_id = reader.client_order_id(name);
    if (!command.texts.cancel.client_order_id.empty()) {
        command.flags |= CommandFlag::has_cancel_text;
    }
    constexpr UnknownWord otherwise{-1145,
                                    "`cancelRestrictions` has to be either `ONLY_NEW` or "
                                    "`ONLY_PARTIALLY_FILLED`."};
    const auto restriction = reader.word(cancel_restrictions, restriction_words, otherwise);
    command.flags |= restriction.value_or(std::uint8_t{0});
}

/// The name of the order as the view knows it now, for the answer to its amendment.
ClientOrderId name_before(const Services& services, const Command& command) {
    if ((command.flags & CommandFlag::has_target_client_order_id) != 0) {
        return command.texts.target.client_order_id;
    }
    const views::OrderRecord* const order = services.view.find_order(command.target_order_id);
    return order != nullptr && order->account == command.account ? order->client_order_id
                                                                 : ClientOrderId{};
}

/// A repetition of such an order is answered like the first one.
void read_idempotency(const Call& call, ParameterReader& reader, Command& command) {
    if (!reader.boolean(idempotent, call.is_idempotent)) return;
    // A name that the gateway gives is new each time.
    reader.require(new_client_order_id);
    command.options |= CommandOption::idempotent;
}

/// What an order breaks, as the refusal of the first of it or as a list of all.
Answer answer_violations(const Services& services, const Call& call,
                         const InstrumentDefinition& instrument,
                         std::span<const Violation> violations, bool lists_all) {
    const Refusal refusal =
        refusal_of(violations.front().reason, CommandType::place_order, CommandPart::whole);
    std::string data;
    JsonWriter json{data, call.envelope.time_unit};
    if (!lists_all) {
        write_violation(json, services.view, instrument, violations.front());
        return make_error(call.envelope, services.view.sequence(), refusal, data);
    }
    json.begin_object().name("violations").begin_array();
    for (const Violation& violation : violations) {
        write_violation(json, services.view, instrument, violation);
    }
    json.end_array().end_object();
    return make_error(call.envelope, services.view.sequence(), refusal, data);
}

/// The first half of a cancel-replace alone.
Submission cancel_without_order(const Call& call, const Command& replacement, ReplaceMode mode) {
    Submission submission = make_submission(call, CommandType::cancel_order);
    Command& command = submission.command;
    command.instrument = replacement.instrument;
    command.flags = replacement.flags;
    command.target_order_id = replacement.target_order_id;
    command.texts.target = replacement.texts.target;
    command.texts.cancel = replacement.texts.cancel;
    set_terms(command, {});  // those of the order that is not placed
    submission.without_order = Submission::WithoutOrder{mode, *call.order_limit, call.now};
    return submission;
}

}  // namespace

Reply handle_place(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    Submission submission = make_submission(call, CommandType::place_order);
    const NewOrder order = read_new_order(services, call, reader, submission.command);
    read_idempotency(call, reader, submission.command);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    submission.response_type = order.response_type;
    return submission;
}

Reply handle_test(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    Command command;
    const NewOrder order = read_new_order(services, call, reader, command);
    const bool wants_rates = reader.boolean(compute_commission_rates, false);
    const bool lists_all = reader.boolean(all_violations, false);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);

    const InstrumentDefinition& instrument = order.instrument->definition;
    const auto violations = find_violations({services.view, command, call.now});
    if (!violations.empty()) {
        return answer_violations(services, call, instrument, violations, lists_all);
    }
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        if (wants_rates) {
            write_order_rates(json.name("standardCommissionForOrder"),
                              services.view.fee_rates(call.account(), instrument.id));
            write_order_rates(json.name("specialCommissionForOrder"), {});
            write_order_rates(json.name("taxCommissionForOrder"), {});
            write_discount(json.name("discount"), services.view, call.account(), instrument);
        }
        json.end_object();
    });
}

Reply handle_cancel(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    Submission submission = make_submission(call, CommandType::cancel_order);
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    read_target(reader, plain_names, call.account(), submission.command);
    read_cancel(reader, new_client_order_id, submission.command);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    submission.command.instrument = instrument->definition.id;
    return submission;
}

Reply handle_cancel_replace(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    Submission submission = make_submission(call, CommandType::replace_order);
    Command& command = submission.command;
    const auto mode = reader.word(cancel_replace_mode, replace_words);
    const NewOrder order = read_new_order(services, call, reader, command);
    read_target(reader, cancel_names, call.account(), command);
    read_cancel(reader, cancel_new_client_order_id, command);
    // What it means was decided before: here it is only held to its words.
    static_cast<void>(reader.word(order_rate_limit_exceeded_mode, limit_exceeded_words));
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    if (call.order_limit != nullptr) return cancel_without_order(call, command, *mode);
    command.replace_mode = *mode;
    submission.response_type = order.response_type;
    return submission;
}

Reply handle_amend(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    Submission submission = make_submission(call, CommandType::amend_order);
    Command& command = submission.command;
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    read_target(reader, plain_names, call.account(), command);
    NewOrderText& created = command.texts.created;
    created.client_order_id = reader.client_order_id(new_client_order_id);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);

    const InstrumentDefinition& definition = instrument->definition;
    const int base_decimals = asset_of(services.view, definition.base_asset).decimals;
    command.quantity =
        reader.quantity(new_quantity, definition, base_decimals).value_or(Quantity{});
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);

    if (created.client_order_id.empty()) created.client_order_id = services.client_order_ids.next();
    created.client_order_id_hash = client_order_id_hash(created.client_order_id, call.account());
    command.instrument = definition.id;
    command.quantity_meaning = QuantityMeaning::total;
    command.flags |= CommandFlag::amend_keep_priority_only | CommandFlag::price_unchanged;
    submission.client_order_id_before = name_before(services, command);
    return submission;
}

}  // namespace outcry::gateway
