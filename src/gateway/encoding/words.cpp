#include "gateway/encoding/words.hpp"

#include "outcry/base/assert.hpp"

namespace outcry::gateway {

std::string_view word_of(Side side) noexcept { return side == Side::buy ? "BUY" : "SELL"; }

std::int64_t trade_group_id_of(TradeGroupId group) noexcept {
    return group == TradeGroupId{} ? -1 : std::int64_t{group.value()};
}

std::string_view word_of(OrderType type) noexcept {
    switch (type) {
        case OrderType::limit: return "LIMIT";
        case OrderType::market:
        case OrderType::market_by_quote: return "MARKET";
        case OrderType::limit_maker:
        case OrderType::limit_maker_slide: return "LIMIT_MAKER";
    }
    OUTCRY_UNREACHABLE();
}

std::string_view word_of(SelfTradePrevention mode) noexcept {
    switch (mode) {
        case SelfTradePrevention::none: return "NONE";
        case SelfTradePrevention::expire_taker: return "EXPIRE_TAKER";
        case SelfTradePrevention::expire_maker: return "EXPIRE_MAKER";
        case SelfTradePrevention::expire_both: return "EXPIRE_BOTH";
        case SelfTradePrevention::decrement: return "DECREMENT";
        case SelfTradePrevention::account_default: break;  // never in an event
    }
    OUTCRY_UNREACHABLE();
}

std::string_view word_of(views::OrderStatus status) noexcept {
    switch (status) {
        case views::OrderStatus::open: return "NEW";
        case views::OrderStatus::partially_filled: return "PARTIALLY_FILLED";
        case views::OrderStatus::filled: return "FILLED";
        case views::OrderStatus::cancelled: return "CANCELED";
        case views::OrderStatus::expired: return "EXPIRED";
        case views::OrderStatus::expired_in_match: return "EXPIRED_IN_MATCH";
    }
    OUTCRY_UNREACHABLE();
}

std::string_view word_of(InstrumentStatus status) noexcept {
    switch (status) {
        case InstrumentStatus::trading: return "TRADING";
        // Words that clients know: new orders of any type do not work in these.
        case InstrumentStatus::post_only:
        case InstrumentStatus::cancel_only: return "BREAK";
        case InstrumentStatus::halted: return "HALT";
    }
    OUTCRY_UNREACHABLE();
}

std::string_view word_of(TimeInForce time_in_force, OrderType type) noexcept {
    if (time_in_force == TimeInForce::gtd) return "GTD";
    if (type != OrderType::limit) return "GTC";
    switch (time_in_force) {
        case TimeInForce::gtc: return "GTC";
        case TimeInForce::ioc: return "IOC";
        case TimeInForce::fok: return "FOK";
        case TimeInForce::gtd: return "GTD";
    }
    OUTCRY_UNREACHABLE();
}

std::string_view expiry_word_of(CloseReason reason) noexcept {
    switch (reason) {
        case CloseReason::unfilled_ioc: return "UNFILLED_IOC_QUANTITY_EXPIRED";
        case CloseReason::unfilled_fok: return "UNFILLED_FOK_ORDER_EXPIRED";
        case CloseReason::insufficient_liquidity: return "INSUFFICIENT_LIQUIDITY";
        case CloseReason::fill_limit: return "EXCHANGE_CANCELED";
        case CloseReason::cancelled_by_user:
        case CloseReason::cancelled_by_operator:
        case CloseReason::replaced:
        case CloseReason::expired:
        case CloseReason::self_trade_prevention: return {};
    }
    return {};  // zero: it did not end, or it was filled
}

views::OrderStatus status_of(CloseReason reason) noexcept {
    switch (reason) {
        case CloseReason::cancelled_by_user:
        case CloseReason::cancelled_by_operator:
        case CloseReason::replaced: return views::OrderStatus::cancelled;
        case CloseReason::unfilled_ioc:
        case CloseReason::unfilled_fok:
        case CloseReason::insufficient_liquidity:
        case CloseReason::expired:
        case CloseReason::fill_limit: return views::OrderStatus::expired;
        case CloseReason::self_trade_prevention: return views::OrderStatus::expired_in_match;
    }
    OUTCRY_UNREACHABLE();
}

}  // namespace outcry::gateway
