#include "engine/risk/trigger_checks.hpp"

#include "outcry/domain/order_limits.hpp"

#include "engine/matching/triggers.hpp"

namespace outcry::engine {

Refusal check_last_price(const Venue& venue, const Command& command) noexcept {
    if (!is_stop_market(command.order_type) || command.side == Side::sell) return {};
    if (terms_of(command).stop_price != Price{}) return {};
    if (venue.instruments[command.instrument].price_last != Price{}) return {};
    return {RejectReason::no_last_price};
}

Refusal check_not_reached(const Venue& venue, const Command& command) noexcept {
    if (!is_stop(command.order_type)) return {};
    const Price stop = terms_of(command).stop_price;
    const Price last = venue.instruments[command.instrument].price_last;
    if (stop == Price{} || !is_reached(command.order_type, command.side, stop, last)) return {};
    return {RejectReason::would_trigger, stop.value(), last.value()};
}

Refusal check_trailing_room(const Venue& venue, const Command& command,
                            std::uint32_t before) noexcept {
    if (!is_stop(command.order_type) || terms_of(command).trailing_delta_bips == 0) return {};
    const std::uint32_t count = venue.triggers.of(command.instrument).trailing_count;
    if (count + before < trailing_orders_per_instrument_max) return {};
    return {RejectReason::trailing_capacity, std::int64_t{trailing_orders_per_instrument_max} + 1,
            trailing_orders_per_instrument_max};
}

}  // namespace outcry::engine
