#pragma once

#include <map>

#include "outcry/domain/event.hpp"
#include "outcry/domain/instrument.hpp"

namespace outcry::sinks::kafka {

/// The assets and instruments that events name by number only. Records show decimals and symbols,
/// so the target carries these along with its position.
class Definitions {
public:
    void add(const AssetDefinition& asset) { assets_[asset.id] = asset; }
    void add(const InstrumentDefinition& instrument) { instruments_[instrument.id] = instrument; }
    /// Takes what `asset_created` and `instrument_created` say; others change nothing.
    void apply(const Event& event);

    /// Null when there is none of that number. Valid until the next change.
    [[nodiscard]] const AssetDefinition* asset(AssetId id) const;
    [[nodiscard]] const InstrumentDefinition* instrument(InstrumentId id) const;

private:
    std::map<AssetId, AssetDefinition> assets_;
    std::map<InstrumentId, InstrumentDefinition> instruments_;
};

}  // namespace outcry::sinks::kafka
