#pragma once

#include <cstdint>

namespace outcry {

// The numbers are part of the journal's and the event log's format: never change or reuse one.

enum class Side : std::uint8_t { buy = 0, sell = 1 };
[[nodiscard]] constexpr Side opposite(Side side) noexcept {
    return side == Side::buy ? Side::sell : Side::buy;
}

enum class OrderType : std::uint8_t {
    limit = 1,
    market = 2,             // by base quantity
    market_by_quote = 3,    // spends or raises at most a quote amount
    limit_maker = 4,        // post-only: refused if it would trade
    limit_maker_slide = 5,  // post-only: rests one tick off the other side if it would trade
    stop_loss = 6,          // waits for the last price to run against it, then market
    stop_loss_limit = 7,    // likewise, then limit
    take_profit = 8,        // waits for the last price to run in its favour, then market
    take_profit_limit = 9,  // likewise, then limit
};

[[nodiscard]] constexpr bool is_stop(OrderType type) noexcept {
    return type >= OrderType::stop_loss && type <= OrderType::take_profit_limit;
}
/// A stop that trades at any price once it is triggered.
[[nodiscard]] constexpr bool is_stop_market(OrderType type) noexcept {
    return type == OrderType::stop_loss || type == OrderType::take_profit;
}
/// Whether a stop is triggered by a last price at or above its own; else at or below.
[[nodiscard]] constexpr bool triggers_above(OrderType type, Side side) noexcept {
    const bool is_loss = type == OrderType::stop_loss || type == OrderType::stop_loss_limit;
    return is_loss == (side == Side::buy);
}

/// Where an accepted order stands that is not simply trading or in the book.
enum class OrderPhase : std::uint8_t {
    working = 0,   // trades, or is in the book
    waiting = 1,   // for its stop price
    tracking = 2,  // trailing: follows the market
    pending = 3,   // for the working order of its list to be filled
    ready = 4,     // its turn comes with the next slices
};

/// Binance's contingencies; OTOCO is an OTO whose pending part is an OCO.
enum class OrderListType : std::uint8_t { oco = 1, oto = 2, otoco = 3 };

enum class TimeInForce : std::uint8_t {
    gtc = 1,
    ioc = 2,
    fok = 3,
    gtd = 4,  // until `OrderTerms::expires_at`
};

enum class SelfTradePrevention : std::uint8_t {
    none = 0,
    expire_taker = 1,
    expire_maker = 2,
    expire_both = 3,
    decrement = 4,        // both lose what they would have traded; the smaller one expires
    account_default = 5,  // in commands only: what the rules of the account say
};

/// How an order left the book other than by being filled.
enum class CloseReason : std::uint8_t {
    cancelled_by_user = 1,
    cancelled_by_operator = 2,
    replaced = 3,  // the cancelled half of a cancel-replace
    unfilled_ioc = 4,
    unfilled_fok = 5,
    insufficient_liquidity = 6,  // a market order met an empty book or its protection limit
    self_trade_prevention = 7,
    fill_limit = 8,             // the most fills one command may make
    expired = 9,                // GTD: its time came
    list_sibling = 10,          // the other order of its OCO traded or was triggered
    list_working_closed = 11,   // the working order of its list ended without being filled
    cancelled_with_list = 12,   // another order of its list was closed, so the list is
    insufficient_balance = 13,  // of a stop or pending order, when its turn came
    would_trade = 14,           // a pending post-only order, when its turn came
    protection_limit = 15,      // a market order reached the end of the instrument's band
    no_capacity = 16,           // no room in the book, when its turn came
    dead_man = 17,              // its account did not renew the timer
    disconnected = 18,          // its session ended
    kill_switch = 19,           // of account, instrument or venue
    delisted = 20,              // its instrument was
};

/// How an order that was not filled ended: by a wish to have it gone, by itself, or in a match that
/// self-trade prevention did not let happen.
enum class OrderEnd : std::uint8_t { cancelled = 1, expired = 2, expired_in_match = 3 };
[[nodiscard]] constexpr OrderEnd end_of(CloseReason reason) noexcept {
    switch (reason) {
        case CloseReason::cancelled_by_user:
        case CloseReason::cancelled_by_operator:
        case CloseReason::replaced:
        case CloseReason::cancelled_with_list:
        case CloseReason::dead_man:
        case CloseReason::disconnected:
        case CloseReason::kill_switch:
        case CloseReason::delisted: return OrderEnd::cancelled;
        case CloseReason::unfilled_ioc:
        case CloseReason::unfilled_fok:
        case CloseReason::insufficient_liquidity:
        case CloseReason::fill_limit:
        case CloseReason::expired:
        case CloseReason::list_sibling:
        case CloseReason::list_working_closed:
        case CloseReason::insufficient_balance:
        case CloseReason::would_trade:
        case CloseReason::protection_limit:
        case CloseReason::no_capacity: return OrderEnd::expired;
        case CloseReason::self_trade_prevention: return OrderEnd::expired_in_match;
    }
    return OrderEnd::expired;
}

/// What the quantity of an amendment means.
enum class QuantityMeaning : std::uint8_t {
    total = 0,      // the whole order, what is executed included
    open = 1,       // what shall remain open
    reduce_by = 2,  // taken off what is open
};

enum class ReplaceMode : std::uint8_t { stop_on_failure = 0, allow_failure = 1 };

enum class InstrumentStatus : std::uint8_t {
    trading = 1,
    post_only = 2,
    cancel_only = 3,
    halted = 4,
    delisted = 5,  // like halted, for good; its orders were closed
};

/// Why an instrument has its status.
enum class StatusReason : std::uint8_t {
    operator_request = 0,
    unclean_start = 1,  // after a crash: on its way back to trading
    kill_switch = 2,
    reconciliation = 3,  // a copy of the truth differs
};

/// What an account may do with orders.
enum class AccountStatus : std::uint8_t { active = 0, cancel_only = 1, disabled = 2 };

/// Of the whole venue, on top of what each instrument says.
enum class VenueStatus : std::uint8_t { open = 0, cancel_only = 1, halted = 2 };

enum class KeyType : std::uint8_t { hmac = 1, ed25519 = 2, rsa = 3 };

/// Bits of what an API key may do.
enum class KeyPermission : std::uint8_t { read = 1, trade = 2, withdraw = 4 };

enum class AdjustmentKind : std::uint8_t { deposit = 1, withdrawal = 2 };

/// Whose orders a mass cancel closes.
enum class CancelScope : std::uint8_t {
    account = 0,     // of the command's account
    instrument = 1,  // of all accounts on the command's instrument; operators only
    venue = 2,       // all; operators only
};

/// What happened to an order that had not been working.
enum class TriggerKind : std::uint8_t {
    triggered = 1,  // its stop price was reached: it trades now
    tracking = 2,   // its activation price was reached: it follows the market now
    started = 3,    // the working order of its list is filled
};

}  // namespace outcry
