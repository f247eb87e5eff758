#pragma once

#include <array>
#include <cstdint>

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

    /// What an order of a side pays with: quote for a buy, base for a sell.
    [[nodiscard]] AssetId paid_asset(Side side) const noexcept {
        return side == Side::buy ? definition.quote_asset : definition.base_asset;
    }
    [[nodiscard]] AssetId received_asset(Side side) const noexcept {
        return side == Side::buy ? definition.base_asset : definition.quote_asset;
    }
    [[nodiscard]] Amount reserved_by(Side side, Price price, Quantity quantity) const noexcept {
        return reserved_amount(definition, side, price, quantity);
    }
};

}  // namespace outcry::engine
