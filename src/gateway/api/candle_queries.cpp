#include <charconv>
#include <optional>
#include <string_view>

#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/symbols.hpp"
#include "gateway/api/time_zone.hpp"
#include "gateway/encoding/ticker_json.hpp"

namespace outcry::gateway {
namespace {

constexpr std::size_t candles_limit_default = 500;
constexpr std::size_t candles_limit_max = 1000;

Refusal bad_interval() { return {400, -1120, "Invalid interval."}; }

}  // namespace

Reply handle_klines(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    const auto interval = views::find_interval(reader.text(Parameter::interval));
    if (!interval) reader.refuse(bad_interval());
    views::CandleQuery query{.now = call.now};
    query.grid.offset_us = read_time_zone(reader);
    query.start = reader.time(Parameter::start_time).value_or(Timestamp{});
    query.end = reader.time(Parameter::end_time).value_or(Timestamp{});
    query.limit = reader.limit(candles_limit_default, candles_limit_max);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);

    query.grid.interval = *interval;
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const views::Candle& candle : instrument->candles.candles(query)) {
            write_candle(json, services.view, *instrument,
                         {candle, views::end_of(query.grid, candle.start)});
        }
        json.end_array();
    });
}

Reply handle_average_price(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        const AveragePrice average = average_price_of(services.view, *instrument, call.now);
        json.begin_object();
        json.name("mins").integer(average_price_minutes);
        json.name("price").amount(average.price, wire_decimals_min);
        json.name("closeTime").time(average.last_trade_at).end_object();
    });
}

}  // namespace outcry::gateway
