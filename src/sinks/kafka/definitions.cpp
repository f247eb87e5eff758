#include "sinks/kafka/definitions.hpp"

namespace outcry::sinks::kafka {
namespace {

[[nodiscard]] InstrumentDefinition definition_of(const Event& event) {
    const InstrumentCreated& created = event.instrument_created;
    InstrumentDefinition definition;
    definition.id = event.instrument;
    definition.tick_mantissa = created.tick_mantissa;
    definition.tick_scale = created.tick_scale;
    definition.lot_mantissa = created.lot_mantissa;
    definition.lot_scale = created.lot_scale;
    definition.base_asset = created.base_asset;
    definition.quote_asset = created.quote_asset;
    definition.symbol = created.symbol;
    return definition;
}

}  // namespace

void Definitions::apply(const Event& event) {
    if (event.type == EventType::asset_created) {
        add(AssetDefinition{event.asset.id, event.asset.decimals, event.asset.code});
    } else if (event.type == EventType::instrument_created) {
        InstrumentDefinition definition = definition_of(event);
        const AssetDefinition* const base = asset(definition.base_asset);
        const AssetDefinition* const quote = asset(definition.quote_asset);
        if (base == nullptr || quote == nullptr) return;
        derive_unit_factors(definition, base->decimals, quote->decimals);
        add(definition);
    }
}

const AssetDefinition* Definitions::asset(AssetId id) const {
    const auto found = assets_.find(id);
    return found == assets_.end() ? nullptr : &found->second;
}

const InstrumentDefinition* Definitions::instrument(InstrumentId id) const {
    const auto found = instruments_.find(id);
    return found == instruments_.end() ? nullptr : &found->second;
}

}  // namespace outcry::sinks::kafka
