#include "gateway/api/list_answers.hpp"

#include <algorithm>

#include "outcry/base/assert.hpp"

#include "gateway/api/envelope.hpp"
#include "gateway/encoding/list_json.hpp"
#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

bool is_cancel_of_batch(const Event& event) noexcept {
    return event.type == EventType::order_closed &&
           event.closed.reason == CloseReason::cancelled_by_user;
}

/// The order as it stood when its command was done, from what has been kept of it since.
views::OrderRecord as_accepted(const views::VenueView& view, const views::OrderRecord& order,
                               Sequence accepted_by, std::span<const Event> fills) {
    // Nothing has changed it since: that is how it was.
    if (order.updated_by == accepted_by) return order;
    views::OrderRecord first = order;
    first.executed_quantity = {};
    first.executed_quote = {};
    const InstrumentDefinition& instrument = instrument_of(view, order.instrument).definition;
    for (const Event& fill : fills) {
        first.executed_quantity += fill.traded.quantity;
        first.executed_quote += quote_amount(instrument, fill.traded.price, fill.traded.quantity);
    }
    // It was open, or nothing could have changed it.
    const bool has_traded = first.executed_quantity != Quantity{};
    first.status = has_traded ? views::OrderStatus::partially_filled : views::OrderStatus::open;
    first.close_reason = {};
    first.prevented_quantity = {};
    if (first.working_at != order.accepted_at) first.working_at = {};
    if (first.tracking_at != order.accepted_at) first.tracking_at = {};
    const auto amendments = view.amendments(order.order_id, Sequence{}, 1);
    if (!amendments.empty()) {
        first.price = amendments.front()->price_before;
        first.quantity = amendments.front()->quantity_before;
        first.client_order_id = amendments.front()->client_order_id_before;
    }
    return first;
}

/// What a trade was as an event: enough of it to be shown as a fill.
Event fill_event_of(const views::TradeRecord& trade) {
    Event event;
    event.type = EventType::order_traded;
    event.instrument = trade.instrument;
    event.sequence = trade.sequence;
    event.time = trade.time;
    event.traded.trade_id = trade.trade_id;
    event.traded.price = trade.price;
    event.traded.quantity = trade.quantity;
    event.traded.taker_order_id = trade.taker_order_id;
    event.traded.maker_order_id = trade.maker_order_id;
    event.traded.taker_fee = trade.taker_fee;
    event.traded.taker_side = trade.taker_side;
    return event;
}

std::vector<Event> first_fills_of(const views::VenueView& view, const views::OrderRecord& order,
                                  Sequence accepted_by) {
    const views::AccountQuery query{.account = order.account,
                                    .instrument = order.instrument,
                                    .order_id = order.order_id,
                                    .from_trade_id = TradeId{1},
                                    .limit = fills_per_command_max};
    std::vector<Event> fills;
    for (const views::TradeRecord* const trade : view.account_trades(query)) {
        const bool is_first =
            trade->sequence == accepted_by && trade->taker_order_id == order.order_id;
        if (is_first) fills.push_back(fill_event_of(*trade));
    }
    return fills;
}

/// The list and those of its orders that the command closed.
void write_list_cancelled(JsonWriter& json, const views::VenueView& view,
                          const views::OrderListRecord& list, std::span<const Event> events) {
    json.begin_object();
    write_list_members(json, view, list_of(list), progress_of(list));
    json.name("orderReports").begin_array();
    for (const Event& event : events) {
        if (event.type != EventType::order_closed) continue;
        const views::OrderRecord* const order = view.find_order(event.closed.order_id);
        const bool is_of_list = order != nullptr && order->order_list_id == list.order_list_id;
        if (is_of_list) write_cancel(json, view, *order, event);
    }
    json.end_array().end_object();
}

}  // namespace

const Event* find_event(std::span<const Event> events, EventType type) noexcept {
    const auto found = std::find_if(events.begin(), events.end(),
                                    [&](const Event& event) { return event.type == type; });
    return found == events.end() ? nullptr : &*found;
}

