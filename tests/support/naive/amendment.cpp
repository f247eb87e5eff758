#include <algorithm>

#include "support/naive_command.hpp"
#include "support/naive_engine.hpp"

namespace outcry::test {

/// Checks 5, 6, 8, 10, 12, 13, 16, 17 and the room for its price.
NaiveEngine::Reason NaiveEngine::amend_refusal(const Command& command, const Order& order,
                                               std::int64_t price, std::uint64_t open) {
    const std::uint16_t instrument = order.instrument;
    const std::uint64_t total = order.total - order.open + open;
    const bool has_price = naive::has_price(order.type);
    Reason reason;
    if (has_price) reason = price_refusal(instrument, price);
    if (!reason) reason = quantity_refusal(instrument, total);
    if (!reason && !has_price) reason = market_quantity_refusal(instrument, total);
    if (!reason && has_price) reason = notional_refusal(instrument, price, total);
    if (!reason && has_price) reason = percent_refusal(instrument, order.side, price);
    const ClientOrderId& name = command.texts.created.client_order_id;
    if (!reason && !name.empty()) {
        const Order* holder = find_named(order.account, name);
        if (holder != nullptr && holder != &order)
            reason = {RejectReason::duplicate_client_order_id};
    }
    if (!reason)
        reason =
            amount_refusal(order.account, instrument, order.side, has_price ? price : -1, total);
    if (reason) return reason;
    if (price == order.price && open <= order.open) return {};
    const AssetId asset = pays(instrument, order.side);
    const int128 more = cost(instrument, order.side, price, open) -
                        cost(instrument, order.side, order.price, order.open);
    const int128 free = balance(order.account, asset).free;
    if (more > free) return {RejectReason::insufficient_balance, more, free};
    if (more > 0) reason = exposure_refusal(order.account, asset, more);
    if (reason) return reason;
    const bool never_takes =
        naive::is_maker_type(order.type) ||
        instruments_[instrument].definition.status == InstrumentStatus::post_only;
    if (never_takes && would_trade(instrument, order.side, price))
        return {RejectReason::would_trade};
    return price_room_refusal(instrument, price);
}

NaiveEngine::Amendment NaiveEngine::amendment_of(const Command& command, const Order& order) const {
    const std::uint64_t executed = order.total - order.open;
    const std::uint64_t quantity = command.quantity.value();
    const auto meaning = command.quantity_meaning;
    Amendment amendment;
    amendment.price =
        flag(command, CommandFlag::price_unchanged) ? order.price : command.price.value();
    amendment.total = meaning == QuantityMeaning::total  ? quantity
                      : meaning == QuantityMeaning::open ? executed + quantity
                      : quantity < order.open            ? order.total - quantity
                                                         : executed;
    amendment.cancels = meaning == QuantityMeaning::reduce_by && quantity >= order.open;
    if (!amendment.cancels && amendment.total <= executed) {
        amendment.refusal = {RejectReason::amend_below_executed,
                             static_cast<int128>(amendment.total), static_cast<int128>(executed)};
        return amendment;
    }
    amendment.open = amendment.total - executed;
    if (!flag(command, CommandFlag::amend_keep_priority_only)) return amendment;
    if (amendment.price != order.price)
        amendment.refusal = {RejectReason::invalid_order};
    else if (amendment.open == order.open)
        amendment.refusal = {RejectReason::amend_no_change};
    else if (amendment.open > order.open)
        amendment.refusal = {RejectReason::amend_quantity_increase,
                             static_cast<int128>(amendment.open), static_cast<int128>(order.open)};
    return amendment;
}

/// A waiting order cannot; one of an OCO to less at its price.
bool NaiveEngine::may_be_amended(const Order& order, const Amendment& amendment) {
    const List* const list = list_of(order);
    if (list == nullptr) return order.phase == OrderPhase::working;
    const bool is_of_pair =
        list->type == OrderListType::oco ||
        (list->type == OrderListType::otoco && list->orders.front() != order.id);
    if (!is_of_pair || order.phase == OrderPhase::pending || order.is_to_start) return false;
    const std::uint64_t executed = order.total - order.open;
    return amendment.price == order.price && amendment.total < executed + order.open;
}

void NaiveEngine::amend_order(const Command& command) {
    Reason reason = names_refusal(command, false);
    const bool is_formed = names_a_target(command) &&
                           static_cast<int>(command.quantity_meaning) <= 2 &&
                           static_cast<int>(command.self_trade_prevention) <= 5 &&
                           !flag(command, CommandFlag::has_terms) &&
                           command.quantity.value() < (std::uint64_t{1} << 60);
    if (!reason && !is_formed) reason = {RejectReason::invalid_order};
    if (reason) return refuse(command, reason, CommandPart::whole);
    const auto [found, missing] = find_target(command);
    reason = missing;
    if (!reason) reason = rate_refusal(command);
    if (reason) return refuse(command, reason, CommandPart::whole);
    const Amendment amendment = amendment_of(command, *found);
    if (!may_be_amended(*found, amendment)) reason = {RejectReason::amend_not_supported};
    if (!reason) reason = amendment.refusal;
    if (!reason && !amendment.cancels)
        reason = amend_refusal(command, *found, amendment.price, amendment.open);
    if (reason) return refuse(command, reason, CommandPart::whole);
    count_command(command);
    if (amendment.cancels)
        return end(found->id, CloseReason::cancelled_by_user, name_of_cancel(command));
    amend(command, *found, amendment);
}

void NaiveEngine::report_amendment(const Order& order, const Amendment& amendment,
                                   const ClientOrderId& name) {
    OrderAmended& amended = say(EventType::order_amended, order.instrument).amended;
    amended.order_id = OrderId{order.id};
    amended.price_before = Price{order.price};
    amended.price = Price{amendment.price};
    amended.open_quantity_before = Quantity{order.open};
    amended.open_quantity = Quantity{amendment.open};
    amended.quantity = Quantity{amendment.total};
    amended.account = AccountId{order.account};
    amended.side = order.side;
    amended.kept_priority = amendment.price == order.price && amendment.open <= order.open ? 1 : 0;
    amended.client_order_id = name;
}

/// Less of it, where it stands; of a pair both.
void NaiveEngine::amend_in_place(const Command& command, Order& order, const Amendment& amendment) {
    const auto take = [&](Order& each, const Amendment& to) {
        each.open = to.open;
        each.total = to.total;
        each.shown = std::min(each.shown, each.open);
        if (!each.holds_nothing) hold(each, own_amount(each));
    };
    Order* const sibling = sibling_of(order);
    take(order, amendment);
    if (!command.texts.created.client_order_id.empty())
        order.name = command.texts.created.client_order_id;
    if (sibling == nullptr) return;
    Amendment along;
    along.price = sibling->price;
    along.open = amendment.open;
    along.total = sibling->total - sibling->open + along.open;
    report_amendment(*sibling, along, {});
    take(*sibling, along);
    for (const Order* each :
         {static_cast<const Order*>(&order), static_cast<const Order*>(sibling)})
        if (naive::is_market_stop(each->type) && !each->holds_nothing) report_held(*each);
}

void NaiveEngine::amend(const Command& command, Order& order, const Amendment& amendment) {
    report_amendment(order, amendment, command.texts.created.client_order_id);
    if (amendment.price == order.price && amendment.open <= order.open)
        return amend_in_place(command, order, amendment);
    Order amended = order;
    hold(amended, 0);
    erase(amended.id);
    amended.price = amendment.price;
    amended.open = amendment.open;
    amended.total = amendment.total;
    if (!command.texts.created.client_order_id.empty())
        amended.name = command.texts.created.client_order_id;
    Taking taking = taking_of(amended);
    taking.prevention = prevention_of(command);
    const Ending ending = trade(amended.instrument, taking);
    see_prices(amended.instrument, taking);
    if (ending == Ending::own_order)
        return end_taking(amended, taking, CloseReason::self_trade_prevention);
    if (taking.open == 0) return;
    if (ending != Ending::done) return end_taking(amended, taking, CloseReason::fill_limit);
    rest(amended, taking);
}

}  // namespace outcry::test
