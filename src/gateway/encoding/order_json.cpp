#include "gateway/encoding/order_json.hpp"

#include <algorithm>
#include <array>

#include "outcry/base/assert.hpp"
#include "outcry/base/hash.hpp"

#include "gateway/encoding/words.hpp"

namespace outcry::gateway {
namespace {

constexpr int event_index_bits = 10;
static_assert(events_per_command_max <= std::size_t{1} << event_index_bits);

const Event* find_event(std::span<const Event> events, EventType type) noexcept {
    const auto found = std::find_if(events.begin(), events.end(),
                                    [&](const Event& event) { return event.type == type; });
    return found == events.end() ? nullptr : &*found;
}

/// What only few orders have.
void write_terms(JsonWriter& json, const InstrumentDefinition& instrument,
                 const views::OrderRecord& order) {
    if (order.expires_at != Timestamp{}) json.name("goodTillDate").time(order.expires_at);
    if (order.type == OrderType::limit_maker_slide) json.name("postOnlyMode").word("SLIDE");
    if (order.prevented_quantity != Quantity{}) {
        json.name("preventedQuantity").quantity(instrument, order.prevented_quantity);
    }
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
    const bool is_buyer = traded.taker_side == Side::buy;
    const AssetDefinition& fee_asset =
        asset_of(view, is_buyer ? instrument.base_asset : instrument.quote_asset);
    json.begin_object();
    json.name("price").price(instrument, traded.price);
    json.name("qty").quantity(instrument, traded.quantity);
    json.name("commission").amount(traded.taker_fee, fee_asset.decimals);
    json.name("commissionAsset").word(fee_asset.code.view());
    json.name("tradeId").count(traded.trade_id.value());
    json.end_object();
}

void write_fills(JsonWriter& json, const views::VenueView& view, std::span<const Event> events) {
    json.name("fills").begin_array();
    for (const Event& event : events) {
        if (event.type == EventType::order_traded) write_fill(json, view, event);
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

std::int64_t execution_id_of(const Event& event) noexcept {
    return static_cast<std::int64_t>((event.sequence.value() << event_index_bits) | event.index);
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
    json.name("orderListId").integer(-1);
    json.name("clientOrderId").word(order.client_order_id.view());
    json.name("price").price(instrument, order.price);
    json.name("origQty").quantity(instrument, order.quantity);
    json.name("executedQty").quantity(instrument, order.executed_quantity);
    json.name("cummulativeQuoteQty").amount(order.executed_quote, quote_decimals);
    json.name("status").word(word_of(order.status));
    json.name("timeInForce").word(word_of(order.time_in_force, order.type));
    json.name("type").word(word_of(order.type));
    json.name("side").word(word_of(order.side));
    json.name("stopPrice").price(instrument, Price{0});
    json.name("icebergQty").quantity(instrument, Quantity{0});
    json.name("time").time(order.accepted_at);
    json.name("updateTime").time(order.updated_at);
    json.name("isWorking").boolean(true);
    json.name("workingTime").time(order.accepted_at);
    json.name("origQuoteOrderQty").amount(order.quote_quantity, quote_decimals);
    json.name("selfTradePreventionMode").word(word_of(order.self_trade_prevention));
    write_terms(json, instrument, order);
    write_expiry(json, order);
    json.end_object();
}

void write_placement(JsonWriter& json, const views::VenueView& view, ResponseType type,
                     std::span<const Event> events) {
    const Event* const accepted = find_event(events, EventType::order_accepted);
    OUTCRY_ASSERT(accepted != nullptr);
    const views::OrderRecord* const order = view.find_order(accepted->accepted.order_id);
    OUTCRY_ASSERT(order != nullptr);  // the newest one is always kept

    json.begin_object();
    json.name("symbol").word(instrument_of(view, order->instrument).definition.symbol.view());
    json.name("orderId").count(order->order_id.value());
    json.name("orderListId").integer(-1);
    json.name("clientOrderId").word(order->client_order_id.view());
    json.name("transactTime").time(accepted->time);
    if (type != ResponseType::ack) {
        write_state(json, view, *order);
        json.name("workingTime").time(order->accepted_at);
        if (type == ResponseType::full) write_fills(json, view, events);
        json.name("selfTradePreventionMode").word(word_of(order->self_trade_prevention));
        write_expiry(json, *order);
    }
    json.end_object();
}

void write_cancel(JsonWriter& json, const views::VenueView& view, const views::OrderRecord& order,
                  const Event& closed) {
    json.begin_object();
    json.name("symbol").word(instrument_of(view, order.instrument).definition.symbol.view());
    json.name("origClientOrderId").word(order.client_order_id.view());
    json.name("orderId").count(order.order_id.value());
    json.name("orderListId").integer(-1);
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
    json.name("orderListId").integer(-1);
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
    json.name("workingTime").time(order->accepted_at);
    json.name("selfTradePreventionMode").word(word_of(order->self_trade_prevention));
    json.end_object().end_object();
}

void write_own_trade(JsonWriter& json, const views::VenueView& view,
                     const views::TradeRecord& trade, Side side) {
    const InstrumentDefinition& instrument = instrument_of(view, trade.instrument).definition;
    const bool is_buyer = side == Side::buy;
    const bool is_taker = side == trade.taker_side;
    const AssetDefinition& quote = asset_of(view, instrument.quote_asset);
    const AssetDefinition& fee_asset = is_buyer ? asset_of(view, instrument.base_asset) : quote;
    const OrderId order_id = is_taker ? trade.taker_order_id : trade.maker_order_id;
    json.begin_object();
    json.name("symbol").word(instrument.symbol.view());
    json.name("id").count(trade.trade_id.value());
    json.name("orderId").count(order_id.value());
    json.name("orderListId").integer(-1);
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
