#pragma once

#include <array>
#include <cstdint>

#include "outcry/base/chosen.hpp"
#include "outcry/domain/amount.hpp"
#include "outcry/domain/enums.hpp"
#include "outcry/domain/ids.hpp"
#include "outcry/domain/instrument.hpp"

#include "engine/book/order_book.hpp"

namespace outcry::engine {

/// Bits of `Instrument::flags`; zero for an instrument whose definition says all.
struct InstrumentFlag {
    static constexpr std::uint8_t has_rules = 1;     // `Venue::rules` says more
    static constexpr std::uint8_t keeps_counts = 2;  // `Venue::account_counts` counts its orders
};

/// What the engine keeps of an instrument besides its book.
struct Instrument {
    InstrumentDefinition definition;
    // Behind the definition, since every order reads that line.
    std::uint8_t flags = 0;  // bits of InstrumentFlag
    StatusReason status_reason{};
    TradeId trade_id_last;
    Price price_last;
    PreventedMatchId prevented_match_id_last;

    /// What an order of a side pays with: quote for a buy, base for a sell.
    [[nodiscard]] AssetId paid_asset(Side side) const noexcept {
        return asset_of(side == Side::buy);
    }
    [[nodiscard]] AssetId received_asset(Side side) const noexcept {
        return asset_of(side == Side::sell);
    }
    [[nodiscard]] Amount reserved_by(Side side, Price price, Quantity quantity) const noexcept {
        return reserved_amount(definition, side, price, quantity);
    }

private:
    [[nodiscard]] AssetId asset_of(bool is_quote) const noexcept {
        return AssetId{
            base::chosen(is_quote, definition.quote_asset.value(), definition.base_asset.value())};
    }
};

}  // namespace outcry::engine
