#include "gateway/encoding/ticker_json.hpp"

#include "gateway/encoding/order_json.hpp"

namespace outcry::gateway {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t minute_us = 60 * second_us;
constexpr std::int64_t day_us = 24 * 60 * minute_us;

Timestamp second_of(std::int64_t time_us) noexcept {
    return Timestamp{time_us - time_us % second_us};
}
Timestamp after_this_second(Timestamp now) noexcept {
    return Timestamp{second_of(now.value()).value() + second_us};
}

Price close_before(const views::InstrumentView& instrument, Timestamp start) {
    return instrument.candles.window(Timestamp{start.value() - minute_us}, start).close;
}

/// `dividend * 10^power / divisor`, rounded half up; loses digits only where 128 bits end.
uint128 scaled_quotient(uint128 dividend, int power, uint128 divisor) noexcept {
    uint128 rest = divisor;
    for (; power > 0; --power) {
        if (dividend > ~uint128{0} / 10) {
            rest /= 10;
        } else {
            dividend *= 10;
        }
    }
    for (; power < 0; ++power) dividend /= 10;
    return rest == 0 ? 0 : dividend / rest + (dividend % rest >= rest - rest / 2 ? 1 : 0);
}

Amount price_amount_of(const InstrumentDefinition& instrument, Price price) noexcept {
    const uint128 value =
        static_cast<uint128>(price.value()) * static_cast<uint128>(instrument.tick_mantissa);
    return Amount{static_cast<int128>(
        scaled_quotient(value, wire_decimals_min - int{instrument.tick_scale}, 1))};
}

void write_ids(JsonWriter& json, const views::Candle& candle) {
    const bool has_trades = candle.trade_count != 0;
    const auto id = [&](TradeId trade) {
        return has_trades ? static_cast<std::int64_t>(trade.value()) : -1;
    };
    json.name("firstId").integer(id(candle.trade_id_first));
    json.name("lastId").integer(id(candle.trade_id_last));
    json.name("count").count(candle.trade_count);
}

void write_of_day(JsonWriter& json, const views::VenueView& view,
                  const views::InstrumentView& instrument, const PriceWindow& window) {
    const InstrumentDefinition& definition = instrument.definition;
    const views::DepthLevel bid = instrument.depth.best(Side::buy);
    const views::DepthLevel ask = instrument.depth.best(Side::sell);
    json.name("prevClosePrice").price(definition, window.close_before);
    json.name("lastPrice").price(definition, window.candle.close);
    json.name("lastQty").quantity(definition, last_quantity_of(view, instrument));
    json.name("bidPrice").price(definition, bid.price);
    json.name("bidQty").quantity(definition, bid.quantity);
    json.name("askPrice").price(definition, ask.price);
    json.name("askQty").quantity(definition, ask.quantity);
}

}  // namespace

PriceWindow day_window_of(const views::InstrumentView& instrument, Timestamp now) {
    const Timestamp start = second_of(now.value() - day_us);
    return {.candle = instrument.candles.window(start, after_this_second(now)),
            .open = Timestamp{now.value() - day_us},
            .close = now,
            .close_before = close_before(instrument, start)};
}

PriceWindow window_of(const views::InstrumentView& instrument, Timestamp start, Timestamp now) {
    return {.candle = instrument.candles.window(start, after_this_second(now)),
            .open = start,
            .close = now,
            .close_before = close_before(instrument, start)};
}

std::int64_t price_change_of(const views::Candle& candle) noexcept {
    return candle.close.value() - candle.open.value();
}

Amount price_change_percent_of(const views::Candle& candle) noexcept {
    if (candle.open == Price{}) return {};
    constexpr std::int64_t thousandths_of_a_percent = 100'000;
    const int128 open = candle.open.value();
    const int128 scaled = int128{price_change_of(candle)} * thousandths_of_a_percent;
    const int128 half = scaled < 0 ? -open / 2 : open / 2;
    return Amount{(scaled + half) / open};
}

