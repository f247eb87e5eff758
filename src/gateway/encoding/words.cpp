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
        case OrderType::stop_loss: return "STOP_LOSS";
        case OrderType::stop_loss_limit: return "STOP_LOSS_LIMIT";
        case OrderType::take_profit: return "TAKE_PROFIT";
        case OrderType::take_profit_limit: return "TAKE_PROFIT_LIMIT";
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
        case views::OrderStatus::pending_new: return "PENDING_NEW";
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
        case InstrumentStatus::delisted: return "END_OF_DAY";
    }
    OUTCRY_UNREACHABLE();
}

std::string_view exact_word_of(InstrumentStatus status) noexcept {
    switch (status) {
        case InstrumentStatus::trading: return "TRADING";
        case InstrumentStatus::post_only: return "POST_ONLY";
        case InstrumentStatus::cancel_only: return "CANCEL_ONLY";
        case InstrumentStatus::halted: return "HALTED";
        case InstrumentStatus::delisted: return "DELISTED";
    }
    OUTCRY_UNREACHABLE();
}

std::string_view word_of(VenueStatus status) noexcept {
    switch (status) {
        case VenueStatus::open: return "OPEN";
        case VenueStatus::cancel_only: return "CANCEL_ONLY";
        case VenueStatus::halted: return "HALTED";
    }
    OUTCRY_UNREACHABLE();
}

std::string_view word_of(StatusReason reason) noexcept {
    switch (reason) {
        case StatusReason::operator_request: return "OPERATOR_REQUEST";
        case StatusReason::unclean_start: return "UNCLEAN_START";
        case StatusReason::kill_switch: return "KILL_SWITCH";
        case StatusReason::reconciliation: return "RECONCILIATION";
    }
    OUTCRY_UNREACHABLE();
}

std::string_view word_of(TimeInForce time_in_force, OrderType type) noexcept {
    if (time_in_force == TimeInForce::gtd) return "GTD";
    const bool has_limit = type == OrderType::limit || type == OrderType::stop_loss_limit ||
                           type == OrderType::take_profit_limit;
    if (!has_limit) return "GTC";
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
        case CloseReason::protection_limit: return "EXECUTION_RULE_PRICE_RANGE_EXCEEDED";
        case CloseReason::list_sibling: return "OCO_TRIGGER";
        case CloseReason::list_working_closed: return "OTO_PHASE_ONE_EXPIRED";
        case CloseReason::insufficient_balance:
        case CloseReason::would_trade: return "REJECTED";
        case CloseReason::no_capacity:
        case CloseReason::kill_switch:
        case CloseReason::delisted:
        case CloseReason::fill_limit: return "EXCHANGE_CANCELED";
        default: return {};  // zero: it did not end, or it was filled
    }
}

views::OrderStatus status_of(CloseReason reason) noexcept {
    switch (end_of(reason)) {
        case OrderEnd::cancelled: return views::OrderStatus::cancelled;
        case OrderEnd::expired: return views::OrderStatus::expired;
        case OrderEnd::expired_in_match: return views::OrderStatus::expired_in_match;
    }
    OUTCRY_UNREACHABLE();
}

}  // namespace outcry::gateway
