#include "gateway/encoding/list_json.hpp"

#include "outcry/base/assert.hpp"

#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

void write_orders(JsonWriter& json, const views::VenueView& view, const ListOnWire& list) {
    const Symbol& symbol = instrument_of(view, list.instrument).definition.symbol;
    json.begin_array();
    for (const OrderId id : list.order_ids) {
        // Of a list that ended long ago the view may have forgotten an order.
        const views::OrderRecord* const order = view.find_order(id);
        if (order == nullptr) continue;
        json.begin_object();
        json.name("symbol").word(symbol.view());
        json.name("orderId").count(id.value());
        json.name("clientOrderId").word(order->client_order_id.view());
        json.end_object();
    }
    json.end_array();
}

}  // namespace

ListOnWire list_of(const Event& accepted) noexcept {
    const OrderListAccepted& list = accepted.list_accepted;
    return {.id = list.order_list_id,
            .type = list.type,
            .instrument = accepted.instrument,
            .client_order_id = list.client_order_id,
            .order_ids = list.order_ids,
            .time = accepted.time};
}

ListOnWire list_of(const views::OrderListRecord& record) noexcept {
    return {.id = record.order_list_id,
            .type = record.type,
            .instrument = record.instrument,
            .client_order_id = record.client_order_id,
            .order_ids = record.order_ids,
            .time = record.updated_at};
}

ListProgress progress_of(const views::OrderListRecord& record) noexcept {
    return record.status == views::OrderListStatus::all_done ? ListProgress::all_done
                                                             : ListProgress::started;
}

void write_list_status(JsonWriter& json, const views::VenueView& view,
                       const views::OrderListRecord& record) {
    const ListOnWire list = list_of(record);
    json.name("orderListId").count(list.id.value());
    json.name("contingencyType").word(contingency_of(list.type));
    json.name("listOrderStatus").word(order_status_of(progress_of(record)));
    json.name("listClientOrderId").word(list.client_order_id.view());
    json.name("symbol").word(instrument_of(view, list.instrument).definition.symbol.view());
    write_orders(json.name("orders"), view, list);
}

std::string_view contingency_of(OrderListType type) noexcept {
    return type == OrderListType::oco ? "OCO" : "OTO";
}

std::string_view status_type_of(ListProgress progress) noexcept {
    switch (progress) {
        case ListProgress::started: return "EXEC_STARTED";
        case ListProgress::updated: return "UPDATED";
        case ListProgress::all_done: return "ALL_DONE";
    }
    OUTCRY_UNREACHABLE();
}

std::string_view order_status_of(ListProgress progress) noexcept {
    return progress == ListProgress::all_done ? "ALL_DONE" : "EXECUTING";
}

void write_list_members(JsonWriter& json, const views::VenueView& view, const ListOnWire& list,
                        ListProgress progress) {
    json.name("orderListId").count(list.id.value());
    json.name("contingencyType").word(contingency_of(list.type));
    json.name("listStatusType").word(status_type_of(progress));
    json.name("listOrderStatus").word(order_status_of(progress));
    json.name("listClientOrderId").word(list.client_order_id.view());
    json.name("transactionTime").time(list.time);
    json.name("symbol").word(instrument_of(view, list.instrument).definition.symbol.view());
    write_orders(json.name("orders"), view, list);
}

}  // namespace outcry::gateway
