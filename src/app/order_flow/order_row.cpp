#include "app/order_flow/order_row.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <system_error>

namespace outcry::app {
namespace {

enum Column : std::size_t { time, symbol, action, order_id, side, price, quantity, column_count };

constexpr std::array<std::string_view, column_count> column_names = {
    "ts_ns", "symbol", "action", "order_id", "side", "price", "qty"};

constexpr std::string_view action_letters = "SNIPCRMXU";

using Columns = std::array<std::string_view, column_count>;

std::optional<Columns> split(std::string_view line) {
    Columns columns;
    for (std::size_t index = 0; index < column_count; ++index) {
        const std::size_t end = line.find(',');
        const bool is_last = index + 1 == column_count;
        if ((end == std::string_view::npos) != is_last) return std::nullopt;
        columns[index] = line.substr(0, end);
        if (!is_last) line.remove_prefix(end + 1);
    }
    return columns;
}

template <class Integer>
bool read_integer(std::string_view text, Integer& value) {
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && stop == end;
}

bool is_symbol(std::string_view text) {
    if (text.empty() || text.size() > Symbol::capacity) return false;
    for (const char letter : text) {
        if (letter <= ' ' || letter > '~' || letter == '"') return false;
    }
    return true;
}

bool read_action(std::string_view text, RowAction& value) {
    if (text.size() != 1) return false;
    if (action_letters.find(text[0]) == std::string_view::npos) return false;
    value = static_cast<RowAction>(text[0]);
    return true;
}

bool read_side(std::string_view text, RowAction action, Side& value) {
    if (text == "B" || text == "S") {
        value = text == "B" ? Side::buy : Side::sell;
        return true;
    }
    return text == "N" && !is_placement(action);
}

/// The first column that does not parse, or `column_count`.
Column read_columns(const Columns& columns, OrderRow& row) {
    if (!read_integer(columns[time], row.time_ns) || row.time_ns < 0) return time;
    if (!is_symbol(columns[symbol])) return symbol;
    row.symbol = Symbol{columns[symbol]};
    if (!read_action(columns[action], row.action)) return action;
    if (!read_integer(columns[order_id], row.order_id)) return order_id;
    if (!read_side(columns[side], row.action, row.side)) return side;
    if (!read_integer(columns[price], row.price)) return price;
    if (!read_integer(columns[quantity], row.quantity)) return quantity;
    return column_count;
}

}  // namespace

Result<OrderRow, std::string> parse_order_row(std::string_view line) {
    const std::optional<Columns> columns = split(line);
    if (!columns) return Failure{"it has not exactly 7 columns: " + std::string{line}};

    OrderRow row;
    const Column wrong = read_columns(*columns, row);
    if (wrong == column_count) return row;
    return Failure{std::string{column_names[wrong]} + " cannot be '" +
                   std::string{(*columns)[wrong]} + "'"};
}

}  // namespace outcry::app
