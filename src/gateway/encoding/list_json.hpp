#pragma once

#include <array>
#include <span>
#include <string_view>

#include "outcry/domain/event.hpp"
#include "outcry/views/venue_view.hpp"

#include "gateway/encoding/json_writer.hpp"

namespace outcry::gateway {

/// A list of orders as clients see it.
struct ListOnWire {
    OrderListId id;
    OrderListType type{};
    InstrumentId instrument;
    ClientOrderId client_order_id;
    std::array<OrderId, list_orders_max> order_ids{};
    Timestamp time;
};

[[nodiscard]] ListOnWire list_of(const Event& accepted) noexcept;
[[nodiscard]] ListOnWire list_of(const views::OrderListRecord& record) noexcept;

/// "OCO" or "OTO".
[[nodiscard]] std::string_view contingency_of(OrderListType type) noexcept;

/// What has just happened to a list: `listStatusType` and `listOrderStatus`.
enum class ListProgress : std::uint8_t { started, updated, all_done };
[[nodiscard]] std::string_view status_type_of(ListProgress progress) noexcept;
[[nodiscard]] std::string_view order_status_of(ListProgress progress) noexcept;

/// Where a list stands.
[[nodiscard]] ListProgress progress_of(const views::OrderListRecord& record) noexcept;

/// What an amendment says of the list of its order.
void write_list_status(JsonWriter& json, const views::VenueView& view,
                       const views::OrderListRecord& record);
/// The members of a list from `orderListId` to `orders`; the caller opens and closes the object.
void write_list_members(JsonWriter& json, const views::VenueView& view, const ListOnWire& list,
                        ListProgress progress);

}  // namespace outcry::gateway
