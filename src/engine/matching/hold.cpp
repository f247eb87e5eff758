#include "engine/matching/hold.hpp"

#include "outcry/base/int128.hpp"
#include "outcry/domain/rules.hpp"

#include "engine/matching/taker.hpp"

namespace outcry::engine {

Price hold_price(const Venue& venue, const WaitingOrder& order) noexcept {
    if (!is_stop_market(order.type)) return order.price;
    if (order.side == Side::sell) return {};
    const bool trails_at_once = order.stop_price == Price{};
    const Price from =
        trails_at_once ? venue.instruments[order.instrument].price_last : order.stop_price;
    const int128 bips = int128{bips_per_unit} + market_band_bips(venue, order.instrument) +
                        (trails_at_once ? order.trailing_delta_bips : 0);
    const int128 scaled = from.value() * bips;
    const int128 price = (scaled + (bips_per_unit - 1)) / bips_per_unit;
    return price < price_max.value() ? Price{static_cast<std::int64_t>(price)} : price_max;
}

}  // namespace outcry::engine
