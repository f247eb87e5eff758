#include <algorithm>

#include "support/naive_command.hpp"
#include "support/naive_engine.hpp"

namespace outcry::test {
namespace {

bool is_first_of_pair(OrderType type) {
    return type == OrderType::limit_maker || type == OrderType::take_profit ||
           type == OrderType::take_profit_limit;
}
bool is_second_of_pair(OrderType type) {
    return type == OrderType::stop_loss || type == OrderType::stop_loss_limit;
}

bool are_pair(const Command& one, const Command& other) {
    if (one.side != other.side || one.quantity != other.quantity) return false;
    return (is_first_of_pair(one.order_type) && is_second_of_pair(other.order_type)) ||
           (is_first_of_pair(other.order_type) && is_second_of_pair(one.order_type));
}

/// The price by which the two orders of a pair are compared; zero: it has none.
std::int64_t compared_price(const Command& command) {
    return command.order_type == OrderType::limit_maker ? command.price.value()
                                                        : terms_of(command).stop_price.value();
}

/// How many of a list's orders do not pend.
std::size_t count_at_once(OrderListType type) { return type == OrderListType::oco ? 2 : 1; }

}  // namespace

// --- staging -------------------------------------------------------------------------------------

void NaiveEngine::stage_order(const Command& command) {
    auto& staged = staged_orders_[naive::gateway_of(command)];
    if (staged.size() >= staged_orders_max)
        return refuse(
            command,
            {RejectReason::staged_order_capacity, staged_orders_max + int128{1}, staged_orders_max},
            CommandPart::whole);
    staged.push_back(command);
    OrderStaged& event = say(EventType::order_staged, command.instrument.value()).order_staged;
    event.account = command.account;
    event.staged_count = static_cast<std::uint16_t>(staged.size());
}

// --- placing -------------------------------------------------------------------------------------

bool NaiveEngine::is_list(const Command& command, const std::vector<Command>& orders) const {
    const OrderListType type = command.order_list.type;
    const std::size_t count = type == OrderListType::otoco ? 3 : 2;
    if (static_cast<int>(type) < 1 || static_cast<int>(type) > 3) return false;
    if (orders.size() != count) return false;
    for (const Command& order : orders) {
        if (order.type != CommandType::stage_order) return false;
        if (order.account != command.account || order.instrument != command.instrument)
            return false;
    }
    if (type == OrderListType::oco) return are_pair(orders[0], orders[1]);
    if (orders[0].order_type != OrderType::limit && orders[0].order_type != OrderType::limit_maker)
        return false;
    if (type == OrderListType::otoco) return are_pair(orders[1], orders[2]);
    return orders[1].order_type != OrderType::market_by_quote;
}

NaiveEngine::Reason NaiveEngine::list_refusal(const Command& command,
                                              const std::vector<Command>& orders) {
    Reason reason = names_refusal(command, false);
    if (!reason) reason = rate_refusal(command);
    if (!reason && orders.empty()) reason = {RejectReason::staged_orders_missing};
    if (!reason && !is_list(command, orders)) reason = {RejectReason::invalid_list};
    for (std::size_t i = 0; i < orders.size(); ++i)
        if (!reason) reason = naive::of_member(names_refusal(orders[i], false), i);
    for (std::size_t i = 0; i < orders.size(); ++i) {
        if (!reason) reason = naive::of_member(form_refusal(orders[i]), i);
        if (!reason) reason = naive::of_member(numbers_refusal(orders[i]), i);
    }
    if (!reason) reason = list_admission_refusal(command, orders);
    return reason;
}

NaiveEngine::Reason NaiveEngine::list_admission_refusal(const Command& command,
                                                        const std::vector<Command>& orders) {
    const OrderListType type = command.order_list.type;
    const std::size_t at_once = count_at_once(type);
    const ClientOrderId& list_name = command.order_list.client_order_id;
    Reason reason;
    for (std::size_t i = 0; i < orders.size() && !reason; ++i) {
        reason = naive::of_member(name_refusal(orders[i]), i);
        for (std::size_t k = 0; k < i && !reason; ++k) {
            const ClientOrderId& name = orders[i].texts.created.client_order_id;
            if (!name.empty() && name == orders[k].texts.created.client_order_id)
                reason = naive::of_member({RejectReason::duplicate_client_order_id}, i);
        }
    }
    for (const List& list : lists_)
        if (!reason && !list_name.empty() && list.account == command.account.value() &&
            list.name == list_name)
            reason = {RejectReason::duplicate_client_order_id};
    for (std::size_t i = 0; i < orders.size() && !reason; ++i)
        reason = naive::of_member(account_refusal(orders[i], i), i);
    for (std::size_t i = 0; i < orders.size() && !reason; ++i)
        reason = naive::of_member(counts_refusal(orders[i], orders.data(), i), i);
    const auto most = instruments_[command.instrument.value()].rules.order_lists_maximum;
    const auto open = std::count_if(lists_.begin(), lists_.end(), [&](const List& list) {
        return list.account == command.account.value() &&
               list.instrument == command.instrument.value();
    });
    if (!reason && most != 0 && open + 1 > static_cast<std::ptrdiff_t>(most))
        reason = {RejectReason::too_many_order_lists, open + 1, most};
    for (std::size_t i = 0; i < orders.size() && !reason; ++i)
        reason = naive::of_member(position_refusal(orders[i], 0), i);
    for (std::size_t i = 0; i < at_once && !reason; ++i) {
        const bool needs_last = naive::is_market_stop(orders[i].order_type) &&
                                orders[i].side == Side::buy &&
                                terms_of(orders[i]).stop_price.value() == 0;
        if (needs_last && instruments_[command.instrument.value()].last == 0)
            reason = naive::of_member({RejectReason::no_last_price}, i);
    }
    if (!reason) reason = list_funds_refusal(type, orders);
    for (std::size_t i = 0; i < at_once && !reason; ++i)
        reason = naive::of_member(post_only_refusal(orders[i]), i);
    const std::size_t first = type == OrderListType::otoco ? 1 : 0;
    if (!reason && type != OrderListType::oto && !are_related(orders[first], orders[first + 1]))
        reason = {RejectReason::list_prices_unrelated};
    if (!reason) reason = list_room_refusal(type, orders);
    return reason;
}

/// Whether the two orders of a pair stand on the two sides of the market.
bool NaiveEngine::are_related(const Command& one, const Command& other) const {
    const bool is_in_order = is_first_of_pair(one.order_type);
    const Command& near = is_in_order ? one : other;
    const Command& far = is_in_order ? other : one;
    const std::int64_t last = instruments_[one.instrument.value()].last;
    const std::int64_t first = compared_price(near);
    const std::int64_t second = compared_price(far);
    const bool sells = one.side == Side::sell;
    const auto is_above = [](std::int64_t above, std::int64_t below) {
        return above == 0 || below == 0 || above > below;
    };
    if (last == 0) return sells ? is_above(first, second) : is_above(second, first);
    return sells ? is_above(first, last) && is_above(last, second)
                 : is_above(last, first) && is_above(second, last);
}

NaiveEngine::Reason NaiveEngine::list_funds_refusal(OrderListType type,
                                                    std::vector<Command> orders) {
    if (type != OrderListType::oco) return naive::of_member(funds_refusal(orders[0]), 0);
    const std::size_t place = needed(orders[0]) >= needed(orders[1]) ? 0 : 1;
    return naive::of_member(funds_refusal(orders[place]), place);
}

NaiveEngine::Reason NaiveEngine::list_room_refusal(OrderListType type,
                                                   const std::vector<Command>& orders) {
    if (orders_.size() + orders.size() > limits_.orders_max)
        return {RejectReason::order_capacity, static_cast<int128>(orders_.size() + orders.size()),
                limits_.orders_max};
    Reason reason;
    for (std::size_t i = 0; i < count_at_once(type) && !reason; ++i) {
        const Command& order = orders[i];
        const std::uint16_t instrument = order.instrument.value();
        const bool is_stop = naive::is_any_stop(order.order_type);
        const bool stays = naive::may_stay(order.order_type, order.time_in_force);
        if (!is_stop && stays)
            reason = naive::of_member(price_room_refusal(instrument, order.price.value()), i);
        const bool trails = terms_of(order).trailing_delta_bips != 0;
        const bool other_trails = i == 1 && terms_of(orders[0]).trailing_delta_bips != 0;
        if (!reason && is_stop && trails)
            reason = naive::of_member(trailing_refusal(instrument, other_trails ? 1 : 0), i);
    }
    if (!reason) reason = count_room_refusal(orders[0]);
    const std::uint64_t lists_max = std::max(16U, limits_.orders_max / 8);
    if (!reason && lists_.size() >= lists_max)
        reason = {RejectReason::order_list_capacity, static_cast<int128>(lists_max) + 1,
                  static_cast<int128>(lists_max)};
    return reason;
}

void NaiveEngine::place_order_list(const Command& command) {
    const std::uint8_t gateway = naive::gateway_of(command);
    const std::vector<Command> commands = std::move(staged_orders_[gateway]);
    staged_orders_.erase(gateway);
    const Reason reason = list_refusal(command, commands);
    if (reason) return refuse_members(command, reason, commands);
    count_command(command);
    List list{++list_ids_,
              command.order_list.type,
              command.account.value(),
              command.instrument.value(),
              command.order_list.client_order_id,
              {}};
    std::vector<Order> orders;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        orders.push_back(order_of(commands[i]));
        orders[i].id = ++order_ids_;
        orders[i].list = list.id;
        list.orders.push_back(orders[i].id);
        if (i < count_at_once(list.type)) continue;
        orders[i].phase = OrderPhase::pending;
        orders[i].holds_nothing = true;
        if (naive::has_price(orders[i].type)) orders[i].price = commands[i].price.value();
    }
    if (list.type == OrderListType::oco) share_hold(orders[0], orders[1]);
    lists_.push_back(list);
    OrderListAccepted& accepted =
        say(EventType::order_list_accepted, list.instrument).list_accepted;
    accepted.order_list_id = OrderListId{list.id};
    for (std::size_t i = 0; i < orders.size(); ++i) accepted.order_ids[i] = OrderId{orders[i].id};
    accepted.account = command.account;
    accepted.type = list.type;
    accepted.client_order_id = list.name;
    for (std::size_t i = 0; i < orders.size(); ++i) {
        accept(commands[i], orders[i]);
        report_terms(orders[i]);
    }
    // What waits is there before the working order trades: it may end with it.
    for (const Order& order : orders)
        if (order.phase != OrderPhase::working) set_out(order);
    for (const Order& order : orders)
        if (order.phase == OrderPhase::working) set_out(order);
}

