#pragma once

#include <cstdint>
#include <optional>

#include <boost/unordered/unordered_flat_map.hpp>

#include "outcry/base/result.hpp"

#include "app/client/api_request.hpp"
#include "app/client/market_scale.hpp"
#include "app/order_flow/order_row.hpp"
#include "app/replay/flow_replay.hpp"

namespace outcry::app {

/// Turns rows of a recorded order file into requests of the WebSocket API.
///
/// The API amends to a total quantity, files speak of the open one, and how much of an order is
/// filled at a row is known before the server answers only by matching along: so it does.
class FeedTranslator {
public:
    FeedTranslator(MarketScale market, const FlowReplayLimits& limits)
        : market_{std::move(market)}, replay_{limits} {}

    /// Nothing for a row that asks for no change. An error means that the file cannot be fed.
    [[nodiscard]] Result<std::optional<ApiRequest>, FlowError> translate(std::uint64_t row_number,
                                                                         const OrderRow& row);

private:
    [[nodiscard]] std::optional<ApiRequest> request_for(const OrderRow& row);
    [[nodiscard]] ApiRequest place(const OrderRow& row);
    [[nodiscard]] ApiRequest cancel(const OrderRow& row) const;
    [[nodiscard]] std::optional<ApiRequest> reduce(const OrderRow& row);
    [[nodiscard]] std::optional<ApiRequest> modify(const OrderRow& row);
    [[nodiscard]] ApiRequest amend(const OrderRow& row, std::uint64_t total) const;
    [[nodiscard]] ApiRequest replace(const OrderRow& row, Side side);
    void follow(const OrderRow& row);

    MarketScale market_;
    FlowReplay replay_;
    /// Total quantities as the server has them, of orders that rest.
    boost::unordered_flat_map<std::uint64_t, std::uint64_t> totals_;
};

}  // namespace outcry::app
