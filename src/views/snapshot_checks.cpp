#include "views/snapshot_checks.hpp"

#include "outcry/base/int128.hpp"

namespace outcry::views {
namespace {

constexpr std::uint8_t decimals_max = 18;
/// The engine's own bound for the largest order of an instrument.
constexpr unsigned order_amount_bits_max = 126;
constexpr std::uint64_t id_max = (std::uint64_t{1} << 63) - 1;

/// The size byte of a text copied from outside may say anything.
template <std::size_t size_max>
bool is_valid(const FixedText<size_max>& text) noexcept {
    return text.size() <= size_max;
}

template <class Enum>
bool is_within(Enum value, Enum first, Enum last) noexcept {
    return value >= first && value <= last;
}

bool fits_amount(uint128 left, std::uint64_t right) noexcept {
    return right > 0 && left < (uint128{1} << order_amount_bits_max) / right;
}

/// The largest order that the instrument allows, so that no amount of a smaller one overflows.
bool largest_order_fits(const InstrumentState& instrument) noexcept {
    const std::uint64_t quantity = instrument.quantity_maximum.value();
    const auto price = static_cast<uint128>(instrument.price_maximum.value());
    return fits_amount(quantity, instrument.base_units_per_lot) &&
           fits_amount(price * quantity, instrument.quote_units_per_tick_lot);
}

bool is_valid(OrderId id) noexcept { return id > OrderId{} && id.value() <= id_max; }

/// The limits of the market may have become narrower since the order was accepted.
bool order_fits(const OrderRecord& order, const InstrumentDefinition& instrument) noexcept {
    const auto price = static_cast<uint128>(order.price.value());
    const std::uint64_t quantity = order.quantity.value();
    return order.quantity <= quantity_max && fits_amount(quantity, instrument.base_units_per_lot) &&
           fits_amount(price * quantity, instrument.quote_units_per_tick_lot);
}

/// An iceberg in the book shows something, and no more than it may.
bool has_valid_part(const OrderRecord& order) noexcept {
    const bool is_shown = order.visible_quantity != Quantity{} && !is_closed(order.status) &&
                          order.phase == OrderPhase::working;
    if (!is_shown) return order.visible_open_quantity == Quantity{};
    return order.visible_open_quantity > Quantity{} &&
           order.visible_open_quantity <= order.visible_quantity &&
           order.visible_open_quantity <=
               order.quantity - order.executed_quantity - order.prevented_quantity;
}

bool is_valid(Price price) noexcept { return price >= Price{} && price <= price_max; }

}  // namespace

bool is_valid(const AssetState& asset) noexcept {
    return asset.decimals <= decimals_max && is_valid(asset.code);
}

bool is_valid(const InstrumentState& instrument, std::size_t asset_count) noexcept {
    const bool has_assets =
        instrument.base_asset.value() < asset_count && instrument.quote_asset.value() < asset_count;
    const bool has_limits =
        is_valid(instrument.price_minimum) && is_valid(instrument.price_maximum) &&
        instrument.quantity_minimum <= quantity_max && instrument.quantity_maximum <= quantity_max;
    return has_assets && has_limits && largest_order_fits(instrument) &&
           is_valid(instrument.symbol) && instrument.trade_id_last.value() <= id_max &&
           is_valid(instrument.price_last) &&
           is_within(instrument.status, InstrumentStatus::trading, InstrumentStatus::delisted);
}

bool is_valid(const AccountSection& account) noexcept {
    return is_valid(account.state.name) && account.status <= AccountStatus::disabled &&
           account.fee_tier <= fee_tiers_max &&
           account.rules.default_self_trade_prevention <= SelfTradePrevention::decrement;
}

bool is_valid(const KeyState& key) noexcept {
    return key.material_size <= staged_size_max && is_valid(key.name) &&
           is_within(key.type, KeyType::hmac, KeyType::rsa);
}

bool is_valid(const SetKeyRules& rules) noexcept {
    return rules.address_count <= key_addresses_max &&
           rules.instrument_count <= key_instruments_max;
}

bool is_valid(const OrderRecord& order, const InstrumentDefinition& instrument) noexcept {
    const bool has_enums = is_within(order.side, Side::buy, Side::sell) &&
                           is_within(order.type, OrderType::limit, OrderType::take_profit_limit) &&
                           is_within(order.time_in_force, TimeInForce::gtc, TimeInForce::gtd) &&
                           is_within(order.self_trade_prevention, SelfTradePrevention::none,
                                     SelfTradePrevention::decrement) &&
                           is_within(order.status, OrderStatus::open, OrderStatus::pending_new) &&
                           is_within(order.close_reason, CloseReason{}, CloseReason::delisted) &&
                           is_within(order.phase, OrderPhase::working, OrderPhase::ready) &&
                           order.reserves_by_formula <= 1;
    return has_enums && is_valid(order.order_id) && is_valid(order.price) &&
           order_fits(order, instrument) && order.executed_quantity <= order.quantity &&
           order.prevented_quantity <= order.quantity - order.executed_quantity &&
           order.reserved_amount >= Amount{} && has_valid_part(order) &&
           is_valid(order.client_order_id);
}

bool is_valid(const PreventedMatchRecord& match) noexcept {
    return is_valid(match.price) && match.quantity <= quantity_max &&
           is_valid(match.maker_order_id) && is_valid(match.taker_order_id) &&
           is_within(match.taker_side, Side::buy, Side::sell) &&
           is_within(match.mode, SelfTradePrevention::expire_taker, SelfTradePrevention::decrement);
}

bool is_valid(const TradeRecord& trade) noexcept {
    return trade.trade_id > TradeId{} && trade.trade_id.value() <= id_max &&
           is_valid(trade.price) && trade.quantity <= quantity_max &&
           is_valid(trade.maker_order_id) && is_valid(trade.taker_order_id) &&
           is_within(trade.taker_side, Side::buy, Side::sell);
}

bool is_valid(const OrderListRecord& list) noexcept {
    return list.order_list_id > OrderListId{} && list.order_list_id.value() <= id_max &&
           is_within(list.type, OrderListType::oco, OrderListType::otoco) &&
           is_within(list.status, OrderListStatus::executing, OrderListStatus::all_done) &&
           is_valid(list.client_order_id);
}

bool is_valid(const OrderAmendmentRecord& amendment) noexcept {
    return is_valid(amendment.order_id) && amendment.kept_priority <= 1 &&
           is_valid(amendment.client_order_id) && is_valid(amendment.client_order_id_before);
}

bool is_valid(const AggregateRecord& record) noexcept {
    return record.id > 0 && record.id <= id_max && is_valid(record.price) &&
           record.quantity <= quantity_max && record.trade_id_last.value() <= id_max &&
           record.trade_id_first <= record.trade_id_last &&
           is_within(record.taker_side, Side::buy, Side::sell);
}

bool is_valid(const RefusalRecord& refusal) noexcept {
    return refusal.reason != RejectReason::none && !refusal.client_order_id.empty() &&
           is_valid(refusal.client_order_id);
}

bool is_valid(const Candle& candle) noexcept {
    constexpr Timestamp start_max{std::int64_t{1} << 60};
    return candle.start >= Timestamp{} && candle.start <= start_max && is_valid(candle.open) &&
           is_valid(candle.close) && is_valid(candle.high) && is_valid(candle.low) &&
           candle.base_volume >= Amount{} && candle.quote_volume >= Amount{} &&
           candle.taker_buy_base >= Amount{} && candle.taker_buy_quote >= Amount{} &&
           candle.trade_count <= id_max && candle.trade_id_last.value() <= id_max;
}

}  // namespace outcry::views
