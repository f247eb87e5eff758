#include "outcry/sinks/projection.hpp"

#include <fmt/format.h>

namespace outcry::sinks {
namespace {

/// Types to which it means nothing may leave it unsaid; clients are told GTC then.
TimeInForce time_in_force_of(const OrderAccepted& accepted) noexcept {
    return accepted.time_in_force == TimeInForce{} ? TimeInForce::gtc : accepted.time_in_force;
}

TradeRow trade_of(const Event& event, const InstrumentDefinition& instrument) noexcept {
    const OrderTraded& traded = event.traded;
    return {.sequence = event.sequence,
            .event_index = event.index,
            .instrument = event.instrument,
            .trade_id = traded.trade_id,
            .time = event.time,
            .price = traded.price,
            .quantity = traded.quantity,
            .quote = quote_amount(instrument, traded.price, traded.quantity),
            .maker_order_id = traded.maker_order_id,
            .taker_order_id = traded.taker_order_id,
            .maker_account = traded.maker_account,
            .taker_account = traded.taker_account,
            .maker_fee = traded.maker_fee,
            .taker_fee = traded.taker_fee,
            .taker_side = traded.taker_side};
}

/// What a fill made of one of its two orders.
struct Execution {
    OrderId order_id;
    OrderStatus status{};
    bool is_by_quote = false;
};

void execute(RowBatch& rows, const TradeRow& trade, const Execution& execution) {
    if (OrderRow* const order = rows.find_order(execution.order_id)) {
        order->executed_quantity += trade.quantity;
        order->executed_quote += trade.quote;
        order->status = execution.status;
        order->updated_at = trade.time;
        order->updated_by = trade.sequence;
        if (execution.is_by_quote) order->quantity = order->executed_quantity;
        return;
    }
    OrderChange& change = rows.change_of(execution.order_id);
    change.executed_more += trade.quantity;
    change.executed_quote_more += trade.quote;
    change.status = execution.status;
    change.updated_at = trade.time;
    change.updated_by = trade.sequence;
}

PreventedMatchRow prevented_match_of(const Event& event) noexcept {
    const SelfTradePrevented& prevented = event.prevented;
    return {.sequence = event.sequence,
            .event_index = event.index,
            .instrument = event.instrument,
            .id = prevented.id,
            .time = event.time,
            .price = prevented.price,
            .quantity = prevented.quantity,
            .maker_order_id = prevented.maker_order_id,
            .taker_order_id = prevented.taker_order_id,
            .maker_account = prevented.maker_account,
            .taker_account = prevented.taker_account,
            .trade_group = prevented.trade_group,
            .taker_side = prevented.taker_side,
            .mode = prevented.mode};
}

/// `decrement` took as much off the order as would have traded.
void shrink(RowBatch& rows, const Event& event, OrderId id) {
    const Quantity lost = event.prevented.quantity;
    if (OrderRow* const order = rows.find_order(id)) {
        order->prevented_quantity += lost;
        // The total of an order by quote is what it executed.
        if (order->type != OrderType::market_by_quote) order->quantity -= lost;
        order->updated_at = event.time;
        order->updated_by = event.sequence;
        return;
    }
    OrderChange& change = rows.change_of(id);
    change.prevented_more += lost;
    if (change.is_amended) change.quantity -= lost;
    change.updated_at = event.time;
    change.updated_by = event.sequence;
}

/// They follow the acceptance within its command.
void on_terms(const Event& event, RowBatch& rows) {
    OrderRow* const order = rows.find_order(event.terms.order_id);
    if (order == nullptr) return;
    order->terms = {
        .stop_price = event.terms.stop_price,
        .visible_quantity = event.terms.visible_quantity,
        .expires_at = event.terms.expires_at,
        .trailing_delta_bips = static_cast<std::uint16_t>(event.terms.trailing_delta_bips),
        .session = event.terms.session,
        .strategy_id = event.terms.strategy_id,
        .strategy_type = event.terms.strategy_type};
}

/// Writes the entries of one event, numbered in the order in which they are made.
class EntryWriter {
public:
    EntryWriter(const Event& event, RowBatch& rows) : rows_{rows} {
        entry_.sequence = event.sequence;
        entry_.event_index = event.index;
        entry_.time = event.time;
    }

