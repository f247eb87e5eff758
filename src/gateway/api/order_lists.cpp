#include "gateway/api/order_lists.hpp"

#include <array>
#include <utility>

#include "gateway/api/envelope.hpp"
#include "gateway/api/symbols.hpp"

namespace outcry::gateway {
namespace {

using enum Parameter;

bool is_stop_loss(OrderType type) noexcept {
    return type == OrderType::stop_loss || type == OrderType::stop_loss_limit;
}
bool is_take_profit(OrderType type) noexcept {
    return type == OrderType::take_profit || type == OrderType::take_profit_limit;
}
bool may_be_in_oco(OrderType type) noexcept {
    return type == OrderType::limit_maker || is_stop_loss(type) || is_take_profit(type);
}

/// Why an order may not stand on that side of the market; zero: it may.
Refusal refusal_of_side(Side side, OrderType type) {
    const bool buys = side == Side::buy;
    if (is_stop_loss(type)) {
        return buys ? Refusal{400, -1196, "A stop loss order in a buy OCO must be above."}
                    : Refusal{400, -1197, "A stop loss order in a sell OCO must be below."};
    }
    if (is_take_profit(type)) {
        return buys ? Refusal{400, -1198, "A take profit order in a buy OCO must be below."}
                    : Refusal{400, -1199, "A take profit order in a sell OCO must be above."};
    }
    return buys ? Refusal{400, -1165, "A limit order in a buy OCO must be below."}
                : Refusal{400, -1166, "A limit order in a sell OCO must be above."};
}

/// A list under way to be placed: its orders by place, and the command that ends it.
template <std::size_t count>
struct ListForm {
    std::array<OrderNames, count> names;
    std::array<Command, count> orders{};
};

/// The list's own name, the numbers of its orders, and the commands in their order.
template <std::size_t count>
Reply finish_list(Services& services, const Call& call, ParameterReader& reader,
                  ListForm<count>& form, OrderListType type) {
    Submission submission = make_submission(call, CommandType::place_order_list);
    PlaceOrderList& list = submission.command.order_list;
    list.type = type;
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    list.client_order_id = reader.client_order_id(list_client_order_id);
    submission.response_type = read_response_type(reader, ResponseType::result);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    for (std::size_t i = 0; i < count; ++i) {
        read_order_numbers(services, call, reader, {form.names[i], instrument->definition},
                           form.orders[i]);
        form.orders[i].type = CommandType::stage_order;
    }
    if (!reader.is_refused()) bind_to_session(call, reader, form.orders);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);

    if (list.client_order_id.empty()) list.client_order_id = services.client_order_ids.next();
    list.client_order_id_hash = client_order_id_hash(list.client_order_id, call.account());
    submission.command.instrument = instrument->definition.id;
    submission.staged.assign(form.orders.begin(), form.orders.end());
    return submission;
}

void check_working_type(ParameterReader& reader, const Command& working) {
    if (working.order_type != OrderType::limit && working.order_type != OrderType::limit_maker) {
        reader.refuse(refusals::invalid_value(name_of(working_type)));
    }
}

}  // namespace

void check_oco_types(ParameterReader& reader, const OcoPair& pair) {
    if (reader.is_refused()) return;
    const OrderType above = pair.above.order_type;
    const OrderType below = pair.below.order_type;
    const Side side = pair.above.side;
    if (!may_be_in_oco(above) || !may_be_in_oco(below)) {
        return reader.refuse({400, -1158, "Order type not supported in OCO."});
    }
    if (above == OrderType::limit_maker && below == OrderType::limit_maker) {
        return reader.refuse({400, -1168, "At least one OCO order must be contingent."});
    }
    // Of a buy the stop loss is above and the other one below; of a sell mirrored.
    if (is_stop_loss(above) != (side == Side::buy)) {
        return reader.refuse(refusal_of_side(side, above));
    }
    if (is_stop_loss(below) != (side == Side::sell)) reader.refuse(refusal_of_side(side, below));
}

Reply handle_place_oco(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    ListForm<2> form{.names = {above_names, below_names}};
    for (std::size_t i = 0; i < 2; ++i) {
        read_order_type(reader, form.names[i], form.orders[i]);
        read_order_words(reader, form.names[i], form.orders[i]);
    }
    check_oco_types(reader, {form.orders[0], form.orders[1]});
    return finish_list(services, call, reader, form, OrderListType::oco);
}

Reply handle_place_older_oco(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    ListForm<2> form{.names = {older_limit_names, older_stop_names}};
    form.orders[0].order_type = OrderType::limit_maker;
    form.orders[1].order_type =
        reader.has(stop_limit_price) ? OrderType::stop_loss_limit : OrderType::stop_loss;
    for (std::size_t i = 0; i < 2; ++i) read_order_words(reader, form.names[i], form.orders[i]);
    return finish_list(services, call, reader, form, OrderListType::oco);
}

Reply handle_place_oto(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    ListForm<2> form{.names = {working_names, pending_names}};
    for (std::size_t i = 0; i < 2; ++i) {
        read_order_type(reader, form.names[i], form.orders[i]);
        read_order_words(reader, form.names[i], form.orders[i]);
    }
    check_working_type(reader, form.orders[0]);
    return finish_list(services, call, reader, form, OrderListType::oto);
}

Reply handle_place_otoco(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    ListForm<3> form{.names = {working_names, pending_above_names, pending_below_names}};
    for (std::size_t i = 0; i < 3; ++i) {
        read_order_type(reader, form.names[i], form.orders[i]);
        read_order_words(reader, form.names[i], form.orders[i]);
    }
    check_working_type(reader, form.orders[0]);
    check_oco_types(reader, {form.orders[1], form.orders[2]});
    return finish_list(services, call, reader, form, OrderListType::otoco);
}

Reply handle_cancel_list(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    Submission submission = make_submission(call, CommandType::cancel_order_list);
    Command& command = submission.command;
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    if (!reader.has(order_list_id) && !reader.has(list_client_order_id)) {
        reader.refuse(
            refusals::missing_both(name_of(order_list_id), name_of(list_client_order_id)));
    }
    CancelOrderList& list = command.cancelled_list;
    list.order_list_id =
        OrderListId{static_cast<std::uint64_t>(reader.integer(order_list_id).value_or(0))};
    list.client_order_id = reader.client_order_id(list_client_order_id);
    list.cancel_client_order_id = reader.client_order_id(new_client_order_id);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    command.instrument = instrument->definition.id;
    return submission;
}

}  // namespace outcry::gateway
