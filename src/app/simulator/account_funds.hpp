#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/client/market_scale.hpp"
#include "app/simulator/trading_agent.hpp"

namespace outcry::app {

/// What an `account.status` result says an agent of each market may use: markets with a quote asset
/// in common share it evenly. What is missing or malformed counts as nothing.
[[nodiscard]] std::vector<AgentFunds> funds_of(const nlohmann::json& account,
                                               const std::vector<MarketScale>& markets);

}  // namespace outcry::app
