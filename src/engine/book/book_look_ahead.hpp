#pragma once

#include "outcry/domain/ids.hpp"

#include "engine/book/order_book.hpp"
#include "engine/book/prefetch.hpp"

namespace outcry::engine {

/// So many commands ahead the orders themselves are loaded; what leads to them twice as far, what
/// they lead to half as far. Not more: what is loaded must still be in the first-level cache when
/// its command runs, and a command leads to more than twenty lines.
inline constexpr std::size_t look_ahead_distance = 8;

/// What a command will need of the books, loaded in three steps, each of which reads what the one
/// before has loaded. Without branches: of a command that names no order or no price, the zeros
/// lead to lines that are always at hand. Nothing is checked, and nothing relies on it.
class BookLookAhead {
public:
    explicit BookLookAhead(const OrderBooks& books) noexcept : books_{books} {}

    [[gnu::always_inline]] void first(OrderId id, InstrumentId instrument,
                                      Price price) const noexcept {
        books_.ids().prefetch_entry(id);
        books_.prices().prefetch_entry(instrument, price);
    }

    /// `level` is where a new order would queue up.
    [[gnu::always_inline]] void second(Slot slot, LevelIndex level) const noexcept {
        prefetch(&books_.pool().node(slot));
        books_.prices().prefetch_level(level);
    }

    [[gnu::always_inline]] void third(Slot slot, LevelIndex level) const noexcept {
        const OrderPool& pool = books_.pool();
        const OrderNode& node = pool.node(slot);
        // By name it was found without the entry of its id, which closing it clears.
        books_.ids().prefetch_entry(node.order_id);
        prefetch(&pool.node(node.next));
        prefetch(&pool.node(node.previous));
        books_.prices().prefetch_level(node.level);
        // A new order is linked behind the last one of its price.
        prefetch(&pool.node(books_.prices().level(level).tail));
    }

private:
    const OrderBooks& books_;
};

}  // namespace outcry::engine