/// The larger amount is held, of two equal ones the first.
void NaiveEngine::share_hold(Order& one, Order& other) {
    const bool is_first = own_amount(one) >= own_amount(other);
    one.holds_nothing = !is_first;
    other.holds_nothing = is_first;
}

// --- what one order's fate means for the others --------------------------------------------------

NaiveEngine::List* NaiveEngine::list_of(const Order& order) {
    for (List& list : lists_)
        if (order.list != 0 && list.id == order.list) return &list;
    return nullptr;
}

/// The other order of a pair, while both are open and neither pends.
NaiveEngine::Order* NaiveEngine::sibling_of(const Order& order) {
    const List* const list = list_of(order);
    if (list == nullptr || list->type == OrderListType::oto) return nullptr;
    for (std::size_t i = list->type == OrderListType::otoco ? 1 : 0; i < list->orders.size(); ++i) {
        if (list->orders[i] == order.id) continue;
        Order* const other = find(list->orders[i]);
        if (list->type == OrderListType::otoco && order.id == list->orders[0]) return nullptr;
        return other;
    }
    return nullptr;
}

/// An order of a pair trades or is triggered: the other one goes.
void NaiveEngine::before_trade(const Order& order) {
    const std::uint64_t id = order.id;
    const Order* const sibling = sibling_of(order);
    if (sibling == nullptr) return;
    Order gone = *sibling;
    close(gone, CloseReason::list_sibling, {}, gone.phase == OrderPhase::working ? 1 : 2);
    hold(gone, 0);
    erase(gone.id);
    left_alone(*find(id));
}

