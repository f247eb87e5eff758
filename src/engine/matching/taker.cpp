#include "engine/matching/taker.hpp"

#include "outcry/base/int128.hpp"
#include "outcry/domain/event.hpp"
#include "outcry/domain/rules.hpp"

#include "engine/ledger/charging.hpp"
#include "engine/matching/book_walk.hpp"
#include "engine/matching/lists.hpp"

namespace outcry::engine {

Taker taker_of(const Venue& venue, const Command& command) noexcept {
    Taker taker{.order_id = {},
                .account = command.account,
                .side = command.side,
                .self_trade_prevention = prevention_of(venue, command),
                .trade_group = venue.account_orders.trade_group(command.account),
                .is_by_quote = false,
                .has_budget = false,
                .limit = effective_price(venue, command),
                .open = command.quantity,
                .budget = {}};
    if (is_market(command.order_type)) {
        taker.limit = market_limit(venue, command.instrument, command.side);
    }
    if (command.order_type == OrderType::market_by_quote) {
        taker.is_by_quote = true;
        taker.has_budget = true;
        taker.quantity_step = quantity_step(venue, command.instrument);
        taker.open = venue.instruments[command.instrument].definition.quantity_maximum;
        taker.budget = command.texts.created.quote_quantity;
    }
    return taker;
}

Price market_limit(const Venue& venue, InstrumentId instrument, Side side) noexcept {
    const std::uint32_t band = market_band_bips(venue, instrument);
    if (__builtin_expect(band == 0, 1)) return open_limit(side);
    Price reference = venue.instruments[instrument].price_last;
    if (reference == Price{}) {
        const Book& book = venue.books.book(instrument);
        const std::size_t other = index_of(opposite(side));
        if (book.best_level[other] == no_level) return open_limit(side);
        reference = book.best_price[other];
    }
    const int128 scaled = reference.value();
    // Towards the reference in both cases: no further than the band, not even by a part of a tick.
    if (side == Side::buy) {
        return Price{static_cast<std::int64_t>(scaled * (bips_per_unit + band) / bips_per_unit)};
    }
    return Price{static_cast<std::int64_t>((scaled * (bips_per_unit - band) + (bips_per_unit - 1)) /
                                           bips_per_unit)};
}

Price effective_price(const Venue& venue, const Command& command) noexcept {
    if (command.order_type != OrderType::limit_maker_slide) return command.price;
    const Book& book = venue.books.book(command.instrument);
    if (!OrderBooks::crosses(book, command.side, command.price)) return command.price;
    const Price best = book.best_price[index_of(opposite(command.side))];
    const std::int64_t step = price_step(venue, command.instrument);
    return Price{command.side == Side::buy ? best.value() - step : best.value() + step};
}

Quantity takeable(const Taker& taker, const InstrumentDefinition& definition, Price price,
                  Quantity offered) noexcept {
    const Quantity wanted = smaller(taker.open, offered);
    if (!taker.has_budget) return wanted;
    // Whole lots only, and never a unit above the budget: rounds down.
    if (quote_amount(definition, price, wanted) <= taker.budget) return wanted;
    const Amount per_lot = quote_amount(definition, price, Quantity{1});
    OUTCRY_ASSERT(per_lot > Amount{});
    const auto lots = static_cast<std::uint64_t>(taker.budget.value() / per_lot.value());
    return Quantity{lots - lots % taker.quantity_step};
}

namespace {

/// What the lists of a maker say when all that it offers now is taken, or a part of it.
[[nodiscard]] std::size_t list_event_count(const Venue& venue, const BookWalk& walk, bool is_own,
                                           bool is_taken_whole) noexcept {
    const Slot slot = walk.slot();
    if (__builtin_expect(list_of(venue, slot) == 0, 1)) return 0;
    std::size_t count = walk.is_behind_queue() ? 0 : event_count_before_trade(venue, slot);
    if (!is_taken_whole || walk.has_more()) return count;
    count +=
        is_own ? event_count_after_end(venue, slot, true) : event_count_after_fill(venue, slot);
    return count;
}

}  // namespace

Estimate estimate(const Venue& venue, InstrumentId instrument, Taker taker) noexcept {
    const InstrumentDefinition& definition = venue.instruments[instrument].definition;
    const Book& book = venue.books.book(instrument);
    Estimate result;
    if (!OrderBooks::crosses(book, taker.side, taker.limit)) return result;
    std::size_t fill_count = venue.batch.fill_count;
    std::size_t event_count = 0;  // of fees, at most
    bool has_filled = false;
    std::size_t skipped_count = venue.batch.self_trade_count;
    BookWalk walk{venue, book, opposite(taker.side)};
    while (!walk.is_at_end() && fill_count < fills_per_command_max &&
           skipped_count < self_trades_per_command_max) {
        const OrderNode& maker = venue.books.pool().node(walk.slot());
        const Price price = maker.price;
        if (taker.side == Side::buy ? price > taker.limit : price < taker.limit) break;
        // As the matcher does: what the budget cannot pay for ends it, whosever order that is.
        const Quantity quantity = takeable(taker, definition, price, walk.offered());
        if (quantity == Quantity{}) break;
        const bool is_own = is_same_party(venue, taker, maker.account());
        if (is_own && taker.self_trade_prevention == SelfTradePrevention::expire_maker) {
            ++skipped_count;
            fill_count += event_count_after_end(venue, walk.slot(), false);
            walk.go_on();
            continue;
        }
        // The taker trades on only when it is the maker alone that goes, or both shrink.
        if (is_own && taker.self_trade_prevention != SelfTradePrevention::decrement) break;
        const Amount quote = quote_amount(definition, price, quantity);
        taker.open -= quantity;
        if (taker.has_budget) taker.budget -= quote;
        if (is_own) {
            ++skipped_count;
        } else {
            if (fill_count + event_count < fills_per_command_max) result.certain += quantity;
            result.quantity += quantity;
            result.quote += quote;
            ++fill_count;
            event_count += fee_event_count_max(venue, taker.account, maker.account());
            if (!has_filled) event_count += tier_event_count_max(venue, taker.account);
            has_filled = true;
        }
        fill_count += list_event_count(venue, walk, is_own, quantity == walk.offered());
        if (taker.open == Quantity{} || quantity != walk.offered()) break;
        if (walk.has_more()) ++fill_count;
        walk.take_and_go_on();
    }
    return result;
}

}  // namespace outcry::engine
