#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/quantity.hpp"

namespace outcry::views {

/// The trades that one order made as a taker, in one command and at one price. Stored in snapshots
/// as it stands.
struct AggregateRecord {
    std::uint64_t id = 0;  // dense per instrument, from 1
    Price price;
    Quantity quantity;
    TradeId trade_id_first;
    TradeId trade_id_last;
    OrderId taker_order_id;
    Timestamp time;
    Sequence sequence;
    InstrumentId instrument;
    Side taker_side{};
    std::array<std::uint8_t, 5> reserved{};
};
static_assert(std::has_unique_object_representations_v<AggregateRecord>);

/// Which aggregates are asked for; the zero of a field means "any".
struct AggregateQuery {
    InstrumentId instrument;
    std::uint64_t from_id = 0;
    Timestamp start;  // included
    Timestamp end;    // included
    std::size_t limit = 500;
};

}  // namespace outcry::views
