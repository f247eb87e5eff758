#include "sinks/kafka/plain_bodies.hpp"

#include <fmt/format.h>

#include "outcry/sinks/rows.hpp"
#include "outcry/wire/crc32c.hpp"
#include "outcry/wire/enum_names.hpp"

namespace outcry::sinks::kafka {
namespace {

using wire::name_of;

/// An amount of an asset that the event does not name: a count of its smallest units.
void add_units(JsonObject& object, std::string_view name, Amount amount) {
    object.text(name, fmt::format("{}", amount.value()));
}

bool add_amount(JsonObject& object, std::string_view name, Amount amount,
                const AssetDefinition* asset) {
    if (asset == nullptr) return false;
    object.text("asset", asset->code.view());
    object.amount(name, amount, asset->decimals);
    return true;
}

bool add_body(JsonObject& object, const AccountCreated& created) {
    object.number("account", created.account);
    object.exact("external_uid", created.external_uid);
    object.text("name", created.name.view());
    if (created.parent == AccountId{}) {
        object.null("parent");
    } else {
        object.number("parent", created.parent);
    }
    return true;
}

bool add_body(JsonObject& object, const BytesStaged& staged) {
    object.number("offset", staged.offset);
    object.number("size", staged.size);
    // Sealed secrets stay in the venue; the checksum shows that two copies agree.
    const std::span<const std::byte> bytes{staged.bytes};
    object.number("crc32c", wire::crc32c(bytes.first(staged.size)));
    return true;
}

bool add_body(JsonObject& object, const KeyRegistered& key) {
    object.number("account", key.account);
    object.text("key", key.name.view());
    object.word("key_type", name_of(key.type));
    object.number("permissions", key.permissions);
    object.number("material_size", key.material_size);
    return true;
}

bool add_body(JsonObject& object, const KeyRulesSet& rules) {
    object.number("account", rules.account);
    object.text("key", rules.name.view());
    object.number("expires_at_us", rules.expires_at);
    object.number("address_count", rules.address_count);
    object.number("instrument_count", rules.instrument_count);
    return true;
}

bool add_body(JsonObject& object, const KeyInstrumentsAllowed& allowed) {
    object.text("key", allowed.name.view());
    object.begin_list("instruments");
    for (std::size_t i = 0; i < allowed.count; ++i) object.item(allowed.instruments[i].value());
    object.end_list();
    return true;
}

bool add_body(JsonObject& object, const AccountRulesSet& rules) {
    object.number("account", rules.account);
    object.number("trade_group", rules.trade_group);
    object.word("default_self_trade_prevention", name_of(rules.default_self_trade_prevention));
    return true;
}

bool add_body(JsonObject& object, const AccountStatusSet& set) {
    object.number("account", set.account);
    object.word("status_before", name_of(set.before));
    object.word("status", name_of(set.after));
    return true;
}

bool add_body(JsonObject& object, const AccountLimits& limits) {
    object.number("account", limits.account);
    add_units(object, "order_notional_maximum_units", limits.order_notional_maximum);
    object.exact("order_quantity_maximum_lots", limits.order_quantity_maximum.value());
    object.number("open_orders_maximum", limits.open_orders_maximum);
    object.number("price_collar_bips", limits.price_collar_bips);
    object.number("commands_per_second_maximum", limits.commands_per_second_maximum);
    return true;
}

bool add_body(JsonObject& object, const FeeTier& tier, const Definitions& definitions) {
    object.number("tier", tier.index);
    object.truth("is_removed", tier.is_removed != 0);
    object.number("maker_fee_ppm", tier.maker_fee_ppm);
    object.number("taker_fee_ppm", tier.taker_fee_ppm);
    return add_amount(object, "volume_minimum", tier.volume_minimum,
                      definitions.asset(tier.volume_asset));
}

bool add_body(JsonObject& object, const AccountFees& fees) {
    object.number("account", fees.account);
    object.truth("has_own_rates", fees.has_own_rates != 0);
    object.number("maker_fee_ppm", fees.maker_fee_ppm);
    object.number("taker_fee_ppm", fees.taker_fee_ppm);
    object.truth("pays_in_fee_asset", fees.pays_in_fee_asset != 0);
    if (fees.referrer == AccountId{}) {
        object.null("referrer");
    } else {
        object.number("referrer", fees.referrer);
    }
    object.number("referrer_share_ppm", fees.referrer_share_ppm);
    return true;
}

bool add_body(JsonObject& object, const FeeAssetRate& rate, const Definitions& definitions) {
    const AssetDefinition* const asset = definitions.asset(rate.asset);
    const AssetDefinition* const fee_asset = definitions.asset(rate.fee_asset);
    if (asset == nullptr || fee_asset == nullptr) return false;
    object.text("asset", asset->code.view());
    object.text("fee_asset", fee_asset->code.view());
    object.exact("numerator", rate.numerator);
    object.exact("denominator", rate.denominator);
    object.number("discount_ppm", rate.discount_ppm);
    return true;
}

bool add_body(JsonObject& object, const BalanceTransferred& moved, const Definitions& definitions) {
    object.number("account", moved.source);
    object.number("target", moved.target);
    object.truth("is_by_operator", moved.is_by_operator != 0);
    return add_amount(object, "amount", moved.amount, definitions.asset(moved.asset));
}

bool add_body(JsonObject& object, const ReferralPaid& paid, const Definitions& definitions) {
    object.number("account", paid.account);
    object.number("referrer", paid.referrer);
    object.number("trade_id", paid.trade_id);
    return add_amount(object, "amount", paid.amount, definitions.asset(paid.asset));
}

bool add_body(JsonObject& object, const AccountTierChanged& changed) {
    object.number("account", changed.account);
    object.number("tier_before", changed.before);
    object.number("tier", changed.after);
    add_units(object, "volume_units", changed.volume);
    return true;
}

bool add_key(JsonObject& object, const KeyRevoked& key) {
    object.number("account", key.account);
    object.text("key", key.name.view());
    return true;
}

bool add_address(JsonObject& object, const KeyAddressAllowed& allowed) {
    object.text("key", allowed.name.view());
    object.text("address", text_of(allowed.range));
    return true;
}

/// Of the orders' own topic.
bool add_session_body(JsonObject& object, const Event& event) {
    if (event.type == EventType::order_staged) {
        object.number("account", event.order_staged.account);
        object.number("staged_count", event.order_staged.staged_count);
    } else if (event.type == EventType::batch_applied) {
        object.number("account", event.batch.account);
        object.number("member_count", event.batch.member_count);
    } else if (event.type == EventType::dead_man_set) {
        object.number("account", event.dead_man.account);
        object.number("expires_at_us", event.dead_man.expires_at);
    }
    return true;
}

}  // namespace

bool add_plain_body(JsonObject& object, const Event& event, const Definitions& definitions) {
    switch (event.type) {
        case EventType::account_created: return add_body(object, event.account_created);
        case EventType::bytes_staged: return add_body(object, event.staged);
        case EventType::key_registered: return add_body(object, event.key);
        case EventType::key_revoked: return add_key(object, event.key_revoked);
        case EventType::key_rules_set: return add_body(object, event.key_rules);
        case EventType::key_address_allowed: return add_address(object, event.key_address);
        case EventType::key_instruments_allowed: return add_body(object, event.key_instruments);
        case EventType::account_rules_set: return add_body(object, event.account_rules);
        case EventType::account_status_set: return add_body(object, event.account_status);
        case EventType::account_limits_set: return add_body(object, event.account_limits);
        case EventType::exposure_limit_set:
            object.number("account", event.exposure_limit.account);
            return add_amount(object, "maximum", event.exposure_limit.maximum,
                              definitions.asset(event.exposure_limit.asset));
        case EventType::fee_tier_set: return add_body(object, event.fee_tier, definitions);
        case EventType::account_fees_set: return add_body(object, event.account_fees);
        case EventType::fee_asset_rate_set:
            return add_body(object, event.fee_asset_rate, definitions);
        case EventType::balance_transferred:
            return add_body(object, event.transferred, definitions);
        case EventType::referral_paid: return add_body(object, event.referral, definitions);
        case EventType::account_tier_changed: return add_body(object, event.tier);
        case EventType::venue_status_set:
            object.word("status_before", name_of(event.venue_status.before));
            object.word("status", name_of(event.venue_status.after));
            return true;
        default: return add_session_body(object, event);
    }
}

}  // namespace outcry::sinks::kafka
