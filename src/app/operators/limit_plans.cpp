#include <limits>
#include <string>
#include <utility>

#include "outcry/wire/enum_names.hpp"

#include "app/operators/operator_call.hpp"
#include "app/operators/venue_names.hpp"
#include "app/operators/words.hpp"

namespace outcry::app {
namespace {

using Json = nlohmann::ordered_json;

/// What was asked for is what holds now: the engine changes nothing of it.
OperatorPlan::Describe describe(Json json) {
    return [json = std::move(json)](views::VenueView&) { return json; };
}

/// Of a limit: `external_account`, which is every account without its own, when none is named.
AccountId account_or_venue(CallFields& fields, const PlanServices& services) {
    return fields.has("account") ? named_account(fields, services.view, "account")
                                 : external_account;
}

std::string account_or_venue_name(const PlanServices& services, AccountId account) {
    return account == external_account ? "@venue" : account_name(services.view, account);
}

std::uint32_t integer_field(CallFields& fields, std::string_view name) {
    return static_cast<std::uint32_t>(fields.optional_integer(name, UINT32_MAX).value_or(0));
}

Amount order_notional_field(CallFields& fields, const PlanServices& services) {
    if (!fields.has("orderNotionalMaximum")) return {};
    return amount_field(fields, "orderNotionalMaximum",
                        named_asset(fields, services.view, "asset"));
}

Quantity order_quantity_field(CallFields& fields, const PlanServices& services) {
    if (!fields.has("orderQuantityMaximum")) return {};
    const InstrumentDefinition* const market = named_market(fields, services.view, "symbol");
    if (market == nullptr) return {};
    return Quantity{optional_units(fields, "orderQuantityMaximum", lot_of(*market)).value_or(0)};
}

std::int32_t rate_field(CallFields& fields, std::string_view name) {
    if (!fields.has(name)) fields.refuse({400, "missing_field", std::string{name}, "is mandatory"});
    return fields.optional_rate_ppm(name).value_or(0);
}

/// `price` of one unit of the asset in the fee asset, between their smallest units.
void set_fee_price(CallFields& fields, const AssetDefinition& asset, const AssetDefinition& fee,
                   FeeAssetRate& rate) {
    const Decimal price = fields.decimal("price");
    if (fields.failure()) return;
    const int shift = int{fee.decimals} - int{asset.decimals};
    const auto grown = [&](uint128 value, int exponent) {
        return scaled_units(value, exponent > 0 ? exponent : 0);
    };
    rate.numerator = grown(price.mantissa, shift);
    rate.denominator = grown(1, int{price.scale} - (shift < 0 ? shift : 0));
    if (rate.numerator == 0 || rate.denominator == 0)
        fields.refuse_field("price", "must be above zero, with fewer digits");
}

}  // namespace

OperatorPlan plan_venue_status(CallFields& fields, const PlanServices& /*services*/) {
    Command command = command_of(CommandType::set_venue_status);
    command.venue_status.status = word_field(fields, "status", venue_statuses);
    OperatorPlan plan{{command},
                      describe({{"status", wire::name_of(command.venue_status.status)}})};
    if (fields.flag("cancelOrders")) {
        Command cancel = command_of(CommandType::cancel_orders);
        cancel.mass_cancel.scope = CancelScope::venue;
        cancel.mass_cancel.reason = CloseReason::kill_switch;
        plan.commands.push_back(cancel);
    }
    return plan;
}

OperatorPlan plan_account_limits(CallFields& fields, const PlanServices& services) {
    Command command = command_of(CommandType::set_account_limits);
    command.account = account_or_venue(fields, services);
    AccountLimits& limits = command.account_limits;
    limits.account = command.account;
    limits.order_notional_maximum = order_notional_field(fields, services);
    limits.order_quantity_maximum = order_quantity_field(fields, services);
    limits.open_orders_maximum = integer_field(fields, "openOrdersMaximum");
    limits.price_collar_bips = integer_field(fields, "priceCollarBips");
    limits.commands_per_second_maximum = integer_field(fields, "commandsPerSecondMaximum");
    return {{command},
            describe({{"account", account_or_venue_name(services, command.account)},
                      {"openOrdersMaximum", limits.open_orders_maximum},
                      {"priceCollarBips", limits.price_collar_bips},
                      {"commandsPerSecondMaximum", limits.commands_per_second_maximum}})};
}

OperatorPlan plan_exposure_limit(CallFields& fields, const PlanServices& services) {
    Command command = command_of(CommandType::set_exposure_limit);
    command.account = account_or_venue(fields, services);
    const AssetDefinition* const asset = named_asset(fields, services.view, "asset");
    ExposureLimit& limit = command.exposure_limit;
    limit.maximum = amount_field(fields, "maximum", asset);
    limit.account = command.account;
    if (fields.failure()) return {};
    limit.asset = asset->id;
    return {{command},
            describe({{"account", account_or_venue_name(services, command.account)},
                      {"asset", asset->code.view()},
                      {"maximum", decimal_text(limit.maximum, asset->decimals)}})};
}

OperatorPlan plan_account_fees(CallFields& fields, const PlanServices& services) {
    Command command = command_of(CommandType::set_account_fees);
    command.account = named_account(fields, services.view, "account");
    AccountFees& fees = command.account_fees;
    fees.account = command.account;
    fees.has_own_rates = fields.has("makerFee") || fields.has("takerFee") ? 1 : 0;
    if (fees.has_own_rates != 0) {
        fees.maker_fee_ppm = rate_field(fields, "makerFee");
        fees.taker_fee_ppm = rate_field(fields, "takerFee");
    }
    if (fields.has("referrer")) {
        fees.referrer = named_account(fields, services.view, "referrer");
        const std::int32_t share = rate_field(fields, "referrerShare");
        if (share < 0) fields.refuse_field("referrerShare", "must not be negative");
        fees.referrer_share_ppm = static_cast<std::uint32_t>(share);
    }
    fees.pays_in_fee_asset = fields.flag("paysInFeeAsset") ? 1 : 0;
    Json json{{"account", account_name(services.view, command.account)}};
    if (fees.has_own_rates != 0) {
        json["makerFee"] = rate_text(fees.maker_fee_ppm);
        json["takerFee"] = rate_text(fees.taker_fee_ppm);
    }
    json["referrer"] = account_name(services.view, fees.referrer);
    json["paysInFeeAsset"] = fees.pays_in_fee_asset != 0;
    return {{command}, describe(std::move(json))};
}

OperatorPlan plan_fee_tier(CallFields& fields, const PlanServices& services) {
    Command command = command_of(CommandType::set_fee_tier);
    FeeTier& tier = command.fee_tier;
    if (!fields.has("index")) fields.refuse({400, "missing_field", "index", "is mandatory"});
    tier.index =
        static_cast<std::uint8_t>(fields.optional_integer("index", fee_tiers_max).value_or(0));
    tier.is_removed = fields.flag("remove") ? 1 : 0;
    Json json{{"index", tier.index}};
    if (tier.is_removed != 0) return {{command}, describe(std::move(json))};
    const AssetDefinition* const asset = named_asset(fields, services.view, "volumeAsset");
    tier.volume_minimum = amount_field(fields, "volumeMinimum", asset);
    tier.maker_fee_ppm = rate_field(fields, "makerFee");
    tier.taker_fee_ppm = rate_field(fields, "takerFee");
    if (fields.failure()) return {};
    tier.volume_asset = asset->id;
    json["volumeAsset"] = asset->code.view();
    json["volumeMinimum"] = decimal_text(tier.volume_minimum, asset->decimals);
    json["makerFee"] = rate_text(tier.maker_fee_ppm);
    json["takerFee"] = rate_text(tier.taker_fee_ppm);
    return {{command}, describe(std::move(json))};
}

OperatorPlan plan_fee_asset(CallFields& fields, const PlanServices& services) {
    Command command = command_of(CommandType::set_fee_asset_rate);
    FeeAssetRate& rate = command.fee_asset_rate;
    const AssetDefinition* const asset = named_asset(fields, services.view, "asset");
    const AssetDefinition* const fee_asset = named_asset(fields, services.view, "feeAsset");
    if (fields.failure()) return {};
    rate.asset = asset->id;
    rate.fee_asset = fee_asset->id;
    if (!fields.flag("remove")) {
        set_fee_price(fields, *asset, *fee_asset, rate);
        const std::int32_t discount = fields.optional_rate_ppm("discount").value_or(0);
        if (discount < 0) fields.refuse_field("discount", "must not be negative");
        rate.discount_ppm = static_cast<std::uint32_t>(discount);
    }
    return {{command},
            describe({{"asset", asset->code.view()},
                      {"feeAsset", fee_asset->code.view()},
                      {"discount", rate_text(static_cast<std::int32_t>(rate.discount_ppm))}})};
}

OperatorPlan plan_cancel_orders(CallFields& fields, const PlanServices& services) {
    Command command = command_of(CommandType::cancel_orders);
    CancelOrders& cancel = command.mass_cancel;
    cancel.reason = CloseReason::cancelled_by_operator;
    cancel.scope = CancelScope::venue;
    if (fields.has("symbol")) {
        cancel.scope = CancelScope::instrument;
        cancel.has_instrument = 1;
        if (const auto* const market = named_market(fields, services.view, "symbol"))
            command.instrument = market->id;
    }
    if (fields.has("account")) {
        cancel.scope = CancelScope::account;
        command.account = named_account(fields, services.view, "account");
    }
    if (fields.has("side")) {
        cancel.has_side = 1;
        command.side = word_field(fields, "side", sides);
    }
    if (cancel.scope == CancelScope::venue && !fields.flag("all"))
        fields.refuse({400, "missing_field", "all", "says that the whole venue is meant"});
    return {{command}, describe(Json::object())};
}

}  // namespace outcry::app
