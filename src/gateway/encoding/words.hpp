#pragma once

#include <string_view>

#include "outcry/domain/enums.hpp"
#include "outcry/views/records.hpp"

namespace outcry::gateway {

// What the enumerations are called on the wire.
[[nodiscard]] std::string_view word_of(Side side) noexcept;
/// Clients know no group as -1.
[[nodiscard]] std::int64_t trade_group_id_of(TradeGroupId group) noexcept;
[[nodiscard]] std::string_view word_of(OrderType type) noexcept;
[[nodiscard]] std::string_view word_of(SelfTradePrevention mode) noexcept;
[[nodiscard]] std::string_view word_of(views::OrderStatus status) noexcept;
[[nodiscard]] std::string_view word_of(InstrumentStatus status) noexcept;
/// What clients know no words for.
[[nodiscard]] std::string_view exact_word_of(InstrumentStatus status) noexcept;
[[nodiscard]] std::string_view word_of(VenueStatus status) noexcept;
[[nodiscard]] std::string_view word_of(StatusReason reason) noexcept;
/// GTC also for what has no time in force, as clients know it.
[[nodiscard]] std::string_view word_of(TimeInForce time_in_force, OrderType type) noexcept;
/// `expiryReason`, `eR`; empty for an order that did not expire.
[[nodiscard]] std::string_view expiry_word_of(CloseReason reason) noexcept;
/// The state of an order that ended for this reason.
[[nodiscard]] views::OrderStatus status_of(CloseReason reason) noexcept;

}  // namespace outcry::gateway
