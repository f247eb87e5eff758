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
    bool has_budget = false;
    std::uint32_t quantity_step = 1;  // by quote: it takes multiples of so many lots
    Price limit;                      // the worst price it takes
    Quantity open;                    // lots it still wants
    Amount budget;                    // if it has one: what it may still pay or raise
    Quantity prevented;               // lots that self-trade prevention took off it
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

/// Whether an order, once it trades, does so at any price.
[[nodiscard]] constexpr bool has_no_limit(OrderType type) noexcept {
    return is_market(type) || is_stop_market(type);
}

/// Whether what does not trade at once stays in the book; of a stop, once it is triggered.
[[nodiscard]] constexpr bool may_rest(OrderType type, TimeInForce time_in_force) noexcept {
    if (is_post_only(type)) return true;
    return !has_no_limit(type) &&
           (time_in_force == TimeInForce::gtc || time_in_force == TimeInForce::gtd);
}
[[nodiscard]] constexpr bool may_rest(const Command& command) noexcept {
    return may_rest(command.order_type, command.time_in_force);
}
/// Whether the order may be open when its command is done.
[[nodiscard]] constexpr bool may_stay_open(const Command& command) noexcept {
    return is_stop(command.order_type) || may_rest(command);
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

/// How far from the last price a market order trades, in bips of it; zero: as far as it likes.
[[nodiscard]] inline std::uint32_t market_band_bips(const Venue& venue,
                                                    InstrumentId instrument) noexcept {
    const std::uint8_t flags = venue.instruments[instrument].flags;
    if (__builtin_expect((flags & InstrumentFlag::has_rules) == 0, 1)) return 0;
    return venue.rules[instrument.value()].market_band_bips;
}
/// The worst price that a market order takes.
[[nodiscard]] Price market_limit(const Venue& venue, InstrumentId instrument, Side side) noexcept;

/// The taker that a placement will be; its id is given when it is accepted.
[[nodiscard]] Taker taker_of(const Venue& venue, const Command& command) noexcept;

/// The smallest distance of two prices, or of two quantities, that orders may have.
[[nodiscard]] inline std::uint32_t price_step(const Venue& venue,
                                              InstrumentId instrument) noexcept {
    const std::uint32_t step = venue.rules[instrument.value()].price_step;
    return step == 0 ? 1 : step;
}
[[nodiscard]] inline std::uint32_t quantity_step(const Venue& venue,
                                                 InstrumentId instrument) noexcept {
    const std::uint32_t step = venue.rules[instrument.value()].quantity_step;
    return step == 0 ? 1 : step;
}

/// Where an order will stand: its price, or one step off the other side if it slides.
[[nodiscard]] Price effective_price(const Venue& venue, const Command& command) noexcept;

/// How many lots of an order at `price` the taker can take.
[[nodiscard]] Quantity takeable(const Taker& taker, const InstrumentDefinition& definition,
                                Price price, Quantity offered) noexcept;

/// What a taker would trade now.
struct Estimate {
    Quantity quantity;
    Amount quote;
    /// What it gets however many events the fees of its fills make: each counts as a fill. What it
    /// may have to pay for is more.
    Quantity certain;
};

/// Walks the book as matching would, within the same bounds, without changing it.
[[nodiscard]] Estimate estimate(const Venue& venue, InstrumentId instrument, Taker taker) noexcept;

}  // namespace outcry::engine
