#include "engine/matching/leftover.hpp"

#include "outcry/domain/event.hpp"

namespace outcry::engine {
namespace {

/// Why an order that does not rest is dropped when nothing within its limit is left.
[[nodiscard]] CloseReason reason_to_drop(const Book& book, const Taker& taker,
                                         OrderType type) noexcept {
    if (!has_no_limit(type)) return CloseReason::unfilled_ioc;
    const bool is_other_side_empty = book.best_level[index_of(opposite(taker.side))] == no_level;
    return is_other_side_empty ? CloseReason::insufficient_liquidity
                               : CloseReason::protection_limit;
}

}  // namespace

Outcome outcome_of(const Book& book, const Taker& taker, OrderKind kind, MatchEnd end) noexcept {
    // What prevention took is gone, and has to be said; what was filled has been.
    if (end == MatchEnd::self_trade) return {Leftover::dropped, CloseReason::self_trade_prevention};
    if (taker.open == Quantity{}) return {};
    switch (end) {
        case MatchEnd::fill_limit: return {Leftover::dropped, CloseReason::fill_limit};
        case MatchEnd::budget_spent:
            if (!taker.is_by_quote) return {Leftover::dropped, CloseReason::insufficient_balance};
            // Not a lot more could be had for the budget: that is what the order asked for.
            if (taker.prevented == Quantity{}) return {};
            return {Leftover::dropped, CloseReason::self_trade_prevention};
        default: break;
    }
    if (may_rest(kind.type, kind.time_in_force)) return {Leftover::rests, {}};
    return {Leftover::dropped, reason_to_drop(book, taker, kind.type)};
}

void close_taker(const Taker& taker, Price price, CloseReason reason, InstrumentId instrument,
                 EventBuffer& events) noexcept {
    OrderClosed& closed = events.append(EventType::order_closed, instrument).closed;
    closed.order_id = taker.order_id;
    closed.price = price;
    closed.open_quantity = taker.is_by_quote ? Quantity{} : taker.open;
    closed.account = taker.account;
    closed.side = taker.side;
    closed.reason = reason;
}

}  // namespace outcry::engine
