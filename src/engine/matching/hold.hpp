#pragma once

#include "outcry/domain/command.hpp"

#include "engine/venue/venue.hpp"

namespace outcry::engine {

/// What decides at which price an order reserves while it waits.
struct WaitingOrder {
    InstrumentId instrument;
    OrderType type{};
    Side side{};
    Price price;  // its limit
    Price stop_price;
    std::uint32_t trailing_delta_bips = 0;
};

/// Its limit; of a stop market buy as far above its stop price as the market band allows, and zero
/// of a stop market sell, which reserves what it sells.
[[nodiscard]] Price hold_price(const Venue& venue, const WaitingOrder& order) noexcept;

[[nodiscard]] inline WaitingOrder waiting_order_of(const Command& command) noexcept {
    const OrderTerms terms = terms_of(command);
    return {.instrument = command.instrument,
            .type = command.order_type,
            .side = command.side,
            .price = command.price,
            .stop_price = terms.stop_price,
            .trailing_delta_bips = terms.trailing_delta_bips};
}

}  // namespace outcry::engine
