#include <algorithm>
#include <string_view>

#include "gateway/api/call.hpp"
#include "gateway/api/envelope.hpp"
#include "gateway/api/filters.hpp"
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

void write_abilities(JsonWriter& json) {
    write_words(json.name("orderTypes"), {"LIMIT", "LIMIT_MAKER", "MARKET", "STOP_LOSS",
                                          "STOP_LOSS_LIMIT", "TAKE_PROFIT", "TAKE_PROFIT_LIMIT"});
    json.name("icebergAllowed").boolean(true);
    json.name("ocoAllowed").boolean(true);
    json.name("otoAllowed").boolean(true);
    json.name("opoAllowed").boolean(false);
    json.name("quoteOrderQtyMarketAllowed").boolean(true);
    json.name("allowTrailingStop").boolean(true);
    json.name("cancelReplaceAllowed").boolean(true);
    json.name("amendAllowed").boolean(true);
    json.name("pegInstructionsAllowed").boolean(false);
    json.name("isSpotTradingAllowed").boolean(true);
    json.name("isMarginTradingAllowed").boolean(false);
}

void write_symbol(JsonWriter& json, const Services& services, const views::InstrumentView& market,
                  bool shows_permission_sets) {
    const InstrumentDefinition& instrument = market.definition;
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
    write_filters(json.name("filters"), services, market);
    json.name("permissions").begin_array().end_array();
    if (shows_permission_sets) {
        json.name("permissionSets").begin_array();
        write_words(json, {spot});
        json.end_array();
    }
    json.name("defaultSelfTradePreventionMode").word("NONE");
    write_words(json.name("allowedSelfTradePreventionModes"),
                {"NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "DECREMENT"});
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
            write_symbol(json, services, *instrument, shows_permission_sets);
        }
        json.end_array();
        json.name("sors").begin_array().end_array();
        json.end_object();
    });
}

}  // namespace outcry::gateway
