#include "app/feed/feed_translator.hpp"

#include <string>

#include "outcry/base/assert.hpp"

namespace outcry::app {
namespace {

const char* side_text(Side side) { return side == Side::buy ? "BUY" : "SELL"; }

/// A full answer per order would cost the server more than the order.
constexpr const char* answer_type = "ACK";

/// Venues refuse a price of zero, recorded ones did not: the smallest price stands for it.
std::int64_t sendable_price(std::int64_t ticks) { return ticks == 0 ? 1 : ticks; }

}  // namespace

Result<std::optional<ApiRequest>, FlowError> FeedTranslator::translate(std::uint64_t row_number,
                                                                       const OrderRow& row) {
    // Totals change with the request, the open quantity with the row behind it.
    std::optional<ApiRequest> request = request_for(row);
    Result<void, FlowError> applied = replay_.apply(row_number, row);
    if (!applied) return Failure{applied.error()};
    follow(row);
    return request;
}

std::optional<ApiRequest> FeedTranslator::request_for(const OrderRow& row) {
    switch (row.action) {
        case RowAction::book_load:
        case RowAction::limit:
        case RowAction::immediate_or_cancel:
        case RowAction::post_only: return place(row);
        case RowAction::cancel: return cancel(row);
        case RowAction::reduce: return reduce(row);
        case RowAction::modify: return modify(row);
        case RowAction::clear: {
            ApiRequest request{"openOrders.cancelAll"};
            request.add("symbol", market_.symbol);
            return request;
        }
        case RowAction::uncross: return std::nullopt;  // the replay refuses the file
    }
    OUTCRY_UNREACHABLE();
}

ApiRequest FeedTranslator::place(const OrderRow& row) {
    // An id in use is refused by the server as well, and keeps its total.
    if (replay_.find(row.order_id) == nullptr) totals_[row.order_id] = row.quantity;
    const bool may_trade =
        row.action == RowAction::limit || row.action == RowAction::immediate_or_cancel;
    ApiRequest request{"order.place"};
    request.add("symbol", market_.symbol)
        .add("side", side_text(row.side))
        .add("type", may_trade ? "LIMIT" : "LIMIT_MAKER");
    if (may_trade) {
        request.add("timeInForce", row.action == RowAction::limit ? "GTC" : "IOC");
    }
    request.add("price", market_.price_text(sendable_price(row.price)))
        .add("quantity", market_.quantity_text(row.quantity))
        .add("newClientOrderId", std::to_string(row.order_id))
        .add("newOrderRespType", answer_type);
    return request;
}

ApiRequest FeedTranslator::cancel(const OrderRow& row) const {
    ApiRequest request{"order.cancel"};
    request.add("symbol", market_.symbol).add("origClientOrderId", std::to_string(row.order_id));
    return request;
}

std::optional<ApiRequest> FeedTranslator::reduce(const OrderRow& row) {
    const LiveOrder* const order = replay_.find(row.order_id);
    // What the file names in vain is sent all the same: the server has to refuse it.
    if (order == nullptr) return amend(row, row.quantity);
    if (row.quantity >= order->open_quantity) return cancel(row);
    if (row.quantity == 0) return std::nullopt;
    std::uint64_t& total = totals_.at(row.order_id);
    total -= row.quantity;
    return amend(row, total);
}

std::optional<ApiRequest> FeedTranslator::modify(const OrderRow& row) {
    const LiveOrder* const order = replay_.find(row.order_id);
    if (order == nullptr) return replace(row, row.side);
    if (row.quantity == 0) return cancel(row);
    const bool keeps_its_place = row.price == order->price && row.quantity <= order->open_quantity;
    if (!keeps_its_place) return replace(row, order->side);
    if (row.quantity == order->open_quantity) return std::nullopt;
    std::uint64_t& total = totals_.at(row.order_id);
    total -= order->open_quantity - row.quantity;
    return amend(row, total);
}

ApiRequest FeedTranslator::amend(const OrderRow& row, std::uint64_t total) const {
    const std::string id = std::to_string(row.order_id);
    ApiRequest request{"order.amend.keepPriority"};
    // Without a new name, even if it is the old one, the server would make one up.
    request.add("symbol", market_.symbol)
        .add("origClientOrderId", id)
        .add("newClientOrderId", id)
        .add("newQty", market_.quantity_text(total));
    return request;
}

ApiRequest FeedTranslator::replace(const OrderRow& row, Side side) {
    totals_[row.order_id] = row.quantity;
    const std::string id = std::to_string(row.order_id);
    ApiRequest request{"order.cancelReplace"};
    // An order that is gone must not come back by its replacement.
    request.add("symbol", market_.symbol)
        .add("cancelReplaceMode", "STOP_ON_FAILURE")
        .add("cancelOrigClientOrderId", id)
        .add("side", side_text(side))
        .add("type", "LIMIT")
        .add("timeInForce", "GTC")
        .add("price", market_.price_text(sendable_price(row.price)))
        .add("quantity", market_.quantity_text(row.quantity))
        .add("newClientOrderId", id)
        .add("newOrderRespType", answer_type);
    return request;
}

void FeedTranslator::follow(const OrderRow& row) {
    if (row.action == RowAction::clear) totals_.clear();
    if (replay_.find(row.order_id) == nullptr) totals_.erase(row.order_id);
    for (const FlowTrade& trade : replay_.trades()) {
        if (replay_.find(trade.maker_id) == nullptr) totals_.erase(trade.maker_id);
    }
}

}  // namespace outcry::app