    void of_trade(const TradeRow& trade) {
        entry_.instrument = trade.instrument;
        entry_.trade_id = trade.trade_id;
    }
    /// Two entries that cancel out: the double of double entry. Nothing for nothing.
    void move(LedgerKind kind, AssetId asset, Amount amount, AccountId source, AccountId target) {
        if (amount == Amount{}) return;
        entry_.kind = kind;
        entry_.asset = asset;
        add(source, -amount);
        add(target, amount);
    }

private:
    void add(AccountId account, Amount amount) {
        entry_.account = account;
        entry_.amount = amount;
        rows_.add(entry_);
        ++entry_.entry_index;
    }

    RowBatch& rows_;
    LedgerEntryRow entry_;
};

void settle(const Event& event, const TradeRow& trade, const InstrumentDefinition& instrument,
            RowBatch& rows) {
    const bool taker_buys = trade.taker_side == Side::buy;
    const AccountId buyer = taker_buys ? trade.taker_account : trade.maker_account;
    const AccountId seller = taker_buys ? trade.maker_account : trade.taker_account;
    const Amount buyer_fee = taker_buys ? trade.taker_fee : trade.maker_fee;
    const Amount seller_fee = taker_buys ? trade.maker_fee : trade.taker_fee;
    const Amount base = base_amount(instrument, trade.quantity);

    EntryWriter entries{event, rows};
    entries.of_trade(trade);
    entries.move(LedgerKind::trade, instrument.quote_asset, trade.quote, buyer, seller);
    entries.move(LedgerKind::fee, instrument.quote_asset, seller_fee, seller, fee_account);
    entries.move(LedgerKind::trade, instrument.base_asset, base, seller, buyer);
    entries.move(LedgerKind::fee, instrument.base_asset, buyer_fee, buyer, fee_account);
}

ProjectionError unknown(std::string_view what, const Event& event) {
    return {fmt::format("event ({}, {}) needs {}, which the target does not know",
                        event.sequence.value(), event.index, what)};
}

}  // namespace

Result<void, ProjectionError> Projection::apply(std::span<const Event> events, RowBatch& rows) {
    for (const Event& event : events) {
        if (const Outcome outcome = apply(event, rows); !outcome) return outcome;
        if (event.is_last_of_command()) finish_command(rows);
    }
    return {};
}

Result<void, ProjectionError> Projection::apply(const Event& event, RowBatch& rows) {
    switch (event.type) {
        case EventType::order_accepted: on_accepted(event, rows); return {};
        case EventType::order_traded: return on_traded(event, rows);
        case EventType::order_closed: on_closed(event, rows); return {};
        case EventType::order_amended: on_amended(event, rows); return {};
        case EventType::self_trade_prevented: on_prevented(event, rows); return {};
        case EventType::order_terms_set: on_terms(event, rows); return {};
        default: return on_venue_event(event, rows);
    }
}

void Projection::on_accepted(const Event& event, RowBatch& rows) {
    const OrderAccepted& accepted = event.accepted;
    rows.add(OrderRow{.order_id = accepted.order_id,
                      .price = accepted.price,
                      .quantity = accepted.quantity,
                      .quote_quantity = accepted.quote_quantity,
                      .accepted_at = event.time,
                      .updated_at = event.time,
                      .accepted_by = event.sequence,
                      .updated_by = event.sequence,
                      .account = accepted.account,
                      .instrument = event.instrument,
                      .side = accepted.side,
                      .type = accepted.type,
                      .time_in_force = time_in_force_of(accepted),
                      .self_trade_prevention = accepted.self_trade_prevention,
                      .status = OrderStatus::open,
                      .client_order_id = accepted.client_order_id});
    in_flight_.push_back({.order_id = accepted.order_id,
                          .open = accepted.quantity,
                          .is_by_quote = accepted.type == OrderType::market_by_quote});
}

Result<void, ProjectionError> Projection::on_traded(const Event& event, RowBatch& rows) {
    const OrderTraded& traded = event.traded;
    const InstrumentDefinition* const instrument = find_instrument(event.instrument);
    if (instrument == nullptr) return Failure{unknown("its instrument", event)};
    InFlight* const taker = find_in_flight(traded.taker_order_id);
    if (taker == nullptr) return Failure{unknown("its taker's order", event)};

    const TradeRow trade = trade_of(event, *instrument);
    rows.trades.push_back(trade);
    settle(event, trade, *instrument, rows);
    const bool is_maker_filled = traded.maker_open_quantity == Quantity{};
    execute(rows, trade,
            {.order_id = trade.maker_order_id,
             .status = is_maker_filled ? OrderStatus::filled : OrderStatus::partially_filled});
    if (!taker->is_by_quote) taker->open -= trade.quantity;
    // The end of a budget is not known before the command's: it may allow a further fill.
    const bool is_taker_filled = !taker->is_by_quote && taker->open == Quantity{};
    execute(rows, trade,
            {.order_id = trade.taker_order_id,
             .status = is_taker_filled ? OrderStatus::filled : OrderStatus::partially_filled,
             .is_by_quote = taker->is_by_quote});
    return {};
}

void Projection::on_closed(const Event& event, RowBatch& rows) {
    const OrderClosed& closed = event.closed;
    const OrderStatus status = status_after(closed.reason);
    std::erase_if(in_flight_,
                  [&](const InFlight& order) { return order.order_id == closed.order_id; });
    if (OrderRow* const order = rows.find_order(closed.order_id)) {
        order->status = status;
        order->close_reason = closed.reason;
        order->updated_at = event.time;
        order->updated_by = event.sequence;
        return;
    }
    OrderChange& change = rows.change_of(closed.order_id);
    change.status = status;
    change.close_reason = closed.reason;
    change.updated_at = event.time;
    change.updated_by = event.sequence;
}

void Projection::on_amended(const Event& event, RowBatch& rows) {
    const OrderAmended& amended = event.amended;
    if (amended.kept_priority == 0) {
        in_flight_.push_back({.order_id = amended.order_id, .open = amended.open_quantity});
    }
    if (OrderRow* const order = rows.find_order(amended.order_id)) {
        order->price = amended.price;
        order->quantity = amended.quantity;
        if (!amended.client_order_id.empty()) order->client_order_id = amended.client_order_id;
        order->updated_at = event.time;
        order->updated_by = event.sequence;
        return;
    }
    OrderChange& change = rows.change_of(amended.order_id);
    change.is_amended = true;
    change.price = amended.price;
    change.quantity = amended.quantity;
    if (!amended.client_order_id.empty()) change.client_order_id = amended.client_order_id;
    change.updated_at = event.time;
    change.updated_by = event.sequence;
}

void Projection::on_prevented(const Event& event, RowBatch& rows) {
    rows.prevented_matches.push_back(prevented_match_of(event));
    if (event.prevented.mode != SelfTradePrevention::decrement) return;
    shrink(rows, event, event.prevented.maker_order_id);
    shrink(rows, event, event.prevented.taker_order_id);
    InFlight* const taker = find_in_flight(event.prevented.taker_order_id);
    if (taker != nullptr && !taker->is_by_quote) taker->open -= event.prevented.quantity;
}

void Projection::finish_command(RowBatch& rows) {
    for (const InFlight& in_flight : in_flight_) {
        if (!in_flight.is_by_quote) continue;
        // Spent as far as whole lots allow: that is all it was asked to do.
        OrderRow* const order = rows.find_order(in_flight.order_id);
        const bool has_fills = order->executed_quantity != Quantity{};
        order->status = has_fills ? OrderStatus::filled : OrderStatus::expired;
        if (!has_fills) order->close_reason = CloseReason::insufficient_liquidity;
    }
    in_flight_.clear();
}

Projection::InFlight* Projection::find_in_flight(OrderId id) noexcept {
    for (InFlight& order : in_flight_) {
        if (order.order_id == id) return &order;
    }
    return nullptr;
}

const InstrumentDefinition* Projection::find_instrument(InstrumentId id) const noexcept {
    return id.value() < instruments_.size() ? &instruments_[id.value()] : nullptr;
}

}  // namespace outcry::sinks