void write_accepted(JsonWriter& json, const views::VenueView& view, const Submission& submission,
                    const Event& accepted, std::span<const Event> events) {
    const views::OrderRecord* const order = view.find_order(accepted.accepted.order_id);
    OUTCRY_ASSERT(order != nullptr);  // the newest ones are always kept
    write_placement(json, view,
                    {.order = *order,
                     .time = accepted.time,
                     .type = submission.response_type,
                     .events = events});
}

Answer answer_list_placed(const views::VenueView& view, const Submission& submission,
                          std::span<const Event> events) {
    const Event* const list = find_event(events, EventType::order_list_accepted);
    OUTCRY_ASSERT(list != nullptr);
    return make_answer(submission.envelope, events.back().sequence, [&](JsonWriter& json) {
        json.begin_object();
        write_list_members(json, view, list_of(*list), ListProgress::started);
        json.name("orderReports").begin_array();
        for (const Event& event : events) {
            if (event.type == EventType::order_accepted) {
                write_accepted(json, view, submission, event, events);
            }
        }
        json.end_array().end_object();
    });
}

void write_cancelled(JsonWriter& json, const views::VenueView& view,
                     std::span<const Event> events) {
    std::vector<OrderListId> written;
    for (const Event& event : events) {
        if (event.type != EventType::order_closed) continue;
        // Gone only when more were cancelled at once than the view keeps.
        const views::OrderRecord* const order = view.find_order(event.closed.order_id);
        if (order == nullptr) continue;
        const auto* const list = view.find_order_list(order->order_list_id);
        if (list == nullptr) {
            write_cancel(json, view, *order, event);
        } else if (std::find(written.begin(), written.end(), list->order_list_id) ==
                   written.end()) {
            written.push_back(list->order_list_id);
            write_list_cancelled(json, view, *list, events);
        }
    }
}

Answer answer_list_cancelled(const views::VenueView& view, const Submission& submission,
                             std::span<const Event> events) {
    const Event* const closed = find_event(events, EventType::order_closed);
    OUTCRY_ASSERT(closed != nullptr);
    const views::OrderRecord* const order = view.find_order(closed->closed.order_id);
    OUTCRY_ASSERT(order != nullptr);  // the newest closed ones are always kept
    const auto* const list = view.find_order_list(order->order_list_id);
    OUTCRY_ASSERT(list != nullptr);
    return make_answer(submission.envelope, events.back().sequence,
                       [&](JsonWriter& json) { write_list_cancelled(json, view, *list, events); });
}

Answer answer_whole_batch(const views::VenueView& view, const Submission& submission,
                          std::span<const Event> events) {
    return make_answer(submission.envelope, events.back().sequence, [&](JsonWriter& json) {
        json.begin_array();
        for (const Event& event : events) {
            if (event.type == EventType::order_accepted) {
                write_accepted(json, view, submission, event, events);
            } else if (is_cancel_of_batch(event)) {
                const auto* const order = view.find_order(event.closed.order_id);
                if (order != nullptr) write_cancel(json, view, *order, event);
            }
        }
        json.end_array();
    });
}

Answer answer_repeated(const views::VenueView& view, const Submission& submission,
                       const Event& repeated) {
    const OrderRepeated& first = repeated.repeated;
    const views::OrderRecord* const order = view.find_order(first.order_id);
    Answer answer = make_answer(submission.envelope, repeated.sequence, [&](JsonWriter& json) {
        if (order != nullptr) {
            const auto fills = first_fills_of(view, *order, first.accepted_by);
            const auto record = as_accepted(view, *order, first.accepted_by, fills);
            return write_placement(json, view,
                                   {.order = record,
                                    .time = order->accepted_at,
                                    .type = submission.response_type,
                                    .events = fills});
        }
        // Closed so long ago that only its name and number are left.
        json.begin_object();
        json.name("symbol").word(instrument_of(view, repeated.instrument).definition.symbol.view());
        json.name("orderId").count(first.order_id.value());
        json.name("orderListId").integer(-1);
        json.name("clientOrderId").word(first.client_order_id.view());
        json.end_object();
    });
    answer.is_replay = true;
    return answer;
}

}  // namespace outcry::gateway
