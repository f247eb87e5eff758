#include "wire/venue_event_json.hpp"

#include <algorithm>

#include "wire/rules_json.hpp"

namespace outcry::wire {
namespace {

void add_body(JsonLine& line, const AccountRulesSet& rules) {
    line.add("account", rules.account);
    line.add("trade_group", rules.trade_group);
    line.add("default_self_trade_prevention", rules.default_self_trade_prevention);
}

void add_body(JsonLine& line, const AssetCreated& asset) {
    line.add("asset", asset.id);
    line.add("code", asset.code);
    line.add("decimals", asset.decimals);
}

void add_body(JsonLine& line, const InstrumentCreated& created) {
    line.add("symbol", created.symbol);
    line.add("base_asset", created.base_asset);
    line.add("quote_asset", created.quote_asset);
    line.add("tick_mantissa", created.tick_mantissa);
    line.add("tick_scale", created.tick_scale);
    line.add("lot_mantissa", created.lot_mantissa);
    line.add("lot_scale", created.lot_scale);
    line.add("price_minimum", created.price_minimum);
    line.add("price_maximum", created.price_maximum);
    line.add("quantity_minimum", created.quantity_minimum);
    line.add("quantity_maximum", created.quantity_maximum);
    line.add("notional_minimum", created.notional_minimum);
    line.add("maker_fee_ppm", created.maker_fee_ppm);
    line.add("taker_fee_ppm", created.taker_fee_ppm);
    line.add("status", created.status);
}

void add_body(JsonLine& line, const InstrumentStatusChanged& status) {
    line.add("before", status.before);
    line.add("after", status.after);
    line.add("reason", status.reason);
}

void add_body(JsonLine& line, const AccountCreated& created) {
    line.add("account", created.account);
    line.add("external_uid", created.external_uid);
    line.add("name", created.name);
    if (created.parent != AccountId{}) line.add("parent", created.parent);
}

void add_body(JsonLine& line, const BalanceAdjusted& adjusted) {
    line.add("account", adjusted.account);
    line.add("asset", adjusted.asset);
    line.add("kind", adjusted.kind);
    line.add("amount", adjusted.amount);
    line.add("free_after", adjusted.free_after);
}

void add_body(JsonLine& line, const BytesStaged& staged) {
    line.add("offset", staged.offset);
    line.add("size", staged.size);
}

void add_body(JsonLine& line, const KeyRegistered& key) {
    line.add("account", key.account);
    line.add("key", key.name);
    line.add("key_type", key.type);
    line.add("permissions", key.permissions);
    line.add("material_size", key.material_size);
}

void add_body(JsonLine& line, const KeyRevoked& key) {
    line.add("account", key.account);
    line.add("key", key.name);
}

void add_body(JsonLine& line, const FeesChanged& fees) {
    line.add("maker_fee_ppm", fees.maker_fee_ppm);
    line.add("taker_fee_ppm", fees.taker_fee_ppm);
}

void add_body(JsonLine& line, const AccountStatusSet& status) {
    line.add("account", status.account);
    line.add("before", status.before);
    line.add("after", status.after);
}

void add_body(JsonLine& line, const VenueStatusSet& status) {
    line.add("before", status.before);
    line.add("after", status.after);
}

void add_body(JsonLine& line, const BalanceTransferred& transferred) {
    line.add("source", transferred.source);
    line.add("target", transferred.target);
    line.add("asset", transferred.asset);
    line.add("amount", transferred.amount);
    line.add("is_by_operator", transferred.is_by_operator != 0);
}

void add_body(JsonLine& line, const KeyRulesSet& rules) {
    line.add("account", rules.account);
    line.add("key", rules.name);
    line.add("expires_at", rules.expires_at);
    line.add("address_count", rules.address_count);
    line.add("instrument_count", rules.instrument_count);
}

void add_body(JsonLine& line, const KeyAddressAllowed& allowed) {
    line.add("key", allowed.name);
    add_addresses(line, std::span{&allowed.range, 1});
}

void add_body(JsonLine& line, const KeyInstrumentsAllowed& allowed) {
    line.add("key", allowed.name);
    const std::size_t count = std::min<std::size_t>(allowed.count, allowed.instruments.size());
    add_instruments(line, std::span{allowed.instruments}.first(count));
}

void add_body(JsonLine& line, const ReferralPaid& referral) {
    line.add("trade_id", referral.trade_id);
    line.add("account", referral.account);
    line.add("referrer", referral.referrer);
    line.add("asset", referral.asset);
    line.add("amount", referral.amount);
}

void add_body(JsonLine& line, const AccountTierChanged& tier) {
    line.add("account", tier.account);
    line.add("before", tier.before);
    line.add("after", tier.after);
    line.add("volume", tier.volume);
}

}  // namespace

void add_venue_body(JsonLine& line, const Event& event) {
    switch (event.type) {
        case EventType::asset_created: return add_body(line, event.asset);
        case EventType::instrument_created: return add_body(line, event.instrument_created);
        case EventType::instrument_status_changed: return add_body(line, event.status);
        case EventType::account_created: return add_body(line, event.account_created);
        case EventType::balance_adjusted: return add_body(line, event.adjusted);
        case EventType::bytes_staged: return add_body(line, event.staged);
        case EventType::key_registered: return add_body(line, event.key);
        case EventType::key_revoked: return add_body(line, event.key_revoked);
        case EventType::fees_changed: return add_body(line, event.fees);
        case EventType::account_rules_set: return add_body(line, event.account_rules);
        case EventType::instrument_rules_set: return add_rules(line, event.instrument_rules);
        case EventType::instrument_changed: return add_rules(line, event.instrument_change);
        case EventType::account_status_set: return add_body(line, event.account_status);
        case EventType::venue_status_set: return add_body(line, event.venue_status);
        case EventType::account_limits_set: return add_rules(line, event.account_limits);
        case EventType::exposure_limit_set: return add_rules(line, event.exposure_limit);
        case EventType::fee_tier_set: return add_rules(line, event.fee_tier);
        case EventType::account_fees_set: return add_rules(line, event.account_fees);
        case EventType::fee_asset_rate_set: return add_rules(line, event.fee_asset_rate);
        case EventType::balance_transferred: return add_body(line, event.transferred);
        case EventType::key_rules_set: return add_body(line, event.key_rules);
        case EventType::key_address_allowed: return add_body(line, event.key_address);
        case EventType::key_instruments_allowed: return add_body(line, event.key_instruments);
        case EventType::referral_paid: return add_body(line, event.referral);
        case EventType::account_tier_changed: return add_body(line, event.tier);
        default: OUTCRY_UNREACHABLE();
    }
}

}  // namespace outcry::wire
