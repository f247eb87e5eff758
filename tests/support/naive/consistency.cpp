#include <map>
#include <string>

#include "support/naive_engine.hpp"

namespace outcry::test {
namespace {

std::string about(const char* what, std::uint64_t number) {
    return std::string{what} + " " + std::to_string(number);
}

}  // namespace

std::string NaiveEngine::contradiction() const {
    std::string text = money_contradiction();
    if (text.empty()) text = order_contradiction();
    return text;
}

/// Each asset sums to zero, nobody but the world owes, and what is locked is held by orders.
std::string NaiveEngine::money_contradiction() const {
    std::map<std::uint16_t, int128> sums;
    std::map<std::pair<std::uint32_t, std::uint16_t>, int128> held;
    for (const Order& order : orders_)
        held[{order.account, pays(order.instrument, order.side).value()}] += order.held;
    for (const auto& [key, balance] : balances_) {
        sums[key.second] += balance.free + balance.locked;
        if (key.first != 0 && balance.free < 0) return about("below zero: account", key.first);
        if (balance.locked != held[key]) return about("locked, not held: account", key.first);
    }
    for (const auto& [asset, sum] : sums)
        if (sum != 0) return about("not conserved: asset", asset);
    return {};
}

/// Books are not crossed, names are unique, lists and their orders know of each other.
std::string NaiveEngine::order_contradiction() const {
    std::map<std::pair<std::uint16_t, int>, std::int64_t> bests;
    for (const Order& order : orders_) {
        if (order.open == 0) return about("nothing open: order", order.id);
        const bool hides = order.terms.visible_quantity.value() != 0;
        const bool is_working = order.phase == OrderPhase::working;
        if (is_working && hides && (order.shown == 0 || order.shown > order.open))
            return about("shows what it has not: order", order.id);
        if (!order.holds_nothing && order.held != own_amount(order))
            return about("holds another amount: order", order.id);
        if (order.holds_nothing && order.held != 0) return about("holds: order", order.id);
        if (!is_working) continue;
        const int side = static_cast<int>(order.side);
        auto [best, is_first] = bests.try_emplace({order.instrument, side}, order.price);
        const bool is_better =
            order.side == Side::buy ? order.price > best->second : order.price < best->second;
        if (is_better) best->second = order.price;
    }
    for (const auto& [key, price] : bests) {
        const auto ask = bests.find({key.first, 1});
        if (key.second == 0 && ask != bests.end() && price >= ask->second)
            return about("crossed: instrument", key.first);
    }
    for (const List& list : lists_) {
        bool is_open = false;
        for (const Order& order : orders_)
            if (order.list == list.id) is_open = true;
        if (!is_open) return about("no order is open: list", list.id);
    }
    return {};
}

}  // namespace outcry::test
