#pragma once

#include <string>

#include "outcry/views/venue_view.hpp"

#include "gateway/encoding/streams.hpp"

namespace outcry::gateway {

/// How an account stands after the newest command: {"e":"accountSnapshot",…,"balances":[…],
/// "orders":[…],"orderLists":[…]}: the open orders as queries show them, and the open lists.
[[nodiscard]] std::string encode_account_snapshot(const views::VenueView& view, AccountId account,
                                                  MessageTime time);

}  // namespace outcry::gateway
