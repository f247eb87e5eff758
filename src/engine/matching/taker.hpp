#pragma once

#include <limits>

#include "outcry/domain/amount.hpp"
#include "outcry/domain/command.hpp"
#include "outcry/domain/quantity.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// The order of the running command while it trades.
struct Taker {
    OrderId order_id;
    AccountId account;
    Side side{};
    SelfTradePrevention self_trade_prevention{};
    bool is_by_quote = false;
    Price limit;    // the worst price it takes
    Quantity open;  // lots it still wants
    Amount budget;  // by quote: what it may still pay or raise
};

/// The limit of an order without one: every price that exists is within it.
[[nodiscard]] constexpr Price open_limit(Side side) noexcept {
    // Below `no_ask` and above `no_bid`: an empty side is out of reach.
    return side == Side::buy ? Price{std::numeric_limits<std::int64_t>::max() - 1} : Price{0};
}

[[nodiscard]] constexpr bool is_market(OrderType type) noexcept {
    return type == OrderType::market || type == OrderType::market_by_quote;
}

/// Whether what does not trade at once stays in the book.
[[nodiscard]] constexpr bool may_rest(const Command& command) noexcept {
    if (command.order_type == OrderType::limit_maker) return true;
    return command.order_type == OrderType::limit && command.time_in_force == TimeInForce::gtc;
}

/// The taker that a placement will be; its id is given when it is accepted.
[[nodiscard]] Taker taker_of(const Command& command,
                             const InstrumentDefinition& definition) noexcept;

/// How many lots of an order at `price` the taker can take.
[[nodiscard]] Quantity takeable(const Taker& taker, const InstrumentDefinition& definition,
                                Price price, Quantity offered) noexcept;

/// What a taker would trade now.
struct Estimate {
    Quantity quantity;
    Amount quote;
};

/// Walks the book as matching would, within the same bounds, without changing it.
[[nodiscard]] Estimate estimate(const Venue& venue, InstrumentId instrument, Taker taker) noexcept;

}  // namespace outcry::engine