/// It holds its own amount from now on.
void NaiveEngine::left_alone(Order& order) {
    if (!order.holds_nothing) return;
    order.holds_nothing = false;
    hold(order, own_amount(order));
    report_held(order);
}

/// An order ended without being filled: so do others of its list.
void NaiveEngine::after_end(const Order& order, CloseReason /*reason*/) {
    const List* const list = list_of(order);
    if (list == nullptr) return;
    const bool is_working_one = list->type != OrderListType::oco && list->orders[0] == order.id;
    const List copy = *list;
    for (const std::uint64_t id : copy.orders) {
        const Order* const other = find(id);
        if (other == nullptr || id == order.id) continue;
        Order gone = *other;
        close(gone,
              is_working_one ? CloseReason::list_working_closed : CloseReason::cancelled_with_list,
              {}, gone.phase == OrderPhase::working ? 1 : 2);
        hold(gone, 0);
        erase(id);
    }
    finish_list(copy.id);
}

/// A filled working order lets the pending part start.
void NaiveEngine::after_fill(const Order& order) {
    List* const list = list_of(order);
    if (list == nullptr) return;
    if (list->type != OrderListType::oco && list->orders[0] == order.id) {
        start_pending(*list);
    } else {
        finish_list(list->id);
    }
}

void NaiveEngine::finish_list(std::uint64_t id) {
    const auto list =
        std::find_if(lists_.begin(), lists_.end(), [&](const List& each) { return each.id == id; });
    OrderListDone& done = say(EventType::order_list_done, list->instrument).list_done;
    done.order_list_id = OrderListId{id};
    done.account = AccountId{list->account};
    lists_.erase(list);
}

void NaiveEngine::cancel_order_list(const Command& command) {
    Reason reason = names_refusal(command, true);
    const CancelOrderList& wanted = command.cancelled_list;
    const auto list = std::find_if(lists_.begin(), lists_.end(), [&](const List& each) {
        if (each.account != command.account.value() ||
            each.instrument != command.instrument.value())
            return false;
        return wanted.client_order_id.empty() ? each.id == wanted.order_list_id.value()
                                              : each.name == wanted.client_order_id;
    });
    if (!reason && list == lists_.end()) reason = {RejectReason::unknown_order_list};
    if (reason) return refuse(command, reason, CommandPart::whole);
    const List copy = *list;
    for (const std::uint64_t id : copy.orders) {
        const Order* const order = find(id);
        if (order == nullptr) continue;
        Order gone = *order;
        close(gone, CloseReason::cancelled_by_user, wanted.cancel_client_order_id,
              gone.phase == OrderPhase::working ? 1 : 2);
        hold(gone, 0);
        erase(id);
    }
    finish_list(copy.id);
}

}  // namespace outcry::test
