#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "outcry/base/int128.hpp"
#include "outcry/base/result.hpp"

#include "app/client/server_address.hpp"
#include "app/seed/decimal.hpp"

namespace outcry::app {

/// How an instrument's ticks and lots are written as decimals, and what it trades.
struct MarketScale {
    std::string symbol;
    std::string base_asset;
    std::string quote_asset;
    Decimal tick{.mantissa = 1};
    Decimal step{.mantissa = 1};

    [[nodiscard]] std::string price_text(std::int64_t ticks) const;
    [[nodiscard]] std::string quantity_text(std::uint64_t lots) const;
    /// The nearest tick at or below a price.
    [[nodiscard]] std::int64_t ticks_of(Decimal price) const;
    /// Whole lots in an amount of the base asset.
    [[nodiscard]] std::uint64_t lots_of(Decimal amount) const;
    /// An amount of the quote asset in units of one tick times one lot.
    [[nodiscard]] uint128 tick_lots_of(Decimal amount) const;
};

/// Finds a symbol in the answer of `GET /api/v3/exchangeInfo`.
[[nodiscard]] Result<MarketScale, std::string> parse_market_scale(std::string_view json,
                                                                  std::string_view symbol);
/// Asks a running server. Blocks for at most five seconds.
[[nodiscard]] Result<MarketScale, std::string> fetch_market_scale(const ServerAddress& server,
                                                                  std::string_view symbol);

}  // namespace outcry::app
