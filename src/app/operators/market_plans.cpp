#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "outcry/wire/enum_names.hpp"

#include "app/operators/operator_call.hpp"
#include "app/operators/venue_names.hpp"
#include "app/operators/words.hpp"
#include "app/seed/seed.hpp"

namespace outcry::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t price_units_max = 1'000'000'000;
constexpr std::uint64_t quantity_units_max = 9'000'000'000;
constexpr std::uint64_t unit_mantissa_max = 1'000'000'000;
constexpr std::uint8_t unit_scale_max = 18;
constexpr std::uint8_t default_asset_decimals = 8;

Json asset_json(const AssetDefinition& asset) {
    return {{"asset", asset.code.view()}, {"decimals", asset.decimals}};
}

std::string asset_code(const views::VenueView& view, AssetId asset) {
    return std::string{view.assets()[asset.value()].code.view()};
}

Json market_json(const views::VenueView& view, const InstrumentDefinition& market) {
    const WireUnit tick = tick_of(market);
    const WireUnit lot = lot_of(market);
    return {{"symbol", market.symbol.view()},
            {"base", asset_code(view, market.base_asset)},
            {"quote", asset_code(view, market.quote_asset)},
            {"status", wire::name_of(market.status)},
            {"tick", units_text(1, tick)},
            {"step", units_text(1, lot)},
            {"priceMinimum",
             units_text(static_cast<std::uint64_t>(market.price_minimum.value()), tick)},
            {"priceMaximum",
             units_text(static_cast<std::uint64_t>(market.price_maximum.value()), tick)},
            {"quantityMinimum", units_text(market.quantity_minimum.value(), lot)},
            {"quantityMaximum", units_text(market.quantity_maximum.value(), lot)},
            {"notionalMinimum", units_text(market.notional_minimum, tick_lot_of(market))},
            {"makerFee", rate_text(static_cast<std::int32_t>(market.maker_fee_ppm))},
            {"takerFee", rate_text(static_cast<std::int32_t>(market.taker_fee_ppm))}};
}

OperatorPlan::Describe describe_market(std::string symbol) {
    return [symbol = std::move(symbol)](views::VenueView& view) {
        const views::InstrumentView* const market = view.find_instrument(symbol);
        return market == nullptr ? Json::object() : market_json(view, market->definition);
    };
}

std::uint64_t steps_in(std::uint64_t units, const WireUnit& step, std::uint64_t steps_max) {
    return units_in({units, 0}, step, Rounding::down).value_or(steps_max);
}

WireUnit unit_field(CallFields& fields, std::string_view name) {
    const Decimal value = fields.decimal(name);
    if (fields.failure()) return {};
    if (value.mantissa == 0 || value.mantissa > unit_mantissa_max || value.scale > unit_scale_max)
        fields.refuse_field(name, "must be above zero, with at most 9 digits and 18 decimals");
    return {static_cast<std::uint64_t>(value.mantissa), value.scale};
}

std::uint32_t fee_field(CallFields& fields, std::string_view name, std::uint32_t otherwise) {
    const auto ppm = fields.optional_rate_ppm(name);
    if (ppm && *ppm < 0) fields.refuse_field(name, "must not be negative on a market");
    return ppm && *ppm >= 0 ? static_cast<std::uint32_t>(*ppm) : otherwise;
}

/// What a market may have of bounds, on top of what `market` says already.
void read_bounds(CallFields& fields, InstrumentDefinition& market) {
    const WireUnit tick = tick_of(market);
    const WireUnit lot = lot_of(market);
    const auto price = [&](std::string_view name, Price& target) {
        if (const auto units = optional_units(fields, name, tick))
            target = Price{static_cast<std::int64_t>(*units)};
    };
    const auto quantity = [&](std::string_view name, Quantity& target) {
        if (const auto units = optional_units(fields, name, lot)) target = Quantity{*units};
    };
    price("priceMinimum", market.price_minimum);
    price("priceMaximum", market.price_maximum);
    quantity("quantityMinimum", market.quantity_minimum);
    quantity("quantityMaximum", market.quantity_maximum);
    if (const auto units =
            optional_units(fields, "notionalMinimum", tick_lot_of(market), Rounding::up))
        market.notional_minimum = *units;
}

