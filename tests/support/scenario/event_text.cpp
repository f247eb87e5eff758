#include "support/scenario/event_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "outcry/domain/reject_reason.hpp"

namespace outcry::test {
namespace {

std::string text_of_fees(const OrderTraded& traded) {
    std::string text;
    if (traded.taker_fee != Amount{}) text += " fee " + text_of(traded.taker_fee.value());
    if ((traded.fee_flags & FeeFlag::taker_in_fee_asset) != 0) text += " in fee asset";
    if (traded.maker_fee != Amount{}) text += " maker fee " + text_of(traded.maker_fee.value());
    if ((traded.fee_flags & FeeFlag::maker_in_fee_asset) != 0) text += " in fee asset";
    return text;
}

std::string text_of_trade(const OrderTraded& traded) {
    return fmt::format("traded #{} {} @ {}{}", traded.maker_order_id.value(),
                       traded.quantity.value(), traded.price.value(), text_of_fees(traded));
}

std::string with_name(std::string text, const ClientOrderId& name) {
    if (!name.empty()) text += fmt::format(" as {}", name.view());
    return text;
}

std::string text_of_reason(CloseReason reason) {
    switch (reason) {
        case CloseReason::cancelled_by_user: return "";
        case CloseReason::cancelled_by_operator: return " by_operator";
        case CloseReason::replaced: return "";
        case CloseReason::unfilled_ioc: return " unfilled_ioc";
        case CloseReason::unfilled_fok: return " unfilled_fok";
        case CloseReason::insufficient_liquidity: return " insufficient_liquidity";
        case CloseReason::self_trade_prevention: return " self_trade_prevention";
        case CloseReason::fill_limit: return " fill_limit";
        case CloseReason::expired: return " at_its_time";
        case CloseReason::list_sibling: return " list_sibling";
        case CloseReason::list_working_closed: return " list_working_closed";
        case CloseReason::cancelled_with_list: return " cancelled_with_list";
        case CloseReason::insufficient_balance: return " insufficient_balance";
        case CloseReason::would_trade: return " would_trade";
        case CloseReason::protection_limit: return " protection_limit";
        case CloseReason::no_capacity: return " no_capacity";
        case CloseReason::dead_man: return " dead_man";
        case CloseReason::disconnected: return " disconnected";
        case CloseReason::kill_switch: return " kill_switch";
        case CloseReason::delisted: return " delisted";
    }
    return " ?";
}

std::string text_of_closing(const OrderClosed& closed) {
    const bool is_cancelled = closed.reason == CloseReason::cancelled_by_user ||
                              closed.reason == CloseReason::cancelled_by_operator;
    const char* const verb = is_cancelled                             ? "cancelled"
                             : closed.reason == CloseReason::replaced ? "replaced"
                                                                      : "expired";
    return with_name(fmt::format("{} #{} {}{}", verb, closed.order_id.value(),
                                 closed.open_quantity.value(), text_of_reason(closed.reason)),
                     closed.cancel_client_order_id);
}

std::string text_of_amendment(const OrderAmended& amended) {
    const bool is_executed = amended.quantity != amended.open_quantity;
    return with_name(
        fmt::format("amended #{} {} @ {} to {} @ {} {}{}", amended.order_id.value(),
                    amended.open_quantity_before.value(), amended.price_before.value(),
                    amended.open_quantity.value(), amended.price.value(),
                    amended.kept_priority != 0 ? "in place" : "at the back",
                    is_executed ? fmt::format(" of {}", amended.quantity.value()) : ""),
        amended.client_order_id);
}

std::string text_of_refusal(const CommandRefused& refused) {
    std::string text = fmt::format("rejected {}", name_of(refused.reason));
    if (refused.given != 0 || refused.limit != 0)
        text += fmt::format(" {} limit {}", refused.given, refused.limit);
    if (refused.part == CommandPart::cancel) text += " (cancel)";
    if (refused.part == CommandPart::placement) text += " (placement)";
    return text;
}

std::string text_of_terms(const OrderTermsSet& terms) {
    std::string text = "terms";
    if (terms.stop_price != Price{}) text += fmt::format(" stop {}", terms.stop_price.value());
    if (terms.trailing_delta_bips != 0) text += fmt::format(" trail {}", terms.trailing_delta_bips);
    if (terms.visible_quantity != Quantity{})
        text += fmt::format(" show {}", terms.visible_quantity.value());
    if (terms.expires_at != Timestamp{}) text += fmt::format(" until {}", terms.expires_at.value());
    if (terms.session != SessionId{}) text += fmt::format(" session {}", terms.session.value());
    if (terms.order_list_id != OrderListId{})
        text += fmt::format(" list {}", terms.order_list_id.value());
    if (terms.phase != OrderPhase::working) text += " " + text_of(terms.phase);
    if (terms.reserves_by_formula == 0)
        text += fmt::format(" holds {}", text_of(terms.reserved_amount.value()));
    return text;
}

std::string text_of_trigger(const OrderTriggered& triggered) {
    const char* const verb = triggered.kind == TriggerKind::triggered  ? "triggered"
                             : triggered.kind == TriggerKind::tracking ? "tracking"
                                                                       : "started";
    return fmt::format("{} #{} at {}", verb, triggered.order_id.value(), triggered.price.value());
}

std::string text_of_list(const OrderListAccepted& accepted) {
    std::string text = fmt::format("list {} of", accepted.order_list_id.value());
    for (const OrderId id : accepted.order_ids)
        if (id != OrderId{}) text += fmt::format(" #{}", id.value());
    return text;
}

std::string text_of_operator_event(const Event& event) {
    switch (event.type) {
        case EventType::asset_created:
            return fmt::format("created asset {}", event.asset.code.view());
        case EventType::instrument_created:
            return fmt::format("created instrument {}", event.instrument_created.symbol.view());
        case EventType::account_created:
            return fmt::format("created account {}", event.account_created.name.empty()
                                                         ? "\"\""
                                                         : event.account_created.name.view());
        case EventType::instrument_status_changed:
            return fmt::format("status {} to {}", text_of(event.status.before),
                               text_of(event.status.after));
        case EventType::balance_adjusted:
            return fmt::format(
                "{} {} now {}",
                event.adjusted.kind == AdjustmentKind::deposit ? "deposited" : "withdrew",
                text_of(event.adjusted.amount.value()), text_of(event.adjusted.free_after.value()));
        case EventType::bytes_staged:
            return fmt::format("staged {} at {}", event.staged.size, event.staged.offset);
        case EventType::key_registered: return fmt::format("registered {}", event.key.name.view());
        case EventType::key_revoked:
            return fmt::format("revoked {}", event.key_revoked.name.view());
        case EventType::fees_changed:
            return fmt::format("fees maker {} taker {}", event.fees.maker_fee_ppm,
                               event.fees.taker_fee_ppm);
        case EventType::account_rules_set:
            return fmt::format("rules group {}", event.account_rules.trade_group.value());
        default: return text_of_rule_event(event);
    }
}

/// Place of the last trade of an order that got all it wanted within this command, or the end.
std::size_t filling_trade(std::span<const Event> events, const OrderAccepted& accepted) {
    std::uint64_t wanted = accepted.quantity.value();
    for (std::size_t place = 0; place < events.size(); ++place) {
        const Event& event = events[place];
        if (event.type != EventType::order_traded) continue;
        if (event.traded.taker_order_id != accepted.order_id) continue;
        wanted -= std::min(wanted, event.traded.quantity.value());
        if (wanted == 0 && accepted.quantity != Quantity{}) return place;
    }
    return events.size();
}

}  // namespace

std::string text_of(int128 value) {
    if (value == 0) return "0";
    std::string digits;
    for (int128 rest = value; rest != 0; rest /= 10) {
        const int digit = static_cast<int>(rest % 10);
        digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
    }
    if (value < 0) digits += '-';
    return {digits.rbegin(), digits.rend()};
}

std::string text_of(Side side) { return side == Side::buy ? "buy" : "sell"; }

std::string text_of(OrderPhase phase) {
    switch (phase) {
        case OrderPhase::working: return "working";
        case OrderPhase::waiting: return "waiting";
        case OrderPhase::tracking: return "tracking";
        case OrderPhase::pending: return "pending";
        case OrderPhase::ready: return "ready";
    }
    return "?";
}

std::string text_of(InstrumentStatus status) {
    switch (status) {
        case InstrumentStatus::trading: return "trading";
        case InstrumentStatus::post_only: return "post_only";
        case InstrumentStatus::cancel_only: return "cancel_only";
        case InstrumentStatus::halted: return "halted";
        case InstrumentStatus::delisted: return "delisted";
    }
    return "?";
}

std::string text_of(const Event& event) {
    switch (event.type) {
        case EventType::order_accepted:
            return fmt::format("accepted #{}", event.accepted.order_id.value());
        case EventType::order_traded: return text_of_trade(event.traded);
        case EventType::order_closed: return text_of_closing(event.closed);
        case EventType::order_amended: return text_of_amendment(event.amended);
        case EventType::command_refused: return text_of_refusal(event.refused);
        case EventType::mass_action_progressed:
            return fmt::format("closed {} {}", event.mass_action.closed_count,
                               event.mass_action.is_finished != 0 ? "finished" : "unfinished");
        case EventType::clock_advanced: return "clock";
        case EventType::self_trade_prevented:
            return fmt::format("prevented #{} {} @ {}", event.prevented.maker_order_id.value(),
                               event.prevented.quantity.value(), event.prevented.price.value());
        case EventType::order_terms_set: return text_of_terms(event.terms);
        case EventType::order_triggered: return text_of_trigger(event.triggered);
        case EventType::order_reserved:
            return fmt::format("holds #{} {}{}", event.order_reserved.order_id.value(),
                               text_of(event.order_reserved.amount.value()),
                               event.order_reserved.is_by_formula != 0 ? " by formula" : "");
        case EventType::iceberg_refreshed:
            return fmt::format("refreshed #{} {} of {}", event.refreshed.order_id.value(),
                               event.refreshed.visible_open_quantity.value(),
                               event.refreshed.open_quantity.value());
        case EventType::order_list_accepted: return text_of_list(event.list_accepted);
        case EventType::order_list_done:
            return fmt::format("list {} done", event.list_done.order_list_id.value());
        case EventType::order_staged:
            return fmt::format("staged {}", event.order_staged.staged_count);
        case EventType::batch_applied: return fmt::format("batch of {}", event.batch.member_count);
        default: return text_of_operator_event(event);
    }
}

std::vector<std::string> texts_of(std::span<const Event> events) {
    std::vector<std::string> texts;
    std::vector<std::string> filled(events.size());
    for (const Event& event : events) {
        if (event.type != EventType::order_accepted) continue;
        const std::size_t place = filling_trade(events, event.accepted);
        if (place < events.size())
            filled[place] = fmt::format("filled #{}", event.accepted.order_id.value());
    }
    for (std::size_t place = 0; place < events.size(); ++place) {
        const bool is_accepted = events[place].type == EventType::order_accepted;
        const bool is_needless =
            is_accepted && filling_trade(events, events[place].accepted) < events.size();
        if (!is_needless) texts.push_back(text_of(events[place]));
        if (!filled[place].empty()) texts.push_back(filled[place]);
    }
    return texts;
}

}  // namespace outcry::test
