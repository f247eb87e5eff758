#pragma once

#include <span>

#include "outcry/domain/event.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/api/api.hpp"
#include "gateway/encoding/json_writer.hpp"

namespace outcry::gateway {

/// The instrument of an id that an event or a record holds: it exists.
[[nodiscard]] const views::InstrumentView& instrument_of(const views::VenueView& view,
                                                         InstrumentId id);
[[nodiscard]] const AssetDefinition& asset_of(const views::VenueView& view, AssetId id);

/// What a side of a trade paid its fee in: what it received, unless the event says otherwise.
[[nodiscard]] const AssetDefinition& fee_asset_of(const views::VenueView& view, const Event& trade,
                                                  OrderId order_id);

/// One number for an event, below 2^53: 43 bits of sequence and 10 of index.
[[nodiscard]] std::int64_t execution_id_of(const Event& event) noexcept;
[[nodiscard]] std::int64_t execution_id_of(Sequence sequence, std::uint16_t index) noexcept;
struct EventName {
    Sequence sequence;
    std::uint16_t index = 0;
};
/// The other way round.
[[nodiscard]] EventName event_named(std::int64_t execution_id) noexcept;
/// The name of a cancel whose client gave none: 22 characters, the same wherever it is shown.
[[nodiscard]] ClientOrderId cancel_id_of(const Event& closed) noexcept;

/// An order as queries show it.
void write_order(JsonWriter& json, const views::VenueView& view, const views::OrderRecord& order);

/// A new order as its placement answers it: what `type` asks for.
struct Placement {
    const views::OrderRecord& order;
    Timestamp time;
    ResponseType type{};
    std::span<const Event> events;  // of the command, for the fills
};
void write_placement(JsonWriter& json, const views::VenueView& view, const Placement& placement);

/// Of an order in a list: the list's id, else -1, as clients know it.
[[nodiscard]] std::int64_t order_list_id_of(const views::OrderRecord& order) noexcept;

/// A cancelled order; `closed` is its `order_closed`.
void write_cancel(JsonWriter& json, const views::VenueView& view, const views::OrderRecord& order,
                  const Event& closed);

/// {transactTime, executionId, amendedOrder[, listStatus]}.
void write_amendment(JsonWriter& json, const views::VenueView& view, const Event& amended,
                     const ClientOrderId& client_order_id_before);

/// An account's own trade; `account` decides which side is meant.
void write_own_trade(JsonWriter& json, const views::VenueView& view,
                     const views::TradeRecord& trade, Side side);
/// A public trade.
void write_public_trade(JsonWriter& json, const views::VenueView& view,
                        const views::TradeRecord& trade);

}  // namespace outcry::gateway
