// What aggregators of market data ask of every venue, in the shapes that they publish: names of
// markets are BASE_QUOTE, everything is public.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/encoding/order_json.hpp"
#include "gateway/encoding/ticker_json.hpp"
#include "gateway/parameters/parameter_reader.hpp"

namespace outcry::gateway {
namespace {

constexpr std::size_t levels_per_side_default = 50;
constexpr std::size_t levels_per_side_max = 2500;
constexpr std::size_t trades_limit_default = 500;
constexpr std::size_t trades_limit_max = 1000;

struct Market {
    const views::VenueView& view;
    const views::InstrumentView& instrument;

    [[nodiscard]] const InstrumentDefinition& definition() const { return instrument.definition; }
    [[nodiscard]] const AssetDefinition& base() const {
        return asset_of(view, definition().base_asset);
    }
    [[nodiscard]] const AssetDefinition& quote() const {
        return asset_of(view, definition().quote_asset);
    }
    [[nodiscard]] std::string name() const {
        return std::string{base().code.view()}.append("_").append(quote().code.view());
    }
};

/// Those that are not gone for good.
std::vector<Market> markets_of(const views::VenueView& view) {
    std::vector<Market> markets;
    for (const auto& instrument : view.instruments()) {
        if (instrument == nullptr) continue;
        if (instrument->definition.status == InstrumentStatus::delisted) continue;
        markets.push_back({view, *instrument});
    }
    return markets;
}

/// The market that either name of the parameter chooses; nothing after a refusal.
std::optional<Market> read_market(ParameterReader& reader, const views::VenueView& view) {
    std::string_view sent = reader.text(Parameter::ticker_id);
    if (sent.empty()) sent = reader.text(Parameter::market_pair);
    if (sent.empty()) {
        reader.refuse(
            refusals::missing_both(name_of(Parameter::ticker_id), name_of(Parameter::market_pair)));
        return std::nullopt;
    }
    for (const Market& market : markets_of(view))
        if (market.name() == sent) return market;
    reader.refuse({400, -1121, "Invalid symbol."});
    return std::nullopt;
}

template <class Write>
Reply answer_markets(Services& services, const Call& call, Write write) {
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const Market& market : markets_of(services.view)) {
            json.begin_object();
            write(json, market);
            json.end_object();
        }
        json.end_array();
    });
}

void write_volumes(JsonWriter& json, const Market& market, const views::Candle& candle,
                   std::string_view quote_name) {
    json.name("base_volume").volume(candle.base_volume, market.base().decimals);
    json.name(quote_name).volume(candle.quote_volume, market.quote().decimals);
}

void write_trade(JsonWriter& json, const Market& market, const views::TradeRecord& trade,
                 std::string_view quote_name, std::string_view time_name) {
    json.begin_object();
    json.name("trade_id").count(trade.trade_id.value());
    json.name("price").price(market.definition(), trade.price);
    json.name("base_volume").quantity(market.definition(), trade.quantity);
    json.name(quote_name).amount(trade.quote, market.quote().decimals);
    json.name(time_name).time(trade.time);
    json.name("type").word(trade.taker_side == Side::buy ? "buy" : "sell").end_object();
}

void write_levels(JsonWriter& json, const Market& market, Side side, std::size_t count) {
    json.begin_array();
    for (const views::DepthLevel& level : market.instrument.depth.levels(side, count)) {
        json.begin_array().price(market.definition(), level.price);
        json.quantity(market.definition(), level.quantity).end_array();
    }
    json.end_array();
}

}  // namespace

Reply handle_summary_pairs(Services& services, const Call& call) {
    return answer_markets(services, call, [](JsonWriter& json, const Market& market) {
        json.name("ticker_id").word(market.name());
        json.name("base").word(market.base().code.view());
        json.name("target").word(market.quote().code.view());
    });
}

