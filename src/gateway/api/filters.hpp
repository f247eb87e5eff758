#pragma once

#include "outcry/domain/instrument.hpp"
#include "outcry/domain/rules.hpp"

#include "gateway/api/call.hpp"
#include "gateway/encoding/json_writer.hpp"

namespace outcry::gateway {

/// The rules of a market that an order is held against: an array of filters.
void write_filters(JsonWriter& json, const Services& services,
                   const views::InstrumentView& instrument);

}  // namespace outcry::gateway
