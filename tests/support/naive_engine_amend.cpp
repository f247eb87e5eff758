#include "support/naive_command.hpp"
#include "support/naive_engine.hpp"

namespace outcry::test {

NaiveEngine::Reason NaiveEngine::amend_refusal(const Command& command, const Order& order,
                                               std::int64_t price, std::uint64_t open) const {
    const auto& definition = instruments_[order.instrument].definition;
    const std::uint64_t executed = order.total - order.open;
    const Reason reason = limits_refusal(definition, price, executed + open);
    if (reason.reason != RejectReason::none) return reason;
    const ClientOrderId& name = command.texts.created.client_order_id;
    if (!name.empty()) {
        const Order* holder = find_named(order.account, name);
        if (holder != nullptr && holder != &order) return {RejectReason::duplicate_client_order_id};
    }
    if (price == order.price && open <= order.open) return {};
    const int128 needed = cost(order.instrument, order.side, price, open) -
                          cost(order.instrument, order.side, order.price, order.open);
    const int128 free = balance(order.account, pays(order.instrument, order.side)).free;
    if (needed > free) return {RejectReason::insufficient_balance, needed, free};
    const bool never_takes = order.type == OrderType::limit_maker ||
                             order.type == OrderType::limit_maker_slide ||
                             definition.status == InstrumentStatus::post_only;
    if (never_takes && would_trade(order.instrument, order.side, price))
        return {RejectReason::would_trade};
    return price_room_refusal(order.instrument, price);
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

void NaiveEngine::amend_order(const Command& command) {
    Reason reason = names_refusal(command, false);
    const bool is_formed = names_a_target(command) &&
                           static_cast<int>(command.quantity_meaning) <= 2 &&
                           static_cast<int>(command.self_trade_prevention) <= 5 &&
                           !flag(command, CommandFlag::has_terms) &&
                           command.quantity.value() < (std::uint64_t{1} << 60);
    if (reason.reason == RejectReason::none && !is_formed) reason = {RejectReason::invalid_order};
    if (reason.reason != RejectReason::none) return refuse(command, reason, CommandPart::whole);
    const auto [found, missing] = find_target(command);
    if (found == nullptr) return refuse(command, missing, CommandPart::whole);
    const Amendment amendment = amendment_of(command, *found);
    if (amendment.refusal.reason != RejectReason::none)
        return refuse(command, amendment.refusal, CommandPart::whole);
    if (amendment.cancels)
        return close_resting(*found, CloseReason::cancelled_by_user, name_of_cancel(command));
    reason = amend_refusal(command, *found, amendment.price, amendment.open);
    if (reason.reason != RejectReason::none) return refuse(command, reason, CommandPart::whole);
    amend_resting(command, *found, amendment);
}

void NaiveEngine::report_amendment(const Command& command, const Order& order,
                                   const Amendment& amendment) {
    OrderAmended& amended = events_->append(EventType::order_amended, command.instrument).amended;
    amended.order_id = OrderId{order.id};
    amended.price_before = Price{order.price};
    amended.price = Price{amendment.price};
    amended.open_quantity_before = Quantity{order.open};
    amended.open_quantity = Quantity{amendment.open};
    amended.quantity = Quantity{amendment.total};
    amended.account = AccountId{order.account};
    amended.side = order.side;
    amended.kept_priority = amendment.price == order.price && amendment.open <= order.open ? 1 : 0;
    amended.client_order_id = command.texts.created.client_order_id;
}

void NaiveEngine::amend_resting(const Command& command, Order& order, const Amendment& amendment) {
    report_amendment(command, order, amendment);
    const bool in_place = amendment.price == order.price && amendment.open <= order.open;
    reserve(order, -1);
    Order amended = order;
    amended.price = amendment.price;
    amended.open = amendment.open;
    amended.total = amendment.total;
    if (!command.texts.created.client_order_id.empty())
        amended.name = command.texts.created.client_order_id;
    if (in_place) {
        order = amended;
        return reserve(amended, 1);
    }
    Taking taking;
    taking.id = order.id;
    taking.account = order.account;
    taking.side = order.side;
    taking.prevention = prevention_of(command);
    taking.limit = amendment.price;
    taking.open = amendment.open;
    erase(order.id);
    const Ending ending = trade(command.instrument.value(), taking);
    amended.arrival = ++arrivals_;
    if (taking.open == 0 && ending != Ending::own_order) return;
    if (ending != Ending::done)
        return close_taking(taking, command.instrument.value(), amendment.price,
                            ending == Ending::own_order ? CloseReason::self_trade_prevention
                                                        : CloseReason::fill_limit);
    amended.open = taking.open;
    amended.total -= taking.prevented;
    orders_.push_back(amended);
    reserve(amended, 1);
}

void NaiveEngine::reserve(const Order& order, int sign) {
    Balance& payer = balance(order.account, pays(order.instrument, order.side));
    const int128 reserved =
        static_cast<int128>(sign) * cost(order.instrument, order.side, order.price, order.open);
    payer.locked += reserved;
    payer.free -= reserved;
}

}  // namespace outcry::test
