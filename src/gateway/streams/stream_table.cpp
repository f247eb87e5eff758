#include "gateway/streams/stream_table.hpp"

namespace outcry::gateway {
namespace {

constexpr StreamRow rows[] = {
    {"<symbol>@trade", "trade", "Each trade"},
    {"<symbol>@aggTrade", "aggTrade", "Trades put together by taker order and price"},
    {"<symbol>@bookTicker", "", "Best bid and ask, as they change"},
    {"<symbol>@depth", "depthUpdate", "Changes of the book, every second"},
    {"<symbol>@depth@100ms", "depthUpdate", "Changes of the book, ten times a second"},
    {"<symbol>@depth5", "", "The five best levels, every second"},
    {"<symbol>@depth5@100ms", "", "The five best levels, ten times a second"},
    {"<symbol>@depth10", "", "The ten best levels, every second"},
    {"<symbol>@depth10@100ms", "", "The ten best levels, ten times a second"},
    {"<symbol>@depth20", "", "The twenty best levels, every second"},
    {"<symbol>@depth20@100ms", "", "The twenty best levels, ten times a second"},
    {"<symbol>@kline_<interval>", "kline", "Candles; days are those of UTC"},
    {"<symbol>@kline_<interval>@+08:00", "kline", "Candles; days are those of UTC+8"},
    {"<symbol>@miniTicker", "24hrMiniTicker", "The last 24 hours in short"},
    {"!miniTicker@arr", "24hrMiniTicker", "The same of all markets that changed"},
    {"<symbol>@ticker", "24hrTicker", "The last 24 hours"},
    {"!ticker@arr", "24hrTicker", "The same of all markets that changed"},
    {"<symbol>@ticker_1h", "1hTicker", "A rolling hour"},
    {"!ticker_1h@arr", "1hTicker", "The same of all markets that changed"},
    {"<symbol>@ticker_4h", "4hTicker", "Four rolling hours"},
    {"!ticker_4h@arr", "4hTicker", "The same of all markets that changed"},
    {"<symbol>@ticker_1d", "1dTicker", "A rolling day"},
    {"!ticker_1d@arr", "1dTicker", "The same of all markets that changed"},
    {"<symbol>@avgPrice", "avgPrice", "Average price of the last minutes"},
    {"<symbol>@orders", "orderChanges", "Changes of the book, order by order, as they happen"},
    {"<symbol>@status", "instrumentStatus", "What may be done on a market, and why"},
    {"!status@arr", "instrumentStatus", "The same of all markets, and of the venue"},
};

}  // namespace

std::span<const StreamRow> stream_rows() noexcept { return rows; }

}  // namespace outcry::gateway
