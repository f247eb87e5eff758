#include "engine/matching/order_commands.hpp"

#include "engine/matching/closing.hpp"
#include "engine/matching/idempotency.hpp"
#include "engine/matching/placement.hpp"
#include "engine/matching/target.hpp"
#include "engine/risk/order_checks.hpp"
#include "engine/risk/plain_order.hpp"

namespace outcry::engine {
namespace {

[[nodiscard]] Refusal check_placement(const Venue& venue, const Command& command) noexcept {
    if (const Refusal refusal = check_names(venue, command, Access::place_and_cancel)) {
        return refusal;
    }
    if (const Refusal refusal = check_rate(venue, command.account)) return refusal;
    return check_new_order(venue, command);
}

/// The name that a refusal reports: of the order to be made, or of the one that was meant.
[[nodiscard]] ClientOrderId name_for_refusal(const Command& command, CommandPart part) noexcept {
    switch (command.type) {
        case CommandType::place_order: return command.texts.created.client_order_id;
        case CommandType::replace_order:
            if (part != CommandPart::cancel) return command.texts.created.client_order_id;
            [[fallthrough]];
        case CommandType::cancel_order:
        case CommandType::amend_order:
            if ((command.flags & CommandFlag::has_target_client_order_id) == 0) return {};
            return command.texts.target.client_order_id;
        default: return {};
    }
}

/// Nothing speaks against the order any more.
void admit(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    place(venue, command, events);
    // It has the newest id: triggers come with the commands after this one.
    if (is_idempotent(command)) remember(venue, command, venue.order_id_last);
}

/// The order that cancel and replace take out of the book.
[[nodiscard]] Target find_cancellable(const Venue& venue, const Command& command) noexcept {
    Target target = find_target(venue, command);
    if (!target.refusal) target.refusal = check_restrictions(venue, command, target.slot);
    return target;
}

void report_refused(const Command& command, const Refusal& refusal, CommandPart part,
                    const ClientOrderId& name, EventBuffer& events) noexcept {
    OUTCRY_ASSERT(refusal.reason != RejectReason::none);
    CommandRefused& refused = events.append(EventType::command_refused, command.instrument).refused;
    const bool names_order = (command.flags & CommandFlag::has_target_order_id) != 0;
    refused.order_id = names_order ? command.target_order_id : OrderId{};
    refused.given = refusal.given;
    refused.limit = refusal.limit;
    refused.account = command.account;
    refused.reason = refusal.reason;
    refused.command = command.type;
    refused.part = part;
    refused.client_order_id = name;
}

}  // namespace

void refuse(const Command& command, const Refusal& refusal, CommandPart part,
            EventBuffer& events) noexcept {
    report_refused(command, refusal, part, name_for_refusal(command, part), events);
}

void refuse_members(const Command& command, const Refusal& refusal,
                    std::span<const Command> members, EventBuffer& events) noexcept {
    ClientOrderId name;
    if (refusal.member != 0) {
        const Command& member = members[refusal.member - 1];
        // Of a cancel it is the name of what it would cancel.
        name = member.type == CommandType::stage_order ? member.texts.created.client_order_id
                                                       : member.texts.target.client_order_id;
    }
    report_refused(command, refusal, CommandPart::whole, name, events);
}

void place_order(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    if (is_plain_and_admissible(venue, command)) return place(venue, command, events);
    Refusal refusal = check_placement(venue, command);
    if (!refusal && is_idempotent(command)) {
        const Repetition repetition = check_repetition(venue, command);
        if (repetition.first != nullptr) return report_repeated(command, *repetition.first, events);
        refusal = repetition.refusal;
    }
    if (!refusal) refusal = check_admission(venue, command);
    if (refusal) return refuse(command, refusal, CommandPart::whole, events);
    note_command(venue, command.account);
    admit(venue, command, events);
}

void cancel_order(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    if (const Refusal refusal = check_names(venue, command, Access::cancel)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    if (!is_target_valid(command)) {
        return refuse(command, {RejectReason::invalid_order}, CommandPart::whole, events);
    }
    const Target target = find_cancellable(venue, command);
    if (target.refusal) return refuse(command, target.refusal, CommandPart::whole, events);
    close_resting(venue, target.slot, {CloseReason::cancelled_by_user, cancel_name_of(command)},
                  events);
}

void replace_order(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    // The new order's form and filters come first: a cancel for an order that can never be is
    // nothing that anybody wants.
    Refusal refusal = check_placement(venue, command);
    const bool is_valid =
        is_target_valid(command) && command.replace_mode <= ReplaceMode::allow_failure;
    if (!refusal && !is_valid) refusal = {RejectReason::invalid_order};
    if (!refusal && is_idempotent(command)) {
        const Repetition repetition = check_repetition(venue, command);
        if (repetition.first != nullptr) return report_repeated(command, *repetition.first, events);
        refusal = repetition.refusal;
    }
    if (refusal) return refuse(command, refusal, CommandPart::whole, events);

    const Target target = find_cancellable(venue, command);
    if (target.refusal) {
        refuse(command, target.refusal, CommandPart::cancel, events);
        if (command.replace_mode == ReplaceMode::stop_on_failure) return;
    } else {
        close_resting(venue, target.slot, {CloseReason::replaced, cancel_name_of(command)}, events);
    }
    refusal = check_admission(venue, command);
    // Only what changed something counts.
    if (!refusal || !target.refusal) note_command(venue, command.account);
    if (refusal) return refuse(command, refusal, CommandPart::placement, events);
    admit(venue, command, events);
}

}  // namespace outcry::engine
