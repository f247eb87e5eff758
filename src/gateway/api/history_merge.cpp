#include "gateway/api/history_merge.hpp"

#include <algorithm>

namespace outcry::gateway {
namespace {

/// Both ascend. Equal ids: the first one's, which is the view's.
template <class Record, class IdOf>
std::vector<const Record*> merge(std::vector<const Record*> in_view,
                                 const std::vector<Record>& history, const IdOf& id_of) {
    std::vector<const Record*> all = std::move(in_view);
    for (const Record& record : history) all.push_back(&record);
    const auto id = [&](const Record* record) { return id_of(*record); };
    std::ranges::stable_sort(all, {}, id);
    const auto doubled = std::ranges::unique(all, {}, id);
    all.erase(doubled.begin(), doubled.end());
    return all;
}

/// From a start the oldest, else the newest.
template <class Record>
void keep(std::vector<const Record*>& records, bool has_start, std::size_t limit) {
    if (records.size() <= limit) return;
    const auto surplus = static_cast<std::ptrdiff_t>(records.size() - limit);
    if (has_start) {
        records.erase(records.end() - surplus, records.end());
    } else {
        records.erase(records.begin(), records.begin() + surplus);
    }
}

/// The last command that could have closed an order that the view has forgotten; zero: it has all.
Sequence forgotten_until(const views::VenueView& view) noexcept {
    return Sequence{view.names_known_since().value() - 1};
}

/// The view may have forgotten more since the question: then it is asked once more.
bool may_ask(const Services& services, Sequence minimum) noexcept {
    if (!services.options.has_history || minimum == Sequence{}) return false;
    const HistoryAnswer* const answer = services.history;
    return answer == nullptr || (answer->is_available && answer->position < minimum);
}

}  // namespace

std::vector<const views::OrderRecord*> merge_orders(const views::AccountQuery& query,
                                                    std::vector<const views::OrderRecord*> in_view,
                                                    const HistoryAnswer& history) {
    auto all = merge(std::move(in_view), history.orders,
                     [](const views::OrderRecord& order) { return order.order_id; });
    keep(all, query.order_id != OrderId{} || query.start != Timestamp{}, query.limit);
    return all;
}

std::vector<const views::TradeRecord*> merge_trades(const views::AccountQuery& query,
                                                    std::vector<const views::TradeRecord*> in_view,
                                                    const HistoryAnswer& history) {
    auto all = merge(std::move(in_view), history.trades,
                     [](const views::TradeRecord& trade) { return trade.trade_id; });
    keep(all, query.from_trade_id != TradeId{} || query.start != Timestamp{}, query.limit);
    return all;
}

std::optional<HistoryQuestion> missing_orders(const Services& services,
                                              const views::AccountQuery& query) {
    const Sequence forgotten = forgotten_until(services.view);
    if (!may_ask(services, forgotten)) return std::nullopt;
    return HistoryQuestion{.what = OrdersQuestion{query}, .minimum = forgotten};
}

std::optional<HistoryQuestion> missing_order(const Services& services, OrderId id) {
    const Sequence forgotten = forgotten_until(services.view);
    if (!may_ask(services, forgotten)) return std::nullopt;
    if (services.view.find_order(id) != nullptr) return std::nullopt;
    return HistoryQuestion{.what = OrderQuestion{id}, .minimum = forgotten};
}

std::optional<HistoryQuestion> missing_trades(
    const Services& services, const TradesQuestion& question,
    const std::vector<const views::TradeRecord*>& in_view) {
    const views::AccountQuery& query = question.query;
    const auto oldest = services.view.trades(query.instrument, TradeId{1}, 1);
    const auto& instrument = services.view.instruments()[query.instrument.value()];
    // Ids are dense: the first one that is held says whether any was forgotten.
    const TradeId first = oldest.empty() ? next(instrument->trade_id_last) : oldest[0]->trade_id;
    if (first == TradeId{1}) return std::nullopt;
    const bool begins_in_view =
        query.from_trade_id >= first || (!oldest.empty() && query.start > oldest[0]->time);
    const bool has_start = query.from_trade_id != TradeId{} || query.start != Timestamp{};
    const bool is_full = !has_start && in_view.size() >= query.limit;
    if (begins_in_view || is_full) return std::nullopt;
    // All that was forgotten is older than what is held.
    const Sequence minimum = oldest.empty() ? services.view.sequence() : oldest[0]->sequence;
    if (!may_ask(services, minimum)) return std::nullopt;
    return HistoryQuestion{.what = question, .minimum = minimum};
}

bool is_history_away(const Services& services) noexcept {
    return services.history != nullptr && !services.history->is_available;
}

Refusal history_away() {
    return {503, -1001, "Internal error; unable to process your request. Please try again."};
}

}  // namespace outcry::gateway
