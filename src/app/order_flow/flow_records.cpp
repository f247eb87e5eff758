#include "app/order_flow/flow_records.hpp"

#include <iterator>

#include <fmt/format.h>

namespace outcry::app {
namespace {

char letter_of(Side side) { return side == Side::buy ? 'B' : 'S'; }

}  // namespace

void append_trade(std::string& text, std::string_view symbol, const FlowTrade& trade) {
    fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{},{},{}\n", trade.row, trade.time_ns,
                   symbol, trade.maker_id, trade.taker_id, letter_of(trade.taker_side), trade.price,
                   trade.quantity);
}

void append_level(std::string& text, const FlowLevel& level) {
    fmt::format_to(std::back_inserter(text), "{},{},{},{}\n", letter_of(level.side), level.price,
                   level.quantity, level.order_count);
}

}  // namespace outcry::app
