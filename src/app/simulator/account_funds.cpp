#include "app/simulator/account_funds.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace outcry::app {
namespace {

using Json = nlohmann::json;

struct Balance {
    Decimal free;
    Decimal locked;
};

std::string text_at(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::map<std::string, Balance> balances_of(const Json& account) {
    std::map<std::string, Balance> balances;
    if (!account.is_object() || !account.contains("balances")) return balances;
    for (const Json& balance : account["balances"]) {
        if (!balance.is_object()) continue;
        const std::optional<Decimal> free = parse_decimal(text_at(balance, "free"));
        const std::optional<Decimal> locked = parse_decimal(text_at(balance, "locked"));
        if (free && locked) balances[text_at(balance, "asset")] = {*free, *locked};
    }
    return balances;
}

std::size_t market_count_with(const std::vector<MarketScale>& markets, const std::string& quote) {
    return static_cast<std::size_t>(
        std::count_if(markets.begin(), markets.end(),
                      [&quote](const MarketScale& market) { return market.quote_asset == quote; }));
}

}  // namespace

std::vector<AgentFunds> funds_of(const Json& account, const std::vector<MarketScale>& markets) {
    std::map<std::string, Balance> balances = balances_of(account);
    std::vector<AgentFunds> all;
    for (const MarketScale& market : markets) {
        const Balance base = balances[market.base_asset];
        const Balance quote = balances[market.quote_asset];
        const std::size_t sharing = market_count_with(markets, market.quote_asset);
        AgentFunds funds;
        funds.base_free_lots = market.lots_of(base.free);
        funds.base_lots = funds.base_free_lots + market.lots_of(base.locked);
        funds.quote_free_tick_lots = market.tick_lots_of(quote.free) / sharing;
        funds.quote_tick_lots =
            funds.quote_free_tick_lots + market.tick_lots_of(quote.locked) / sharing;
        all.push_back(funds);
    }
    return all;
}

}  // namespace outcry::app
