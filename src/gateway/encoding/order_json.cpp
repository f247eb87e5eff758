#include "gateway/encoding/order_json.hpp"

#include <algorithm>
#include <array>

#include "outcry/base/assert.hpp"
#include "outcry/base/hash.hpp"

#include "gateway/encoding/list_json.hpp"
#include "gateway/encoding/words.hpp"

namespace outcry::gateway {
namespace {

constexpr int event_index_bits = 10;
static_assert(events_per_command_max <= std::size_t{1} << event_index_bits);

void write_trailing(JsonWriter& json, const views::OrderRecord& order) {
    if (order.trailing_delta_bips == 0) return;
    json.name("trailingDelta").count(order.trailing_delta_bips);
    if (order.tracking_at != Timestamp{}) json.name("trailingTime").time(order.tracking_at);
}

bool is_working(const views::OrderRecord& order) noexcept {
    return order.working_at != Timestamp{};
}

void write_working_time(JsonWriter& json, const views::OrderRecord& order) {
    json.name("workingTime");
    if (is_working(order)) {
        json.time(order.working_at);
    } else {
        json.integer(-1);
    }
}

/// What only few orders have, beside their stop and their visible part.
void write_additions(JsonWriter& json, const InstrumentDefinition& instrument,
                     const views::OrderRecord& order) {
    if (order.strategy_id != 0) json.name("strategyId").integer(order.strategy_id);
    if (order.strategy_type != 0) json.name("strategyType").integer(order.strategy_type);
    if (order.expires_at != Timestamp{}) json.name("goodTillDate").time(order.expires_at);
    if (order.type == OrderType::limit_maker_slide) json.name("postOnlyMode").word("SLIDE");
    if (order.prevented_quantity != Quantity{}) {
        json.name("preventedQuantity").quantity(instrument, order.prevented_quantity);
    }
}

void write_terms(JsonWriter& json, const InstrumentDefinition& instrument,
                 const views::OrderRecord& order) {
    if (order.stop_price != Price{}) json.name("stopPrice").price(instrument, order.stop_price);
    write_trailing(json, order);
    if (order.visible_quantity != Quantity{}) {
        json.name("icebergQty").quantity(instrument, order.visible_quantity);
    }
    write_additions(json, instrument, order);
}

/// From `price` to `side`: what every answer about an order has in the same form and place.
void write_state(JsonWriter& json, const views::VenueView& view, const views::OrderRecord& order) {
    const InstrumentDefinition& instrument = instrument_of(view, order.instrument).definition;
    const int quote_decimals = asset_of(view, instrument.quote_asset).decimals;
    json.name("price").price(instrument, order.price);
    json.name("origQty").quantity(instrument, order.quantity);
    json.name("executedQty").quantity(instrument, order.executed_quantity);
    json.name("origQuoteOrderQty").amount(order.quote_quantity, quote_decimals);
    json.name("cummulativeQuoteQty").amount(order.executed_quote, quote_decimals);
    json.name("status").word(word_of(order.status));
    json.name("timeInForce").word(word_of(order.time_in_force, order.type));
    json.name("type").word(word_of(order.type));
    json.name("side").word(word_of(order.side));
    write_terms(json, instrument, order);
}

void write_expiry(JsonWriter& json, const views::OrderRecord& order) {
    const std::string_view reason = expiry_word_of(order.close_reason);
    if (!reason.empty()) json.name("expiryReason").word(reason);
}

void write_fill(JsonWriter& json, const views::VenueView& view, const Event& event) {
    const InstrumentDefinition& instrument = instrument_of(view, event.instrument).definition;
    const OrderTraded& traded = event.traded;
    const AssetDefinition& fee_asset = fee_asset_of(view, event, traded.taker_order_id);
    json.begin_object();
    json.name("price").price(instrument, traded.price);
    json.name("qty").quantity(instrument, traded.quantity);
    json.name("commission").amount(traded.taker_fee, fee_asset.decimals);
    json.name("commissionAsset").word(fee_asset.code.view());
    json.name("tradeId").count(traded.trade_id.value());
    json.end_object();
}

/// Those of one order as a taker: a command may have others.
void write_fills(JsonWriter& json, const views::VenueView& view, std::span<const Event> events,
                 OrderId taker) {
    json.name("fills").begin_array();
    for (const Event& event : events) {
        const bool is_fill = event.type == EventType::order_traded;
        if (is_fill && event.traded.taker_order_id == taker) write_fill(json, view, event);
    }
    json.end_array();
}

}  // namespace

const views::InstrumentView& instrument_of(const views::VenueView& view, InstrumentId id) {
    const auto instruments = view.instruments();
    // Usually its index; what an operator has left out costs a search.
    if (id.value() < instruments.size() && instruments[id.value()]->definition.id == id) {
        return *instruments[id.value()];
    }
    const auto found =
        std::find_if(instruments.begin(), instruments.end(),
                     [&](const auto& instrument) { return instrument->definition.id == id; });
    OUTCRY_ASSERT(found != instruments.end());
    return **found;
}

const AssetDefinition& asset_of(const views::VenueView& view, AssetId id) {
    OUTCRY_ASSERT(id.value() < view.assets().size());
    return view.assets()[id.value()];
}

std::int64_t order_list_id_of(const views::OrderRecord& order) noexcept {
    if (order.order_list_id == OrderListId{}) return -1;
    return static_cast<std::int64_t>(order.order_list_id.value());
}

const AssetDefinition& fee_asset_of(const views::VenueView& view, const Event& trade,
                                    OrderId order_id) {
    const OrderTraded& traded = trade.traded;
    const InstrumentDefinition& instrument = instrument_of(view, trade.instrument).definition;
    const bool is_maker = order_id == traded.maker_order_id;
    const bool is_in_fee_asset = (traded.fee_flags & (is_maker ? FeeFlag::maker_in_fee_asset
                                                               : FeeFlag::taker_in_fee_asset)) != 0;
    if (is_in_fee_asset) return asset_of(view, traded.fee_asset);
    // A rebate is part of the taker's fee.
    const bool is_rebate = is_maker && (traded.fee_flags & FeeFlag::maker_rebate) != 0;
    const bool taker_buys = traded.taker_side == Side::buy;
    const bool buys = is_maker && !is_rebate ? !taker_buys : taker_buys;
    return asset_of(view, buys ? instrument.base_asset : instrument.quote_asset);
}

std::int64_t execution_id_of(Sequence sequence, std::uint16_t index) noexcept {
    return static_cast<std::int64_t>((sequence.value() << event_index_bits) | index);
}

std::int64_t execution_id_of(const Event& event) noexcept {
    return execution_id_of(event.sequence, event.index);
}

EventName event_named(std::int64_t execution_id) noexcept {
    const auto id = static_cast<std::uint64_t>(execution_id);
    return {Sequence{id >> event_index_bits},
            static_cast<std::uint16_t>(id & ((1U << event_index_bits) - 1))};
}

ClientOrderId cancel_id_of(const Event& closed) noexcept {
    constexpr std::string_view alphabet =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    constexpr std::size_t half = 11;
    std::array<char, 2 * half> text;
    const auto id = static_cast<std::uint64_t>(execution_id_of(closed));
    std::uint64_t first = base::mix(id);
    std::uint64_t second = base::mix(~id);
    for (std::size_t i = 0; i < half; ++i) {
        text[i] = alphabet[first % alphabet.size()];
        text[half + i] = alphabet[second % alphabet.size()];
        first /= alphabet.size();
        second /= alphabet.size();
    }
    return ClientOrderId{std::string_view{text.data(), text.size()}};
}

void write_order(JsonWriter& json, const views::VenueView& view, const views::OrderRecord& order) {
    const InstrumentDefinition& instrument = instrument_of(view, order.instrument).definition;
    const int quote_decimals = asset_of(view, instrument.quote_asset).decimals;
    json.begin_object();
    json.name("symbol").word(instrument.symbol.view());
    json.name("orderId").count(order.order_id.value());
    json.name("orderListId").integer(order_list_id_of(order));
    json.name("clientOrderId").word(order.client_order_id.view());
    json.name("price").price(instrument, order.price);
    json.name("origQty").quantity(instrument, order.quantity);
    json.name("executedQty").quantity(instrument, order.executed_quantity);
    json.name("cummulativeQuoteQty").amount(order.executed_quote, quote_decimals);
    json.name("status").word(word_of(order.status));
    json.name("timeInForce").word(word_of(order.time_in_force, order.type));
    json.name("type").word(word_of(order.type));
    json.name("side").word(word_of(order.side));
    json.name("stopPrice").price(instrument, order.stop_price);
    write_trailing(json, order);
    json.name("icebergQty").quantity(instrument, order.visible_quantity);
    json.name("time").time(order.accepted_at);
    json.name("updateTime").time(order.updated_at);
    json.name("isWorking").boolean(is_working(order));
    write_working_time(json, order);
    json.name("origQuoteOrderQty").amount(order.quote_quantity, quote_decimals);
    json.name("selfTradePreventionMode").word(word_of(order.self_trade_prevention));
    write_additions(json, instrument, order);
    write_expiry(json, order);
    json.end_object();
}

void write_placement(JsonWriter& json, const views::VenueView& view, const Placement& placement) {
    const views::OrderRecord& order = placement.order;
    json.begin_object();
    json.name("symbol").word(instrument_of(view, order.instrument).definition.symbol.view());
    json.name("orderId").count(order.order_id.value());
    json.name("orderListId").integer(order_list_id_of(order));
    json.name("clientOrderId").word(order.client_order_id.view());
    json.name("transactTime").time(placement.time);
    if (placement.type != ResponseType::ack) {
        write_state(json, view, order);
        write_working_time(json, order);
        if (placement.type == ResponseType::full) {
            write_fills(json, view, placement.events, order.order_id);
        }
        json.name("selfTradePreventionMode").word(word_of(order.self_trade_prevention));
        write_expiry(json, order);
    }
    json.end_object();
}

void write_cancel(JsonWriter& json, const views::VenueView& view, const views::OrderRecord& order,
                  const Event& closed) {
    json.begin_object();
    json.name("symbol").word(instrument_of(view, order.instrument).definition.symbol.view());
    json.name("origClientOrderId").word(order.client_order_id.view());
    json.name("orderId").count(order.order_id.value());
    json.name("orderListId").integer(order_list_id_of(order));
    const ClientOrderId& sent = closed.closed.cancel_client_order_id;
    json.name("clientOrderId").word((sent.empty() ? cancel_id_of(closed) : sent).view());
    json.name("transactTime").time(closed.time);
    write_state(json, view, order);
    json.name("selfTradePreventionMode").word(word_of(order.self_trade_prevention));
    json.end_object();
}

void write_amendment(JsonWriter& json, const views::VenueView& view, const Event& amended,
                     const ClientOrderId& client_order_id_before) {
    const views::OrderRecord* const order = view.find_order(amended.amended.order_id);
    OUTCRY_ASSERT(order != nullptr);
    const InstrumentDefinition& instrument = instrument_of(view, order->instrument).definition;
    const int quote_decimals = asset_of(view, instrument.quote_asset).decimals;
    json.begin_object();
    json.name("transactTime").time(amended.time);
    json.name("executionId").integer(execution_id_of(amended));
    json.name("amendedOrder").begin_object();
    json.name("symbol").word(instrument.symbol.view());
    json.name("orderId").count(order->order_id.value());
    json.name("orderListId").integer(order_list_id_of(*order));
    json.name("origClientOrderId").word(client_order_id_before.view());
    json.name("clientOrderId").word(order->client_order_id.view());
    json.name("price").price(instrument, order->price);
    json.name("qty").quantity(instrument, order->quantity);
    json.name("executedQty").quantity(instrument, order->executed_quantity);
    json.name("preventedQty").quantity(instrument, order->prevented_quantity);
    json.name("quoteOrderQty").amount(order->quote_quantity, quote_decimals);
    json.name("cumulativeQuoteQty").amount(order->executed_quote, quote_decimals);
    json.name("status").word(word_of(order->status));
    json.name("timeInForce").word(word_of(order->time_in_force, order->type));
    json.name("type").word(word_of(order->type));
    json.name("side").word(word_of(order->side));
    write_working_time(json, *order);
    json.name("selfTradePreventionMode").word(word_of(order->self_trade_prevention));
    json.end_object();
    if (const auto* const list = view.find_order_list(order->order_list_id)) {
        json.name("listStatus").begin_object();
        write_list_status(json, view, *list);
        json.end_object();
    }
    json.end_object();
}

void write_own_trade(JsonWriter& json, const views::VenueView& view,
                     const views::TradeRecord& trade, Side side) {
    const InstrumentDefinition& instrument = instrument_of(view, trade.instrument).definition;
    const bool is_buyer = side == Side::buy;
    const bool is_taker = side == trade.taker_side;
    const AssetDefinition& quote = asset_of(view, instrument.quote_asset);
    const AssetDefinition& fee_asset =
        asset_of(view, is_taker ? trade.taker_fee_asset : trade.maker_fee_asset);
    const OrderId order_id = is_taker ? trade.taker_order_id : trade.maker_order_id;
    json.begin_object();
    json.name("symbol").word(instrument.symbol.view());
    json.name("id").count(trade.trade_id.value());
    json.name("orderId").count(order_id.value());
    const views::OrderRecord* const order = view.find_order(order_id);
    json.name("orderListId").integer(order == nullptr ? -1 : order_list_id_of(*order));
    json.name("price").price(instrument, trade.price);
    json.name("qty").quantity(instrument, trade.quantity);
    json.name("quoteQty").amount(trade.quote, quote.decimals);
    const Amount fee = is_taker ? trade.taker_fee : trade.maker_fee;
    json.name("commission").amount(fee, fee_asset.decimals);
    json.name("commissionAsset").word(fee_asset.code.view());
    json.name("time").time(trade.time);
    json.name("isBuyer").boolean(is_buyer);
    json.name("isMaker").boolean(!is_taker);
    json.name("isBestMatch").boolean(true);
    json.end_object();
}

void write_public_trade(JsonWriter& json, const views::VenueView& view,
                        const views::TradeRecord& trade) {
    const InstrumentDefinition& instrument = instrument_of(view, trade.instrument).definition;
    json.begin_object();
    json.name("id").count(trade.trade_id.value());
    json.name("price").price(instrument, trade.price);
    json.name("qty").quantity(instrument, trade.quantity);
    const int quote_decimals = asset_of(view, instrument.quote_asset).decimals;
    json.name("quoteQty").amount(trade.quote, quote_decimals);
    json.name("time").time(trade.time);
    json.name("isBuyerMaker").boolean(trade.taker_side == Side::sell);
    json.name("isBestMatch").boolean(true);
    json.end_object();
}

}  // namespace outcry::gateway