Amount weighted_price_of(const views::VenueView& view, const views::InstrumentView& instrument,
                         const views::Candle& candle) noexcept {
    if (candle.base_volume == Amount{}) return {};
    const int base_decimals = asset_of(view, instrument.definition.base_asset).decimals;
    const int quote_decimals = asset_of(view, instrument.definition.quote_asset).decimals;
    return Amount{
        static_cast<int128>(scaled_quotient(static_cast<uint128>(candle.quote_volume.value()),
                                            wire_decimals_min + base_decimals - quote_decimals,
                                            static_cast<uint128>(candle.base_volume.value())))};
}

AveragePrice average_price_of(const views::VenueView& view, const views::InstrumentView& instrument,
                              Timestamp now) {
    const Timestamp start = second_of(now.value() - average_price_minutes * minute_us);
    const views::Candle candle = instrument.candles.window(start, after_this_second(now));
    const auto newest = view.trades(instrument.definition.id, TradeId{}, 1);
    return {.price = candle.trade_count == 0
                         ? price_amount_of(instrument.definition, instrument.price_last)
                         : weighted_price_of(view, instrument, candle),
            .last_trade_at = newest.empty() ? Timestamp{} : newest.back()->time};
}

void write_ticker(JsonWriter& json, const views::VenueView& view,
                  const views::InstrumentView& instrument, const PriceWindow& window,
                  TickerForm form) {
    const InstrumentDefinition& definition = instrument.definition;
    const views::Candle& candle = window.candle;
    const bool is_full = form.type == TickerType::full;
    json.begin_object();
    json.name("symbol").word(definition.symbol.view());
    if (is_full) {
        json.name("priceChange").price_difference(definition, price_change_of(candle));
        json.name("priceChangePercent").amount(price_change_percent_of(candle), percent_decimals);
        json.name("weightedAvgPrice")
            .amount(weighted_price_of(view, instrument, candle), wire_decimals_min);
        if (form.scope == TickerScope::day) write_of_day(json, view, instrument, window);
    }
    json.name("openPrice").price(definition, candle.open);
    json.name("highPrice").price(definition, candle.high);
    json.name("lowPrice").price(definition, candle.low);
    if (!is_full || form.scope == TickerScope::window) {
        json.name("lastPrice").price(definition, candle.close);
    }
    json.name("volume").volume(candle.base_volume, asset_of(view, definition.base_asset).decimals);
    json.name("quoteVolume")
        .volume(candle.quote_volume, asset_of(view, definition.quote_asset).decimals);
    json.name("openTime").time(window.open);
    json.name("closeTime").time(window.close);
    write_ids(json, candle);
    json.end_object();
}

void write_candle(JsonWriter& json, const views::VenueView& view,
                  const views::InstrumentView& instrument, const CandleSpan& span) {
    const InstrumentDefinition& definition = instrument.definition;
    const int base_decimals = asset_of(view, definition.base_asset).decimals;
    const int quote_decimals = asset_of(view, definition.quote_asset).decimals;
    const views::Candle& candle = span.candle;
    json.begin_array();
    json.time(candle.start);
    for (const Price price : {candle.open, candle.high, candle.low, candle.close}) {
        json.price(definition, price);
    }
    json.volume(candle.base_volume, base_decimals);
    json.integer(wire_time(span.end, json.unit()) - 1);
    json.volume(candle.quote_volume, quote_decimals);
    json.count(candle.trade_count);
    json.volume(candle.taker_buy_base, base_decimals);
    json.volume(candle.taker_buy_quote, quote_decimals);
    json.word("0");
    json.end_array();
}

Quantity last_quantity_of(const views::VenueView& view, const views::InstrumentView& instrument) {
    const auto newest = view.trades(instrument.definition.id, TradeId{}, 1);
    return newest.empty() ? Quantity{} : newest.back()->quantity;
}

void write_aggregate(JsonWriter& json, const InstrumentDefinition& instrument,
                     const views::AggregateRecord& record) {
    json.name("a").count(record.id);
    json.name("p").price(instrument, record.price);
    json.name("q").quantity(instrument, record.quantity);
    json.name("f").count(record.trade_id_first.value());
    json.name("l").count(record.trade_id_last.value());
    json.name("T").time(record.time);
    json.name("m").boolean(record.taker_side == Side::sell);
    json.name("M").boolean(true);
}

}  // namespace outcry::gateway
