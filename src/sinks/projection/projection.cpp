#include "outcry/sinks/projection.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "sinks/projection/order_steps.hpp"

namespace outcry::sinks {
namespace {

/// Types to which it means nothing may leave it unsaid; clients are told GTC then.
TimeInForce time_in_force_of(const OrderAccepted& accepted) noexcept {
    return accepted.time_in_force == TimeInForce{} ? TimeInForce::gtc : accepted.time_in_force;
}

/// What the taker of the trade received.
AssetId received_by_taker(const OrderTraded& traded,
                          const InstrumentDefinition& instrument) noexcept {
    return traded.taker_side == Side::buy ? instrument.base_asset : instrument.quote_asset;
}

/// None: what the maker received.
std::optional<AssetId> maker_fee_asset_of(const OrderTraded& traded,
                                          const InstrumentDefinition& instrument) noexcept {
    if ((traded.fee_flags & FeeFlag::maker_in_fee_asset) != 0) return traded.fee_asset;
    if ((traded.fee_flags & FeeFlag::maker_rebate) != 0)
        return received_by_taker(traded, instrument);
    return std::nullopt;
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
            .taker_side = traded.taker_side,
            .maker_fee_asset = maker_fee_asset_of(traded, instrument),
            .taker_fee_asset = (traded.fee_flags & FeeFlag::taker_in_fee_asset) != 0
                                   ? std::optional{traded.fee_asset}
                                   : std::nullopt};
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
        if (execution.is_by_quote) {
            order->quantity = order->executed_quantity;
        } else if (order->executed_quantity == order->quantity) {
            order->status = OrderStatus::filled;
        }
        return;
    }
    OrderChange& change = rows.change_of(execution.order_id);
    change.executed_more += trade.quantity;
    change.executed_quote_more += trade.quote;
    change.status = execution.status;
    change.updated_at = trade.time;
    change.updated_by = trade.sequence;
}

/// Writes the entries of one event, numbered in the order in which they are made.
class EntryWriter {
public:
    EntryWriter(const Event& event, RowBatch& rows) : rows_{rows} {
        entry_.sequence = event.sequence;
        entry_.event_index = event.index;
        entry_.time = event.time;
    }

    void of_trade(InstrumentId instrument, TradeId trade) {
        entry_.instrument = instrument;
        entry_.trade_id = trade;
    }
    /// Two entries that cancel out: the double of double entry. Nothing for nothing.
    void move(LedgerKind kind, AssetId asset, Amount amount, AccountId source, AccountId target) {
        if (amount == Amount{}) return;
        entry_.kind = kind;
        entry_.asset = asset;
        add(source, -amount);
        add(target, amount);
    }

    /// A fee, or below zero a rebate.
    void charge(AccountId account, AssetId asset, Amount fee) {
        if (fee < Amount{}) return move(LedgerKind::rebate, asset, -fee, fee_account, account);
        move(LedgerKind::fee, asset, fee, account, fee_account);
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
    const AssetId base = instrument.base_asset;
    const AssetId quote = instrument.quote_asset;

    EntryWriter entries{event, rows};
    entries.of_trade(trade.instrument, trade.trade_id);
    const auto charge_maker = [&](AssetId received) {
        entries.charge(trade.maker_account, trade.maker_fee_asset.value_or(received),
                       trade.maker_fee);
    };
    const auto charge_taker = [&](AssetId received) {
        entries.charge(trade.taker_account, trade.taker_fee_asset.value_or(received),
                       trade.taker_fee);
    };
    entries.move(LedgerKind::trade, quote, trade.quote, buyer, seller);
    // A rebate comes out of the taker's fee, so it is last whoever sells.
    const bool has_rebate = trade.maker_fee < Amount{};
    if (!taker_buys) charge_taker(quote);
    if (taker_buys && !has_rebate) charge_maker(quote);
    entries.move(LedgerKind::trade, base, base_amount(instrument, trade.quantity), seller, buyer);
    if (taker_buys) charge_taker(base);
    if (!taker_buys && !has_rebate) charge_maker(base);
    if (has_rebate) charge_maker(taker_buys ? base : quote);
}

/// Out of the fee, so the fee account pays it.
void on_referral(const Event& event, RowBatch& rows) {
    const ReferralPaid& paid = event.referral;
    EntryWriter entries{event, rows};
    entries.of_trade(event.instrument, paid.trade_id);
    entries.move(LedgerKind::referral, paid.asset, paid.amount, fee_account, paid.referrer);
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
        case EventType::referral_paid: on_referral(event, rows); return {};
        default:
            if (is_order_step(event.type)) {
                apply_order_step(event, rows);
                return {};
            }
            return on_venue_event(event, rows);
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
    if (accepted.type == OrderType::market_by_quote) by_quote_.push_back(accepted.order_id);
}

Result<void, ProjectionError> Projection::on_traded(const Event& event, RowBatch& rows) {
    const OrderTraded& traded = event.traded;
    const InstrumentDefinition* const instrument = find_instrument(event.instrument);
    if (instrument == nullptr) return Failure{unknown("its instrument", event)};

    const TradeRow trade = trade_of(event, *instrument);
    rows.trades.push_back(trade);
    settle(event, trade, *instrument, rows);
    const bool is_maker_filled = traded.maker_open_quantity == Quantity{};
    execute(rows, trade,
            {.order_id = trade.maker_order_id,
             .status = is_maker_filled ? OrderStatus::filled : OrderStatus::partially_filled});
    // Whether that fills the taker too its quantity says; a budget's end only the command's end.
    execute(rows, trade,
            {.order_id = trade.taker_order_id,
             .status = OrderStatus::partially_filled,
             .is_by_quote = is_by_quote(trade.taker_order_id)});
    return {};
}

void Projection::on_closed(const Event& event, RowBatch& rows) {
    const OrderClosed& closed = event.closed;
    const OrderStatus status = status_after(closed.reason);
    std::erase(by_quote_, closed.order_id);
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

void Projection::finish_command(RowBatch& rows) {
    for (const OrderId id : by_quote_) {
        // Spent as far as whole lots allow: that is all it was asked to do.
        OrderRow* const order = rows.find_order(id);
        const bool has_fills = order->executed_quantity != Quantity{};
        order->status = has_fills ? OrderStatus::filled : OrderStatus::expired;
        if (!has_fills) order->close_reason = CloseReason::insufficient_liquidity;
    }
    by_quote_.clear();
}

bool Projection::is_by_quote(OrderId id) const noexcept {
    return std::ranges::find(by_quote_, id) != by_quote_.end();
}

const InstrumentDefinition* Projection::find_instrument(InstrumentId id) const noexcept {
    return id.value() < instruments_.size() ? &instruments_[id.value()] : nullptr;
}

}  // namespace outcry::sinks
