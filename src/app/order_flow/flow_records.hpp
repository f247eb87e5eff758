#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "outcry/domain/enums.hpp"

namespace outcry::app {

/// A fill in the terms of the order file: its ids, ticks and lots.
struct FlowTrade {
    std::uint64_t row = 0;  // zero-based; the row that caused it
    std::int64_t time_ns = 0;
    std::uint64_t maker_id = 0;
    std::uint64_t taker_id = 0;
    std::int64_t price = 0;
    std::uint64_t quantity = 0;
    Side taker_side{};
};

/// What rests at one price.
struct FlowLevel {
    std::int64_t price = 0;
    std::uint64_t quantity = 0;
    std::uint64_t order_count = 0;
    Side side{};
    friend bool operator==(const FlowLevel&, const FlowLevel&) = default;
};

inline constexpr std::string_view trades_header =
    "row,ts_ns,symbol,maker_id,taker_id,taker_side,price,qty\n";
inline constexpr std::string_view book_header = "side,price,qty,orders\n";

void append_trade(std::string& text, std::string_view symbol, const FlowTrade& trade);
void append_level(std::string& text, const FlowLevel& level);

}  // namespace outcry::app
