#pragma once

#include <span>
#include <string_view>

namespace outcry::sinks::postgres {

/// A step of the schema. Steps that were released never change; a new one is added behind them.
struct Migration {
    int version = 0;
    const char* description = nullptr;
    const char* sql = nullptr;
};

[[nodiscard]] std::span<const Migration> migrations() noexcept;
[[nodiscard]] int schema_version_latest() noexcept;

/// The tables that hold a row per event or so; each has a partition per day.
inline constexpr std::string_view partitioned_tables[] = {"event", "trade", "ledger_entry"};
/// All that is filled from events.
inline constexpr std::string_view filled_tables[] = {
    "event",      "trade",           "prevented_match",  "ledger_entry", "orders", "balance",
    "order_list", "order_amendment", "order_transition", "setting",      "candle", "asset",
    "account",    "instrument",      "api_key",          "audit"};

extern const char* const schema_version_1;
extern const char* const schema_version_2;
extern const char* const schema_version_3;

}  // namespace outcry::sinks::postgres
