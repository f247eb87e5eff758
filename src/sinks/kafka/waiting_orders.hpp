#pragma once

#include <map>

#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"

namespace outcry::sinks::kafka {

/// An accepted order outside the book: for its stop price, or for the working order of its list.
/// What it will add to the book is said only by its acceptance, so the target carries it along.
struct WaitingOrder {
    Side side{};
    bool may_rest = false;  // once it has its turn
    Price price;
    Quantity open_quantity;
    friend bool operator==(const WaitingOrder&, const WaitingOrder&) = default;
};

using WaitingOrders = std::map<OrderId, WaitingOrder>;

}  // namespace outcry::sinks::kafka
