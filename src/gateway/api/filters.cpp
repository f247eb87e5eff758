#include "gateway/api/filters.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

constexpr int multiplier_decimals = 4;
// What a delta may be where no rule says less: all that an order can carry.
constexpr std::uint16_t trailing_bips_min = 1;
constexpr std::uint16_t trailing_bips_max = std::numeric_limits<std::uint16_t>::max();

/// A filter with one number.
struct CountFilter {
    std::string_view type;
    std::string_view name;
    std::uint64_t count = 0;
};

void write_count_filter(JsonWriter& json, const CountFilter& filter) {
    if (filter.count == 0) return;
    json.begin_object();
    json.name("filterType").word(filter.type);
    json.name(filter.name).count(filter.count).end_object();
}

Quantity first_set(Quantity value, Quantity otherwise) noexcept {
    return value != Quantity{} ? value : otherwise;
}

void write_price_filter(JsonWriter& json, const InstrumentDefinition& instrument,
                        const InstrumentRules& rules) {
    json.begin_object();
    json.name("filterType").word("PRICE_FILTER");
    json.name("minPrice").price(instrument, instrument.price_minimum);
    json.name("maxPrice").price(instrument, instrument.price_maximum);
    json.name("tickSize").price(instrument, Price{std::max(rules.price_step, 1U)});
    json.end_object();
}

void write_lot_filter(JsonWriter& json, const InstrumentDefinition& instrument,
                      const InstrumentRules& rules) {
    json.begin_object();
    json.name("filterType").word("LOT_SIZE");
    json.name("minQty").quantity(instrument, instrument.quantity_minimum);
    json.name("maxQty").quantity(instrument, instrument.quantity_maximum);
    json.name("stepSize").quantity(instrument, Quantity{std::max(rules.quantity_step, 1U)});
    json.end_object();
}

void write_market_lot_filter(JsonWriter& json, const InstrumentDefinition& instrument,
                             const InstrumentRules& rules) {
    json.begin_object();
    json.name("filterType").word("MARKET_LOT_SIZE");
    json.name("minQty").quantity(
        instrument, first_set(rules.market_quantity_minimum, instrument.quantity_minimum));
    json.name("maxQty").quantity(
        instrument, first_set(rules.market_quantity_maximum, instrument.quantity_maximum));
    json.name("stepSize").quantity(instrument, Quantity{std::max(rules.quantity_step, 1U)});
    json.end_object();
}

void write_notional_filter(JsonWriter& json, const InstrumentDefinition& instrument,
                           const InstrumentRules& rules, int quote_decimals) {
    const auto units = static_cast<int128>(instrument.quote_units_per_tick_lot);
    // Without a bound of its own: what the largest order at the highest price is worth. Zero would
    // read as "nothing may be traded" in clients that do not know it as "off".
    const Amount maximum =
        rules.notional_maximum != 0
            ? Amount{static_cast<int128>(rules.notional_maximum) * units}
            : quote_amount(instrument, instrument.price_maximum, instrument.quantity_maximum);
    json.begin_object();
    json.name("filterType").word("NOTIONAL");
    json.name("minNotional")
        .amount(Amount{static_cast<int128>(instrument.notional_minimum) * units}, quote_decimals);
    json.name("applyMinToMarket").boolean(false);
    json.name("maxNotional").amount(maximum, quote_decimals);
    json.name("applyMaxToMarket").boolean(false);
    json.name("avgPriceMins").integer(0);
    json.end_object();
}

void write_percent_filter(JsonWriter& json, const InstrumentRules& rules) {
    const std::uint32_t any =
        rules.bid_up_bips | rules.bid_down_bips | rules.ask_up_bips | rules.ask_down_bips;
    if (any == 0) return;
    const auto write = [&](std::string_view name, std::uint32_t bips) {
        json.name(name).amount(Amount{bips}, multiplier_decimals);
    };
    json.begin_object();
    json.name("filterType").word("PERCENT_PRICE_BY_SIDE");
    write("bidMultiplierUp", rules.bid_up_bips);
    write("bidMultiplierDown", rules.bid_down_bips);
    write("askMultiplierUp", rules.ask_up_bips);
    write("askMultiplierDown", rules.ask_down_bips);
    json.name("avgPriceMins").integer(0);
    json.end_object();
}

void write_trailing_filter(JsonWriter& json, const InstrumentRules& rules) {
    const std::uint16_t lowest = std::max(rules.trailing_minimum_bips, trailing_bips_min);
    const std::uint16_t highest =
        rules.trailing_maximum_bips != 0 ? rules.trailing_maximum_bips : trailing_bips_max;
    json.begin_object();
    json.name("filterType").word("TRAILING_DELTA");
    json.name("minTrailingAboveDelta").count(lowest);
    json.name("maxTrailingAboveDelta").count(highest);
    json.name("minTrailingBelowDelta").count(lowest);
    json.name("maxTrailingBelowDelta").count(highest);
    json.end_object();
}

}  // namespace

void write_filters(JsonWriter& json, const Services& services,
                   const views::InstrumentView& instrument) {
    const InstrumentDefinition& definition = instrument.definition;
    const InstrumentRules& rules = instrument.rules;
    const std::uint64_t orders_maximum = rules.orders_maximum != 0
                                             ? rules.orders_maximum
                                             : services.options.open_orders_per_account_max;
    json.begin_array();
    write_price_filter(json, definition, rules);
    write_lot_filter(json, definition, rules);
    write_count_filter(json, {"ICEBERG_PARTS", "limit", rules.iceberg_parts_maximum});
    write_market_lot_filter(json, definition, rules);
    write_trailing_filter(json, rules);
    write_percent_filter(json, rules);
    write_notional_filter(json, definition, rules,
                          asset_of(services.view, definition.quote_asset).decimals);
    write_count_filter(json, {"MAX_NUM_ORDERS", "maxNumOrders", orders_maximum});
    write_count_filter(json,
                       {"MAX_NUM_ORDER_LISTS", "maxNumOrderLists", rules.order_lists_maximum});
    write_count_filter(json,
                       {"MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders", rules.stop_orders_maximum});
    write_count_filter(
        json, {"MAX_NUM_ICEBERG_ORDERS", "maxNumIcebergOrders", rules.iceberg_orders_maximum});
    if (rules.position_maximum != Quantity{}) {
        json.begin_object();
        json.name("filterType").word("MAX_POSITION");
        json.name("maxPosition").quantity(definition, rules.position_maximum).end_object();
    }
    json.end_array();
}

}  // namespace outcry::gateway
