#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

#include "outcry/domain/amount.hpp"
#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/quantity.hpp"
#include "outcry/domain/reject_reason.hpp"

namespace outcry::views {

enum class OrderStatus : std::uint8_t {
    open = 1,  // accepted, nothing executed yet
    partially_filled = 2,
    filled = 3,
    cancelled = 4,
    expired = 5,           // IOC, FOK, market order without liquidity, fill limit
    expired_in_match = 6,  // self-trade prevention
};
[[nodiscard]] constexpr bool is_closed(OrderStatus status) noexcept {
    return status != OrderStatus::open && status != OrderStatus::partially_filled;
}

/// All that a client may ask of one order. Stored in snapshots as it stands.
struct OrderRecord {
    OrderId order_id;
    Price price;
    Quantity quantity;  // the total; for market_by_quote what was executed
    Quantity executed_quantity;
    Quantity prevented_quantity;  // taken off by self-trade prevention of the kind `decrement`
    Amount quote_quantity;        // market_by_quote: the budget
    Amount executed_quote;
    Timestamp accepted_at;
    Timestamp updated_at;
    Sequence updated_by;  // the last command that changed it
    Price stop_price;     // this and the next three are terms; zero without
    Quantity visible_quantity;
    Timestamp expires_at;
    std::uint32_t trailing_delta_bips = 0;
    AccountId account;
    InstrumentId instrument;
    Side side{};
    OrderType type{};
    TimeInForce time_in_force{};
    SelfTradePrevention self_trade_prevention{};
    OrderStatus status{};
    CloseReason close_reason{};  // zero unless closed otherwise than by being filled
    ClientOrderId client_order_id;
    std::array<std::uint8_t, 3> reserved{};
};
static_assert(std::has_unique_object_representations_v<OrderRecord>);

/// One fill, with both sides. Stored in snapshots as it stands.
struct TradeRecord {
    TradeId trade_id;
    Price price;
    Quantity quantity;
    Amount quote;
    OrderId maker_order_id;
    OrderId taker_order_id;
    Amount maker_fee;  // in base if the maker buys, else in quote
    Amount taker_fee;
    Timestamp time;
    Sequence sequence;
    AccountId maker_account;
    AccountId taker_account;
    InstrumentId instrument;
    Side taker_side{};
    std::array<std::uint8_t, 5> reserved{};
};
static_assert(std::has_unique_object_representations_v<TradeRecord>);

/// A match that self-trade prevention did not let happen. Stored in snapshots as it stands.
struct PreventedMatchRecord {
    PreventedMatchId id;
    Price price;
    Quantity quantity;        // what would have traded
    Quantity maker_quantity;  // what the maker lost by it
    Quantity taker_quantity;
    OrderId maker_order_id;
    OrderId taker_order_id;
    Timestamp time;
    Sequence sequence;
    AccountId maker_account;
    AccountId taker_account;
    TradeGroupId trade_group;  // zero: the accounts are one
    InstrumentId instrument;
    Side taker_side{};
    SelfTradePrevention mode{};
};
static_assert(std::has_unique_object_representations_v<PreventedMatchRecord>);

/// A new order that the engine refused, so that a look-up by its name is never left without an
/// answer. Stored in snapshots as it stands.
struct RefusalRecord {
    Sequence sequence;
    Timestamp time;
    AccountId account;
    InstrumentId instrument;
    RejectReason reason{};
    ClientOrderId client_order_id;
    std::array<std::uint8_t, 3> reserved{};
};
static_assert(std::has_unique_object_representations_v<RefusalRecord>);

struct BalanceRecord {
    AssetId asset;
    Amount free;
    Amount locked;
};

}  // namespace outcry::views
