#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "outcry/base/result.hpp"
#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/enums.hpp"

namespace outcry::app {

/// What a row of a recorded order file asks for; the letter of its third column.
enum class RowAction : char {
    book_load = 'S',
    limit = 'N',
    immediate_or_cancel = 'I',
    post_only = 'P',
    cancel = 'C',
    reduce = 'R',
    modify = 'M',
    clear = 'X',
    uncross = 'U',
};

/// True for the rows that bring a new order.
[[nodiscard]] constexpr bool is_placement(RowAction action) noexcept {
    return action == RowAction::book_load || action == RowAction::limit ||
           action == RowAction::immediate_or_cancel || action == RowAction::post_only;
}

/// One row of a recorded order file (docs/formats/order_flow.md). Prices are ticks and quantities
/// lots as they stand in the file; order ids are the file's own.
struct OrderRow {
    std::int64_t time_ns = 0;
    std::uint64_t order_id = 0;
    std::int64_t price = 0;
    std::uint64_t quantity = 0;
    Symbol symbol;
    RowAction action{};
    Side side{};  // means nothing where the file says N: only rows that place need one
};

inline constexpr std::string_view order_file_header = "ts_ns,symbol,action,order_id,side,price,qty";

/// Parses one line, without its line end. The error says which column is wrong, and how.
[[nodiscard]] Result<OrderRow, std::string> parse_order_row(std::string_view line);

}  // namespace outcry::app
