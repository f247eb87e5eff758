// What an account may ask beyond balances, orders and trades.
#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/filters.hpp"
#include "gateway/api/rates.hpp"
#include "gateway/api/symbols.hpp"
#include "gateway/encoding/order_json.hpp"
#include "gateway/encoding/words.hpp"

namespace outcry::gateway {
namespace {

using enum Parameter;

constexpr std::size_t list_limit_default = 500;
constexpr std::size_t list_limit_max = 1000;

Answer answer_empty_list(const Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(),
                       [](JsonWriter& json) { json.begin_array().end_array(); });
}

void write_prevented_match(JsonWriter& json, const InstrumentDefinition& instrument,
                           const views::PreventedMatchRecord& match) {
    json.begin_object();
    json.name("symbol").word(instrument.symbol.view());
    json.name("preventedMatchId").count(match.id.value());
    json.name("takerOrderId").count(match.taker_order_id.value());
    json.name("makerSymbol").word(instrument.symbol.view());
    json.name("makerOrderId").count(match.maker_order_id.value());
    json.name("tradeGroupId").integer(trade_group_id_of(match.trade_group));
    json.name("selfTradePreventionMode").word(word_of(match.mode));
    json.name("price").price(instrument, match.price);
    if (match.maker_quantity != Quantity{}) {
        json.name("makerPreventedQuantity").quantity(instrument, match.maker_quantity);
    }
    if (match.taker_quantity != Quantity{}) {
        json.name("takerPreventedQuantity").quantity(instrument, match.taker_quantity);
    }
    json.name("transactTime").time(match.time);
    json.end_object();
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
                               services.view.fee_rates(call.account(), definition.id));
        write_commission_rates(json.name("specialCommission"), {});
        write_commission_rates(json.name("taxCommission"), {});
        write_discount(json.name("discount"), services.view, call.account(), definition);
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

Reply handle_prevented_matches(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    views::AccountQuery query{.account = call.account()};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    const auto id = reader.integer(prevented_match_id);
    query.order_id = OrderId{static_cast<std::uint64_t>(reader.integer(order_id).value_or(0))};
    const auto from = id ? id : reader.integer(from_prevented_match_id);
    query.limit = reader.limit(list_limit_default, list_limit_max);
    if (!id && !reader.has(order_id)) {
        reader.refuse(refusals::missing_both(name_of(prevented_match_id), name_of(order_id)));
    }
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    query.instrument = instrument->definition.id;
    if (id) query.limit = 1;
    const PreventedMatchId first{static_cast<std::uint64_t>(from.value_or(0))};
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const auto* const match : services.view.prevented_matches(query, first)) {
            if (id && match->id != first) continue;
            write_prevented_match(json, instrument->definition, *match);
        }
        json.end_array();
    });
}

Reply handle_my_filters(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        json.name("exchangeFilters").begin_array().end_array();
        write_filters(json.name("symbolFilters"), services, *instrument);
        json.name("assetFilters").begin_array().end_array();
        json.end_object();
    });
}

}  // namespace outcry::gateway
