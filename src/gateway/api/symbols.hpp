#pragma once

#include <optional>
#include <vector>

#include "outcry/views/venue_view.hpp"

#include "gateway/parameters/parameter_reader.hpp"

namespace outcry::gateway {

/// The instrument of `symbol`; null when it was not sent or was refused (-1100, -1121).
[[nodiscard]] const views::InstrumentView* read_symbol(ParameterReader& reader,
                                                       views::VenueView& view);

/// What `symbol`, `symbols` and `symbolStatus` choose of all instruments.
struct SymbolChoice {
    std::vector<const views::InstrumentView*> instruments;
    bool is_single = false;  // chosen by `symbol`: the answer is no array
};
[[nodiscard]] SymbolChoice read_symbols(ParameterReader& reader, views::VenueView& view);

/// `symbolStatus` of a call for one symbol: -1220 when the symbol has another.
void check_symbol_status(ParameterReader& reader, const views::InstrumentView* instrument);

}  // namespace outcry::gateway
