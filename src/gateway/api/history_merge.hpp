#pragma once

#include <optional>
#include <vector>

#include "outcry/gateway/history_source.hpp"

#include "gateway/api/call.hpp"

namespace outcry::gateway {

/// What the view answers, with the history's rows that it has forgotten: ascending, each once, the
/// view's own word first, no more than the query's limit.
[[nodiscard]] std::vector<const views::OrderRecord*> merge_orders(
    const views::AccountQuery& query, std::vector<const views::OrderRecord*> in_view,
    const HistoryAnswer& history);
[[nodiscard]] std::vector<const views::TradeRecord*> merge_trades(
    const views::AccountQuery& query, std::vector<const views::TradeRecord*> in_view,
    const HistoryAnswer& history);

/// What of the history a call needs that has not been asked yet; none when the view holds all of
/// it, or there is no history.
[[nodiscard]] std::optional<HistoryQuestion> missing_orders(const Services& services,
                                                            const views::AccountQuery& query);
[[nodiscard]] std::optional<HistoryQuestion> missing_order(const Services& services, OrderId id);
/// `in_view`: what the view answers to the same query.
[[nodiscard]] std::optional<HistoryQuestion> missing_trades(
    const Services& services, const TradesQuestion& question,
    const std::vector<const views::TradeRecord*>& in_view);

/// Asked for, and it was not there.
[[nodiscard]] bool is_history_away(const Services& services) noexcept;
[[nodiscard]] Refusal history_away();

}  // namespace outcry::gateway
