#include <algorithm>

#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/history_merge.hpp"
#include "gateway/api/symbols.hpp"
#include "gateway/encoding/order_json.hpp"
#include "gateway/encoding/ticker_json.hpp"

namespace outcry::gateway {
namespace {

constexpr std::size_t depth_limit_default = 100;
constexpr std::size_t depth_limit_max = 5000;
constexpr std::size_t trades_limit_default = 500;
constexpr std::size_t trades_limit_max = 1000;

void write_book_ticker(JsonWriter& json, const views::InstrumentView& instrument) {
    const views::DepthLevel bid = instrument.depth.best(Side::buy);
    const views::DepthLevel ask = instrument.depth.best(Side::sell);
    json.begin_object();
    json.name("symbol").word(instrument.definition.symbol.view());
    json.name("bidPrice").price(instrument.definition, bid.price);
    json.name("bidQty").quantity(instrument.definition, bid.quantity);
    json.name("askPrice").price(instrument.definition, ask.price);
    json.name("askQty").quantity(instrument.definition, ask.quantity);
    json.end_object();
}

void write_price_ticker(JsonWriter& json, const views::InstrumentView& instrument) {
    json.begin_object();
    json.name("symbol").word(instrument.definition.symbol.view());
    json.name("price").price(instrument.definition, instrument.price_last);
    json.end_object();
}

/// Ids begin with 1: a client that pages from 0 means the oldest, not "no id".
std::uint64_t read_from_id(ParameterReader& reader) {
    if (!reader.has(Parameter::from_id)) return 0;
    const auto sent = static_cast<std::uint64_t>(reader.integer(Parameter::from_id).value_or(0));
    return std::max<std::uint64_t>(sent, 1);
}

/// One object for `symbol`, else an array.
template <class Write>
Reply answer_each(Services& services, const Call& call, Write write) {
    ParameterReader reader{call.parameters};
    const SymbolChoice choice = read_symbols(reader, services.view);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        if (!choice.is_single) json.begin_array();
        for (const views::InstrumentView* const instrument : choice.instruments) {
            write(json, *instrument);
        }
        if (!choice.is_single) json.end_array();
    });
}

}  // namespace

Answer refuse(const Services& services, const Call& call, const Refusal& refusal) {
    return make_error(call.envelope, services.view.sequence(), refusal, refusal.data);
}

Reply handle_ping(Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(),
                       [](JsonWriter& json) { json.begin_object().end_object(); });
}

Reply handle_time(Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object().name("serverTime").time(call.now).end_object();
    });
}

Reply handle_depth(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    check_symbol_status(reader, instrument);
    const std::size_t limit = reader.limit(depth_limit_default, depth_limit_max);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);

    const auto write_side = [&](JsonWriter& json, Side side) {
        json.begin_array();
        for (const views::DepthLevel& level : instrument->depth.levels(side, limit)) {
            json.begin_array().price(instrument->definition, level.price);
            json.quantity(instrument->definition, level.quantity).end_array();
        }
        json.end_array();
    };
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        json.name("lastUpdateId").count(instrument->depth.last_update().value());
        write_side(json.name("bids"), Side::buy);
        write_side(json.name("asks"), Side::sell);
        json.end_object();
    });
}

Reply handle_trades(Services& services, const Call& call) {
    // `fromId` is not among this one's parameters.
    return handle_historical_trades(services, call);
}

Reply handle_historical_trades(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    const std::size_t limit = reader.limit(trades_limit_default, trades_limit_max);
    const TradeId from{read_from_id(reader)};
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);

    const views::AccountQuery query{
        .instrument = instrument->definition.id, .from_trade_id = from, .limit = limit};
    auto trades = services.view.trades(query.instrument, from, limit);
    if (auto missing = missing_trades(services, {.query = query}, trades)) {
        return HistoryNeeded{std::move(*missing), call.envelope};
    }
    if (is_history_away(services)) return refuse(services, call, history_away());
    if (services.history != nullptr) {
        trades = merge_trades(query, std::move(trades), *services.history);
    }
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const views::TradeRecord* const trade : trades) {
            write_public_trade(json, services.view, *trade);
        }
        json.end_array();
    });
}

Reply handle_aggregates(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const views::InstrumentView* const instrument = read_symbol(reader, services.view);
    views::AggregateQuery query{.from_id = read_from_id(reader)};
    query.start = reader.time(Parameter::start_time).value_or(Timestamp{});
    query.end = reader.time(Parameter::end_time).value_or(Timestamp{});
    query.limit = reader.limit(trades_limit_default, trades_limit_max);
    const bool has_range = reader.has(Parameter::start_time) || reader.has(Parameter::end_time);
    if (has_range && reader.has(Parameter::from_id)) reader.refuse(refusals::bad_combination());
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);

    query.instrument = instrument->definition.id;
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const views::AggregateRecord* const record : services.view.aggregates(query)) {
            json.begin_object();
            write_aggregate(json, instrument->definition, *record);
            json.end_object();
        }
        json.end_array();
    });
}

Reply handle_book_ticker(Services& services, const Call& call) {
    return answer_each(services, call, write_book_ticker);
}

Reply handle_price_ticker(Services& services, const Call& call) {
    return answer_each(services, call, write_price_ticker);
}

}  // namespace outcry::gateway
