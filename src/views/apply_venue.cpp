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
        case EventType::instrument_status_changed:
            instrument_of(event.instrument).definition.status = event.status.after;
            return;
        case EventType::account_created:
            accounts.create({.id = event.account_created.account,
                             .external_uid = event.account_created.external_uid,
                             .name = event.account_created.name,
                             .updated_at = event.time});
            return;
        case EventType::balance_adjusted: on_adjusted(event); return;
        case EventType::bytes_staged:
            keys.stage(event.staged.offset, std::span{event.staged.bytes}.first(event.staged.size));
            return;
        case EventType::key_registered: keys.add(event.key); return;
        case EventType::key_revoked: keys.revoke(event.key_revoked.name.view()); return;
        case EventType::fees_changed: {
            InstrumentDefinition& definition = instrument_of(event.instrument).definition;
            definition.maker_fee_ppm = event.fees.maker_fee_ppm;
            definition.taker_fee_ppm = event.fees.taker_fee_ppm;
            return;
        }
        case EventType::account_rules_set:
            accounts.set_rules(event.account_rules.account, event.account_rules.trade_group,
                               event.account_rules.default_self_trade_prevention);
            return;
        case EventType::command_refused: on_refused(event); return;
        default: return;  // slices and ticks change nothing but the sequence and the time
    }
}

void VenueView::Implementation::on_refused(const Event& event) {
    const CommandRefused& refused = event.refused;
    const bool is_placement =
        refused.command == CommandType::place_order ||
        (refused.command == CommandType::replace_order && refused.part != CommandPart::cancel);
    // A name that an order bears is looked up there; what is refused for it is a second sending.
    if (!is_placement || refused.client_order_id.empty()) return;
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

void VenueView::Implementation::on_adjusted(const Event& event) {
    const BalanceAdjusted& adjusted = event.adjusted;
    const bool is_deposit = adjusted.kind == AdjustmentKind::deposit;
    const Amount difference = is_deposit ? adjusted.amount : -adjusted.amount;
    BalanceRecord& balance = accounts.change(adjusted.account, adjusted.asset, event.time);
    balance.free += difference;
    // The engine says what it came to: the cheapest proof that the view still agrees.
    OUTCRY_ASSERT(balance.free == adjusted.free_after);
    accounts.change(external_account, adjusted.asset, event.time).free -= difference;
}

}  // namespace outcry::views
