#pragma once

#include "outcry/views/venue_view.hpp"

#include "gateway/encoding/json_writer.hpp"

namespace outcry::gateway {

/// `{maker, taker, buyer, seller}`, the last two zero: fees hang on the role only.
void write_commission_rates(JsonWriter& json, const views::FeeRates& rates);
/// `{maker, taker}`.
void write_order_rates(JsonWriter& json, const views::FeeRates& rates);
/// Whether the account pays the fees of a market in the venue's fee asset, and what it saves so.
void write_discount(JsonWriter& json, const views::VenueView& view, AccountId account,
                    const InstrumentDefinition& instrument);

}  // namespace outcry::gateway
