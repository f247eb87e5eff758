// What an account may ask beyond balances, orders and trades.
#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/filters.hpp"
#include "gateway/api/rates.hpp"
#include "gateway/api/symbols.hpp"
#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

using enum Parameter;

constexpr std::size_t list_limit_default = 500;
constexpr std::size_t list_limit_max = 1000;

Answer answer_empty_list(const Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(),
                       [](JsonWriter& json) { json.begin_array().end_array(); });
}

}  // namespace

Reply handle_commission(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    const InstrumentDefinition& definition = instrument->definition;
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        json.name("symbol").word(definition.symbol.view());
        write_commission_rates(json.name("standardCommission"),
                               {definition.maker_fee_ppm, definition.taker_fee_ppm});
        write_commission_rates(json.name("specialCommission"), {});
        write_commission_rates(json.name("taxCommission"), {});
        write_no_discount(json.name("discount"));
        json.end_object();
    });
}

Reply handle_order_counts(Services& services, const Call& call) {
    RateLimiter& limiter = services.rate_limiter;
    const OrderMeter::Counts counts = limiter.orders().counts(call.account(), call.now);
    return make_answer(call.envelope, services.view.sequence(),
                       [&](JsonWriter& json) { limiter.write_order_counts(json, counts); });
}

Reply handle_allocations(Services& services, const Call& call) {
    // There are none: orders are not routed to other books.
    ParameterReader reader{call.parameters};
    static_cast<void>(read_symbol(reader, services.view));
    static_cast<void>(reader.time(start_time));
    static_cast<void>(reader.time(end_time));
    static_cast<void>(reader.integer(from_allocation_id));
    static_cast<void>(reader.integer(order_id));
    static_cast<void>(reader.limit(list_limit_default, list_limit_max));
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    return answer_empty_list(services, call);
}

Reply handle_my_filters(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        json.name("exchangeFilters").begin_array().end_array();
        write_filters(json.name("symbolFilters"), services, instrument->definition);
        json.name("assetFilters").begin_array().end_array();
        json.end_object();
    });
}

}  // namespace outcry::gateway
