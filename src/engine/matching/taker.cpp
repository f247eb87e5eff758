#include "engine/matching/taker.hpp"

#include "outcry/domain/event.hpp"

namespace outcry::engine {

Taker taker_of(const Command& command, const InstrumentDefinition& definition) noexcept {
    Taker taker{.order_id = {},
                .account = command.account,
                .side = command.side,
                .self_trade_prevention = command.self_trade_prevention,
                .is_by_quote = false,
                .limit = command.price,
                .open = command.quantity,
                .budget = {}};
    if (is_market(command.order_type)) taker.limit = open_limit(command.side);
    if (command.order_type == OrderType::market_by_quote) {
        taker.is_by_quote = true;
        taker.open = definition.quantity_maximum;
        taker.budget = command.texts.created.quote_quantity;
    }
    return taker;
}

Quantity takeable(const Taker& taker, const InstrumentDefinition& definition, Price price,
                  Quantity offered) noexcept {
    const Quantity wanted = smaller(taker.open, offered);
    if (!taker.is_by_quote) return wanted;
    // Whole lots only, and never a unit above the budget: rounds down.
    if (quote_amount(definition, price, wanted) <= taker.budget) return wanted;
    const Amount per_lot = quote_amount(definition, price, Quantity{1});
    OUTCRY_ASSERT(per_lot > Amount{});
    return Quantity{static_cast<std::uint64_t>(taker.budget.value() / per_lot.value())};
}

Estimate estimate(const Venue& venue, InstrumentId instrument, Taker taker) noexcept {
    const InstrumentDefinition& definition = venue.instruments[instrument].definition;
    const Book& book = venue.books.book(instrument);
    Estimate result;
    if (!OrderBooks::crosses(book, taker.side, taker.limit)) return result;
    std::size_t fill_count = 0;
    std::size_t skipped_count = 0;
    Slot slot = venue.books.front(book, opposite(taker.side));
    while (slot != no_slot && fill_count < fills_per_command_max &&
           skipped_count < fills_per_command_max) {
        const OrderNode& maker = venue.books.pool().node(slot);
        const Price price = maker.price;
        if (taker.side == Side::buy ? price > taker.limit : price < taker.limit) break;
        const bool is_own = taker.self_trade_prevention != SelfTradePrevention::none &&
                            maker.account() == taker.account;
        if (is_own) {
            // Only when it is the maker alone that goes does the taker trade on.
            if (taker.self_trade_prevention != SelfTradePrevention::expire_maker) break;
            ++skipped_count;
        } else {
            const Quantity quantity = takeable(taker, definition, price, maker.open_quantity);
            if (quantity == Quantity{}) break;
            const Amount quote = quote_amount(definition, price, quantity);
            result.quantity += quantity;
            result.quote += quote;
            taker.open -= quantity;
            if (taker.is_by_quote) taker.budget -= quote;
            if (taker.open == Quantity{}) break;
            ++fill_count;
        }
        slot = venue.books.after(slot);
    }
    return result;
}

}  // namespace outcry::engine
