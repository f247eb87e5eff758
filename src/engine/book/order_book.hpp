#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "outcry/base/assert.hpp"
#include "outcry/base/chosen.hpp"
#include "outcry/base/huge_array.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/quantity.hpp"

#include "engine/book/order_id_index.hpp"
#include "engine/book/order_pool.hpp"
#include "engine/book/price_index.hpp"

namespace outcry::engine {

/// Best prices of a side without orders: no limit reaches them.
inline constexpr Price no_bid{-1};
inline constexpr Price no_ask{std::numeric_limits<std::int64_t>::max()};

[[nodiscard]] constexpr std::size_t index_of(Side side) noexcept {
    return static_cast<std::size_t>(side);
}

/// No price reaches these: nothing waits above, or below.
inline constexpr Price no_stop_above{std::numeric_limits<std::int64_t>::max()};
inline constexpr Price no_stop_below{-1};

/// The top of one instrument's book, and what its trades may set off: one cache line, since every
/// order on the instrument reads it.
struct alignas(64) Book {
    std::array<Price, 2> best_price;       // by side
    std::array<LevelIndex, 2> best_level;  // none while the side is empty
    std::uint32_t order_count;
    std::uint32_t reserved;
    Price stop_above;  // a trade at or above it has to look at waiting orders
    Price stop_below;  // likewise at or below
};
static_assert(sizeof(Book) == 64);

/// A resting order to be.
struct RestingOrder {
    OrderId order_id;
    Price price;
    Quantity open_quantity;
    Quantity quantity;  // the total
    AccountId account;
    InstrumentId instrument;
    Side side{};
    OrderType type{};
};

struct BookLimits {
    std::uint32_t orders_max;
    std::uint32_t recent_order_ids;
    std::uint32_t price_pages_max;
    std::uint16_t instruments_max;
};

/// The order books of all instruments: price-time queues, order ids, best prices. Knows nothing of
/// money or accounts beyond the number it keeps with each order.
class OrderBooks {
public:
    explicit OrderBooks(const BookLimits& limits)
        : pool_{limits.orders_max},
          prices_{limits.price_pages_max, limits.instruments_max},
          ids_{limits.recent_order_ids, limits.orders_max},
          books_{limits.instruments_max} {
        for (Book& book : books_.span()) {
            book.best_price = {no_bid, no_ask};
            book.best_level = {no_level, no_level};
            book.stop_above = no_stop_above;
            book.stop_below = no_stop_below;
        }
    }

    [[nodiscard]] Slot find(OrderId id) const noexcept { return ids_.find(id, pool_); }
    [[nodiscard]] Book& book(InstrumentId instrument) noexcept {
        return books_.data()[instrument.value()];
    }
    [[nodiscard]] const Book& book(InstrumentId instrument) const noexcept {
        return books_.data()[instrument.value()];
    }
    [[nodiscard]] OrderPool& pool() noexcept { return pool_; }
    [[nodiscard]] const OrderPool& pool() const noexcept { return pool_; }
    [[nodiscard]] const PriceIndex& prices() const noexcept { return prices_; }
    [[nodiscard]] const OrderIdIndex& ids() const noexcept { return ids_; }
    /// Whether an order of `side` limited to `limit` would trade now.
    [[nodiscard]] static bool crosses(const Book& book, Side side, Price limit) noexcept {
        const Price best = book.best_price[index_of(opposite(side))];
        return base::chosen(side == Side::buy, best <= limit, best >= limit);
    }
    /// The oldest order at the best price of a side that is not empty.
    [[nodiscard]] Slot front(const Book& book, Side side) const noexcept {
        return prices_.level(book.best_level[index_of(side)]).head;
    }
    /// The order that trades after `slot` of the same side, or none.
    [[nodiscard]] Slot after(Slot slot) const noexcept {
        const OrderNode& node = pool_.node(slot);
        if (node.next != no_slot) return node.next;
        const LevelIndex level = next_worse(node.side(), node.level);
        return level == no_level ? no_slot : prices_.level(level).head;
    }
    [[nodiscard]] LevelIndex next_worse(Side side, LevelIndex level) const noexcept {
        return side == Side::buy ? prices_.next_below(level) : prices_.next_above(level);
    }

    /// Whether one more order fits at `price`.
    [[nodiscard]] bool has_price_room(InstrumentId instrument, Price price) const noexcept {
        if (__builtin_expect(prices_.has_room(), 1)) return true;
        return prices_.is_page_occupied(instrument, price);
    }

