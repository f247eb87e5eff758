#include "outcry/domain/state.hpp"

namespace outcry {

InstrumentDefinition definition_of(const InstrumentState& state) noexcept {
    return {.tick_mantissa = state.tick_mantissa,
            .lot_mantissa = state.lot_mantissa,
            .base_units_per_lot = state.base_units_per_lot,
            .quote_units_per_tick_lot = state.quote_units_per_tick_lot,
            .price_minimum = state.price_minimum,
            .price_maximum = state.price_maximum,
            .quantity_minimum = state.quantity_minimum,
            .quantity_maximum = state.quantity_maximum,
            .notional_minimum = state.notional_minimum,
            .maker_fee_ppm = state.maker_fee_ppm,
            .taker_fee_ppm = state.taker_fee_ppm,
            .id = state.id,
            .base_asset = state.base_asset,
            .quote_asset = state.quote_asset,
            .tick_scale = state.tick_scale,
            .lot_scale = state.lot_scale,
            .status = state.status,
            .symbol = state.symbol};
}

}  // namespace outcry
