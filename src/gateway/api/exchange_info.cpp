#include <algorithm>
#include <string_view>

#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/symbols.hpp"
#include "gateway/encoding/order_json.hpp"
#include "gateway/encoding/words.hpp"

namespace outcry::gateway {
namespace {

constexpr std::string_view spot = "SPOT";

void write_words(JsonWriter& json, std::initializer_list<std::string_view> words) {
    json.begin_array();
    for (const std::string_view word : words) json.word(word);
    json.end_array();
}

void write_lot_filter(JsonWriter& json, const InstrumentDefinition& instrument,
                      std::string_view type) {
    json.begin_object();
    json.name("filterType").word(type);
    json.name("minQty").quantity(instrument, instrument.quantity_minimum);
    json.name("maxQty").quantity(instrument, instrument.quantity_maximum);
    json.name("stepSize").quantity(instrument, Quantity{1});
    json.end_object();
}

void write_notional_filter(JsonWriter& json, const InstrumentDefinition& instrument,
                           int quote_decimals) {
    const Amount minimum{static_cast<int128>(instrument.notional_minimum) *
                         static_cast<int128>(instrument.quote_units_per_tick_lot)};
    json.begin_object();
    json.name("filterType").word("NOTIONAL");
    json.name("minNotional").amount(minimum, quote_decimals);
    json.name("applyMinToMarket").boolean(false);
    // No bound of its own: what the largest order at the highest price is worth. Zero would read
    // as "nothing may be traded" in clients that do not know it as "off".
    json.name("maxNotional")
        .amount(quote_amount(instrument, instrument.price_maximum, instrument.quantity_maximum),
                quote_decimals);
    json.name("applyMaxToMarket").boolean(false);
    json.name("avgPriceMins").integer(0);
    json.end_object();
}

void write_filters(JsonWriter& json, const Services& services,
                   const InstrumentDefinition& instrument) {
    json.begin_array();
    json.begin_object();
    json.name("filterType").word("PRICE_FILTER");
    json.name("minPrice").price(instrument, instrument.price_minimum);
    json.name("maxPrice").price(instrument, instrument.price_maximum);
    json.name("tickSize").price(instrument, Price{1});
    json.end_object();
    write_lot_filter(json, instrument, "LOT_SIZE");
    write_lot_filter(json, instrument, "MARKET_LOT_SIZE");
    const int quote_decimals = asset_of(services.view, instrument.quote_asset).decimals;
    write_notional_filter(json, instrument, quote_decimals);
    json.begin_object();
    json.name("filterType").word("MAX_NUM_ORDERS");
    json.name("maxNumOrders").count(services.options.open_orders_per_account_max);
    json.end_object();
    json.end_array();
}

void write_abilities(JsonWriter& json) {
    write_words(json.name("orderTypes"), {"LIMIT", "LIMIT_MAKER", "MARKET"});
    json.name("icebergAllowed").boolean(false);
    json.name("ocoAllowed").boolean(false);
    json.name("otoAllowed").boolean(false);
    json.name("opoAllowed").boolean(false);
    json.name("quoteOrderQtyMarketAllowed").boolean(true);
    json.name("allowTrailingStop").boolean(false);
    json.name("cancelReplaceAllowed").boolean(true);
    json.name("amendAllowed").boolean(true);
    json.name("pegInstructionsAllowed").boolean(false);
    json.name("isSpotTradingAllowed").boolean(true);
    json.name("isMarginTradingAllowed").boolean(false);
}

void write_symbol(JsonWriter& json, const Services& services,
                  const InstrumentDefinition& instrument, bool shows_permission_sets) {
    const AssetDefinition& base = asset_of(services.view, instrument.base_asset);
    const AssetDefinition& quote = asset_of(services.view, instrument.quote_asset);
    json.begin_object();
    json.name("symbol").word(instrument.symbol.view());
    json.name("status").word(word_of(instrument.status));
    json.name("baseAsset").word(base.code.view());
    json.name("baseAssetPrecision").integer(base.decimals);
    json.name("quoteAsset").word(quote.code.view());
    json.name("quotePrecision").integer(quote.decimals);
    json.name("quoteAssetPrecision").integer(quote.decimals);
    json.name("baseCommissionPrecision").integer(base.decimals);
    json.name("quoteCommissionPrecision").integer(quote.decimals);
    write_abilities(json);
    write_filters(json.name("filters"), services, instrument);
    json.name("permissions").begin_array().end_array();
    if (shows_permission_sets) {
        json.name("permissionSets").begin_array();
        write_words(json, {spot});
        json.end_array();
    }
    json.name("defaultSelfTradePreventionMode").word("NONE");
    write_words(json.name("allowedSelfTradePreventionModes"),
                {"NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"});
    json.end_object();
}

/// `permissions` is a word or a list of words; spot is all there is.
bool wants_spot(ParameterReader& reader) {
    if (!reader.has(Parameter::permissions)) return true;
    const std::string_view sent = reader.text(Parameter::permissions);
    if (!sent.starts_with('[')) return sent == spot;
    const auto list = reader.list(Parameter::permissions);
    return std::find(list.begin(), list.end(), spot) != list.end();
}

}  // namespace

Reply handle_exchange_info(Services& services, const Call& call) {
    ParameterReader reader{call.parameters};
    if (reader.has(Parameter::permissions) &&
        (reader.has(Parameter::symbol) || reader.has(Parameter::symbols))) {
        reader.refuse(refusals::bad_combination());
    }
    const bool is_spot_wanted = wants_spot(reader);
    const bool shows_permission_sets = reader.boolean(Parameter::show_permission_sets, true);
    const SymbolChoice choice = read_symbols(reader, services.view);
    if (reader.is_refused()) return refuse(services, call, reader.failure().error);

    return make_answer(call.envelope, services.view.sequence(), [&](JsonWriter& json) {
        json.begin_object();
        json.name("timezone").word("UTC");
        json.name("serverTime").time(call.now);
        services.rate_limiter.write_limits(json.name("rateLimits"));
        json.name("exchangeFilters").begin_array().end_array();
        json.name("symbols").begin_array();
        for (const views::InstrumentView* const instrument : choice.instruments) {
            if (!is_spot_wanted) break;
            write_symbol(json, services, instrument->definition, shows_permission_sets);
        }
        json.end_array();
        json.name("sors").begin_array().end_array();
        json.end_object();
    });
}

}  // namespace outcry::gateway
