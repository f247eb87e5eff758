#pragma once

#include <cstddef>
#include <cstdint>

#include "outcry/domain/instrument.hpp"
#include "outcry/domain/state.hpp"
#include "outcry/views/aggregate.hpp"
#include "outcry/views/candle.hpp"
#include "outcry/views/records.hpp"

#include "views/snapshot_format.hpp"

namespace outcry::views {

// Whether a record read from outside can be true at all; what it refers to is checked by the
// caller. After these checks no arithmetic on the record can overflow.

[[nodiscard]] bool is_valid(const AssetState& asset) noexcept;
/// `asset_count`: how many assets it may refer to.
[[nodiscard]] bool is_valid(const InstrumentState& instrument, std::size_t asset_count) noexcept;
[[nodiscard]] bool is_valid(const AccountSection& account) noexcept;
[[nodiscard]] bool is_valid(const KeyState& key) noexcept;
[[nodiscard]] bool is_valid(const OrderRecord& order,
                            const InstrumentDefinition& instrument) noexcept;
[[nodiscard]] bool is_valid(const SetKeyRules& rules) noexcept;
[[nodiscard]] bool is_valid(const TradeRecord& trade) noexcept;
[[nodiscard]] bool is_valid(const OrderListRecord& list) noexcept;
[[nodiscard]] bool is_valid(const OrderAmendmentRecord& amendment) noexcept;
[[nodiscard]] bool is_valid(const AggregateRecord& record) noexcept;
[[nodiscard]] bool is_valid(const RefusalRecord& refusal) noexcept;
[[nodiscard]] bool is_valid(const Candle& candle) noexcept;
[[nodiscard]] bool is_valid(const PreventedMatchRecord& match) noexcept;

}  // namespace outcry::views
