// Order lists and amendments as an account may ask for them.
#include <algorithm>
#include <span>

#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/symbols.hpp"
#include "gateway/api/time_range.hpp"
#include "gateway/encoding/list_json.hpp"
#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

using enum Parameter;

constexpr std::size_t list_limit_default = 500;
constexpr std::size_t list_limit_max = 1000;

Refusal no_such_list() { return {400, -2013, "Order list does not exist."}; }
Refusal no_such_order() { return {400, -2013, "Order does not exist."}; }

void write_list(JsonWriter& json, const views::VenueView& view,
                const views::OrderListRecord& record) {
    json.begin_object();
    write_list_members(json, view, list_of(record), progress_of(record));
    json.end_object();
}

Answer answer_lists(const Services& services, const Call& call,
                    std::span<const views::OrderListRecord* const> lists) {
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const views::OrderListRecord* const list : lists) {
            write_list(json, services.view, *list);
        }
        json.end_array();
    });
}

/// By its id first, as orders are; the name then has to be its name.
const views::OrderListRecord* find_list(const Services& services, const Call& call,
                                        ParameterReader& reader) {
    const auto id = reader.integer(order_list_id);
    const ClientOrderId name = reader.client_order_id(orig_client_order_id);
    if (reader.is_refused()) return nullptr;
    const views::OrderListRecord* const list =
        id ? services.view.find_order_list(OrderListId{static_cast<std::uint64_t>(*id)})
           : services.view.find_order_list(call.account(), name.view());
    const bool is_meant = list != nullptr && list->account == call.account() &&
                          (name.empty() || list->client_order_id == name);
    if (!is_meant) reader.refuse(no_such_list());
    return list;
}

void write_amendment_record(JsonWriter& json, const InstrumentDefinition& instrument,
                            const views::OrderAmendmentRecord& record) {
    json.begin_object();
    json.name("symbol").word(instrument.symbol.view());
    json.name("orderId").count(record.order_id.value());
    json.name("executionId").integer(execution_id_of(record.sequence, record.event_index));
    json.name("origClientOrderId").word(record.client_order_id_before.view());
    json.name("newClientOrderId").word(record.client_order_id.view());
    json.name("origQty").quantity(instrument, record.quantity_before);
    json.name("newQty").quantity(instrument, record.quantity);
    json.name("time").time(record.time);
    json.end_object();
}

}  // namespace

Reply handle_order_list(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    if (!reader.has(order_list_id) && !reader.has(orig_client_order_id)) {
        reader.refuse(
            refusals::missing_both(name_of(order_list_id), name_of(orig_client_order_id)));
    }
    const views::OrderListRecord* const list = find_list(services, call, reader);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    return make_answer(call.envelope, services.view.sequence(),
                       [&](JsonWriter& json) { write_list(json, services.view, *list); });
}

Reply handle_open_order_lists(Services& services, const Call& call) {
    return answer_lists(services, call, services.view.open_order_lists(call.account()));
}

Reply handle_all_order_lists(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const TimeRange range = read_time_range(reader);
    const views::OrderListQuery query{
        .account = call.account(),
        .from_id = OrderListId{static_cast<std::uint64_t>(reader.integer(from_id).value_or(0))},
        .start = range.start,
        .end = range.end,
        .limit = reader.limit(list_limit_default, list_limit_max)};
    if (reader.has(from_id) && (reader.has(start_time) || reader.has(end_time))) {
        reader.refuse(refusals::bad_combination());
    }
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    return answer_lists(services, call, services.view.order_lists(query));
}

Reply handle_amendments(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    const OrderId id{static_cast<std::uint64_t>(reader.integer(order_id).value_or(0))};
    const auto from = reader.integer(from_execution_id);
    const std::size_t limit = reader.limit(list_limit_default, list_limit_max);
    if (!reader.is_refused()) {
        const views::OrderRecord* const order = services.view.find_order(id);
        const bool is_meant = order != nullptr && order->account == call.account() &&
                              order->instrument == instrument->definition.id;
        if (!is_meant) reader.refuse(no_such_order());
    }
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    const EventName first = event_named(from.value_or(0));
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const auto* const record : services.view.amendments(id, first.sequence, limit)) {
            // The view looks by command; of the first one the earlier events are not asked for.
            const bool is_earlier =
                record->sequence == first.sequence && record->event_index < first.index;
            if (!is_earlier) write_amendment_record(json, instrument->definition, *record);
        }
        json.end_array();
    });
}

}  // namespace outcry::gateway
