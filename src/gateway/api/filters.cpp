#include "gateway/api/filters.hpp"

#include <string_view>

#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

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

}  // namespace

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

}  // namespace outcry::gateway
