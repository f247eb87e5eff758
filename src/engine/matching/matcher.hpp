#pragma once

#include <cstddef>
#include <cstdint>

#include "outcry/domain/event_buffer.hpp"
#include "outcry/domain/instrument.hpp"

#include "engine/ledger/charging.hpp"
#include "engine/matching/taker.hpp"
#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// Why a taker stopped trading.
enum class MatchEnd : std::uint8_t {
    done,          // filled, or nothing within its limit is left
    self_trade,    // it met an order of its own party, and nothing of it is left
    fill_limit,    // the most fills or own orders met by one command
    budget_spent,  // less than a lot's price is left of it
};

/// Trades one taker against the other side, best price first, then oldest. Makers are settled fill
/// by fill; the taker and the fee account once, at the end.
class Matcher {
public:
    Matcher(Venue& venue, InstrumentId instrument, EventBuffer& events) noexcept
        : venue_{venue},
          instrument_{venue.instruments[instrument]},
          book_{venue.books.book(instrument)},
          events_{events},
          fill_count_{venue.batch.fill_count},
          self_trade_count_{venue.batch.self_trade_count} {}

    /// The taker must be able to pay for what it takes.
    [[nodiscard]] MatchEnd run(Taker& taker) noexcept;

private:
    [[nodiscard]] MatchEnd trade(Taker& taker) noexcept;
    /// Whether the taker trades on after an order of its own party.
    [[nodiscard]] bool prevent_self_trade(Taker& taker, Slot maker, Quantity quantity) noexcept;
    /// Both sides lose what they would have traded.
    void decrement(Taker& taker, Slot maker, Quantity quantity) noexcept;
    void report_prevented(const Taker& taker, Slot maker, Quantity quantity) noexcept;
    void fill(Taker& taker, Slot maker, Quantity quantity) noexcept;
    /// Before a maker of a pair trades; the events count like fills.
    void part_from_sibling(Slot maker) noexcept;
    /// After a fill or a prevented match with an order that has terms and is still open.
    void show_next_part(Slot maker, Quantity used) noexcept;
    Charge settle_maker(const Taker& taker, AccountId maker, const Settlement& settlement) noexcept;
    [[nodiscard]] Charge settle_at_own_fees(const Fill& fill) noexcept;
    void report_referrals(const Fill& fill, const Charge& charge) noexcept;
    void settle_taker(const Taker& taker) noexcept;
    /// Loads what the next fill of a side will touch, whichever command makes it: no look-ahead
    /// sees which maker that will be. Of an empty side it loads what slot zero leads to.
    void warm_front(Side side) const noexcept;
    /// Whether the prices of this run may set off waiting orders.
    void look_at_stops(const Taker& taker) noexcept;
    void report(const Taker& taker, Slot maker, Quantity quantity, const Charge& charge) noexcept;

    static constexpr Price no_price{-1};  // zero can be one

    Venue& venue_;
    Instrument& instrument_;
    Book& book_;
    EventBuffer& events_;
    std::size_t fill_count_;
    std::size_t self_trade_count_;
    Price price_first_ = no_price;  // of this run's trades
    // Of the taker, over all fills of this command.
    Amount paid_;
    Amount received_;
    Amount taker_fees_;  // in the asset that the taker receives
    Amount maker_fees_;  // in the one that it pays
};

}  // namespace outcry::engine