    /// An id was given out, to an order that rests or to one that does not.
    void open_id(OrderId id) noexcept { ids_.make_room(id, pool_); }

    /// Puts an order at the end of its queue; its id must be the newest.
    Slot rest(const RestingOrder& order) noexcept {
        const Slot slot = fill_slot(order);
        ids_.insert(order.order_id, slot);
        append(slot, order.price);
        return slot;
    }
    /// Takes in an order that is in no queue for now; its id must be the newest.
    Slot admit(const RestingOrder& order) noexcept {
        const Slot slot = fill_slot(order);
        ids_.insert(order.order_id, slot);
        stand_aside(slot, order.price);
        return slot;
    }
    /// The same for an order of a snapshot; `newest` is the last id that was given out.
    Slot restore(const RestingOrder& order, OrderId newest) noexcept {
        const Slot slot = fill_slot(order);
        ids_.restore(order.order_id, newest, slot);
        stand_aside(slot, order.price);
        return slot;
    }

    /// Takes an order out of the book for good.
    void remove(Slot slot) noexcept {
        unlink(slot);
        forget(slot);
    }
    /// The same for an order that is in no queue any more.
    void forget(Slot slot) noexcept {
        ids_.erase(pool_.node(slot).order_id, slot);
        pool_.release(slot);
    }

    /// Puts an order that is in no queue at the end of the queue of `price`.
    void append(Slot slot, Price price) noexcept {
        OrderNode& node = pool_.node(slot);
        Book& target = book(node.instrument);
        const LevelIndex level = prices_.obtain(node.instrument, price);
        Level& queue = prices_.level(level);
        node.price = price;
        node.level = level;
        node.next = no_slot;
        node.previous = queue.tail;
        if (queue.tail == no_slot) {
            queue.head = slot;
            prices_.mark_occupied(level);
            improve_best(target, node.side(), price, level);
        } else {
            pool_.node(queue.tail).next = slot;
        }
        queue.tail = slot;
        ++target.order_count;
    }

    /// To the end of the queue of its price.
    void move_back(Slot slot) noexcept {
        if (pool_.node(slot).next == no_slot) return;
        unlink(slot);
        append(slot, pool_.node(slot).price);
    }

    /// Takes an order out of its queue; the order itself stays.
    void unlink(Slot slot) noexcept {
        const OrderNode& node = pool_.node(slot);
        Level& queue = prices_.level(node.level);
        Book& source = book(node.instrument);
        OUTCRY_ASSERT(source.order_count > 0);
        --source.order_count;
        if (node.previous != no_slot) {
            pool_.node(node.previous).next = node.next;
        } else {
            queue.head = node.next;
        }
        if (node.next != no_slot) {
            pool_.node(node.next).previous = node.previous;
        } else {
            queue.tail = node.previous;
        }
        if (queue.head == no_slot) close_level(source, node.side(), node.level);
    }

private:
    void stand_aside(Slot slot, Price price) noexcept {
        OrderNode& node = pool_.node(slot);
        node.price = price;
        node.level = no_level;
        node.next = no_slot;
        node.previous = no_slot;
    }

    [[nodiscard]] Slot fill_slot(const RestingOrder& order) noexcept {
        const Slot slot = pool_.allocate();
        OrderNode& node = pool_.node(slot);
        node.order_id = order.order_id;
        node.open_quantity = order.open_quantity;
        node.quantity = order.quantity;
        node.owner = owner_of(order.account, order.side);
        node.client_bucket = 0;
        node.instrument = order.instrument;
        node.type = order.type;
        node.flags = 0;
        return slot;
    }

    static void improve_best(Book& target, Side side, Price price, LevelIndex level) noexcept {
        Price& best = target.best_price[index_of(side)];
        const bool is_better = base::chosen(side == Side::buy, price > best, price < best);
        if (!is_better) return;
        best = price;
        target.best_level[index_of(side)] = level;
    }

    void close_level(Book& source, Side side, LevelIndex level) noexcept {
        prices_.mark_empty(level);
        if (source.best_level[index_of(side)] == level) {
            const LevelIndex next = next_worse(side, level);
            source.best_level[index_of(side)] = next;
            source.best_price[index_of(side)] = next != no_level    ? prices_.price_of(next)
                                                : side == Side::buy ? no_bid
                                                                    : no_ask;
        }
    }

    OrderPool pool_;
    PriceIndex prices_;
    OrderIdIndex ids_;
    HugeArray<Book> books_;
};

}  // namespace outcry::engine
