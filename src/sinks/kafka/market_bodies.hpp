#pragma once

#include "outcry/domain/event.hpp"
#include "outcry/domain/instrument.hpp"

#include "sinks/kafka/definitions.hpp"
#include "sinks/kafka/json_object.hpp"

namespace outcry::sinks::kafka {

/// Of an event that concerns an instrument.
struct Market {
    const InstrumentDefinition* instrument = nullptr;
    const AssetDefinition* base = nullptr;
    const AssetDefinition* quote = nullptr;
};

[[nodiscard]] Market market_of(const Event& event, const Definitions& definitions);

/// What an order of that side pays with.
[[nodiscard]] const AssetDefinition& paid_asset(const Market& market, Side side);

/// The events that lists, waiting orders and an instrument's rules make; another one adds nothing.
void add_waiting_body(JsonObject& object, const Event& event, const Market& market);

}  // namespace outcry::sinks::kafka
