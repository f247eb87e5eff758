#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

#include "outcry/domain/amount.hpp"
#include "outcry/domain/client_order_id.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/event.hpp"
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
    pending_new = 7,       // waits for the working order of its list
};
[[nodiscard]] constexpr bool is_closed(OrderStatus status) noexcept {
    return status != OrderStatus::open && status != OrderStatus::partially_filled &&
           status != OrderStatus::pending_new;
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
    Timestamp working_at;            // since when it trades or is in the book; zero: not yet
    Timestamp tracking_at;           // since when it follows the market; zero: it did not
    Quantity visible_open_quantity;  // of an iceberg in the book; see `shown_quantity`
    Amount reserved_amount;          // held while it is open, unless `reserves_by_formula`
    OrderListId order_list_id;       // zero: of none
    std::int64_t strategy_id = 0;    // the client's own numbers
    std::int32_t strategy_type = 0;
    SessionId session;  // ends with it; zero: with none
    std::uint32_t trailing_delta_bips = 0;
    AccountId account;
    InstrumentId instrument;
    Side side{};
    OrderType type{};
    TimeInForce time_in_force{};
    SelfTradePrevention self_trade_prevention{};
    OrderStatus status{};
    CloseReason close_reason{};            // zero unless closed otherwise than by being filled
    OrderPhase phase{};                    // unless `working`: in no book
    std::uint8_t reserves_by_formula = 1;  // what price and open quantity say
    ClientOrderId client_order_id;
    std::array<std::uint8_t, 1> reserved{};
};
static_assert(std::has_unique_object_representations_v<OrderRecord>);

/// What may still trade. Nothing of an order by quote quantity: its quantity is what it executed.
[[nodiscard]] inline Quantity open_quantity(const OrderRecord& order) noexcept {
    if (order.type == OrderType::market_by_quote) return Quantity{};
    return order.quantity - order.executed_quantity - order.prevented_quantity;
}
/// What of an order in the book the depth shows: less than what is open for an iceberg.
[[nodiscard]] inline Quantity shown_quantity(const OrderRecord& order) noexcept {
    return order.visible_quantity == Quantity{} ? open_quantity(order)
                                                : order.visible_open_quantity;
}

/// One fill, with both sides. Stored in snapshots as it stands.
struct TradeRecord {
    TradeId trade_id;
    Price price;
    Quantity quantity;
    Amount quote;
    OrderId maker_order_id;
    OrderId taker_order_id;
    Amount maker_fee;  // below zero: a rebate
    Amount taker_fee;
    Timestamp time;
    Sequence sequence;
    AccountId maker_account;
    AccountId taker_account;
    InstrumentId instrument;
    AssetId maker_fee_asset;  // that the fee was paid in, or the rebate
    AssetId taker_fee_asset;
    Side taker_side{};
    std::array<std::uint8_t, 1> reserved{};
};
static_assert(std::has_unique_object_representations_v<TradeRecord>);

enum class OrderListStatus : std::uint8_t { executing = 1, all_done = 2 };

/// An order list. Stored in snapshots as it stands.
struct OrderListRecord {
    OrderListId order_list_id;
    std::array<OrderId, list_orders_max> order_ids{};  // by place; zero: not that many
    Timestamp accepted_at;
    Timestamp updated_at;
    Sequence updated_by;  // the command that made it or ended it
    AccountId account;
    InstrumentId instrument;
    OrderListType type{};
    OrderListStatus status{};
    ClientOrderId client_order_id;
    std::array<std::uint8_t, 3> reserved{};
};
static_assert(std::has_unique_object_representations_v<OrderListRecord>);

/// One change of an order that stayed the same order. Stored in snapshots as it stands.
struct OrderAmendmentRecord {
    OrderId order_id;
    Price price_before;
    Price price;
    Quantity quantity_before;  // totals, what is executed included
    Quantity quantity;
    Timestamp time;
    Sequence sequence;  // with `event_index` the name of the event, ascending
    AccountId account;
    InstrumentId instrument;
    std::uint16_t event_index = 0;
    ClientOrderId client_order_id_before;
    ClientOrderId client_order_id;
    std::uint8_t kept_priority = 0;
    std::array<std::uint8_t, 5> reserved{};
};
static_assert(std::has_unique_object_representations_v<OrderAmendmentRecord>);

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

/// What an account pays on an instrument now, in millionths; a maker's may be below zero.
struct FeeRates {
    std::int32_t maker_ppm = 0;
    std::int32_t taker_ppm = 0;
    friend bool operator==(const FeeRates&, const FeeRates&) noexcept = default;
};

struct BalanceRecord {
    AssetId asset;
    Amount free;
    Amount locked;
};

}  // namespace outcry::views
