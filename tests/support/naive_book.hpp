#pragma once

#include <cstdint>
#include <functional>
#include <iterator>
#include <list>
#include <map>
#include <unordered_map>
#include <utility>

#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/quantity.hpp"

namespace outcry::test {

/// The plain book that everybody would write first: a map of prices, a list per price, a hash table
/// of ids. The yardstick of the benchmarks and the twin of the fast one in the contract tests.
class NaiveBook {
public:
    /// Trades what crosses and keeps the rest. `on_fill(maker, price, quantity)` per fill.
    template <class OnFill>
    void place(OrderId id, Side side, Price price, Quantity quantity, OnFill on_fill) {
        if (side == Side::buy) {
            place_on(bids_, asks_, {id, side, price, quantity}, on_fill);
        } else {
            place_on(asks_, bids_, {id, side, price, quantity}, on_fill);
        }
    }

    bool cancel(OrderId id) {
        const auto found = orders_.find(id);
        if (found == orders_.end()) return false;
        erase(found->second);
        orders_.erase(found);
        return true;
    }

    /// A new price and open quantity: in place when the price stays and the quantity does not
    /// grow, else from the back, perhaps trading.
    template <class OnFill>
    bool amend(OrderId id, Price price, Quantity quantity, OnFill on_fill) {
        const auto found = orders_.find(id);
        if (found == orders_.end()) return false;
        Order& order = *found->second;
        if (price == order.price && quantity <= order.open) {
            order.open = quantity;
            return true;
        }
        const Side side = order.side;
        erase(found->second);
        orders_.erase(found);
        place(id, side, price, quantity, on_fill);
        return true;
    }

    [[nodiscard]] std::size_t order_count() const { return orders_.size(); }
    [[nodiscard]] bool has(OrderId id) const { return orders_.contains(id); }

    /// Best price first, then oldest.
    template <class Visit>
    void for_each(Side side, Visit visit) const {
        const auto walk = [&](const auto& levels) {
            for (const auto& [price, queue] : levels)
                for (const Order& order : queue) visit(order.id, order.price, order.open);
        };
        if (side == Side::buy) {
            walk(bids_);
        } else {
            walk(asks_);
        }
    }

private:
    struct Order {
        OrderId id;
        Side side{};
        Price price;
        Quantity open;
    };
    using Queue = std::list<Order>;
    using Bids = std::map<Price, Queue, std::greater<>>;
    using Asks = std::map<Price, Queue, std::less<>>;

    template <class Own, class Other, class OnFill>
    void place_on(Own& own, Other& other, Order order, OnFill on_fill) {
        while (order.open != Quantity{} && !other.empty()) {
            const auto best = other.begin();
            // Better than the own limit in the other side's order means: out of reach.
            if (other.key_comp()(order.price, best->first)) break;
            Order& maker = best->second.front();
            const Quantity quantity = smaller(order.open, maker.open);
            order.open -= quantity;
            maker.open -= quantity;
            on_fill(maker.id, maker.price, quantity);
            if (maker.open != Quantity{}) break;
            orders_.erase(maker.id);
            best->second.pop_front();
            if (best->second.empty()) other.erase(best);
        }
        if (order.open == Quantity{}) return;
        Queue& queue = own[order.price];
        queue.push_back(order);
        orders_.emplace(order.id, std::prev(queue.end()));
    }

    void erase(Queue::iterator position) {
        if (position->side == Side::buy) {
            erase_from(bids_, position);
        } else {
            erase_from(asks_, position);
        }
    }
    template <class Levels>
    static void erase_from(Levels& levels, Queue::iterator position) {
        const auto level = levels.find(position->price);
        level->second.erase(position);
        if (level->second.empty()) levels.erase(level);
    }

    Bids bids_;
    Asks asks_;
    std::unordered_map<OrderId, Queue::iterator> orders_;
};

}  // namespace outcry::test
