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
    SelfTradePrevention self_trade_prevention{};  // never `account_default`
    TradeGroupId trade_group;                     // of its account; zero: none
    bool is_by_quote = false;
    Price limit;         // the worst price it takes
    Quantity open;       // lots it still wants
    Amount budget;       // by quote: what it may still pay or raise
    Quantity prevented;  // lots that self-trade prevention took off it
};

/// The limit of an order without one: every price that exists is within it.
[[nodiscard]] constexpr Price open_limit(Side side) noexcept {
    // Below `no_ask` and above `no_bid`: an empty side is out of reach.
    return side == Side::buy ? Price{std::numeric_limits<std::int64_t>::max() - 1} : Price{0};
}

[[nodiscard]] constexpr bool is_market(OrderType type) noexcept {
    return type == OrderType::market || type == OrderType::market_by_quote;
}

[[nodiscard]] constexpr bool is_post_only(OrderType type) noexcept {
    return type == OrderType::limit_maker || type == OrderType::limit_maker_slide;
}

/// Whether what does not trade at once stays in the book.
[[nodiscard]] constexpr bool may_rest(const Command& command) noexcept {
    if (is_post_only(command.order_type)) return true;
    return command.order_type == OrderType::limit &&
           (command.time_in_force == TimeInForce::gtc || command.time_in_force == TimeInForce::gtd);
}

/// The mode that an order trades under: its own, or what its account says.
[[nodiscard]] inline SelfTradePrevention prevention_of(const Venue& venue,
                                                       const Command& command) noexcept {
    if (command.self_trade_prevention != SelfTradePrevention::account_default) {
        return command.self_trade_prevention;
    }
    return venue.account_orders.default_prevention(command.account);
}

/// Whether self-trade prevention keeps the two apart.
[[nodiscard]] inline bool is_same_party(const Venue& venue, const Taker& taker,
                                        AccountId maker) noexcept {
    if (taker.self_trade_prevention == SelfTradePrevention::none) return false;
    if (maker == taker.account) return true;
    return taker.trade_group != TradeGroupId{} &&
           venue.account_orders.trade_group(maker) == taker.trade_group;
}

/// The taker that a placement will be; its id is given when it is accepted.
[[nodiscard]] Taker taker_of(const Venue& venue, const Command& command) noexcept;

/// Where an order will stand: its price, or one tick off the other side if it slides.
[[nodiscard]] Price effective_price(const Venue& venue, const Command& command) noexcept;

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
