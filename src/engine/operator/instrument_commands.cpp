#include "outcry/base/int128.hpp"

#include "engine/matching/order_commands.hpp"
#include "engine/operator/operator_commands.hpp"

namespace outcry::engine {
namespace {

[[nodiscard]] bool is_limited(uint128 left, uint128 right) noexcept {
    return right == 0 || left < (uint128{1} << order_amount_bits_max) / right;
}

[[nodiscard]] Refusal check_asset(const Venue& venue, const AssetDefinition& asset) noexcept {
    if (venue.assets.is_full()) {
        const std::int64_t limit = venue.limits.assets_max;
        return {RejectReason::asset_capacity, limit + 1, limit};
    }
    if (venue.assets.has_code(asset.code)) return {RejectReason::already_exists};
    if (asset.code.empty()) return {RejectReason::invalid_definition};
    if (asset.decimals > asset_decimals_max) {
        return {RejectReason::invalid_definition, asset.decimals, asset_decimals_max};
    }
    return {};
}

/// `definition` has its unit factors only when both assets exist.
[[nodiscard]] Refusal check_instrument(const Venue& venue,
                                       const InstrumentDefinition& definition) noexcept {
    if (!venue.assets.has(definition.base_asset)) return {RejectReason::unknown_asset};
    if (!venue.assets.has(definition.quote_asset)) return {RejectReason::unknown_asset};
    if (venue.instruments.is_full()) {
        const std::int64_t limit = venue.limits.instruments_max;
        return {RejectReason::instrument_capacity, limit + 1, limit};
    }
    if (venue.instruments.has_symbol(definition.symbol)) return {RejectReason::already_exists};
    if (!is_tradable(definition)) return {RejectReason::invalid_definition};
    // That comes at the end.
    if (definition.status == InstrumentStatus::delisted) return {RejectReason::invalid_definition};
    return {};
}

/// What the operator asked for, with the number and the factors that are the engine's to give.
[[nodiscard]] InstrumentDefinition completed(const Venue& venue,
                                             InstrumentDefinition definition) noexcept {
    definition.id = InstrumentId{venue.instruments.count()};
    const bool has_assets =
        venue.assets.has(definition.base_asset) && venue.assets.has(definition.quote_asset);
    if (has_assets) {
        derive_unit_factors(definition, venue.assets[definition.base_asset].decimals,
                            venue.assets[definition.quote_asset].decimals);
    }
    return definition;
}

[[nodiscard]] Refusal check_fees(std::uint32_t maker_fee_ppm,
                                 std::uint32_t taker_fee_ppm) noexcept {
    const std::uint32_t larger = maker_fee_ppm > taker_fee_ppm ? maker_fee_ppm : taker_fee_ppm;
    if (larger > fee_ppm_max) return {RejectReason::invalid_definition, larger, fee_ppm_max};
    return {};
}

[[nodiscard]] Refusal check_status_change(const Venue& venue, const Command& command) noexcept {
    if (!venue.instruments.has(command.instrument)) return {RejectReason::unknown_instrument};
    const auto reason = static_cast<StatusReason>(command.options);
    if (!is_status(command.instrument_status) || reason > StatusReason::reconciliation) {
        return {RejectReason::invalid_definition};
    }
    const InstrumentStatus before = venue.instruments[command.instrument].definition.status;
    if (before == InstrumentStatus::delisted) return {RejectReason::invalid_status_change};
    return {};
}

void report_created(const InstrumentDefinition& definition, EventBuffer& events) noexcept {
    InstrumentCreated& created =
        events.append(EventType::instrument_created, definition.id).instrument_created;
    created.tick_mantissa = definition.tick_mantissa;
    created.lot_mantissa = definition.lot_mantissa;
    created.price_minimum = definition.price_minimum;
    created.price_maximum = definition.price_maximum;
    created.quantity_minimum = definition.quantity_minimum;
    created.quantity_maximum = definition.quantity_maximum;
    created.notional_minimum = definition.notional_minimum;
    created.maker_fee_ppm = definition.maker_fee_ppm;
    created.taker_fee_ppm = definition.taker_fee_ppm;
    created.base_asset = definition.base_asset;
    created.quote_asset = definition.quote_asset;
    created.tick_scale = definition.tick_scale;
    created.lot_scale = definition.lot_scale;
    created.status = definition.status;
    created.symbol = definition.symbol;
}

}  // namespace

bool is_status(InstrumentStatus status) noexcept {
    return status >= InstrumentStatus::trading && status <= InstrumentStatus::delisted;
}

bool is_tradable(const InstrumentDefinition& definition) noexcept {
    if (definition.symbol.empty() || definition.base_asset == definition.quote_asset) return false;
    if (definition.base_units_per_lot == 0 || definition.quote_units_per_tick_lot == 0) {
        return false;
    }
    if (definition.price_minimum < Price{} || definition.price_minimum > definition.price_maximum ||
        definition.price_maximum > price_max) {
        return false;
    }
    if (definition.quantity_minimum == Quantity{} ||
        definition.quantity_minimum > definition.quantity_maximum ||
        definition.quantity_maximum > quantity_max) {
        return false;
    }
    const auto quantity = static_cast<uint128>(definition.quantity_maximum.value());
    const uint128 notional = static_cast<uint128>(definition.price_maximum.value()) * quantity;
    return is_limited(notional, definition.quote_units_per_tick_lot) &&
           is_limited(quantity, definition.base_units_per_lot) &&
           !check_fees(definition.maker_fee_ppm, definition.taker_fee_ppm) &&
           is_status(definition.status);
}

InstrumentState state_of(const Instrument& instrument) noexcept {
    const InstrumentDefinition& definition = instrument.definition;
    return {.tick_mantissa = definition.tick_mantissa,
            .lot_mantissa = definition.lot_mantissa,
            .base_units_per_lot = definition.base_units_per_lot,
            .quote_units_per_tick_lot = definition.quote_units_per_tick_lot,
            .price_minimum = definition.price_minimum,
            .price_maximum = definition.price_maximum,
            .quantity_minimum = definition.quantity_minimum,
            .quantity_maximum = definition.quantity_maximum,
            .notional_minimum = definition.notional_minimum,
            .trade_id_last = instrument.trade_id_last,
            .price_last = instrument.price_last,
            .maker_fee_ppm = definition.maker_fee_ppm,
            .taker_fee_ppm = definition.taker_fee_ppm,
            .id = definition.id,
            .base_asset = definition.base_asset,
            .quote_asset = definition.quote_asset,
            .tick_scale = definition.tick_scale,
            .lot_scale = definition.lot_scale,
            .status = definition.status,
            .symbol = definition.symbol};
}

void create_asset(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const AssetDefinition& asset = command.asset;
    if (const Refusal refusal = check_asset(venue, asset)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    AssetState state;
    state.id = AssetId{venue.assets.count()};
    state.decimals = asset.decimals;
    state.code = asset.code;
    venue.assets.add(state);
    AssetCreated& created = events.append(EventType::asset_created, InstrumentId{}).asset;
    created.id = state.id;
    created.decimals = state.decimals;
    created.code = state.code;
}

void create_instrument(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const InstrumentDefinition definition = completed(venue, command.instrument_definition);
    if (const Refusal refusal = check_instrument(venue, definition)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    venue.instruments.add({.definition = definition,
                           .flags = 0,
                           .status_reason = {},
                           .trade_id_last = {},
                           .price_last = {},
                           .prevented_match_id_last = {}});
    report_created(definition, events);
}

void set_instrument_status(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    if (const Refusal refusal = check_status_change(venue, command)) {
        return refuse(command, refusal, CommandPart::whole, events);
    }
    Instrument& instrument = venue.instruments[command.instrument];
    InstrumentStatusChanged& changed =
        events.append(EventType::instrument_status_changed, command.instrument).status;
    changed.before = instrument.definition.status;
    changed.after = command.instrument_status;
    changed.reason = static_cast<StatusReason>(command.options);
    instrument.definition.status = command.instrument_status;
    instrument.status_reason = changed.reason;
    if (command.instrument_status != InstrumentStatus::delisted) return;
    begin_mass_action(venue,
                      {.request = command.request,
                       .account = {},
                       .instrument = command.instrument,
                       .session = {},
                       .scope = CancelScope::instrument,
                       .reason = CloseReason::delisted,
                       .has_instrument = true},
                      events);
}

void change_fees(Venue& venue, const Command& command, EventBuffer& events) noexcept {
    const ChangeFees& fees = command.fees;
    Refusal refusal = check_fees(fees.maker_fee_ppm, fees.taker_fee_ppm);
    if (!venue.instruments.has(command.instrument)) refusal = {RejectReason::unknown_instrument};
    if (refusal) return refuse(command, refusal, CommandPart::whole, events);
    InstrumentDefinition& definition = venue.instruments[command.instrument].definition;
    definition.maker_fee_ppm = fees.maker_fee_ppm;
    definition.taker_fee_ppm = fees.taker_fee_ppm;
    FeesChanged& changed = events.append(EventType::fees_changed, command.instrument).fees;
    changed.maker_fee_ppm = fees.maker_fee_ppm;
    changed.taker_fee_ppm = fees.taker_fee_ppm;
}

}  // namespace outcry::engine
