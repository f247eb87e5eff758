#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "bench/engine/workload.hpp"
#include "engine/book/book_look_ahead.hpp"
#include "engine/book/order_book.hpp"

namespace outcry::bench {

/// Digest of a stream of fills: equal only for the same fills in the same order.
class FillDigest {
public:
    void add(std::uint64_t maker, std::uint64_t taker, std::int64_t price,
             std::uint64_t quantity) noexcept {
        value_ = (value_ ^ maker) * 0x9e3779b97f4a7c15ULL + taker;
        value_ = (value_ ^ static_cast<std::uint64_t>(price)) * 0xbf58476d1ce4e5b9ULL + quantity;
        ++count_;
    }
    [[nodiscard]] std::uint64_t value() const noexcept { return value_ ^ (value_ >> 29); }
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

private:
    std::uint64_t value_ = 1;
    std::uint64_t count_ = 0;
};

/// The engine's books driven directly: no accounts, no money, no events but the digest of fills.
class FastBook {
public:
    explicit FastBook(const engine::BookLimits& limits) : books_{limits} {}

    void apply(const Step& step) noexcept {
        switch (step.action) {
            case Action::place: return place(step);
            case Action::take: return take(step);
            case Action::cancel: return cancel(step);
            case Action::amend: return amend(step);
        }
    }

    /// As the engine does it: every step of every command once, in batches that start at zero.
    void look_ahead(std::span<const Step> batch, std::size_t position) noexcept {
        constexpr std::size_t k = engine::look_ahead_distance;
        if (position == 0) {
            for (std::size_t i = 0; i < std::min(2 * k, batch.size()); ++i) first(batch, i);
            for (std::size_t i = 0; i < std::min(k, batch.size()); ++i) second(batch, i);
            for (std::size_t i = 0; i < std::min(k / 2, batch.size()); ++i) third(i);
        }
        const std::size_t left = batch.size() - position;
        if (left > k / 2) third(position + k / 2);
        if (left > k) second(batch, position + k);
        if (left > 2 * k) first(batch, position + 2 * k);
    }

    /// Starts the digest anew, after the fill-up.
    void forget_fills() noexcept { fills_ = {}; }
    [[nodiscard]] const FillDigest& fills() const noexcept { return fills_; }
    [[nodiscard]] std::uint32_t order_count() const noexcept { return books_.pool().used_count(); }
    [[nodiscard]] bool has(std::uint32_t order_id) const noexcept {
        return books_.find(OrderId{order_id}) != engine::no_slot;
    }
    /// Of an order that is there.
    [[nodiscard]] Price price(std::uint32_t order_id) const noexcept {
        return node(order_id).price;
    }
    [[nodiscard]] Quantity open_quantity(std::uint32_t order_id) const noexcept {
        return node(order_id).open_quantity;
    }
    [[nodiscard]] Side side(std::uint32_t order_id) const noexcept { return node(order_id).side(); }
    /// Whether an order of the first instrument would trade now.
    [[nodiscard]] bool crosses(Side side, Price limit) const noexcept {
        return engine::OrderBooks::crosses(books_.book(InstrumentId{0}), side, limit);
    }

private:
    struct Hint {
        engine::Slot slot;
        engine::LevelIndex level;
    };

    [[nodiscard]] const engine::OrderNode& node(std::uint32_t order_id) const noexcept {
        return books_.pool().node(books_.find(OrderId{order_id}));
    }

    [[gnu::always_inline]] void first(std::span<const Step> batch, std::size_t i) const noexcept {
        const Step& step = batch[i];
        engine::BookLookAhead{books_}.first(OrderId{step.order_id}, InstrumentId{step.instrument},
                                            Price{step.price});
    }
    [[gnu::always_inline]] void second(std::span<const Step> batch, std::size_t i) noexcept {
        const Step& step = batch[i];
        Hint& hint = hints_[i % hints_.size()];
        hint.slot = books_.ids().guess(OrderId{step.order_id});
        hint.level = books_.prices().guess(InstrumentId{step.instrument}, Price{step.price});
        engine::BookLookAhead{books_}.second(hint.slot, hint.level);
    }
    [[gnu::always_inline]] void third(std::size_t i) const noexcept {
        const Hint& hint = hints_[i % hints_.size()];
        engine::BookLookAhead{books_}.third(hint.slot, hint.level);
    }

    [[nodiscard]] OrderId new_id() noexcept {
        id_last_ = next(id_last_);
        books_.open_id(id_last_);
        return id_last_;
    }

    /// What does not trade at once is dropped.
    void take(const Step& step) noexcept {
        static_cast<void>(trade(new_id(), step, Quantity{step.quantity}));
    }

    void place(const Step& step) noexcept {
        const OrderId id = new_id();
        const Quantity open = trade(id, step, Quantity{step.quantity});
        if (open == Quantity{}) return;
        books_.rest({.order_id = id,
                     .price = Price{step.price},
                     .open_quantity = open,
                     .quantity = Quantity{step.quantity},
                     .account = AccountId{step.account},
                     .instrument = InstrumentId{step.instrument},
                     .side = step.side(),
                     .type = OrderType::limit});
    }

    void cancel(const Step& step) noexcept {
        const engine::Slot slot = books_.find(OrderId{step.order_id});
        if (slot != engine::no_slot) books_.remove(slot);
    }

    void amend(const Step& step) noexcept {
        const engine::Slot slot = books_.find(OrderId{step.order_id});
        if (slot == engine::no_slot) return;
        engine::OrderNode& node = books_.pool().node(slot);
        const Price price{step.price};
        const Quantity quantity{step.quantity};
        if (price == books_.pool().node(slot).price && quantity <= node.open_quantity) {
            node.open_quantity = quantity;
            return;
        }
        books_.unlink(slot);
        node.open_quantity = trade(node.order_id, step, quantity);
        if (node.open_quantity == Quantity{}) return books_.forget(slot);
        books_.append(slot, price);
    }

    Quantity trade(OrderId taker, const Step& step, Quantity open) noexcept {
        engine::Book& book = books_.book(InstrumentId{step.instrument});
        const Price limit{step.price};
        while (engine::OrderBooks::crosses(book, step.side(), limit)) {
            const engine::Slot slot = books_.front(book, opposite(step.side()));
            engine::OrderNode& maker = books_.pool().node(slot);
            const Quantity quantity = smaller(open, maker.open_quantity);
            maker.open_quantity -= quantity;
            open -= quantity;
            fills_.add(maker.order_id.value(), taker.value(),
                       books_.pool().node(slot).price.value(), quantity.value());
            if (maker.open_quantity == Quantity{}) books_.remove(slot);
            if (open == Quantity{}) break;
        }
        return open;
    }

    engine::OrderBooks books_;
    OrderId id_last_;
    FillDigest fills_;
    std::array<Hint, 2 * engine::look_ahead_distance> hints_{};
};

}  // namespace outcry::bench
