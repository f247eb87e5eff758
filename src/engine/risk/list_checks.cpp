#include "engine/risk/list_checks.hpp"

#include "engine/matching/taker.hpp"
#include "engine/risk/order_checks.hpp"
#include "engine/risk/trigger_checks.hpp"

namespace outcry::engine {
namespace {

using Orders = std::span<const Command>;

// --- what a list is ------------------------------------------------------------------------------

[[nodiscard]] bool is_first_of_pair(OrderType type) noexcept {
    return type == OrderType::limit_maker || type == OrderType::take_profit ||
           type == OrderType::take_profit_limit;
}

[[nodiscard]] bool is_second_of_pair(OrderType type) noexcept {
    return type == OrderType::stop_loss || type == OrderType::stop_loss_limit;
}

[[nodiscard]] bool are_pair(const Command& one, const Command& other) noexcept {
    if (one.side != other.side || one.quantity != other.quantity) return false;
    return (is_first_of_pair(one.order_type) && is_second_of_pair(other.order_type)) ||
           (is_first_of_pair(other.order_type) && is_second_of_pair(one.order_type));
}

[[nodiscard]] bool is_list(const Command& command, Orders orders) noexcept {
    const OrderListType type = command.order_list.type;
    if (type < OrderListType::oco || type > OrderListType::otoco) return false;
    if (orders.size() != (type == OrderListType::otoco ? 3U : 2U)) return false;
    for (const Command& order : orders) {
        if (order.type != CommandType::stage_order) return false;
        if (order.account != command.account || order.instrument != command.instrument) {
            return false;
        }
    }
    if (type == OrderListType::oco) return are_pair(orders[0], orders[1]);
    const OrderType working = orders[0].order_type;
    if (working != OrderType::limit && working != OrderType::limit_maker) return false;
    if (type == OrderListType::otoco) return are_pair(orders[1], orders[2]);
    return orders[1].order_type != OrderType::market_by_quote;
}

/// The first refusal of one of the orders, with its place.
template <class Check>
[[nodiscard]] Refusal first_refusal(Orders orders, Check check) noexcept {
    for (std::size_t i = 0; i < orders.size(); ++i) {
        if (const Refusal refusal = check(orders[i])) return of_member(refusal, i);
    }
    return {};
}

[[nodiscard]] Refusal check_form(const Venue& venue, const Command& command,
                                 Orders orders) noexcept {
    if (orders.empty()) return {RejectReason::staged_orders_missing};
    if (!is_list(command, orders)) return {RejectReason::invalid_list};
    // They are of one market and account: what can differ is whether the market takes only makers.
    const Refusal refusal = first_refusal(orders, [&](const Command& order) {
        return check_names(venue, order, Access::place_and_cancel);
    });
    if (refusal) return refusal;
    return first_refusal(orders,
                         [&](const Command& order) { return check_new_order(venue, order); });
}

// --- names and counts ----------------------------------------------------------------------------

[[nodiscard]] bool repeats_name(Orders before, const Command& command) noexcept {
    const ClientOrderId& name = command.texts.created.client_order_id;
    if (name.empty()) return false;
    for (const Command& other : before) {
        if (other.texts.created.client_order_id == name) return true;
    }
    return false;
}

[[nodiscard]] Refusal check_list_names(const Venue& venue, const Command& command,
                                       Orders orders) noexcept {
    for (std::size_t i = 0; i < orders.size(); ++i) {
        if (const Refusal refusal = check_client_name(venue, orders[i])) {
            return of_member(refusal, i);
        }
        if (repeats_name(orders.first(i), orders[i])) {
            return of_member({RejectReason::duplicate_client_order_id}, i);
        }
    }
    if (venue.lists.find(command.account, command.order_list.client_order_id) != 0) {
        return {RejectReason::duplicate_client_order_id};
    }
    return {};
}

/// Lists of the account on the instrument: it has no more orders than the engine allows.
[[nodiscard]] std::uint32_t count_lists(const Venue& venue, const Command& command) noexcept {
    std::uint32_t count = 0;
    const OrderPool& pool = venue.books.pool();
    for (Slot slot = venue.account_orders.first(command.account); slot != no_slot;
         slot = pool.node(slot).account_next) {
        const OrderNode& node = pool.node(slot);
        if (node.instrument != command.instrument || node.flags == 0) continue;
        const ListIndex list = venue.terms[slot].list;
        if (list == 0) continue;
        // Each list by its first order that is open.
        std::size_t place = 0;
        while (venue.lists[list].slots[place] == no_slot) ++place;
        if (venue.lists[list].slots[place] == slot) ++count;
    }
    return count;
}

[[nodiscard]] Refusal check_list_count(const Venue& venue, const Command& command) noexcept {
    if (!venue.keeps_counts(command.instrument)) return {};
    const std::uint32_t maximum = venue.rules[command.instrument.value()].order_lists_maximum;
    if (maximum == 0) return {};
    const std::uint32_t count = count_lists(venue, command) + 1;
    if (count <= maximum) return {};
    return {RejectReason::too_many_order_lists, count, maximum};
}

[[nodiscard]] Refusal check_account(const Venue& venue, const Command& command,
                                    Orders orders) noexcept {
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const Refusal refusal = check_order_limits(venue, orders[i], static_cast<std::uint32_t>(i));
        if (refusal) return of_member(refusal, i);
    }
    OrdersBefore before;
    Refusal refusal = first_refusal(orders, [&](const Command& order) {
        const Refusal found =
            may_stay_open(order) ? check_open_counts(venue, order, before) : Refusal{};
        before.add(order);
        return found;
    });
    if (refusal) return refusal;
    refusal = check_list_count(venue, command);
    if (refusal || !venue.keeps_counts(command.instrument)) return refusal;
    return first_refusal(orders,
                         [&](const Command& order) { return check_position(venue, order); });
}

// --- market and room -----------------------------------------------------------------------------

/// The price by which the two orders of a pair are compared; zero: it has none.
[[nodiscard]] Price compared_price(const Command& command) noexcept {
    return command.order_type == OrderType::limit_maker ? command.price
                                                        : terms_of(command).stop_price;
}

[[nodiscard]] bool is_above(Price above, Price below) noexcept {
    return above == Price{} || below == Price{} || above > below;
}

/// Whether the two orders of a pair stand on the two sides of the market.
[[nodiscard]] bool are_related(const Venue& venue, const Command& one,
                               const Command& other) noexcept {
    const bool is_in_order = is_first_of_pair(one.order_type);
    const Price first = compared_price(is_in_order ? one : other);
    const Price second = compared_price(is_in_order ? other : one);
    const Price last = venue.instruments[one.instrument].price_last;
    const bool sells = one.side == Side::sell;
    const Price upper = sells ? first : second;
    const Price lower = sells ? second : first;
    if (last == Price{}) return is_above(upper, lower);
    return is_above(upper, last) && is_above(last, lower);
}

[[nodiscard]] Refusal check_list_funds(const Venue& venue, OrderListType type,
                                       Orders orders) noexcept {
    const bool is_second =
        type == OrderListType::oco && needed_by(venue, orders[0]) < needed_by(venue, orders[1]);
    const std::size_t place = is_second ? 1 : 0;
    const Refusal refusal = check_funds(venue, orders[place]);
    return refusal ? of_member(refusal, place) : refusal;
}

[[nodiscard]] Refusal check_market(const Venue& venue, OrderListType type, Orders orders) noexcept {
    const Orders working = orders.first(working_count(type));
    Refusal refusal = first_refusal(
        working, [&](const Command& order) { return check_last_price(venue, order); });
    if (refusal) return refusal;
    refusal = check_list_funds(venue, type, orders);
    if (refusal) return refusal;
    refusal =
        first_refusal(working, [&](const Command& order) { return check_post_only(venue, order); });
    if (refusal) return refusal;
    // A stop of a pair that has been reached is on the wrong side of the market, too.
    const std::size_t first = type == OrderListType::otoco ? 1 : 0;
    if (type == OrderListType::oto || are_related(venue, orders[first], orders[first + 1])) {
        return {};
    }
    return {RejectReason::list_prices_unrelated};
}

[[nodiscard]] Refusal check_pool(const Venue& venue, std::size_t order_count) noexcept {
    const std::uint64_t count = std::uint64_t{venue.books.pool().used_count()} + order_count;
    if (count <= venue.limits.orders_max) return {};
    return {RejectReason::order_capacity, shown(count), venue.limits.orders_max};
}

[[nodiscard]] Refusal check_list_room(const Venue& venue, OrderListType type,
                                      Orders orders) noexcept {
    if (const Refusal refusal = check_pool(venue, orders.size())) return refusal;
    std::uint32_t trailing_count = 0;
    const Refusal refusal = first_refusal(
        orders.first(working_count(type)), [&](const Command& order) noexcept -> Refusal {
            if (!is_stop(order.order_type) && may_rest(order)) {
                return check_price_room(venue, order.instrument, order.price);
            }
            const Refusal found = check_trailing_room(venue, order, trailing_count);
            if (terms_of(order).trailing_delta_bips != 0) ++trailing_count;
            return found;
        });
    if (refusal) return refusal;
    if (venue.keeps_counts(orders[0].instrument)) {
        if (const Refusal found = check_count_capacity(venue, orders[0])) return found;
    }
    if (!venue.lists.is_full()) return {};
    const std::int64_t limit = venue.lists.lists_max();
    return {RejectReason::order_list_capacity, limit + 1, limit};
}

}  // namespace

Refusal check_list(const Venue& venue, const Command& command, Orders orders) noexcept {
    if (const Refusal refusal = check_names(venue, command, Access::place_and_cancel)) {
        return refusal;
    }
    if (const Refusal refusal = check_rate(venue, command.account)) return refusal;
    if (const Refusal refusal = check_form(venue, command, orders)) return refusal;
    if (const Refusal refusal = check_list_names(venue, command, orders)) return refusal;
    if (const Refusal refusal = check_account(venue, command, orders)) return refusal;
    const OrderListType type = command.order_list.type;
    if (const Refusal refusal = check_market(venue, type, orders)) return refusal;
    return check_list_room(venue, type, orders);
}

}  // namespace outcry::engine