InstrumentDefinition new_market(CallFields& fields, const PlanServices& services) {
    InstrumentDefinition market;
    const AssetDefinition* const base = named_asset(fields, services.view, "base");
    const AssetDefinition* const quote = named_asset(fields, services.view, "quote");
    const WireUnit tick = unit_field(fields, "tick");
    const WireUnit lot = unit_field(fields, "step");
    if (fields.failure()) return market;
    market.base_asset = base->id;
    market.quote_asset = quote->id;
    market.tick_mantissa = tick.mantissa;
    market.tick_scale = tick.scale;
    market.lot_mantissa = lot.mantissa;
    market.lot_scale = lot.scale;
    market.base_units_per_lot = 0;        // both are the engine's to compute, from the decimals
    market.quote_units_per_tick_lot = 0;  // of its assets
    const auto price_limit = static_cast<std::uint64_t>(price_max.value());
    market.price_maximum = Price{static_cast<std::int64_t>(
        std::min(steps_in(price_units_max, tick, price_limit), price_limit))};
    market.quantity_maximum = Quantity{
        std::min(steps_in(quantity_units_max, lot, quantity_max.value()), quantity_max.value())};
    return market;
}

template <class Integer>
void read_integer(CallFields& fields, std::string_view name, Integer& target) {
    if (const auto value = fields.optional_integer(name, std::numeric_limits<Integer>::max()))
        target = static_cast<Integer>(*value);
}

InstrumentRules rules_of(CallFields& fields, const InstrumentDefinition& market) {
    InstrumentRules rules;
    const WireUnit lot = lot_of(market);
    const auto quantity = [&](std::string_view name, Quantity& target) {
        if (const auto units = optional_units(fields, name, lot)) target = Quantity{*units};
    };
    const auto step = [&](std::string_view name, const WireUnit& unit, std::uint32_t& target) {
        const auto units = optional_units(fields, name, unit);
        if (units && *units > UINT32_MAX) fields.refuse_field(name, "is too large");
        if (units) target = static_cast<std::uint32_t>(*units);
    };
    step("priceStep", tick_of(market), rules.price_step);
    step("quantityStep", lot, rules.quantity_step);
    quantity("marketQuantityMinimum", rules.market_quantity_minimum);
    quantity("marketQuantityMaximum", rules.market_quantity_maximum);
    quantity("positionMaximum", rules.position_maximum);
    if (const auto units =
            optional_units(fields, "notionalMaximum", tick_lot_of(market), Rounding::down))
        rules.notional_maximum = *units;
    read_integer(fields, "bidUpBips", rules.bid_up_bips);
    read_integer(fields, "bidDownBips", rules.bid_down_bips);
    read_integer(fields, "askUpBips", rules.ask_up_bips);
    read_integer(fields, "askDownBips", rules.ask_down_bips);
    read_integer(fields, "marketBandBips", rules.market_band_bips);
    read_integer(fields, "ordersMaximum", rules.orders_maximum);
    read_integer(fields, "stopOrdersMaximum", rules.stop_orders_maximum);
    read_integer(fields, "icebergOrdersMaximum", rules.iceberg_orders_maximum);
    read_integer(fields, "orderListsMaximum", rules.order_lists_maximum);
    read_integer(fields, "icebergPartsMaximum", rules.iceberg_parts_maximum);
    read_integer(fields, "trailingMinimumBips", rules.trailing_minimum_bips);
    read_integer(fields, "trailingMaximumBips", rules.trailing_maximum_bips);
    return rules;
}

}  // namespace

OperatorPlan plan_list_assets(CallFields& /*fields*/, const PlanServices& /*services*/) {
    return {{}, [](views::VenueView& view) {
                Json list = Json::array();
                for (const AssetDefinition& asset : view.assets())
                    list.push_back(asset_json(asset));
                return list;
            }};
}

