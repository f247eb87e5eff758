#pragma once

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
            case Action::cancel: return cancel(step);
            case Action::amend: return amend(step);
        }
    }

    void look_ahead(const Step* steps, std::size_t position, std::size_t last) const noexcept {
        const engine::BookLookAhead ahead{books_};
        const auto at = [&](std::size_t distance) -> const Step& {
            const std::size_t place = position + distance;
            return steps[place < last ? place : last];
        };
        constexpr std::size_t k = engine::look_ahead_distance;
        const Step& first = at(2 * k);
        ahead.first(OrderId{first.order_id}, InstrumentId{first.instrument}, Price{first.price});
        const Step& second = at(k);
        ahead.second(ahead.guess(OrderId{second.order_id}), InstrumentId{second.instrument},
                     Price{second.price});
        const Step& third = at(k / 2);
        ahead.third(ahead.guess(OrderId{third.order_id}), InstrumentId{third.instrument},
                    Price{third.price});
    }

    /// Starts the digest anew, after the fill-up.
    void forget_fills() noexcept { fills_ = {}; }
    [[nodiscard]] const FillDigest& fills() const noexcept { return fills_; }
    [[nodiscard]] std::uint32_t order_count() const noexcept { return books_.pool().used_count(); }
    [[nodiscard]] bool has(std::uint32_t order_id) const noexcept {
        return books_.find(OrderId{order_id}) != engine::no_slot;
    }

private:
    void place(const Step& step) noexcept {
        const OrderId id = next(id_last_);
        id_last_ = id;
        books_.open_id(id);
        const Quantity open = trade(id, step, Quantity{step.quantity});
        if (open == Quantity{}) return;
        books_.rest({.order_id = id,
                     .price = Price{step.price},
                     .open_quantity = open,
                     .account = AccountId{step.account},
                     .instrument = InstrumentId{step.instrument},
                     .side = step.side()});
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
        if (price == books_.price_of(slot) && quantity <= node.open_quantity) {
            node.open_quantity = quantity;
            return;
        }
        books_.unlink(slot);
        node.open_quantity = trade(node.order_id, step, quantity);
        if (node.open_quantity == Quantity{}) return books_.forget(slot);
        books_.append(slot, InstrumentId{step.instrument}, price);
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
            fills_.add(maker.order_id.value(), taker.value(), books_.price_of(slot).value(),
                       quantity.value());
            if (maker.open_quantity == Quantity{}) books_.remove(slot);
            if (open == Quantity{}) break;
        }
        return open;
    }

    engine::OrderBooks books_;
    OrderId id_last_;
    FillDigest fills_;
};

}  // namespace outcry::bench
