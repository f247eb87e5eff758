#include "outcry/base/assert.hpp"

#include "views/implementation.hpp"

namespace outcry::views {
namespace {

OrderStatus status_after(CloseReason reason) noexcept {
    switch (end_of(reason)) {
        case OrderEnd::cancelled: return OrderStatus::cancelled;
        case OrderEnd::expired: return OrderStatus::expired;
        case OrderEnd::expired_in_match: return OrderStatus::expired_in_match;
    }
    OUTCRY_UNREACHABLE();
}

/// Types to which it means nothing may leave it unsaid; clients are told GTC then.
TimeInForce time_in_force_of(const OrderAccepted& accepted) noexcept {
    return accepted.time_in_force == TimeInForce{} ? TimeInForce::gtc : accepted.time_in_force;
}

void stamp(OrderRecord& record, const Event& event) noexcept {
    record.updated_at = event.time;
    record.updated_by = event.sequence;
}

TradeRecord trade_of(const Event& event, const InstrumentDefinition& instrument) noexcept {
    const OrderTraded& traded = event.traded;
    return {.trade_id = traded.trade_id,
            .price = traded.price,
            .quantity = traded.quantity,
            .quote = quote_amount(instrument, traded.price, traded.quantity),
            .maker_order_id = traded.maker_order_id,
            .taker_order_id = traded.taker_order_id,
            .maker_fee = traded.maker_fee,
            .taker_fee = traded.taker_fee,
            .time = event.time,
            .sequence = event.sequence,
            .maker_account = traded.maker_account,
            .taker_account = traded.taker_account,
            .instrument = event.instrument,
            .taker_side = traded.taker_side};
}

/// What each side lost: its share of the match, or all that is left of it.
PreventedMatchRecord prevented_match_of(const Event& event) noexcept {
    const SelfTradePrevented& prevented = event.prevented;
    const SelfTradePrevention mode = prevented.mode;
    const bool shrinks = mode == SelfTradePrevention::decrement;
    const bool maker_goes =
        mode == SelfTradePrevention::expire_maker || mode == SelfTradePrevention::expire_both;
    const bool taker_goes =
        mode == SelfTradePrevention::expire_taker || mode == SelfTradePrevention::expire_both;
    const auto lost = [&](bool goes, Quantity open) {
        return shrinks ? prevented.quantity : goes ? open : Quantity{};
    };
    return {.id = prevented.id,
            .price = prevented.price,
            .quantity = prevented.quantity,
            .maker_quantity = lost(maker_goes, prevented.maker_open_quantity),
            .taker_quantity = lost(taker_goes, prevented.taker_open_quantity),
            .maker_order_id = prevented.maker_order_id,
            .taker_order_id = prevented.taker_order_id,
            .time = event.time,
            .sequence = event.sequence,
            .maker_account = prevented.maker_account,
            .taker_account = prevented.taker_account,
            .trade_group = prevented.trade_group,
            .instrument = event.instrument,
            .taker_side = prevented.taker_side,
            .mode = mode};
}

}  // namespace

void VenueView::Implementation::apply(const Event& event) {
    OUTCRY_ASSERT(event.sequence == next(sequence));
    OUTCRY_ASSERT(event.index == next_index);
    ++next_index;
    switch (event.type) {
        case EventType::order_accepted: on_accepted(event); break;
        case EventType::order_traded: on_traded(event); break;
        case EventType::order_closed: on_closed(event); break;
        case EventType::order_amended: on_amended(event); break;
        case EventType::self_trade_prevented: on_prevented(event); break;
        case EventType::order_terms_set: on_terms(event); break;
        default: on_venue_event(event);
    }
    if (event.is_last_of_command()) finish_command(event);
}

void VenueView::Implementation::on_accepted(const Event& event) {
    const OrderAccepted& accepted = event.accepted;
    OrderRecord record{.order_id = accepted.order_id,
                       .price = accepted.price,
                       .quantity = accepted.quantity,
                       .quote_quantity = accepted.quote_quantity,
                       .accepted_at = event.time,
                       .account = accepted.account,
                       .instrument = event.instrument,
                       .side = accepted.side,
                       .type = accepted.type,
                       .time_in_force = time_in_force_of(accepted),
                       .self_trade_prevention = accepted.self_trade_prevention,
                       .status = OrderStatus::open,
                       .client_order_id = accepted.client_order_id};
    stamp(record, event);
    in_flight_.push_back(&orders.add(record));
}

void VenueView::Implementation::on_traded(const Event& event) {
    const OrderTraded& traded = event.traded;
    InstrumentView& instrument = instrument_of(event.instrument);
    OrderSlot& maker = order_of(traded.maker_order_id);
    OrderSlot& taker = order_of(traded.taker_order_id);
    OUTCRY_ASSERT(maker.is_resting);
    OUTCRY_ASSERT(maker.record.price == traded.price);
    OUTCRY_ASSERT(!taker.is_resting);

    const TradeRecord trade = trade_of(event, instrument.definition);
    const bool is_maker_filled = traded.maker_open_quantity == Quantity{};
    instrument.depth.reduce(
        maker.record.side, traded.price, traded.quantity,
        is_maker_filled ? DepthView::Remainder::order_gone : DepthView::Remainder::order_stays,
        event.sequence);
    settle(instrument.definition, trade);
    fill(maker, trade);
    fill(taker, trade);
    OUTCRY_ASSERT(maker.open_quantity() == traded.maker_open_quantity);
    on_trade(instrument, trade);
}

void VenueView::Implementation::fill(OrderSlot& slot, const TradeRecord& trade) {
    OrderRecord& record = slot.record;
    record.executed_quantity += trade.quantity;
    record.executed_quote += trade.quote;
    record.updated_at = trade.time;
    record.updated_by = trade.sequence;
    record.status = OrderStatus::partially_filled;
    if (record.type == OrderType::market_by_quote) {
        // Its end is not known before the command's: the budget may allow a further fill.
        record.quantity = record.executed_quantity + record.prevented_quantity;
    } else if (slot.open_quantity() == Quantity{}) {
        end_order(slot, OrderStatus::filled, CloseReason{});
    }
}

void VenueView::Implementation::on_trade(InstrumentView& instrument, const TradeRecord& trade) {
    instrument.trade_id_last = trade.trade_id;
    instrument.price_last = trade.price;
    trades.add(trade);
    aggregates.add(trade);
    instrument.candles.add(trade, base_amount(instrument.definition, trade.quantity));
}

void VenueView::Implementation::settle(const InstrumentDefinition& instrument,
                                       const TradeRecord& trade) {
    const bool taker_buys = trade.taker_side == Side::buy;
    const AccountId buyer = taker_buys ? trade.taker_account : trade.maker_account;
    const AccountId seller = taker_buys ? trade.maker_account : trade.taker_account;
    const Amount buyer_fee = taker_buys ? trade.taker_fee : trade.maker_fee;
    const Amount seller_fee = taker_buys ? trade.maker_fee : trade.taker_fee;
    const Amount base = base_amount(instrument, trade.quantity);
    const AssetId base_asset = instrument.base_asset;
    const AssetId quote_asset = instrument.quote_asset;

    // The maker pays from what its order reserved, the taker from what is free: at the end of the
    // command that is what the engine's worst-case reservation comes to.
    BalanceRecord& paid = accounts.change(buyer, quote_asset, trade.time);
    (taker_buys ? paid.free : paid.locked) -= trade.quote;
    BalanceRecord& delivered = accounts.change(seller, base_asset, trade.time);
    (taker_buys ? delivered.locked : delivered.free) -= base;
    accounts.change(buyer, base_asset, trade.time).free += base - buyer_fee;
    accounts.change(seller, quote_asset, trade.time).free += trade.quote - seller_fee;
    if (buyer_fee != Amount{}) {
        accounts.change(fee_account, base_asset, trade.time).free += buyer_fee;
    }
    if (seller_fee != Amount{}) {
        accounts.change(fee_account, quote_asset, trade.time).free += seller_fee;
    }
}

void VenueView::Implementation::on_closed(const Event& event) {
    const OrderClosed& closed = event.closed;
    OrderSlot& slot = order_of(closed.order_id);
    OUTCRY_ASSERT(slot.is_open());
    OUTCRY_ASSERT(slot.is_resting == (closed.was_resting != 0));
    stamp(slot.record, event);
    if (slot.is_resting) {
        const Quantity open = slot.open_quantity();
        instrument_of(event.instrument)
            .depth.reduce(slot.record.side, slot.record.price, open,
                          DepthView::Remainder::order_gone, event.sequence);
        unlock(slot.record, open, event.time);
    }
    end_order(slot, status_after(closed.reason), closed.reason);
}

void VenueView::Implementation::on_amended(const Event& event) {
    const OrderAmended& amended = event.amended;
    OrderSlot& slot = order_of(amended.order_id);
    OrderRecord& record = slot.record;
    OUTCRY_ASSERT(slot.is_resting);
    OUTCRY_ASSERT(record.price == amended.price_before);
    OUTCRY_ASSERT(slot.open_quantity() == amended.open_quantity_before);

    DepthView& depth = instrument_of(event.instrument).depth;
    if (amended.kept_priority != 0) {
        const Quantity dropped = amended.open_quantity_before - amended.open_quantity;
        depth.reduce(record.side, record.price, dropped, DepthView::Remainder::order_stays,
                     event.sequence);
        unlock(record, dropped, event.time);
    } else {
        depth.reduce(record.side, record.price, amended.open_quantity_before,
                     DepthView::Remainder::order_gone, event.sequence);
        unlock(record, amended.open_quantity_before, event.time);
        slot.is_resting = false;
        in_flight_.push_back(&slot);
    }
    record.price = amended.price;
    // The engine counts what was prevented as if it had never been ordered.
    record.quantity = amended.quantity + record.prevented_quantity;
    stamp(record, event);
    OUTCRY_ASSERT(slot.open_quantity() == amended.open_quantity);
    if (!amended.client_order_id.empty()) orders.rename(slot, amended.client_order_id);
}

void VenueView::Implementation::on_prevented(const Event& event) {
    const SelfTradePrevented& prevented = event.prevented;
    OrderSlot& maker = order_of(prevented.maker_order_id);
    OrderSlot& taker = order_of(prevented.taker_order_id);
    OUTCRY_ASSERT(maker.is_resting);
    const bool shrinks = prevented.mode == SelfTradePrevention::decrement;
    if (shrinks) {
        instrument_of(event.instrument)
            .depth.reduce(maker.record.side, maker.record.price, prevented.quantity,
                          DepthView::Remainder::order_stays, event.sequence);
        unlock(maker.record, prevented.quantity, event.time);
        for (OrderSlot* slot : {&maker, &taker}) {
            slot->record.prevented_quantity += prevented.quantity;
            stamp(slot->record, event);
        }
        if (taker.record.type == OrderType::market_by_quote) {
            taker.record.quantity += prevented.quantity;
        }
        OUTCRY_ASSERT(maker.open_quantity() == prevented.maker_open_quantity);
    }
    prevented_matches.push_back(prevented_match_of(event));
    if (prevented_matches.size() > limits.prevented_matches_max) prevented_matches.pop_front();
}

void VenueView::Implementation::on_terms(const Event& event) {
    OrderRecord& record = order_of(event.terms.order_id).record;
    record.stop_price = event.terms.stop_price;
    record.visible_quantity = event.terms.visible_quantity;
    record.expires_at = event.terms.expires_at;
    record.trailing_delta_bips = event.terms.trailing_delta_bips;
}

void VenueView::Implementation::end_order(OrderSlot& slot, OrderStatus status, CloseReason reason) {
    slot.record.status = status;
    slot.record.close_reason = reason;
    slot.is_resting = false;
    orders.close(slot);
}

void VenueView::Implementation::finish_command(const Event& event) {
    for (OrderSlot* slot : in_flight_) {
        if (slot->is_open()) finish_in_flight(*slot, event);
    }
    in_flight_.clear();
    orders.trim();
    trades.trim();
    aggregates.trim();
    sequence = event.sequence;
    time = event.time;
    next_index = 0;
}

void VenueView::Implementation::finish_in_flight(OrderSlot& slot, const Event& event) {
    if (slot.record.type == OrderType::market_by_quote) {
        // Spent as far as whole lots allow: that is all it was asked to do.
        const bool has_fills = slot.record.executed_quantity != Quantity{};
        end_order(slot, has_fills ? OrderStatus::filled : OrderStatus::expired,
                  has_fills ? CloseReason{} : CloseReason::insufficient_liquidity);
        return;
    }
    OUTCRY_ASSERT(may_rest(slot.record));
    lock(slot.record, slot.open_quantity(), event.time);
    show(slot, event.sequence);
}

void VenueView::Implementation::show(OrderSlot& slot, Sequence at) {
    const OrderRecord& record = slot.record;
    instrument_of(record.instrument).depth.add(record.side, record.price, slot.open_quantity(), at);
    slot.is_resting = true;
}

void VenueView::Implementation::lock(const OrderRecord& record, Quantity quantity, Timestamp at) {
    const InstrumentDefinition& instrument = instrument_of(record.instrument).definition;
    const bool is_buy = record.side == Side::buy;
    BalanceRecord& balance = accounts.change(
        record.account, is_buy ? instrument.quote_asset : instrument.base_asset, at);
    const Amount amount = reserved_amount(instrument, record.side, record.price, quantity);
    balance.free -= amount;
    balance.locked += amount;
}

void VenueView::Implementation::unlock(const OrderRecord& record, Quantity quantity, Timestamp at) {
    const InstrumentDefinition& instrument = instrument_of(record.instrument).definition;
    const bool is_buy = record.side == Side::buy;
    BalanceRecord& balance = accounts.change(
        record.account, is_buy ? instrument.quote_asset : instrument.base_asset, at);
    const Amount amount = reserved_amount(instrument, record.side, record.price, quantity);
    balance.locked -= amount;
    balance.free += amount;
}

InstrumentView& VenueView::Implementation::instrument_of(InstrumentId id) {
    OUTCRY_ASSERT(id.value() < instruments.size());
    return *instruments[id.value()];
}

OrderSlot& VenueView::Implementation::order_of(OrderId id) {
    OrderSlot* slot = orders.find(id);
    OUTCRY_ASSERT(slot != nullptr);
    return *slot;
}

}  // namespace outcry::views
