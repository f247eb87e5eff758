#include <array>

#include "outcry/base/hash.hpp"

#include "engine/invariant/invariants.hpp"
#include "engine/venue/open_orders.hpp"

namespace outcry::engine {
namespace {

constexpr std::array sides{Side::buy, Side::sell};

/// Whether `check(slot)` holds for every open order.
template <class Check>
[[nodiscard]] bool holds_for_orders(const Venue& venue, Check check) noexcept {
    bool holds = true;
    for_each_open(venue, [&](Slot slot) {
        if (!check(slot)) holds = false;
    });
    return holds;
}

[[nodiscard]] bool is_best_cached(const Venue& venue, const Book& book, Side side) noexcept {
    const LevelIndex level = book.best_level[index_of(side)];
    const Price price = book.best_price[index_of(side)];
    if (level == no_level) return price == (side == Side::buy ? no_bid : no_ask);
    if (venue.books.prices().price_of(level) != price) return false;
    const Slot head = venue.books.prices().level(level).head;
    return head != no_slot && venue.books.pool().node(head).side() == side;
}

/// All levels of an instrument, lowest first: the bids below the best bid, nothing between, asks.
[[nodiscard]] bool is_divided(const Venue& venue, InstrumentId id) noexcept {
    const Book& book = venue.books.book(id);
    const PriceIndex& prices = venue.books.prices();
    for (LevelIndex level = prices.lowest_of(id); level != no_level;
         level = prices.next_above(level)) {
        const Price price = prices.price_of(level);
        const Slot head = prices.level(level).head;
        if (head == no_slot || prices.instrument_of(level) != id) return false;
        const bool is_bid = venue.books.pool().node(head).side() == Side::buy;
        const bool is_placed = is_bid ? price <= book.best_price[index_of(Side::buy)]
                                      : price >= book.best_price[index_of(Side::sell)];
        if (!is_placed) return false;
    }
    return true;
}

[[nodiscard]] bool is_linked(const Venue& venue, Slot slot) noexcept {
    const OrderPool& pool = venue.books.pool();
    const OrderNode& node = pool.node(slot);
    const PriceIndex& prices = venue.books.prices();
    if (prices.price_of(node.level) != node.price) return false;
    if (prices.instrument_of(node.level) != node.instrument) return false;
    const Level& level = prices.level(node.level);
    if (node.previous == no_slot ? level.head != slot : pool.node(node.previous).next != slot) {
        return false;
    }
    if (node.next == no_slot) return level.tail == slot;
    const OrderNode& next = pool.node(node.next);
    return next.previous == slot && next.level == node.level && next.side() == node.side();
}

/// The queues of one side of a book. Not more steps than there are orders: a ring of links would be
/// walked for ever.
[[nodiscard]] bool is_side_whole(const Venue& venue, InstrumentId id, Side side,
                                 std::uint32_t& count) noexcept {
    const Book& book = venue.books.book(id);
    if (book.best_level[index_of(side)] == no_level) return true;
    for (Slot slot = venue.books.front(book, side); slot != no_slot;
         slot = venue.books.after(slot)) {
        if (++count > venue.books.pool().used_count() || !is_linked(venue, slot)) return false;
    }
    return true;
}

[[nodiscard]] bool is_found(const Venue& venue, Slot slot) noexcept {
    const OrderPool& pool = venue.books.pool();
    const OrderNode& node = pool.node(slot);
    if (node.order_id > venue.order_id_last) return false;
    if (venue.books.find(node.order_id) != slot) return false;
    const ClientOrderId& text = pool.name(slot);
    const bool is_named = pool.node(slot).client_bucket != 0;
    if (text.empty()) return !is_named;
    const std::uint64_t hash = base::hash_text(text.view(), node.account().value());
    return is_named && venue.client_ids.find({node.account(), hash, text}, pool) == slot;
}

/// The account's list holds its own orders, as many as it says.
[[nodiscard]] bool is_list_whole(const Venue& venue, AccountId account) noexcept {
    const OrderPool& pool = venue.books.pool();
    std::uint32_t count = 0;
    Slot previous = no_slot;
    for (Slot slot = venue.account_orders.first(account); slot != no_slot;
         slot = pool.node(slot).account_next) {
        if (pool.node(slot).account() != account) return false;
        if (pool.node(slot).order_id == OrderId{}) return false;
        if (pool.node(slot).account_previous != previous) return false;
        if (++count > venue.account_orders.open_count(account)) return false;
        previous = slot;
    }
    return count == venue.account_orders.open_count(account) &&
           venue.account_orders.last(account) == previous;
}

}  // namespace

bool BookIsNotCrossed::holds(const Venue& venue) noexcept {
    for (std::uint16_t id = 0; id < venue.instruments.count(); ++id) {
        const Book& book = venue.books.book(InstrumentId{id});
        if (book.best_price[index_of(Side::buy)] >= book.best_price[index_of(Side::sell)]) {
            return false;
        }
        for (const Side side : sides) {
            if (!is_best_cached(venue, book, side)) return false;
        }
        if (!is_divided(venue, InstrumentId{id})) return false;
    }
    return true;
}

bool QueuesAreWhole::holds(const Venue& venue) noexcept {
    std::uint32_t count = 0;
    std::uint64_t counted = 0;
    for (std::uint16_t id = 0; id < venue.instruments.count(); ++id) {
        for (const Side side : sides) {
            if (!is_side_whole(venue, InstrumentId{id}, side, count)) return false;
        }
        counted += venue.books.book(InstrumentId{id}).order_count;
    }
    return count == counted && count + waiting_count_of(venue) == venue.books.pool().used_count();
}

bool IndexesAgree::holds(const Venue& venue) noexcept {
    std::uint64_t named_count = 0;
    const bool are_found = holds_for_orders(venue, [&](Slot slot) {
        if (venue.books.pool().node(slot).client_bucket != 0) ++named_count;
        return is_found(venue, slot);
    });
    if (!are_found || named_count != venue.client_ids.count()) return false;
    std::uint64_t listed_count = 0;
    bool are_lists_whole = true;
    venue.accounts.for_each([&](const AccountState& account) {
        listed_count += venue.account_orders.open_count(account.id);
        if (!is_list_whole(venue, account.id)) are_lists_whole = false;
    });
    return are_lists_whole && listed_count == venue.books.pool().used_count();
}

bool OpenIsWithinOrdered::holds(const Venue& venue) noexcept {
    return holds_for_orders(venue, [&](Slot slot) {
        const Quantity open = venue.books.pool().node(slot).open_quantity;
        return open > Quantity{} && open <= venue.books.pool().node(slot).quantity;
    });
}

}  // namespace outcry::engine