OperatorPlan plan_create_asset(CallFields& fields, const PlanServices& /*services*/) {
    Command command = command_of(CommandType::create_asset);
    const std::string code = fields.text("asset", AssetCode::capacity);
    command.asset.decimals = static_cast<std::uint8_t>(
        fields.optional_integer("decimals", unit_scale_max).value_or(default_asset_decimals));
    command.asset.code = AssetCode{code};
    return {{command}, [code](views::VenueView& view) {
                const AssetDefinition* const asset = view.find_asset(code);
                return asset == nullptr ? Json::object() : asset_json(*asset);
            }};
}

OperatorPlan plan_list_markets(CallFields& /*fields*/, const PlanServices& /*services*/) {
    return {{}, [](views::VenueView& view) {
                Json list = Json::array();
                for (const auto& market : view.instruments())
                    list.push_back(market_json(view, market->definition));
                return list;
            }};
}

OperatorPlan plan_create_market(CallFields& fields, const PlanServices& services) {
    const std::string symbol = fields.text("symbol", Symbol::capacity);
    InstrumentDefinition market = new_market(fields, services);
    if (fields.failure()) return {};
    market.symbol = Symbol{symbol};
    market.maker_fee_ppm = fee_field(fields, "makerFee", seed_fee_ppm);
    market.taker_fee_ppm = fee_field(fields, "takerFee", seed_fee_ppm);
    market.status = word_field(fields, "status", instrument_statuses, InstrumentStatus::trading);
    read_bounds(fields, market);
    Command command = command_of(CommandType::create_instrument);
    command.instrument_definition = market;
    return {{command}, describe_market(symbol)};
}

OperatorPlan plan_change_market(CallFields& fields, const PlanServices& services) {
    const InstrumentDefinition* const found = named_market(fields, services.view, "symbol");
    if (found == nullptr) return {};
    InstrumentDefinition market = *found;
    read_bounds(fields, market);
    Command command = command_of(CommandType::change_instrument);
    command.instrument = market.id;
    command.instrument_change = {.price_minimum = market.price_minimum,
                                 .price_maximum = market.price_maximum,
                                 .quantity_minimum = market.quantity_minimum,
                                 .quantity_maximum = market.quantity_maximum,
                                 .notional_minimum = market.notional_minimum};
    return {{command}, describe_market(std::string{market.symbol.view()})};
}

OperatorPlan plan_market_rules(CallFields& fields, const PlanServices& services) {
    const InstrumentDefinition* const market = named_market(fields, services.view, "symbol");
    if (market == nullptr) return {};
    Command command = command_of(CommandType::set_instrument_rules);
    command.instrument = market->id;
    command.instrument_rules = rules_of(fields, *market);
    return {{command}, describe_market(std::string{market->symbol.view()})};
}

OperatorPlan plan_market_status(CallFields& fields, const PlanServices& services) {
    const InstrumentDefinition* const market = named_market(fields, services.view, "symbol");
    const auto status = word_field(fields, "status", instrument_statuses);
    const bool is_kill = fields.flag("cancelOrders");
    if (market == nullptr || fields.failure()) return {};
    Command command = command_of(CommandType::set_instrument_status);
    command.instrument = market->id;
    command.instrument_status = status;
    command.options = static_cast<std::uint8_t>(is_kill ? StatusReason::kill_switch
                                                        : StatusReason::operator_request);
    OperatorPlan plan{{command}, describe_market(std::string{market->symbol.view()})};
    if (is_kill) {
        Command cancel = command_of(CommandType::cancel_orders);
        cancel.instrument = market->id;
        cancel.mass_cancel.scope = CancelScope::instrument;
        cancel.mass_cancel.has_instrument = 1;
        cancel.mass_cancel.reason = CloseReason::kill_switch;
        plan.commands.push_back(cancel);
    }
    return plan;
}

OperatorPlan plan_market_fees(CallFields& fields, const PlanServices& services) {
    const InstrumentDefinition* const market = named_market(fields, services.view, "symbol");
    if (market == nullptr) return {};
    Command command = command_of(CommandType::change_fees);
    command.instrument = market->id;
    command.fees.maker_fee_ppm = fee_field(fields, "makerFee", market->maker_fee_ppm);
    command.fees.taker_fee_ppm = fee_field(fields, "takerFee", market->taker_fee_ppm);
    return {{command}, describe_market(std::string{market->symbol.view()})};
}

}  // namespace outcry::app
