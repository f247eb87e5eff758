#pragma once

#include <string_view>

#include "outcry/domain/command.hpp"
#include "outcry/domain/event.hpp"

namespace outcry::wire {

// The stable lower-case names, as in the source. Empty for a number that has none.

[[nodiscard]] std::string_view name_of(CommandType type) noexcept;
[[nodiscard]] std::string_view name_of(EventType type) noexcept;
[[nodiscard]] std::string_view name_of(Side side) noexcept;
[[nodiscard]] std::string_view name_of(OrderType type) noexcept;
[[nodiscard]] std::string_view name_of(TimeInForce time_in_force) noexcept;
[[nodiscard]] std::string_view name_of(SelfTradePrevention mode) noexcept;
[[nodiscard]] std::string_view name_of(CloseReason reason) noexcept;
[[nodiscard]] std::string_view name_of(QuantityMeaning meaning) noexcept;
[[nodiscard]] std::string_view name_of(ReplaceMode mode) noexcept;
[[nodiscard]] std::string_view name_of(InstrumentStatus status) noexcept;
[[nodiscard]] std::string_view name_of(KeyType type) noexcept;
[[nodiscard]] std::string_view name_of(AdjustmentKind kind) noexcept;
[[nodiscard]] std::string_view name_of(CommandPart part) noexcept;
[[nodiscard]] std::string_view name_of(OrderPhase value) noexcept;
[[nodiscard]] std::string_view name_of(OrderListType value) noexcept;
[[nodiscard]] std::string_view name_of(StatusReason value) noexcept;
[[nodiscard]] std::string_view name_of(AccountStatus value) noexcept;
[[nodiscard]] std::string_view name_of(VenueStatus value) noexcept;
[[nodiscard]] std::string_view name_of(CancelScope value) noexcept;
[[nodiscard]] std::string_view name_of(TriggerKind value) noexcept;

}  // namespace outcry::wire
