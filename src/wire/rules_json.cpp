#include "wire/rules_json.hpp"

namespace outcry::wire {

void add_rules(JsonLine& line, const InstrumentRules& rules) {
    line.add("market_quantity_minimum", rules.market_quantity_minimum);
    line.add("market_quantity_maximum", rules.market_quantity_maximum);
    line.add("position_maximum", rules.position_maximum);
    line.add("notional_maximum", rules.notional_maximum);
    line.add("price_step", rules.price_step);
    line.add("quantity_step", rules.quantity_step);
    line.add("bid_up_bips", rules.bid_up_bips);
    line.add("bid_down_bips", rules.bid_down_bips);
    line.add("ask_up_bips", rules.ask_up_bips);
    line.add("ask_down_bips", rules.ask_down_bips);
    line.add("market_band_bips", rules.market_band_bips);
    line.add("orders_maximum", rules.orders_maximum);
    line.add("stop_orders_maximum", rules.stop_orders_maximum);
    line.add("iceberg_orders_maximum", rules.iceberg_orders_maximum);
    line.add("order_lists_maximum", rules.order_lists_maximum);
    line.add("iceberg_parts_maximum", rules.iceberg_parts_maximum);
    line.add("trailing_minimum_bips", rules.trailing_minimum_bips);
    line.add("trailing_maximum_bips", rules.trailing_maximum_bips);
}

void add_rules(JsonLine& line, const InstrumentChange& change) {
    line.add("price_minimum", change.price_minimum);
    line.add("price_maximum", change.price_maximum);
    line.add("quantity_minimum", change.quantity_minimum);
    line.add("quantity_maximum", change.quantity_maximum);
    line.add("notional_minimum", change.notional_minimum);
}

void add_rules(JsonLine& line, const AccountLimits& limits) {
    line.add("limited_account", limits.account);
    line.add("order_notional_maximum", limits.order_notional_maximum);
    line.add("order_quantity_maximum", limits.order_quantity_maximum);
    line.add("open_orders_maximum", limits.open_orders_maximum);
    line.add("price_collar_bips", limits.price_collar_bips);
    line.add("commands_per_second_maximum", limits.commands_per_second_maximum);
}

void add_rules(JsonLine& line, const ExposureLimit& limit) {
    line.add("limited_account", limit.account);
    line.add("asset", limit.asset);
    line.add("maximum", limit.maximum);
}

void add_rules(JsonLine& line, const FeeTier& tier) {
    line.add("index", tier.index);
    line.add("is_removed", tier.is_removed != 0);
    line.add("volume_asset", tier.volume_asset);
    line.add("volume_minimum", tier.volume_minimum);
    line.add("maker_fee_ppm", tier.maker_fee_ppm);
    line.add("taker_fee_ppm", tier.taker_fee_ppm);
}

void add_rules(JsonLine& line, const AccountFees& fees) {
    line.add("charged_account", fees.account);
    line.add("has_own_rates", fees.has_own_rates != 0);
    line.add("maker_fee_ppm", fees.maker_fee_ppm);
    line.add("taker_fee_ppm", fees.taker_fee_ppm);
    line.add("pays_in_fee_asset", fees.pays_in_fee_asset != 0);
    line.add("referrer", fees.referrer);
    line.add("referrer_share_ppm", fees.referrer_share_ppm);
}

void add_rules(JsonLine& line, const FeeAssetRate& rate) {
    line.add("asset", rate.asset);
    line.add("fee_asset", rate.fee_asset);
    line.add("numerator", rate.numerator);
    line.add("denominator", rate.denominator);
    line.add("discount_ppm", rate.discount_ppm);
}

void add_addresses(JsonLine& line, std::span<const AddressRange> ranges) {
    std::string text;
    for (const AddressRange& range : ranges) {
        if (!text.empty()) text += ' ';
        for (const std::uint8_t byte : range.address)
            fmt::format_to(std::back_inserter(text), "{:02x}", byte);
        fmt::format_to(std::back_inserter(text), "/{}", range.prefix_bits);
    }
    line.add_text("addresses", text);
}

void add_instruments(JsonLine& line, std::span<const InstrumentId> instruments) {
    std::string text;
    for (const InstrumentId instrument : instruments)
        fmt::format_to(std::back_inserter(text), "{}{}", text.empty() ? "" : " ",
                       instrument.value());
    line.add_text("instruments", text);
}

}  // namespace outcry::wire
