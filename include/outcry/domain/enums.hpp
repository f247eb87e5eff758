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
};

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
    fill_limit = 8,  // the most fills one command may make
    expired = 9,     // GTD: its time came
};

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
};

enum class KeyType : std::uint8_t { hmac = 1, ed25519 = 2, rsa = 3 };

/// Bits of what an API key may do.
enum class KeyPermission : std::uint8_t { read = 1, trade = 2, withdraw = 4 };

enum class AdjustmentKind : std::uint8_t { deposit = 1, withdrawal = 2 };

}  // namespace outcry
