// What the hub sends at intervals: books, candles and tickers, each only if it has changed.
#include <algorithm>
#include <string>
#include <utility>

#include "outcry/base/assert.hpp"

#include "gateway/encoding/market_streams.hpp"
#include "gateway/streams/stream_hub.hpp"

namespace outcry::gateway {
namespace {

using views::DepthView;

/// The id of no trade at all: not even that of a candle without trades.
constexpr TradeId no_trade{~std::uint64_t{0}};
constexpr std::int64_t minute_us = 60'000'000;
constexpr std::int64_t hour_us = 60 * minute_us;

/// The beginning of a rolling window; on a minute, as REST has it.
Timestamp window_begin(StreamKind kind, Timestamp now) {
    const std::int64_t hours = kind == StreamKind::ticker_1h   ? 1
                               : kind == StreamKind::ticker_4h ? 4
                                                               : 24;
    const std::int64_t since_us = now.value() - hours * hour_us;
    return Timestamp{since_us - since_us % minute_us};
}

std::string_view window_type_of(StreamKind kind) {
    if (kind == StreamKind::ticker_1h) return "1hTicker";
    return kind == StreamKind::ticker_4h ? "4hTicker" : "1dTicker";
}

InstrumentId instrument_at(std::size_t index) {
    return InstrumentId{static_cast<std::uint16_t>(index)};
}

}  // namespace

void StreamHub::on_tenth() {
    publish_depth(DepthView::Channel::every_100ms);
    publish_partial_depth(StreamKind::depth_5_100ms, 5);
    publish_partial_depth(StreamKind::depth_10_100ms, 10);
    publish_partial_depth(StreamKind::depth_20_100ms, 20);
    if (is_anybody_owed_) catch_up();
}

void StreamHub::on_second() {
    ++second_count_;
    publish_depth(DepthView::Channel::every_1000ms);
    publish_partial_depth(StreamKind::depth_5_1000ms, 5);
    publish_partial_depth(StreamKind::depth_10_1000ms, 10);
    publish_partial_depth(StreamKind::depth_20_1000ms, 20);
    publish_candles();
    for (const StreamKind kind :
         {StreamKind::mini_ticker, StreamKind::ticker, StreamKind::ticker_1h, StreamKind::ticker_4h,
          StreamKind::ticker_1d}) {
        publish_tickers(kind);
    }
    publish_average_prices();
    for (InstrumentStreams& streams : by_instrument_) streams.has_changed = false;
}

template <class Visit>
void StreamHub::for_each_stream(StreamKind kind, Visit visit) {
    for (const InstrumentStreams& streams : by_instrument_)
        for (Stream* const stream : streams.by_kind[static_cast<std::size_t>(kind)]) visit(*stream);
}

void StreamHub::publish_partial_depth(StreamKind kind, std::size_t level_count) {
    for_each_stream(kind, [&](Stream& stream) {
        const views::InstrumentView& instrument = view_of(stream.instrument);
        const Sequence update = instrument.depth.last_update();
        const bool is_fresh = std::exchange(stream.is_fresh, false);
        if (!is_fresh && update == stream.update_sent) return;
        stream.update_sent = update;
        publish({&stream}, [&](TimeUnit) { return encode_partial_depth(instrument, level_count); });
    });
}

void StreamHub::publish_candles() {
    // Those of a second each second, the others every other one.
    const bool is_even = second_count_ % 2 == 0;
    const auto first = static_cast<std::size_t>(StreamKind::candle_first);
    for (std::size_t kind = first; kind < stream_kind_count; ++kind) {
        const auto candles = static_cast<StreamKind>(kind);
        if (!is_even && grid_of(candles).interval != views::CandleInterval::second_1) continue;
        for_each_stream(candles, [&](Stream& stream) { publish_candle(stream); });
    }
}

void StreamHub::publish_candle(Stream& stream) {
    const views::InstrumentView& instrument = view_of(stream.instrument);
    const views::CandleGrid grid = grid_of(*stream.kind);
    const Timestamp now = clock_();
    const bool was_sent = stream.candle_sent != Timestamp{};
    // From the one that was sent last, so that its end is told.
    const auto candles = instrument.candles.candles(
        {.grid = grid, .start = stream.candle_sent, .now = now, .limit = was_sent ? 1000U : 1U});
    const bool is_fresh = std::exchange(stream.is_fresh, false);
    for (const views::Candle& candle : candles) {
        const Timestamp end = views::end_of(grid, candle.start);
        const bool is_closed = end <= now;
        const bool is_known = candle.start == stream.candle_sent && !is_closed &&
                              candle.trade_id_last == stream.candle_trade_sent;
        if (is_known && !is_fresh) continue;
        stream.candle_sent = candle.start;
        stream.candle_trade_sent = candle.trade_id_last;
        const CandleMessage message{candle, end, views::word_of(grid.interval), is_closed};
        publish({&stream}, [&](TimeUnit unit) {
            return encode_candle({view_, instrument, {now, unit}}, message);
        });
        if (!is_closed) continue;
        // Not looked at again; of the next one nothing was sent.
        stream.candle_sent = end;
        stream.candle_trade_sent = no_trade;
    }
}

std::string StreamHub::encode_of_kind(StreamKind kind, InstrumentId id, TimeUnit unit) const {
    const Timestamp now = clock_();
    const views::InstrumentView& instrument = *view_.instruments()[id.value()];
    const MarketState market{view_, instrument, {now, unit}};
    switch (kind) {
        case StreamKind::mini_ticker:
            return encode_mini_ticker(market, day_window_of(instrument, now));
        case StreamKind::ticker: return encode_ticker(market, day_window_of(instrument, now));
        case StreamKind::average_price: return encode_average_price(market);
        default: break;
    }
    return encode_window_ticker(market, window_of(instrument, window_begin(kind, now), now),
                                window_type_of(kind));
}

void StreamHub::publish_tickers(StreamKind kind) {
    for_each_stream(kind, [&](Stream& stream) {
        const bool is_fresh = std::exchange(stream.is_fresh, false);
        if (!is_fresh && !streams_of(stream.instrument).has_changed) return;
        publish({&stream},
                [&](TimeUnit unit) { return encode_of_kind(kind, stream.instrument, unit); });
    });
    for (Stream* const stream : of_all_markets_[static_cast<std::size_t>(kind)]) {
        const bool is_fresh = std::exchange(stream->is_fresh, false);
        const std::size_t count = is_fresh ? view_.instruments().size() : by_instrument_.size();
        std::vector<InstrumentId> changed;
        for (std::size_t i = 0; i < count; ++i) {
            const InstrumentId instrument = instrument_at(i);
            if (is_fresh || streams_of(instrument).has_changed) changed.push_back(instrument);
        }
        if (changed.empty()) continue;
        publish({stream}, [&](TimeUnit unit) {
            std::string text = "[";
            for (const InstrumentId instrument : changed) {
                if (text.size() > 1) text.push_back(',');
                text.append(encode_of_kind(kind, instrument, unit));
            }
            return text + "]";
        });
    }
}

void StreamHub::publish_average_prices() {
    for_each_stream(StreamKind::average_price, [&](Stream& stream) {
        const bool is_fresh = std::exchange(stream.is_fresh, false);
        if (!is_fresh && !streams_of(stream.instrument).has_changed) return;
        publish({&stream}, [&](TimeUnit unit) {
            return encode_of_kind(StreamKind::average_price, stream.instrument, unit);
        });
    });
}

}  // namespace outcry::gateway
