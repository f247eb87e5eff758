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

/// What the engine keeps of an instrument besides its book.
struct Instrument {
    InstrumentDefinition definition;
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
