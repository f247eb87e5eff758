#include "sinks/sqlite/columns.hpp"

namespace outcry::sinks {
namespace {

/// What stands for the asset that the payer of a fee received.
constexpr std::int64_t received_asset = -1;

std::int64_t asset_number(const std::optional<AssetId>& asset) noexcept {
    return asset ? std::int64_t{asset->value()} : received_asset;
}

std::optional<AssetId> read_asset(Statement& row) {
    const std::int64_t number = row.integer();
    if (number == received_asset) return std::nullopt;
    return AssetId{static_cast<std::uint16_t>(number)};
}

}  // namespace

void bind_hold(Statement& statement, const OrderHold& hold) {
    if (hold.is_by_formula) {
        statement.bind_null();
    } else {
        statement.bind(hold.amount);
    }
}

void bind(Statement& statement, const OrderRow& order) {
    statement.bind(order.order_id)
        .bind(order.account)
        .bind(order.instrument)
        .bind(number_of(order.side))
        .bind(number_of(order.type))
        .bind(number_of(order.time_in_force))
        .bind(number_of(order.self_trade_prevention))
        .bind(order.price)
        .bind(order.quantity)
        .bind(order.executed_quantity)
        .bind(order.quote_quantity)
        .bind(order.executed_quote)
        .bind(number_of(order.status))
        .bind(number_of(order.close_reason))
        .bind(order.client_order_id.view())
        .bind(order.accepted_at)
        .bind(order.accepted_by)
        .bind(order.updated_at)
        .bind(order.updated_by)
        .bind(order.prevented_quantity)
        .bind(order.terms.stop_price)
        .bind(order.terms.visible_quantity)
        .bind(order.terms.expires_at)
        .bind(std::int64_t{order.terms.trailing_delta_bips})
        .bind(order.terms.strategy_id)
        .bind(std::int64_t{order.terms.strategy_type})
        .bind(order.terms.session)
        .bind(number_of(order.phase))
        .bind(order.order_list_id)
        .bind(order.triggered_at)
        .bind(order.tracking_at);
    bind_hold(statement, order.hold);
}

void read(Statement& row, OrderRow& order) {
    order.order_id = row.strong<OrderId>();
    order.account = row.strong<AccountId>();
    order.instrument = row.strong<InstrumentId>();
    order.side = read_enum<Side>(row);
    order.type = read_enum<OrderType>(row);
    order.time_in_force = read_enum<TimeInForce>(row);
    order.self_trade_prevention = read_enum<SelfTradePrevention>(row);
    order.price = row.strong<Price>();
    order.quantity = row.strong<Quantity>();
    order.executed_quantity = row.strong<Quantity>();
    order.quote_quantity = row.amount();
    order.executed_quote = row.amount();
    order.status = read_enum<OrderStatus>(row);
    order.close_reason = read_enum<CloseReason>(row);
    order.client_order_id = ClientOrderId{row.text().substr(0, ClientOrderId::capacity)};
    order.accepted_at = row.strong<Timestamp>();
    order.accepted_by = row.strong<Sequence>();
    order.updated_at = row.strong<Timestamp>();
    order.updated_by = row.strong<Sequence>();
    order.prevented_quantity = row.strong<Quantity>();
    order.terms.stop_price = row.strong<Price>();
    order.terms.visible_quantity = row.strong<Quantity>();
    order.terms.expires_at = row.strong<Timestamp>();
    order.terms.trailing_delta_bips = static_cast<std::uint16_t>(row.integer());
    order.terms.strategy_id = row.integer();
    order.terms.strategy_type = static_cast<std::int32_t>(row.integer());
    order.terms.session = row.strong<SessionId>();
    order.phase = read_enum<OrderPhase>(row);
    order.order_list_id = row.strong<OrderListId>();
    order.triggered_at = row.strong<Timestamp>();
    order.tracking_at = row.strong<Timestamp>();
    order.hold.is_by_formula = row.next_is_null();
    order.hold.amount = row.amount();
}

void bind(Statement& statement, const TradeRow& trade) {
    statement.bind(trade.instrument)
        .bind(trade.trade_id)
        .bind(trade.sequence)
        .bind(std::int64_t{trade.event_index})
        .bind(trade.time)
        .bind(trade.price)
        .bind(trade.quantity)
        .bind(trade.quote)
        .bind(trade.maker_order_id)
        .bind(trade.taker_order_id)
        .bind(trade.maker_account)
        .bind(trade.taker_account)
        .bind(trade.maker_fee)
        .bind(trade.taker_fee)
        .bind(number_of(trade.taker_side))
        .bind(asset_number(trade.maker_fee_asset))
        .bind(asset_number(trade.taker_fee_asset));
}

void read(Statement& row, TradeRow& trade) {
    trade.instrument = row.strong<InstrumentId>();
    trade.trade_id = row.strong<TradeId>();
    trade.sequence = row.strong<Sequence>();
    trade.event_index = static_cast<std::uint16_t>(row.integer());
    trade.time = row.strong<Timestamp>();
    trade.price = row.strong<Price>();
    trade.quantity = row.strong<Quantity>();
    trade.quote = row.amount();
    trade.maker_order_id = row.strong<OrderId>();
    trade.taker_order_id = row.strong<OrderId>();
    trade.maker_account = row.strong<AccountId>();
    trade.taker_account = row.strong<AccountId>();
    trade.maker_fee = row.amount();
    trade.taker_fee = row.amount();
    trade.taker_side = read_enum<Side>(row);
    trade.maker_fee_asset = read_asset(row);
    trade.taker_fee_asset = read_asset(row);
}

void bind(Statement& statement, const PreventedMatchRow& match) {
    statement.bind(match.instrument)
        .bind(match.id)
        .bind(match.sequence)
        .bind(std::int64_t{match.event_index})
        .bind(match.time)
        .bind(match.price)
        .bind(match.quantity)
        .bind(match.maker_order_id)
        .bind(match.taker_order_id)
        .bind(match.maker_account)
        .bind(match.taker_account)
        .bind(match.trade_group)
        .bind(number_of(match.taker_side))
        .bind(number_of(match.mode));
}

void bind(Statement& statement, const OrderListRow& list) {
    statement.bind(list.order_list_id)
        .bind(list.account)
        .bind(list.instrument)
        .bind(number_of(list.type));
    for (const OrderId id : list.order_ids) statement.bind(id);
    statement.bind(list.client_order_id.view())
        .bind(list.accepted_at)
        .bind(list.accepted_by)
        .bind(list.done_at);
}

void read(Statement& row, OrderListRow& list) {
    list.order_list_id = row.strong<OrderListId>();
    list.account = row.strong<AccountId>();
    list.instrument = row.strong<InstrumentId>();
    list.type = read_enum<OrderListType>(row);
    for (OrderId& id : list.order_ids) id = row.strong<OrderId>();
    list.client_order_id = ClientOrderId{row.text().substr(0, ClientOrderId::capacity)};
    list.accepted_at = row.strong<Timestamp>();
    list.accepted_by = row.strong<Sequence>();
    list.done_at = row.strong<Timestamp>();
}

void bind(Statement& statement, const OrderAmendmentRow& amendment) {
    statement.bind(amendment.order_id)
        .bind(amendment.sequence)
        .bind(std::int64_t{amendment.event_index})
        .bind(amendment.time)
        .bind(amendment.account)
        .bind(amendment.instrument)
        .bind(amendment.price_before)
        .bind(amendment.price)
        .bind(amendment.open_quantity_before)
        .bind(amendment.open_quantity)
        .bind(amendment.quantity)
        .bind(std::int64_t{amendment.kept_priority ? 1 : 0})
        .bind(amendment.client_order_id.view());
}

void read(Statement& row, OrderAmendmentRow& amendment) {
    amendment.order_id = row.strong<OrderId>();
    amendment.sequence = row.strong<Sequence>();
    amendment.event_index = static_cast<std::uint16_t>(row.integer());
    amendment.time = row.strong<Timestamp>();
    amendment.account = row.strong<AccountId>();
    amendment.instrument = row.strong<InstrumentId>();
    amendment.price_before = row.strong<Price>();
    amendment.price = row.strong<Price>();
    amendment.open_quantity_before = row.strong<Quantity>();
    amendment.open_quantity = row.strong<Quantity>();
    amendment.quantity = row.strong<Quantity>();
    amendment.kept_priority = row.integer() != 0;
    amendment.client_order_id = ClientOrderId{row.text().substr(0, ClientOrderId::capacity)};
}

void bind(Statement& statement, const LedgerEntryRow& entry) {
    statement.bind(entry.sequence)
        .bind(std::int64_t{entry.event_index})
        .bind(std::int64_t{entry.entry_index})
        .bind(entry.time)
        .bind(entry.account)
        .bind(entry.asset)
        .bind(number_of(entry.kind))
        .bind(entry.amount)
        .bind(entry.instrument)
        .bind(entry.trade_id);
}

void read(Statement& row, LedgerEntryRow& entry) {
    entry.sequence = row.strong<Sequence>();
    entry.event_index = static_cast<std::uint16_t>(row.integer());
    entry.entry_index = static_cast<std::uint16_t>(row.integer());
    entry.time = row.strong<Timestamp>();
    entry.account = row.strong<AccountId>();
    entry.asset = row.strong<AssetId>();
    entry.kind = read_enum<LedgerKind>(row);
    entry.amount = row.amount();
    entry.instrument = row.strong<InstrumentId>();
    entry.trade_id = row.strong<TradeId>();
}

void bind(Statement& statement, const CandleRow& candle) {
    statement.bind(candle.instrument)
        .bind(number_of(candle.interval))
        .bind(candle.start)
        .bind(candle.open)
        .bind(candle.high)
        .bind(candle.low)
        .bind(candle.close)
        .bind(candle.base)
        .bind(candle.quote)
        .bind(candle.taker_buy_base)
        .bind(candle.taker_buy_quote)
        .bind(static_cast<std::int64_t>(candle.trade_count))
        .bind(candle.trade_first)
        .bind(candle.trade_last);
}

void read(Statement& row, CandleRow& candle) {
    candle.instrument = row.strong<InstrumentId>();
    candle.interval = read_enum<CandleInterval>(row);
    candle.start = row.strong<Timestamp>();
    candle.open = row.strong<Price>();
    candle.high = row.strong<Price>();
    candle.low = row.strong<Price>();
    candle.close = row.strong<Price>();
    candle.base = row.amount();
    candle.quote = row.amount();
    candle.taker_buy_base = row.amount();
    candle.taker_buy_quote = row.amount();
    candle.trade_count = static_cast<std::uint64_t>(row.integer());
    candle.trade_first = row.strong<TradeId>();
    candle.trade_last = row.strong<TradeId>();
}

}  // namespace outcry::sinks
