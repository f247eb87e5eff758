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
        case EventType::order_triggered: on_triggered(event); break;
        case EventType::order_reserved: on_reserved(event); break;
        case EventType::iceberg_refreshed: on_refreshed(event); break;
        case EventType::order_list_accepted: on_list_accepted(event); break;
        case EventType::order_list_done: on_list_done(event); break;
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
                       .working_at = event.time,
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
    finish_all_but(taker, event);
    OUTCRY_ASSERT(maker.place == OrderPlace::book);
    OUTCRY_ASSERT(maker.record.price == traded.price);
    OUTCRY_ASSERT(maker.record.reserves_by_formula == 1);

    const TradeRecord trade = trade_of(event, instrument.definition);
    reduce(maker, traded.quantity, event.sequence);
    settle(instrument.definition, trade);
    fill(maker, trade);
    fill(taker, trade);
    OUTCRY_ASSERT(open_quantity(maker.record) == traded.maker_open_quantity);
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
    } else if (open_quantity(record) == Quantity{}) {
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

void VenueView::Implementation::on_closed(const Event& event) {
    const OrderClosed& closed = event.closed;
    OrderSlot& slot = order_of(closed.order_id);
    OUTCRY_ASSERT(slot.is_open());
    if (closed.was_resting == 1) rest_if_in_flight(slot, event);
    OUTCRY_ASSERT((slot.place == OrderPlace::book) == (closed.was_resting == 1));
    stamp(slot.record, event);
    if (slot.place == OrderPlace::book) hide(slot, event.sequence);
    release(slot, event.time);
    end_order(slot, status_after(closed.reason), closed.reason);
}

void VenueView::Implementation::on_amended(const Event& event) {
    const OrderAmended& amended = event.amended;
    OrderSlot& slot = order_of(amended.order_id);
    OrderRecord& record = slot.record;
    rest_if_in_flight(slot, event);
    OUTCRY_ASSERT(record.price == amended.price_before);
    OUTCRY_ASSERT(open_quantity(record) == amended.open_quantity_before);

    remember_amendment(record, event);
    const Quantity shown_before = shown_quantity(record);
    release(slot, event.time);
    if (amended.kept_priority == 0) {
        OUTCRY_ASSERT(slot.place == OrderPlace::book);
        hide(slot, event.sequence);
        put_in_flight(slot);
    }
    record.price = amended.price;
    // The engine counts what was prevented as if it had never been ordered.
    record.quantity = amended.quantity + record.prevented_quantity;
    stamp(record, event);
    OUTCRY_ASSERT(open_quantity(record) == amended.open_quantity);
    record.visible_open_quantity = smaller(record.visible_open_quantity, amended.open_quantity);
    hold(slot, event.time);
    if (slot.place == OrderPlace::book) {
        instrument_of(event.instrument)
            .depth.reduce(record.side, record.price, shown_before - shown_quantity(record),
                          DepthView::Remainder::order_stays, event.sequence);
    }
    if (!amended.client_order_id.empty()) orders.rename(slot, amended.client_order_id);
}

void VenueView::Implementation::remember_amendment(const OrderRecord& before, const Event& event) {
    const OrderAmended& amended = event.amended;
    const bool is_renamed = !amended.client_order_id.empty();
    amendments.add(
        {.order_id = amended.order_id,
         .price_before = before.price,
         .price = amended.price,
         .quantity_before = before.quantity,
         .quantity = amended.quantity + before.prevented_quantity,
         .time = event.time,
         .sequence = event.sequence,
         .account = before.account,
         .instrument = before.instrument,
         .event_index = event.index,
         .client_order_id_before = before.client_order_id,
         .client_order_id = is_renamed ? amended.client_order_id : before.client_order_id,
         .kept_priority = amended.kept_priority});
}

void VenueView::Implementation::on_prevented(const Event& event) {
    const SelfTradePrevented& prevented = event.prevented;
    OrderSlot& maker = order_of(prevented.maker_order_id);
    OrderSlot& taker = order_of(prevented.taker_order_id);
    finish_all_but(taker, event);
    OUTCRY_ASSERT(maker.place == OrderPlace::book);
    if (prevented.mode == SelfTradePrevention::decrement) {
        OUTCRY_ASSERT(maker.record.reserves_by_formula == 1);
        reduce(maker, prevented.quantity, event.sequence);
        release(maker, event.time);
        for (OrderSlot* slot : {&maker, &taker}) {
            slot->record.prevented_quantity += prevented.quantity;
            stamp(slot->record, event);
        }
        hold(maker, event.time);
        if (taker.record.type == OrderType::market_by_quote) {
            taker.record.quantity += prevented.quantity;
        }
        OUTCRY_ASSERT(open_quantity(maker.record) == prevented.maker_open_quantity);
    }
    prevented_matches.push_back(prevented_match_of(event));
    if (prevented_matches.size() > limits.prevented_matches_max) prevented_matches.pop_front();
}

void VenueView::Implementation::end_order(OrderSlot& slot, OrderStatus status, CloseReason reason) {
    slot.record.status = status;
    slot.record.close_reason = reason;
    slot.record.visible_open_quantity = Quantity{};
    slot.record.reserved_amount = Amount{};
    orders.close(slot);
}

void VenueView::Implementation::finish_command(const Event& event) {
    for (OrderSlot* slot : in_flight_) finish_in_flight(*slot, event);
    in_flight_.clear();
    orders.trim();
    order_lists.trim();
    amendments.trim();
    trades.trim();
    aggregates.trim();
    sequence = event.sequence;
    time = event.time;
    next_index = 0;
}

void VenueView::Implementation::finish_all_but(OrderSlot& taker, const Event& event) {
    OUTCRY_ASSERT(taker.place == OrderPlace::in_flight);
    if (in_flight_.size() == 1 && in_flight_.front() == &taker) return;
    // One order trades at a time: the others had their turn, each joins its queue in that order.
    for (OrderSlot* slot : in_flight_) {
        if (slot != &taker) finish_in_flight(*slot, event);
    }
    in_flight_.assign(1, &taker);
}

void VenueView::Implementation::finish_in_flight(OrderSlot& slot, const Event& event) {
    if (!slot.is_open() || slot.place != OrderPlace::in_flight) return;
    if (slot.record.type != OrderType::market_by_quote) return rest(slot, event);
    // Spent as far as whole lots allow: that is all it was asked to do.
    const bool has_fills = slot.record.executed_quantity != Quantity{};
    end_order(slot, has_fills ? OrderStatus::filled : OrderStatus::expired,
              has_fills ? CloseReason{} : CloseReason::insufficient_liquidity);
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
