#include "unit/gateway/shell/local_copy.hpp"

#include <algorithm>

#include <zlib.h>

namespace outcry::test {

std::int64_t units_of(const std::string& decimal) {
    std::string digits = decimal;
    std::erase(digits, '.');
    return std::stoll(digits);
}

void LocalBook::set(std::map<std::int64_t, Level>& side, const Json& level, int sign) {
    const auto price = level.at(0).get<std::string>();
    const auto quantity = level.at(1).get<std::string>();
    const std::int64_t key = sign * units_of(price);
    if (units_of(quantity) == 0) {
        side.erase(key);
    } else {
        side[key] = {price, quantity};
    }
}

bool LocalBook::apply(const Json& message) {
    const bool is_snapshot = message.at("e") == "depthSnapshot";
    if (is_snapshot) {
        bids_.clear();
        asks_.clear();
        last_update_ = message.at("lastUpdateId").get<std::uint64_t>();
    } else {
        const auto last = message.at("u").get<std::uint64_t>();
        if (last <= last_update_) return true;
        if (message.at("U").get<std::uint64_t>() > last_update_ + 1) return false;
        last_update_ = last;
    }
    for (const Json& level : message.at(is_snapshot ? "bids" : "b")) set(bids_, level, -1);
    for (const Json& level : message.at(is_snapshot ? "asks" : "a")) set(asks_, level, 1);
    return true;
}

Json LocalBook::levels() const {
    Json bids = Json::array();
    Json asks = Json::array();
    for (const auto& [key, level] : bids_) bids.push_back({level.first, level.second});
    for (const auto& [key, level] : asks_) asks.push_back({level.first, level.second});
    return {{"bids", bids}, {"asks", asks}};
}

std::uint32_t LocalBook::checksum() const {
    std::string text;
    auto bid = bids_.begin();
    auto ask = asks_.begin();
    for (int i = 0; i < 25; ++i) {
        if (bid != bids_.end()) text += bid->second.first + ":" + bid->second.second + ":";
        if (ask != asks_.end()) text += ask->second.first + ":" + ask->second.second + ":";
        if (bid != bids_.end()) ++bid;
        if (ask != asks_.end()) ++ask;
    }
    if (!text.empty()) text.pop_back();
    return static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())));
}

void LocalAccount::apply(const Json& event) {
    const auto take_balances = [this](const Json& balances) {
        for (const Json& each : balances) balances_[each.at("a")] = {each.at("f"), each.at("l")};
    };
    const auto& type = event.at("e");
    if (type == "accountSnapshot") {
        balances_.clear();
        orders_.clear();
        take_balances(event.at("balances"));
        for (const Json& order : event.at("orders"))
            orders_[order.at("orderId")] = {order.at("price"), order.at("executedQty")};
    } else if (type == "outboundAccountPosition") {
        take_balances(event.at("B"));
    } else if (type == "executionReport") {
        const auto& status = event.at("X");
        if (status == "NEW" || status == "PARTIALLY_FILLED") {
            orders_[event.at("i")] = {event.at("p"), event.at("z")};
        } else {
            orders_.erase(event.at("i").get<std::uint64_t>());
        }
    }
}

Json LocalAccount::state() const { return {{"balances", balances_}, {"orders", orders_}}; }

}  // namespace outcry::test
