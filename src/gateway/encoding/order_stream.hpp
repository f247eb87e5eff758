#pragma once

#include <cstddef>
#include <string>

#include "gateway/encoding/streams.hpp"
#include "gateway/streams/order_changes.hpp"

namespace outcry::gateway {

/// `<symbol>@orders`: {"e":"orderChanges",…,"u":id,"pu":id before,"c":[…]}.
[[nodiscard]] std::string encode_order_changes(const InstrumentDefinition& instrument,
                                               const OrderChanges::OfCommand& changed,
                                               MessageTime time);
/// The orders that the changes go on from, the best price first and within a price in the order in
/// which they trade: [[id,price,quantity],…].
[[nodiscard]] std::string encode_order_snapshot(const views::VenueView& view,
                                                const views::InstrumentView& instrument,
                                                Sequence last, MessageTime time);

}  // namespace outcry::gateway
