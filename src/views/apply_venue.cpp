// The events that set the venue up: rare, so clearness comes before speed.
#include <span>
#include <string>

#include "outcry/base/assert.hpp"

#include "views/implementation.hpp"

namespace outcry::views {

void VenueView::Implementation::on_venue_event(const Event& event) {
    switch (event.type) {
        case EventType::asset_created: on_asset(event); return;
        case EventType::instrument_created: on_instrument(event); return;
        case EventType::instrument_status_changed: on_instrument_changed(event); return;
        case EventType::account_created: on_account(event); return;
        case EventType::balance_adjusted: on_adjusted(event); return;
        case EventType::bytes_staged:
            keys.stage(event.staged.offset, std::span{event.staged.bytes}.first(event.staged.size));
            return;
        case EventType::key_registered: keys.add(event.key); return;
        case EventType::key_revoked: keys.revoke(event.key_revoked.name.view()); return;
        case EventType::balance_transferred: on_transferred(event); return;
        case EventType::referral_paid: on_referral(event); return;
        case EventType::command_refused: on_refused(event); return;
        default: on_rules_event(event);
    }
}

void VenueView::Implementation::on_rules_event(const Event& event) {
    switch (event.type) {
        case EventType::fees_changed:
        case EventType::instrument_rules_set:
        case EventType::instrument_changed: on_instrument_changed(event); return;
        case EventType::account_rules_set: {
            AccountView& account = accounts.edit(event.account_rules.account);
            account.trade_group = event.account_rules.trade_group;
            account.default_self_trade_prevention =
                event.account_rules.default_self_trade_prevention;
            return;
        }
        case EventType::account_status_set:
            accounts.edit(event.account_status.account).status = event.account_status.after;
            return;
        case EventType::account_tier_changed:
            accounts.edit(event.tier.account).fee_tier = event.tier.after;
            accounts.edit(event.tier.account).tier_volume = event.tier.volume;
            return;
        case EventType::dead_man_set:
            accounts.edit(event.dead_man.account).dead_man_at = event.dead_man.expires_at;
            return;
        case EventType::venue_status_set: rules.status = event.venue_status.after; return;
        case EventType::account_limits_set: rules.set(event.account_limits); return;
        case EventType::exposure_limit_set: rules.set(event.exposure_limit); return;
        case EventType::fee_tier_set: rules.set(event.fee_tier); return;
        case EventType::account_fees_set: rules.set(event.account_fees); return;
        case EventType::fee_asset_rate_set: rules.set(event.fee_asset_rate); return;
        case EventType::key_rules_set: keys.set_rules(event.key_rules); return;
        case EventType::key_address_allowed: keys.allow(event.key_address); return;
        case EventType::key_instruments_allowed: keys.allow(event.key_instruments); return;
        // Slices, ticks, what is staged and repetitions change but the sequence and the time.
        default: return;
    }
}

void VenueView::Implementation::on_instrument_changed(const Event& event) {
    InstrumentView& instrument = instrument_of(event.instrument);
    InstrumentDefinition& definition = instrument.definition;
    switch (event.type) {
        case EventType::instrument_status_changed:
            definition.status = event.status.after;
            instrument.status_reason = event.status.reason;
            return;
        case EventType::fees_changed:
            definition.maker_fee_ppm = event.fees.maker_fee_ppm;
            definition.taker_fee_ppm = event.fees.taker_fee_ppm;
            return;
        case EventType::instrument_rules_set: instrument.rules = event.instrument_rules; return;
        case EventType::instrument_changed:
            definition.price_minimum = event.instrument_change.price_minimum;
            definition.price_maximum = event.instrument_change.price_maximum;
            definition.quantity_minimum = event.instrument_change.quantity_minimum;
            definition.quantity_maximum = event.instrument_change.quantity_maximum;
            definition.notional_minimum = event.instrument_change.notional_minimum;
            return;
        default: OUTCRY_UNREACHABLE();
    }
}

void VenueView::Implementation::on_account(const Event& event) {
    const AccountCreated& created = event.account_created;
    accounts.create({.id = created.account,
                     .external_uid = created.external_uid,
                     .name = created.name,
                     .updated_at = event.time,
                     .parent = created.parent});
}

bool VenueView::Implementation::is_placement(const CommandRefused& refused) noexcept {
    switch (refused.command) {
        case CommandType::place_order:
        case CommandType::stage_order:
        case CommandType::place_order_list:
        case CommandType::apply_batch: return true;
        case CommandType::replace_order: return refused.part != CommandPart::cancel;
        default: return false;
    }
}

void VenueView::Implementation::on_refused(const Event& event) {
    const CommandRefused& refused = event.refused;
    // A name that an order bears is looked up there; what is refused for it is a second sending.
    if (!is_placement(refused) || refused.client_order_id.empty()) return;
    refusals.add({.sequence = event.sequence,
                  .time = event.time,
                  .account = refused.account,
                  .instrument = event.instrument,
                  .reason = refused.reason,
                  .client_order_id = refused.client_order_id});
    refusals.trim();
}

void VenueView::Implementation::on_asset(const Event& event) {
    OUTCRY_ASSERT(event.asset.id.value() == assets.size());
    assets.push_back(
        {.id = event.asset.id, .decimals = event.asset.decimals, .code = event.asset.code});
}

void VenueView::Implementation::on_instrument(const Event& event) {
    const InstrumentCreated& created = event.instrument_created;
    OUTCRY_ASSERT(created.base_asset.value() < assets.size());
    OUTCRY_ASSERT(created.quote_asset.value() < assets.size());
    InstrumentDefinition definition{.tick_mantissa = created.tick_mantissa,
                                    .lot_mantissa = created.lot_mantissa,
                                    .price_minimum = created.price_minimum,
                                    .price_maximum = created.price_maximum,
                                    .quantity_minimum = created.quantity_minimum,
                                    .quantity_maximum = created.quantity_maximum,
                                    .notional_minimum = created.notional_minimum,
                                    .maker_fee_ppm = created.maker_fee_ppm,
                                    .taker_fee_ppm = created.taker_fee_ppm,
                                    .id = event.instrument,
                                    .base_asset = created.base_asset,
                                    .quote_asset = created.quote_asset,
                                    .tick_scale = created.tick_scale,
                                    .lot_scale = created.lot_scale,
                                    .status = created.status,
                                    .symbol = created.symbol};
    derive_unit_factors(definition, assets[created.base_asset.value()].decimals,
                        assets[created.quote_asset.value()].decimals);
    OUTCRY_ASSERT(definition.base_units_per_lot > 0);
    OUTCRY_ASSERT(definition.quote_units_per_tick_lot > 0);
    add_instrument(definition);
}

void VenueView::Implementation::add_instrument(const InstrumentDefinition& definition) {
    OUTCRY_ASSERT(definition.id.value() == instruments.size());
    instruments.push_back(std::make_unique<InstrumentView>());
    instruments.back()->definition = definition;
    instrument_ids.try_emplace(std::string{definition.symbol.view()}, definition.id);
}

}  // namespace outcry::views