Reply handle_summary_tickers(Services& services, const Call& call) {
    return answer_markets(services, call, [&](JsonWriter& json, const Market& market) {
        const views::Candle candle = day_window_of(market.instrument, call.now).candle;
        const auto& depth = market.instrument.depth;
        json.name("ticker_id").word(market.name());
        json.name("base_currency").word(market.base().code.view());
        json.name("target_currency").word(market.quote().code.view());
        json.name("last_price").price(market.definition(), market.instrument.price_last);
        write_volumes(json, market, candle, "target_volume");
        json.name("bid").price(market.definition(), depth.best(Side::buy).price);
        json.name("ask").price(market.definition(), depth.best(Side::sell).price);
        json.name("high").price(market.definition(), candle.high);
        json.name("low").price(market.definition(), candle.low);
    });
}

Reply handle_summary_markets(Services& services, const Call& call) {
    return answer_markets(services, call, [&](JsonWriter& json, const Market& market) {
        const views::Candle candle = day_window_of(market.instrument, call.now).candle;
        const auto& depth = market.instrument.depth;
        json.name("trading_pairs").word(market.name());
        json.name("base_currency").word(market.base().code.view());
        json.name("quote_currency").word(market.quote().code.view());
        json.name("last_price").price(market.definition(), market.instrument.price_last);
        json.name("lowest_ask").price(market.definition(), depth.best(Side::sell).price);
        json.name("highest_bid").price(market.definition(), depth.best(Side::buy).price);
        write_volumes(json, market, candle, "quote_volume");
        json.name("price_change_percent_24h")
            .amount(price_change_percent_of(candle), percent_decimals);
        json.name("highest_price_24h").price(market.definition(), candle.high);
        json.name("lowest_price_24h").price(market.definition(), candle.low);
    });
}

Reply handle_summary_assets(Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        for (const AssetDefinition& asset : services.view.assets()) {
            json.name(asset.code.view()).begin_object();
            json.name("name").word(asset.code.view());
            json.name("can_withdraw").word("false");
            json.name("can_deposit").word("false").end_object();
        }
        json.end_object();
    });
}

Reply handle_summary_ticker(Services& services, const Call& call) {
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        for (const Market& market : markets_of(services.view)) {
            const views::Candle candle = day_window_of(market.instrument, call.now).candle;
            json.name(market.name()).begin_object();
            json.name("last_price").price(market.definition(), market.instrument.price_last);
            write_volumes(json, market, candle, "quote_volume");
            const bool is_trading = market.definition().status == InstrumentStatus::trading;
            json.name("isFrozen").word(is_trading ? "0" : "1").end_object();
        }
        json.end_object();
    });
}

Reply handle_summary_order_book(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const auto market = read_market(reader, services.view);
    const auto sent = reader.integer(Parameter::depth);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    // `depth` counts both sides; none or zero asks for what is usual.
    std::size_t count = static_cast<std::size_t>(sent.value_or(0)) / 2;
    if (count == 0) count = levels_per_side_default;
    count = std::min(count, levels_per_side_max);
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        json.name("ticker_id").word(market->name());
        json.name("timestamp").time(call.now);
        write_levels(json.name("bids"), *market, Side::buy, count);
        write_levels(json.name("asks"), *market, Side::sell, count);
        json.end_object();
    });
}

Reply handle_summary_trades(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const auto market = read_market(reader, services.view);
    const std::size_t limit = reader.limit(trades_limit_default, trades_limit_max);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_array();
        for (const auto* trade : services.view.trades(market->definition().id, TradeId{}, limit)) {
            write_trade(json, *market, *trade, "quote_volume", "timestamp");
        }
        json.end_array();
    });
}

Reply handle_summary_history(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    const auto market = read_market(reader, services.view);
    const std::size_t limit = reader.limit(trades_limit_default, trades_limit_max);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);
    const auto trades = services.view.trades(market->definition().id, TradeId{}, limit);
    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        for (const Side side : {Side::buy, Side::sell}) {
            json.name(side == Side::buy ? "buy" : "sell").begin_array();
            for (const auto* trade : trades) {
                if (trade->taker_side != side) continue;
                write_trade(json, *market, *trade, "target_volume", "trade_timestamp");
            }
            json.end_array();
        }
        json.end_object();
    });
}

}  // namespace outcry::gateway
